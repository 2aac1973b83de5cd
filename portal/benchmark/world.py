"""A large portal of made-up words, written in bulk: sections, half of them for one group each, and pages in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate, islice
from random import Random
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import BaseViewRestriction, Locale, Page, PageViewRestriction

from content.pages import ContentPage, SectionPage
from membership.models import User
from search.indexing import write_entries
from search.upkeep import rebuild
from search.vocabulary import learn
from visibility.viewer import Viewer, viewer_for

SECTIONS, RESTRICTED, GROUPS = 4000, 2000, 50
WORDS_IN_LANGUAGE, WORDS_IN_TEXT = 40_000, 120
# Words whose number of pages is known: of any size of portal the same few, and shares of all pages.
RARE, RARE_PAGES = "zebrafinch", 20
SHARES = {"waterwheel": 0.01, "lighthouse": 0.2, "riverbank": 0.3}
BATCH = 2000


@dataclass(frozen=True)
class World:
    home: SectionPage
    pages: int
    viewers: dict[str, Viewer]


def make_world(size: int, *, seed: int = 7) -> World:
    """Fill an empty portal with `size` pages and an index of them. Takes about two milliseconds for each page."""
    random = Random(seed)  # noqa: S311  no secret
    home = SectionPage(title="Large portal", slug="large", summary="For measuring.")
    Page.get_first_root_node().add_child(instance=home)
    sections = min(SECTIONS, max(size // 20, 2))
    _write(_sections(home, sections))
    home.numchild = sections
    home.save()
    section_pages = list(Page.objects.child_of(home).order_by("path"))
    _write(_leaves(section_pages, size - sections - 1, random))
    groups = [Group.objects.create(name=f"Large {number}") for number in range(GROUPS)]
    _restrict(random.sample(section_pages, min(RESTRICTED, sections // 2)), groups)
    rebuild()
    learn(most=size)
    return World(home, size, _viewers(groups))


def write_leaves(parent: Page, count: int, word: str) -> None:
    """Add `count` pages that say `word`, and index them."""
    _write(_page(parent, number, [word, str(number)]) for number in range(1, count + 1))
    Page.objects.filter(pk=parent.pk).update(numchild=count)
    write_entries(list(Page.objects.child_of(parent).values_list("pk", flat=True)))


def _viewers(groups: list[Group]) -> dict[str, Viewer]:
    member = User.objects.create_user(email="member@large.example")
    member.groups.set(groups[: len(groups) // 5])
    superuser = User.objects.create_superuser(email="superuser@large.example")
    people = {"superuser": superuser, "a member of ten groups": member, "nobody": AnonymousUser()}
    return {name: viewer_for(person) for name, person in people.items()}


def _sections(home: Page, count: int) -> Iterator[SectionPage]:
    return (_page(home, number, ["Section", str(number)]) for number in range(1, count + 1))


def _leaves(sections: list[Page], count: int, random: Random) -> Iterator[SectionPage]:
    language = [f"{_syllables(number)}" for number in range(WORDS_IN_LANGUAGE)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(WORDS_IN_LANGUAGE)))
    rare = set(random.sample(range(count), min(RARE_PAGES, count)))
    for number in range(count):
        words = random.choices(language, cum_weights=weights, k=WORDS_IN_TEXT)
        words += [word for word, share in SHARES.items() if random.random() < share]
        if number in rare:
            words.append(RARE)
        random.shuffle(words)
        section = sections[number % len(sections)]
        kind = random.choice(("toolkit", "report"))
        yield _page(section, number // len(sections) + 1, words, kind)


def _page(parent: Page, step: int, words: list[str], kind: str = "page") -> SectionPage:
    """The page at this place among its parent's children: six words in the title, fourteen in the summary."""
    title, summary, body = " ".join(words[:6]), " ".join(words[6:20]), " ".join(words[20:])
    published = timezone.now() - timedelta(days=step * 37 % 2000)
    return SectionPage(
        path=Page._get_path(parent.path, parent.depth + 1, step),  # noqa: SLF001  treebeard has no public way
        depth=parent.depth + 1,
        title=title,
        draft_title=title,
        slug=f"page-{step}",
        url_path=f"{parent.url_path}page-{step}/",
        summary=summary,
        kind=kind,
        body=[("text", f"<p>{body}</p>")] if body else [],
        first_published_at=published,
        last_published_at=published,
        latest_revision_created_at=published,
        locale=Locale.get_default(),
        content_type=ContentType.objects.get_for_model(SectionPage),
    )


def _syllables(number: int) -> str:
    word = ""
    while number or not word:
        number, rest = divmod(number, 60)
        word += "bdfghklmnprt"[rest % 12] + "aeiou"[rest // 12]
    return word + "ng"


def _restrict(sections: list[Page], groups: list[Group]) -> None:
    restrictions = PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page=page, restriction_type=BaseViewRestriction.GROUPS) for page in sections
    )
    through = PageViewRestriction.groups.through
    through.objects.bulk_create(
        through(pageviewrestriction_id=one.pk, group_id=groups[number % len(groups)].pk)
        for number, one in enumerate(restrictions)
    )


def _write(pages: Iterable[SectionPage]) -> None:
    """Insert the rows of all three tables of these pages, a batch in a transaction."""
    remaining = iter(pages)
    number = Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    while batch := list(islice(remaining, BATCH)):
        for page in batch:
            number += 1
            page.pk = page.page_ptr_id = page.contentpage_ptr_id = page.id = number
        with transaction.atomic():
            for model in (Page, ContentPage, SectionPage):
                _insert(model, batch)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('wagtailcore_page', 'id'), %s)", [number])
            cursor.execute("ANALYZE")


def _insert(model: type[Model], pages: list[Any]) -> None:
    fields = model._meta.local_concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join("%s" for _ in fields)
    rows = [[field.get_db_prep_save(getattr(page, field.attname), connection) for field in fields] for page in pages]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places})", rows)  # noqa: S608
