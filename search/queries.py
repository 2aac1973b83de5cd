"""Answers a viewer's question. The only way from the index to a person."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil

from wagtail.models import Page

from visibility.pages import visible_pages
from visibility.viewer import Viewer

from .engines import get_engine
from .engines.base import NEWEST, RELEVANCE, Counts, FacetValue, Match, Query, Question
from .models import EntryFacet, SearchEntry
from .query import parse
from .text import clean
from .truth import GROUP, KIND, REGION, TOPIC

PER_PAGE = 10
FILTERS = (KIND, TOPIC, REGION, GROUP)
SORTS = (RELEVANCE, NEWEST)
LONGEST_VALUE = 255


@dataclass(frozen=True)
class Hit:
    """`title` and `snippet` have an engine's marks in them: `marked_html` shows them."""

    match: Match
    page: Page
    date: datetime.date | None
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
    """What `viewer` finds with `text`. Three database queries, however much there is.

    Unknown filters and sorts are ignored, unknown values of a filter find nothing. A page beyond the last is the last.
    Without words, filters alone list what they let through; without either, nothing is found.
    """
    query = parse(text)
    asked = {name: clean(value)[:LONGEST_VALUE] for name, value in (filters or {}).items() if name in FILTERS and value}
    sort = sort if sort in SORTS and query.looks_for_something else (RELEVANCE if query.looks_for_something else NEWEST)
    results = Results(query=query, filters=asked, sort=sort)
    if not (query.looks_for_something or query.excluded or asked):
        return results
    question = Question(query, filters=asked, barred=viewer.barred, order=sort)
    counts, number, matches = _ask(question, page)
    hits = _visible_hits(viewer, matches)
    if len(hits) < len(matches):
        # The index says more than the viewer may see. Until it is repaired, the pages themselves decide.
        question = replace(question, without=_hidden_entries(viewer))
        counts, number, matches = _ask(question, page)
        hits = _visible_hits(viewer, matches)
    return replace(results, page=number, total=counts.total, hits=hits, facets=counts.facets)


def pages_of(total: int) -> int:
    return max(1, ceil(total / PER_PAGE))


def _ask(question: Question, page: int) -> tuple[Counts, int, list[Match]]:
    engine = get_engine()
    counts = engine.count(question)
    number = min(max(page, 1), pages_of(counts.total))
    return counts, number, engine.find(question, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)


def _visible_hits(viewer: Viewer, matches: list[Match]) -> tuple[Hit, ...]:
    """The matches that the viewer may open, asked of the pages and not of the index. One query.

    It starts from the facets, which the hits need too: every entry has at least its kind.
    """
    entry_ids = [match.entry_id for match in matches]
    visible = visible_pages(viewer, Page.objects.filter(search_entry__in=entry_ids))
    facets = EntryFacet.objects.filter(entry__in=entry_ids, entry__page__in=visible.values("pk")).order_by("label")
    labels: dict[int, dict[str, tuple[FacetValue, ...]]] = defaultdict(dict)
    entries: dict[int, SearchEntry] = {}
    for facet in facets.select_related("entry__page").defer("entry__summary", "entry__body"):
        entries[facet.entry_id] = facet.entry
        value = FacetValue(facet.value, facet.label, count=1)
        labels[facet.entry_id][facet.name] = (*labels[facet.entry_id].get(facet.name, ()), value)
    return tuple(
        Hit(match, entries[match.entry_id].page, entries[match.entry_id].date, labels[match.entry_id])
        for match in matches
        if match.entry_id in entries
    )


def _hidden_entries(viewer: Viewer) -> frozenset[int]:
    return frozenset(
        SearchEntry.objects.exclude(page__in=visible_pages(viewer).values("pk")).values_list("pk", flat=True)
    )
