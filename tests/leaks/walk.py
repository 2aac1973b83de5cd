"""A portal to which things happen at random, one after another, and what each person should find in it meanwhile."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction, Page, PageViewRestriction

from content.document_texts import texts_in_force
from content.models import DocumentText, PrivateDocument
from content.pages import ContentPage
from content.signals import document_written
from search.following import catch_up
from search.models import Follower, MovingSubtree
from search.signal_handlers import on_page_moved, on_page_will_move
from search.upkeep import sweep
from search.vocabulary import learn
from tests.worlds import World, world_of
from visibility.models import Audience
from visibility.pages import ALIAS_DEPTH

WORDS = ("grooming", "sextortion", "hashing", "livestream", "classifier", "takedown")
KINDS = ("page", "toolkit", "report")
AUDIENCES = ("first", "second", "either", "teased", "nobody")
MOST_PAGES, DOCUMENTS = 16, 4
LETTERS = "bcdfghjklmnp"


def canary(number: int) -> str:
    """A word of letters that says where it stands: `zqb…`."""
    return "zq" + "".join(LETTERS[int(digit)] for digit in str(number)) + "zq"


@dataclass(frozen=True)
class Text:
    """What a person reads: a page, or a file on a page. `words` in the order in which they stand in each part."""

    page: int
    document: int | None
    title: str
    parts: tuple[str, ...]
    kind: str
    year: str

    @property
    def words(self) -> set[str]:
        return set(re.findall(r"\w+", " ".join(self.parts).lower()))


@dataclass
class Walk:
    """The portal, and the chances that move it on."""

    random: Random
    world: World
    collections: list[Collection] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    canaries: int = 100
    done: list[str] = field(default_factory=list)

    # --- What happens -----------------------------------------------------------------------------------------------

    def step(self) -> None:
        happening = self.random.choice(HAPPENINGS)
        self.done.append(happening)
        getattr(self, happening)()
        self.world.pages = list(Page.objects.filter(depth__gt=1, pk__in=self._ids()).order_by("pk"))

    def write(self) -> None:
        page = self._page()
        self._fill(page)
        page.save()

    def publish(self) -> None:
        page = self._page()
        if page.alias_of_id is None:
            self._fill(page)
            page.save_revision().publish()

    def draft(self) -> None:
        page = self._page()
        if page.alias_of_id is None:
            self._fill(page)
            page.save_revision()

    def unpublish(self) -> None:
        self._page().unpublish()

    def audience(self) -> None:
        page = self._page()
        page.audience = Audience.objects.filter(slug=f"world-{self.random.choice((*AUDIENCES, ''))}").first()
        page.save()

    def restrict(self) -> None:
        page = self._page()
        native = PageViewRestriction.objects.filter(page=page, derived_from=None)
        if native.exists():
            native.delete()
        else:
            kind = self.random.choice((BaseViewRestriction.LOGIN, BaseViewRestriction.PASSWORD))
            PageViewRestriction.objects.create(page=page, restriction_type=kind, password="told")

    def move(self) -> None:
        page, below = self._page(), self._page()
        if page.pk == self.world.pages[0].pk or below.path.startswith(page.path):
            return
        if below.get_children().filter(slug=page.slug).exclude(pk=page.pk).exists():
            return
        page.move(below, pos="last-child")

    def die_in_a_move(self) -> None:
        """Begin to move, and leave the end to somebody else: what is below is found by nobody meanwhile."""
        if not MovingSubtree.objects.exists():
            on_page_will_move(instance=self._page(but_home=True))

    def end_the_move(self) -> None:
        for moving in MovingSubtree.objects.all():
            on_page_moved(instance=moving.root)

    def add(self) -> None:
        if len(self.world.pages) < MOST_PAGES:
            parent = self._page()
            page = type(self.world.pages[0].specific)(title="New", slug=f"new-{self.canaries}", summary="New.")
            self._fill(page)
            parent.add_child(instance=page)
            self.world.pages.append(page)

    def alias(self) -> None:
        source, below = self._page(but_home=True), self._page()
        if len(self.world.pages) < MOST_PAGES and not below.path.startswith(source.path):
            self.canaries += 1
            self.world.pages.append(source.create_alias(parent=below, update_slug=f"alias-{self.canaries}"))

    def delete(self) -> None:
        page = self._page(but_home=True)
        if len(self.world.pages) > MOST_PAGES // 2:
            page.delete()

    def roster(self) -> None:
        group = Group.objects.get(name=f"world {self.random.choice(('first', 'second'))}")
        person = self.person(self.random.choice(("outsider", "second", "both")))
        (person.groups.remove if person.groups.contains(group) else person.groups.add)(group)

    def suspend(self) -> None:
        person = self.person("first")
        type(person).objects.filter(pk=person.pk).update(is_active=not person.is_active)

    def replace_file(self) -> None:
        document = self._document()
        document.title = f"File {self._say(1)}"
        document.file = ContentFile(f"%PDF-1.4 {self.canaries}".encode(), name=f"walk-{self.canaries}.pdf")
        document.save()

    def read_file(self) -> None:
        document = self._document()
        pages = [self._say(2), self._say(2)]
        DocumentText.objects.update_or_create(
            document=document,
            defaults={"file_hash": document.file_hash, "pages": pages, "read_at": timezone.now()},
        )
        document_written.send(sender=DocumentText, document_id=document.pk)

    def put_file_elsewhere(self) -> None:
        """As the admin's bulk action does it, which announces nothing."""
        collection = self.random.choice(self.collections)
        PrivateDocument.objects.filter(pk=self._document().pk).update(collection=collection)

    def move_collection(self) -> None:
        """Nor does anything announce this."""
        one, other = (Collection.objects.get(pk=one.pk) for one in self.random.sample(self.collections, 2))
        if not other.path.startswith(one.path):
            one.move(other, pos="sorted-child")

    def restrict_collection(self) -> None:
        collection = self.random.choice(self.collections)
        restrictions = CollectionViewRestriction.objects.filter(collection=collection)
        if restrictions.exists():
            restrictions.delete()
            return
        groups = self.random.random() < 0.7
        kind = BaseViewRestriction.GROUPS if groups else BaseViewRestriction.LOGIN
        restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
        if groups:
            restriction.groups.add(Group.objects.get(name="world first"))

    def catch_up(self) -> None:
        catch_up(seconds=30)

    def catch_up_a_little(self) -> None:
        catch_up(seconds=0)

    def begin_anew(self) -> None:
        """The index that searches ask is gone, and the next is half built for a while."""
        Follower.objects.update(index="")
        catch_up(seconds=0)

    def learn(self) -> None:
        learn()

    def sweep(self) -> None:
        sweep()

    # --- What it is made of -----------------------------------------------------------------------------------------

    def _say(self, count: int) -> str:
        self.canaries += 1
        return " ".join([canary(self.canaries), *self.random.sample(WORDS, count)])

    def _fill(self, page: Any) -> None:
        page.title = f"Page {self._say(self.random.randrange(2))}"
        page.summary = f"About {self._say(1)}"
        page.kind = self.random.choice(KINDS)
        files = self.random.sample(self.documents, self.random.randrange(3)) if self.documents else []
        page.body = [("text", f"<p>Text {self._say(self.random.randrange(3))} end</p>")]
        if files:
            page.body.append(("documents", {"files": list(PrivateDocument.objects.filter(pk__in=files))}))

    def _ids(self) -> list[int]:
        return [page.pk for page in self.world.pages if page.pk]

    def _page(self, *, but_home: bool = False) -> Any:
        pages = self.world.pages[1 if but_home else 0 :]
        return ContentPage.objects.get(pk=self.random.choice(pages).pk).specific

    def _document(self) -> PrivateDocument:
        return PrivateDocument.objects.get(pk=self.random.choice(self.documents))

    def person(self, name: str) -> Any:
        person: Any = self.world.people[name]
        if person.is_authenticated:
            person = type(person).objects.get(pk=person.pk)
            person.groups_of_walk = set(person.groups.values_list("pk", flat=True))
        return person

    # --- What people may read ---------------------------------------------------------------------------------------

    def readable(self, name: str) -> list[Text]:
        """Every text that this person may find, read off the rule and off the pages themselves."""
        person = self.person(name)
        closed = self._paths_closed_to(person) + tuple(MovingSubtree.objects.values_list("root__path", flat=True))
        files = self._files_open_to(person)
        texts: list[Text] = []
        for page in ContentPage.objects.filter(live=True).select_related("alias_of").specific():
            ways = list(_ways(page))
            if len(ways) > ALIAS_DEPTH + 1:
                continue  # an alias too often for anybody
            if not any(step.path.startswith(path) for step in ways for path in closed):
                texts += _texts_on(page, files)
        return texts

    def _paths_closed_to(self, person: Any) -> tuple[str, ...]:
        restrictions = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
        return tuple(one.page.path for one in restrictions if not lets_in(one, person))

    def _files_open_to(self, person: Any) -> dict[int, tuple[str, ...]]:
        """For each document that lies in no closed collection, its title and the pages of its text."""
        restrictions = CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups")
        closed = [one.collection.path for one in restrictions if not lets_in(one, person)]
        texts = dict(texts_in_force().values_list("document", "pages"))
        return {
            document.pk: (document.title, *texts.get(document.pk, ()))
            for document in PrivateDocument.objects.select_related("collection")
            if not any(document.collection.path.startswith(path) for path in closed)
        }


