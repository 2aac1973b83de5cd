"""Results as the template of the search shows them: HTML with marks, labels, and the address behind every link."""

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from wagtail.models import Page

from content.document_texts import kind_of
from content.surroundings import address_of
from content.vocabulary import Kind

from .narrowing import Chip, Links, ShownFacet, Sort, chips_of, facets_of, sort_of, without_filters
from .nothing_found import NothingFound, explained
from .places import Place, places_of
from .queries import PER_PAGE, Hit, Results
from .text import marked_html
from .truth import KIND, REGION, TOPIC


@dataclass(frozen=True)
class ShownFile:
    """A file in which something was found. `place` is the page or slide, such as “page 7”, if it is known."""

    entry_id: int
    title_html: SafeString
    snippet_html: SafeString
    url: str
    place: str
    format: str
    size_label: str


@dataclass(frozen=True)
class ShownHit:
    """A page that was found, or in whose `files` something was found: then the entry is that of the first file."""

    entry_id: int
    title_html: SafeString
    snippet_html: SafeString
    url: str
    kind_label: str
    region_label: str
    topics: list[str]
    date: datetime.date | None
    files: list[ShownFile]


@dataclass(frozen=True)
class ShownPromotion:
    title: str
    url: str
    reason: str


@dataclass(frozen=True)
class Correction:
    """The words that nothing says, and what was searched instead."""

    lost: list[str]
    searched: str


@dataclass(frozen=True)
class Suggestion:
    text: str
    url: str


@dataclass(frozen=True)
class ShownResults:
    query: str
    total: int
    note: str
    correction: Correction | None
    suggestion: Suggestion | None
    is_degraded: bool
    promoted: list[ShownPromotion]
    hits: list[ShownHit]
    nothing_found: NothingFound | None
    facets: list[ShownFacet]
    chips: list[Chip]
    clear_url: str
    page_obj: PaginatorPage
    pagination_query: str
    sort: Sort | None


def shown(results: Results, request: HttpRequest) -> ShownResults:
    """At most one query: it finds the pages of the files."""
    links = Links(results, request.path)
    chips = chips_of(results, links)
    return ShownResults(
        query=results.query.text,
        total=results.total,
        note=results.query.note,
        correction=_correction(results),
        suggestion=Suggestion(results.suggestion, links.to_query(results.suggestion)) if results.suggestion else None,
        is_degraded=results.degraded,
        promoted=[
            ShownPromotion(promoted.page.title, address_of(promoted.page, request), promoted.reason)
            for promoted in results.promoted
        ],
        hits=_hits(results, request),
        nothing_found=None if results.total else explained(results, chips, links),
        facets=facets_of(results, links),
        chips=chips,
        clear_url=without_filters(results, links) if len(chips) > 1 else "",
        page_obj=Paginator(range(results.total), PER_PAGE).get_page(results.page),
        pagination_query=links.before_page_number(),
        sort=sort_of(results, links),
    )


def _correction(results: Results) -> Correction | None:
    if not results.corrected:
        return None
    typed, searched = (re.findall(r"\w+", text) for text in (results.query.text, results.corrected))
    lost = [word for word, other in zip(typed, searched, strict=False) if word.lower() != other.lower()]
    return Correction(list(dict.fromkeys(lost)), results.corrected)


def _hits(results: Results, request: HttpRequest) -> list[ShownHit]:
    """A page and its files stand together, where the first of them stood."""
    places = places_of(results.hits)
    together: dict[int, list[Hit]] = defaultdict(list)
    for hit in results.hits:
        together[hit.page.pk].append(hit)
    return [_hit(hits, places, request) for hits in together.values()]


def _hit(hits: list[Hit], places: dict[int, Place], request: HttpRequest) -> ShownHit:
    """What was found of one page: itself, some of its files, or both."""
    page: Page = hits[0].page
    own = next((hit.match for hit in hits if hit.document is None), None)
    labels = hits[0].labels
    return ShownHit(
        entry_id=own.entry_id if own else hits[0].match.entry_id,
        title_html=marked_html(own.title if own else page.title),
        snippet_html=marked_html(own.snippet if own else ""),
        url=address_of(page, request),
        kind_label="".join(value.label for value in labels.get(KIND, ()) if value.value != Kind.PAGE),
        region_label="".join(value.label for value in labels.get(REGION, ())),
        topics=[value.label for value in labels.get(TOPIC, ())],
        date=hits[0].date,
        files=[_file(hit, hit.document, places.get(hit.match.entry_id)) for hit in hits if hit.document],
    )


def _file(hit: Hit, document: Any, place: Place | None) -> ShownFile:
    """A browser opens a PDF at its page; what opens a presentation takes no number."""
    at_page = f"#page={place.number}" if place and kind_of(document) == "pdf" else ""
    return ShownFile(
        entry_id=hit.match.entry_id,
        title_html=marked_html(hit.match.title),
        snippet_html=marked_html(hit.match.snippet),
        url=f"{document.url}{at_page}",
        place=f"{place.unit} {place.number}" if place else "",
        format=document.file_extension.upper(),
        size_label=filesizeformat(document.file_size or 0),
    )


def page_number(asked: str) -> int:
    """The number in this parameter; 1 if it is none."""
    digits = asked[:9]
    return int(digits) if digits.isdecimal() else 1
