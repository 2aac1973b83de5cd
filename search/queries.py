"""Answers a viewer's question. The only way from the index to a person."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from django.db.models import F, QuerySet

from content.pages import ContentPage
from visibility.pages import visible_pages
from visibility.viewer import Viewer

from .engines import get_engine
from .engines.base import NEWEST, RELEVANCE, Counts, FacetValue, Match, Query, Question
from .models import EntryFacet, MovingSubtree, SearchEntry
from .query import parse
from .text import clean
from .truth import GROUP, KIND, REGION, TOPIC, node

PER_PAGE = 10
FILTERS = (KIND, TOPIC, REGION, GROUP)
SORTS = (RELEVANCE, NEWEST)
LONGEST_VALUE = 255


@dataclass(frozen=True)
class Hit:
    """`title` and `snippet` have an engine's marks in them: `marked_html` shows them."""

    entry_id: int
    page: Any
    title: str
    snippet: str
    labels: dict[str, tuple[FacetValue, ...]]


@dataclass(frozen=True)
class Results:
    """One page of what was found. Total and facets count exactly what the viewer can find."""

    query: Query
    filters: dict[str, str]
    sort: str
    page: int = 1
    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return pages_of(self.total)


def search(
    viewer: Viewer, text: str, *, filters: Mapping[str, str] | None = None, page: int = 1, sort: str = RELEVANCE
) -> Results:
    """What `viewer` finds with `text`. Five database queries, however much there is.

    Unknown filters and sorts are ignored, unknown values of a filter find nothing. A page beyond the last is the last.
    Without words, filters alone list what they let through; without either, nothing is found.
    """
    query = parse(text)
    asked = {name: clean(value)[:LONGEST_VALUE] for name, value in (filters or {}).items() if name in FILTERS and value}
    sort = sort if sort in SORTS and query.looks_for_something else (RELEVANCE if query.looks_for_something else NEWEST)
    results = Results(query=query, filters=asked, sort=sort)
    if not (query.looks_for_something or query.excluded or asked):
        return results
    question = Question(query, filters=asked, barred=_barred(viewer), order=sort)
    counts, number, matches = _ask(question, page)
    pages = _visible(viewer, matches)
    if len(pages) < len(matches):
        # The index says more than the viewer may see. Until it is repaired, the pages themselves decide.
        question = replace(question, without=_hidden_entries(viewer))
        counts, number, matches = _ask(question, page)
        pages = _visible(viewer, matches)
    labels = _labels(pages)
    hits = tuple(
        Hit(match.entry_id, pages[match.entry_id], match.title, match.snippet, labels[match.entry_id])
        for match in matches
        if match.entry_id in pages
    )
    return replace(results, page=number, total=counts.total, hits=hits, facets=counts.facets)


def pages_of(total: int) -> int:
    return max(1, ceil(total / PER_PAGE))


def _ask(question: Question, page: int) -> tuple[Counts, int, list[Match]]:
    engine = get_engine()
    counts = engine.count(question)
    number = min(max(page, 1), pages_of(counts.total))
    return counts, number, engine.find(question, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)


def _barred(viewer: Viewer) -> frozenset[str]:
    """What keeps this viewer out, and what is being moved: that keeps everyone out, superusers included."""
    return viewer.barred | {node(root) for root in MovingSubtree.objects.values_list("root", flat=True)}


def _visible(viewer: Viewer, matches: list[Match]) -> dict[int, Any]:
    """By entry, the pages of these matches that the viewer may open, asked of the pages and not of the index."""
    entry_ids = [match.entry_id for match in matches]
    pages: QuerySet[Any] = ContentPage.objects.filter(search_entry__in=entry_ids).annotate(entry=F("search_entry"))
    return {page.entry: page for page in visible_pages(viewer, pages).defer("body", "corrections")}


def _hidden_entries(viewer: Viewer) -> frozenset[int]:
    visible = visible_pages(viewer, ContentPage.objects.all()).values("pk")
    return frozenset(SearchEntry.objects.exclude(page__in=visible).values_list("pk", flat=True))


def _labels(entry_ids: Mapping[int, Any]) -> dict[int, dict[str, tuple[FacetValue, ...]]]:
    labels: dict[int, dict[str, tuple[FacetValue, ...]]] = defaultdict(dict)
    for facet in EntryFacet.objects.filter(entry__in=list(entry_ids)).order_by("label"):
        value = FacetValue(facet.value, facet.label, 1)
        labels[facet.entry_id][facet.name] = (*labels[facet.entry_id].get(facet.name, ()), value)
    return labels
