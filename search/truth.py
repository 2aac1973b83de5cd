"""What the index should say, read from the stored rows of pages. Drafts of live pages are not rows and do not count."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from wagtail.models import Page

from content.pages import ContentPage
from content.vocabulary import Kind, Region
from visibility.pages import ALIAS_DEPTH
from visibility.viewer import PAGE

from .models import SearchEntry
from .text import clean

Facet = tuple[str, str, str]
KIND, TOPIC, REGION, GROUP = "kind", "topic", "region", "group"


@dataclass(frozen=True)
class Text:
    """What an entry says."""

    title: str
    summary: str
    body: str
    date: datetime.date | None

    @classmethod
    def of_page(cls, page: ContentPage) -> "Text":
        return cls(clean(page.title)[:255], clean(page.summary), clean(page.body_text()), page.date)

    @classmethod
    def of_entry(cls, entry: SearchEntry) -> "Text":
        return cls(entry.title, entry.summary, entry.body, entry.date)


@dataclass(frozen=True)
class Standing:
    """What stands above an entry, and by which values (name, value, label) it is filtered and counted."""

    nodes: frozenset[str]
    facets: frozenset[Facet]


def node(page_id: int) -> str:
    return f"{PAGE}{page_id}"


def texts_of(page_ids: Collection[int]) -> dict[int, Text]:
    """The texts of the live pages among these. A few queries, and one for each page type."""
    pages = ContentPage.objects.filter(pk__in=page_ids, live=True).specific()
    return {page.pk: Text.of_page(page) for page in pages}


def standings_of(page_ids: Collection[int]) -> dict[int, Standing]:
    """The standings of the pages among these that belong in the index: the live ones.

    An alias is also below everything above its source. One whose sources go further back than the rule of visibility
    looks does not belong in the index. Five queries.
    """
    ways = _ways(page_ids)
    ids = _ids_on({path for paths in ways.values() for path in paths})
    facets = _facets(ways, ids)
    return {
        page_id: Standing(
            nodes=frozenset(node(ids[step]) for path in paths for step in _steps(path) if step in ids),
            facets=frozenset(facets[page_id]),
        )
        for page_id, paths in ways.items()
    }


def _ways(page_ids: Collection[int]) -> dict[int, list[str]]:
    """For each page its own path first, then the path of its alias source, and of that one's source."""
    sources = ["alias_of" + "__alias_of" * step for step in range(ALIAS_DEPTH)]
    rows = ContentPage.objects.filter(pk__in=page_ids, live=True, **{f"{sources[-1]}__alias_of": None}).values_list(
        "pk", "path", *(f"{source}__path" for source in sources)
    )
    return {page_id: [path for path in paths if path is not None] for page_id, *paths in rows}


def _steps(path: str) -> Iterator[str]:
    return (path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen))


def _ids_on(paths: Collection[str]) -> dict[str, int]:
    steps = {step for path in paths for step in _steps(path)}
    return dict(Page.objects.filter(path__in=steps).values_list("path", "pk"))


def _facets(ways: dict[int, list[str]], ids: dict[str, int]) -> dict[int, set[Facet]]:
    facets: dict[int, set[Facet]] = {page_id: set() for page_id in ways}
    for page_id, kind, region in ContentPage.objects.filter(pk__in=ways).values_list("pk", "kind", "region"):
        facets[page_id].add((KIND, kind, _label(Kind, kind)))
        if region:
            facets[page_id].add((REGION, region, _label(Region, region)))
    through = ContentPage.topics.through.objects.filter(contentpage__in=ways)
    for page_id, slug, name in through.values_list("contentpage", "topic__slug", "topic__name"):
        facets[page_id].add((TOPIC, slug, name))
    groups = _groups({ids[step] for paths in ways.values() for step in _steps(paths[0]) if step in ids})
    for page_id, (own_path, *_) in ways.items():
        nearest = next((groups[step] for step in reversed(list(_steps(own_path))) if step in groups), None)
        if nearest is not None:
            facets[page_id].add(nearest)
    return facets


def _groups(page_ids: Collection[int]) -> dict[str, Facet]:
    """By its path, the facet of each live working group's page among these."""
    rows = ContentPage.objects.filter(pk__in=page_ids, kind=Kind.GROUP, live=True).values_list("path", "slug", "title")
    return {path: (GROUP, slug, title) for path, slug, title in rows}


def _label(vocabulary: type[Kind] | type[Region], value: str) -> str:
    return str(vocabulary(value).label) if value in vocabulary.values else value
