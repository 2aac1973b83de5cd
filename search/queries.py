"""Answers a viewer's question. The only way from the index to a person."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wagtail.models import Page

from content.models import PrivateDocument
from visibility.files import visible_files
from visibility.pages import visible_pages
from visibility.viewer import Viewer

from .asking import ask
from .engines.base import NEWEST, RELEVANCE, Answer, FacetValue, Match, Query, Question, pages_of
from .models import EntryFacet, SearchEntry
from .promotion import Promoted, promoted_to
from .query import parse
from .reach import barred_nodes, unreachable_ids
from .spelling import FEW_RESULTS, corrected, suggested
from .synonyms import synonyms_in_force
from .text import clean
from .truth import GROUP, KIND, REGION, TOPIC, YEAR

PER_PAGE = 10
FILTERS = (KIND, TOPIC, REGION, GROUP, YEAR)
SORTS = (RELEVANCE, NEWEST)
LONGEST_VALUE = 255


@dataclass(frozen=True)
class Hit:
    """A page, or with a `document` a file on that page. `title` and `snippet` of the match have an engine's marks."""

    match: Match
    page: Page
    document: PrivateDocument | None
    date: datetime.date | None
    labels: dict[str, tuple[FacetValue, ...]]


@dataclass(frozen=True)
class Results:
    """One page of what was found. Total and facets count exactly what the viewer can find.

    `query` is what was typed. `corrected` is what was answered instead, if some word of it is said nowhere;
    `suggestion` another way to write it, if little was found. `degraded` says that a simpler engine answered.
    """

    query: Query
    filters: dict[str, str]
    sort: str
    corrected: str = ""
    suggestion: str = ""
    page: int = 1
    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    promoted: tuple[Promoted, ...] = ()
    degraded: bool = False

    @property
    def pages(self) -> int:
        return pages_of(self.total, PER_PAGE)


def search(
    viewer: Viewer, text: str, *, filters: Mapping[str, str] | None = None, page: int = 1, sort: str = RELEVANCE
) -> Results:
    """What `viewer` finds with `text`. At most twelve database queries, however much there is.

    Unknown filters and sorts are ignored, unknown values of a filter find nothing. A page beyond the last is the last.
    Without words, filters alone list what they let through; without either, nothing is found.
    """
    synonyms = synonyms_in_force()
    query = parse(text, synonyms)
    asked = {name: clean(value)[:LONGEST_VALUE] for name, value in (filters or {}).items() if name in FILTERS and value}
    sort = sort if sort in SORTS and query.looks_for_something else (RELEVANCE if query.looks_for_something else NEWEST)
    results = Results(query=query, filters=asked, sort=sort)
    if not (query.looks_for_something or query.excluded or asked):
        return results
    barred = barred_nodes(viewer)
    answered = corrected(query, barred=barred)
    if answered != query.text:
        results = replace(results, corrected=answered)
        query = parse(answered, synonyms)
    results = _with_answer(results, viewer, Question(query, filters=asked, barred=barred, order=sort), page)
    if results.total <= FEW_RESULTS and not asked:
        results = replace(results, suggestion=suggested(query, barred=barred))
    return replace(results, promoted=promoted_to(viewer, query.text) if page <= 1 and not asked else ())


def _with_answer(results: Results, viewer: Viewer, question: Question, page: int) -> Results:
    answer = ask(question, page=page, per_page=PER_PAGE)
    hits = _visible_hits(viewer, answer)
    if len(hits) < len(answer.matches):
        # The index says more than the viewer may see. Until it is repaired, the pages themselves decide.
        answer = ask(replace(question, without=unreachable_ids(viewer)), page=page, per_page=PER_PAGE)
        hits = _visible_hits(viewer, answer)
    return replace(
        results,
        page=answer.page,
        total=answer.counts.total,
        hits=hits,
        facets=answer.counts.facets,
        degraded=answer.degraded,
    )


def _visible_hits(viewer: Viewer, answer: Answer) -> tuple[Hit, ...]:
    """The matches that the viewer may open, asked of the pages and files and not of the index. At most two queries.

    It starts from the facets, which the hits need too: every entry has at least its kind.
    """
    entry_ids = [match.entry_id for match in answer.matches]
    visible = visible_pages(viewer, Page.objects.filter(search_entries__in=entry_ids))
    facets = EntryFacet.objects.filter(entry__in=entry_ids, entry__page__in=visible.values("pk")).order_by("label")
    labels: dict[int, dict[str, tuple[FacetValue, ...]]] = defaultdict(dict)
    entries: dict[int, SearchEntry] = {}
    for facet in facets.select_related("entry__page").defer("entry__summary", "entry__body"):
        entries[facet.entry_id] = facet.entry
        value = FacetValue(facet.value, facet.label, count=1)
        labels[facet.entry_id][facet.name] = (*labels[facet.entry_id].get(facet.name, ()), value)
    documents = _visible_documents(viewer, {entry.document_id for entry in entries.values()} - {None})
    return tuple(
        Hit(match, entry.page, documents.get(entry.document_id), entry.date, labels[entry.pk])
        for match in answer.matches
        if (entry := entries.get(match.entry_id)) and (entry.document_id is None or entry.document_id in documents)
    )


def _visible_documents(viewer: Viewer, document_ids: set[int | None]) -> dict[int | None, PrivateDocument]:
    if not document_ids:
        return {}
    return {file.pk: file for file in visible_files(viewer, PrivateDocument.objects.filter(pk__in=document_ids))}