HAPPENINGS = (
    *("write", "publish", "publish", "draft", "unpublish", "audience", "audience", "restrict", "move", "move"),
    *("die_in_a_move", "end_the_move", "end_the_move", "add", "add", "alias", "delete", "roster", "suspend"),
    *("replace_file", "read_file", "read_file", "put_file_elsewhere", "move_collection", "restrict_collection"),
    *("learn", "learn", "sweep", "catch_up", "catch_up", "catch_up_a_little", "begin_anew"),
)


def _ways(page: Any) -> Iterator[Page]:
    while page is not None:
        yield page
        page = page.alias_of


def _files_on(page: Any) -> list[int]:
    return sorted({file.pk for block in page.body if block.block_type == "documents" for file in block.value["files"]})


def _texts_on(page: Any, files: dict[int, tuple[str, ...]]) -> Iterator[Text]:
    year = str(page.date.year) if page.date else ""
    yield Text(page.pk, None, page.title, (page.title, page.summary, page.body_text()), page.kind, year)
    for document in _files_on(page):
        if document in files:
            yield Text(page.pk, document, files[document][0], files[document], page.kind, year)


def lets_in(restriction: PageViewRestriction | CollectionViewRestriction, person: Any) -> bool:
    """The rule for one restriction, as a person would read it."""
    if restriction.restriction_type == BaseViewRestriction.NONE or (person.is_superuser and person.is_active):
        return True
    if not person.is_authenticated or not person.is_active:
        return False
    if restriction.restriction_type == BaseViewRestriction.GROUPS:
        return bool(person.groups_of_walk & {group.pk for group in restriction.groups.all()})
    return bool(restriction.restriction_type == BaseViewRestriction.LOGIN)


@contextlib.contextmanager
def walk(seed: int, plan: Any) -> Iterator[Walk]:
    with world_of(plan) as world:
        random = Random(seed)
        root = Collection.get_first_root_node()
        collections = [root.add_child(name=f"Walk {number}") for number in range(3)]
        walking = Walk(random, world, collections)
        for number in range(DOCUMENTS):
            document = PrivateDocument(title=f"File {number}", collection=collections[number % 3])
            document.file = ContentFile(b"%PDF-1.4", name=f"walk-{number}.pdf")
            document.save()
            walking.documents.append(document.pk)
        for page in ContentPage.objects.filter(pk__in=[page.pk for page in world.pages], alias_of=None).specific():
            walking._fill(page)
            page.save()
        for _ in walking.documents:
            walking.read_file()
        yield walking


def counts(values: Iterator[str]) -> dict[str, int]:
    return {value: count for value, count in Counter(values).items() if value}
