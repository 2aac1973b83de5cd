"""Random portals with something to find in them, and with a past: what happened to them after they were made."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from hypothesis import strategies as st
from wagtail.models import Page

from content.models import Topic
from content.pages import ContentPage
from search.indexing import write_entries
from search.queries import search
from tests.worlds import AUDIENCES, Plan, World, plans, world_of
from visibility.models import Audience
from visibility.pages import ALIAS_DEPTH
from visibility.viewer import Viewer, viewer_for

WORDS = ("grooming", "sextortion", "hashing", "livestream")
KINDS = ("page", "toolkit", "report")
REGIONS = ("", "emea", "apac")
MOST_PAGES = 14
EVENTS = ("publish", "unpublish", "draft", "audience", "roster", "delete")


@dataclass(frozen=True)
class Story:
    plan: Plan
    words: list[frozenset[str]]
    kinds: list[str]
    regions: list[str]
    on_topic: set[int]
    events: list[tuple[str, int, str]]


def _for_each_page(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, min_size=MOST_PAGES, max_size=MOST_PAGES)


stories = st.builds(
    Story,
    plan=plans,
    words=_for_each_page(st.frozensets(st.sampled_from(WORDS), max_size=3)),
    kinds=_for_each_page(st.sampled_from(KINDS)),
    regions=_for_each_page(st.sampled_from(REGIONS)),
    on_topic=st.sets(st.integers(0, MOST_PAGES - 1)),
    events=st.lists(
        st.tuples(st.sampled_from(EVENTS), st.integers(0, MOST_PAGES - 1), st.sampled_from(AUDIENCES)), max_size=5
    ),
)


@contextmanager
def portal_of(story: Story) -> Iterator[World]:
    """The portal of this story, gone again afterwards."""
    with world_of(story.plan) as world:
        _write_texts(story, world)
        for event, number, audience in story.events:
            _happen(world, event, world.pages[number % len(world.pages)], audience)
            world.pages = list(Page.objects.filter(pk__in=[page.pk for page in world.pages]).order_by("pk"))
        world.people = {name: _as_stored(person) for name, person in world.people.items()}
        world.viewers = {name: viewer_for(_as_stored(person)) for name, person in world.people.items()}
        yield world


def _as_stored(person: Any) -> Any:
    return type(person).objects.get(pk=person.pk) if person.is_authenticated else person


def canary(page: Page) -> str:
    """A word that stands in this page and nowhere else."""
    return f"canary{page.pk}bird"


def _write_texts(story: Story, world: World) -> None:
    topic = Topic.objects.create(name="World topic", slug="world-topic")
    for number, page in enumerate(world.pages):
        words = sorted(story.words[number % MOST_PAGES])
        ContentPage.objects.filter(pk=page.pk).update(
            title=f"Page {number} {canary(page)} {' '.join(words[:1])}",
            summary=f"About {canary(page)} {' '.join(words[1:])}",
            body=[("text", f"<p>Text {canary(page)} {' '.join(words)} end</p>")],
            kind=story.kinds[number % MOST_PAGES],
            region=story.regions[number % MOST_PAGES],
        )
        if number in story.on_topic:
            ContentPage.topics.through.objects.create(contentpage_id=page.pk, topic=topic)
    write_entries([page.pk for page in world.pages])


def _happen(world: World, event: str, page: Page, audience: str) -> None:
    page = Page.objects.get(pk=page.pk).specific
    if event == "unpublish":
        page.unpublish()
    elif event == "audience":
        page.audience = Audience.objects.filter(slug=f"world-{audience}").first()
        page.save()
    elif event == "delete" and page.pk != world.pages[0].pk:
        page.delete()
    elif event == "roster":
        group, person = Group.objects.get(name="world first"), _as_stored(world.people["second"])
        (person.groups.remove if person.groups.contains(group) else person.groups.add)(group)
    elif event in {"publish", "draft"} and page.alias_of_id is None:
        if event == "draft":
            page.title = f"Draft draftcanary{page.pk}bird {' '.join(WORDS)}"
        revision = page.save_revision()
        if event == "publish":
            revision.publish()


# --- What people find ------------------------------------------------------------------------------------------------

FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"kind": "toolkit"},
    {"kind": "report", "region": "emea"},
    {"topic": "world-topic"},
)
QUERIES: dict[str, Callable[[set[str], str], bool]] = {
    "grooming": lambda words, _: "grooming" in words,
    "What about sextortion or hashing?": lambda words, _: bool({"sextortion", "hashing"} & words),
    "hashing -grooming": lambda words, _: "hashing" in words and "grooming" not in words,
    '"grooming hashing"': lambda _, text: "grooming hashing" in text,
    "-livestream": lambda words, _: "livestream" not in words,
    "": lambda *_: True,
}

Answer = tuple[dict[int, tuple[str, str]], int, dict[str, dict[str, int]]]


def answer(viewer: Viewer, text: str, filters: dict[str, str]) -> Answer:
    """All that `viewer` learns, page after page, but the order of hits: what each says, their number, the facets."""
    found = search(viewer, text, filters=filters)
    pages = [found, *(search(viewer, text, filters=filters, page=number) for number in range(2, found.pages + 1))]
    hits = [hit for page in pages for hit in page.hits]
    shown = {hit.page.pk: (hit.match.title, hit.match.snippet) for hit in hits}
    assert len(shown) == len(hits), "a hit on two pages"
    facets = {name: {value.value: value.count for value in values} for name, values in found.facets.items()}
    return shown, found.total, facets


def answers(viewer: Viewer, queries: tuple[str, ...] = tuple(QUERIES)) -> dict[str, Answer]:
    return {f"{text} {filters}": answer(viewer, text, filters) for text in queries for filters in FILTERS}


@dataclass(frozen=True)
class Reading:
    """What a person reads on a page."""

    page_id: int
    text: str
    values: dict[str, str]

    def has(self, filters: dict[str, str]) -> bool:
        return filters.items() <= self.values.items()


def read_everything() -> list[Reading]:
    """Every live page, except those that are an alias too often for anybody."""
    return [
        Reading(
            page.pk,
            re.sub(r"\W+", " ", f"{page.title} | {page.summary} | {page.body_text()}".lower()),
            {
                "kind": page.kind,
                "region": page.region,
                "topic": "world-topic" if page.topics.exists() else "",
                "year": str(page.date.year) if page.date else "",
            },
        )
        for page in ContentPage.objects.filter(live=True)
        if alias_depth(page) <= ALIAS_DEPTH
    ]


def naive_answer(
    readings: list[Reading], matches: Callable[[set[str], str], bool], filters: dict[str, str]
) -> tuple[set[int], dict[str, dict[str, int]]]:
    """The ids and facets that one finds by reading these pages."""
    found = [reading for reading in readings if matches(set(reading.text.split()), reading.text)]
    facets = {}
    for name in ("kind", "region", "topic", "year"):
        others = {other: value for other, value in filters.items() if other != name}
        counts = Counter(reading.values[name] for reading in found if reading.has(others))
        facets[name] = {value: count for value, count in counts.items() if value}
    hits = {reading.page_id for reading in found if reading.has(filters)}
    return hits, {name: counts for name, counts in facets.items() if counts}


def alias_depth(page: Page) -> int:
    return 0 if page.alias_of is None else 1 + alias_depth(page.alias_of)
