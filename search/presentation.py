"""Results as the template of the search shows them: HTML with marks, labels, and the address behind every link."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.safestring import SafeString

from content.surroundings import address_of
from content.vocabulary import Kind, Region

from .engines.base import NEWEST, RELEVANCE
from .queries import PER_PAGE, Hit, Results
from .text import marked_html
from .truth import GROUP, KIND, REGION, TOPIC

FACET_LABELS = {KIND: "Kind", TOPIC: "Topic", REGION: "Region", GROUP: "Working group"}
SORT_LABELS = {RELEVANCE: "Best match first", NEWEST: "Newest first"}
# The words for these values are the same for everyone, so they may be shown where nothing was found.
PUBLIC_WORDS = {KIND: dict(Kind.choices), REGION: dict(Region.choices)}


@dataclass(frozen=True)
class ShownHit:
    entry_id: int
    title_html: SafeString
    snippet_html: SafeString
    url: str
    kind_label: str
    region_label: str
    topics: list[str]
    date: datetime.date | None


@dataclass(frozen=True)
class ShownValue:
    """`url` chooses this value, or takes the choice back if it is selected."""

    value: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class ShownFacet:
    name: str
    label: str
    values: list[ShownValue]


@dataclass(frozen=True)
class Chip:
    label: str
    remove_url: str


@dataclass(frozen=True)
class SortChoice:
    value: str
    label: str
    selected: bool
    url: str


@dataclass(frozen=True)
class Sort:
    name: str
    label: str
    choices: list[SortChoice]


@dataclass(frozen=True)
class ShownResults:
    query: str
    total: int
    note: str
    hits: list[ShownHit]
    facets: list[ShownFacet]
    chips: list[Chip]
    page_obj: PaginatorPage
    pagination_query: str
    sort: Sort | None


def shown(results: Results, request: HttpRequest) -> ShownResults:
    asked = _asked(results)
    return ShownResults(
        query=results.query.text,
        total=results.total,
        note=results.query.note,
        hits=[_hit(hit, request) for hit in results.hits],
        facets=_facets(results, request),
        chips=[
            Chip(_label(results, name, value), _url(request, asked, {name: ""}))
            for name, value in results.filters.items()
        ],
        page_obj=Paginator(range(results.total), PER_PAGE).get_page(results.page),
        pagination_query=urlencode(asked) + "&" if asked else "",
        sort=_sort(results, request) if results.query.looks_for_something else None,
    )


def _asked(results: Results) -> dict[str, str]:
    """The parameters that lead to these results, without the number of the page."""
    asked = {"q": results.query.text, **results.filters}
    if results.query.looks_for_something and results.sort != RELEVANCE:
        asked["sort"] = results.sort
    return {name: value for name, value in asked.items() if value}


def _url(request: HttpRequest, asked: dict[str, str], changes: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in (asked | changes).items() if value})
    return f"{request.path}?{query}" if query else request.path


def _hit(hit: Hit, request: HttpRequest) -> ShownHit:
    kind = "".join(value.label for value in hit.labels.get(KIND, ()) if value.value != Kind.PAGE)
    return ShownHit(
        entry_id=hit.match.entry_id,
        title_html=marked_html(hit.match.title),
        snippet_html=marked_html(hit.match.snippet),
        url=address_of(hit.page, request),
        kind_label=kind,
        region_label="".join(value.label for value in hit.labels.get(REGION, ())),
        topics=[value.label for value in hit.labels.get(TOPIC, ())],
        date=hit.date,
    )


def _facets(results: Results, request: HttpRequest) -> list[ShownFacet]:
    asked = _asked(results)
    facets = []
    for name, label in FACET_LABELS.items():
        selected = results.filters.get(name, "")
        values = [
            ShownValue(
                value=value.value,
                label=value.label,
                count=value.count,
                selected=value.value == selected,
                url=_url(request, asked, {name: "" if value.value == selected else value.value}),
            )
            for value in results.facets.get(name, ())
        ]
        if values:
            facets.append(ShownFacet(name, label, values))
    return facets


def _label(results: Results, name: str, value: str) -> str:
    """The label of a chosen value. One that nothing was found with keeps the name that the viewer brought along."""
    found = {choice.value: choice.label for choice in results.facets.get(name, ())}
    return found.get(value) or str(PUBLIC_WORDS.get(name, {}).get(value, value))


def _sort(results: Results, request: HttpRequest) -> Sort:
    asked = _asked(results)
    choices = [
        SortChoice(value, label, value == results.sort, _url(request, asked, {"sort": value}))
        for value, label in SORT_LABELS.items()
    ]
    return Sort("sort", "Sort by", choices)


def page_number(asked: str) -> int:
    """The number in this parameter; 1 if it is none."""
    digits = asked[:9]
    return int(digits) if digits.isdecimal() else 1
