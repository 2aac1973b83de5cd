"""Where in a file something was found: the page or the slide."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.document_texts import UNITS, kind_of

from .models import SearchEntry
from .queries import Hit
from .text import MARK_END, MARK_START, PAGE_BREAK

ELLIPSIS = "…"


@dataclass(frozen=True)
class Place:
    """`unit` is page or slide; they count from 1."""

    unit: str
    number: int


def places_of(hits: Iterable[Hit]) -> dict[int, Place]:
    """For each entry of a file, where its snippet's first mark stands, if that can be told.

    One query, or none if no hit is a file with pages or slides in it.
    """
    marked = {
        hit.match.entry_id: (unit, hit.match.snippet)
        for hit in hits
        if hit.document and (unit := UNITS.get(kind_of(hit.document))) and MARK_START in hit.match.snippet
    }
    if not marked:
        return {}
    places = {}
    for entry_id, body in SearchEntry.objects.filter(pk__in=marked).values_list("pk", "body"):
        unit, snippet = marked[entry_id]
        number = number_of_part(snippet, body)
        if number is not None:
            places[entry_id] = Place(unit, number)
    return places


def number_of_part(snippet: str, body: str) -> int | None:
    """The part of `body` in which the first mark of `snippet` stands; None if `body` does not say such a thing."""
    for piece in _pieces(snippet):
        before, _, after = piece.partition(MARK_START)
        start = body.find(before + re.sub(f"[{MARK_START}{MARK_END}]", "", after))
        if start >= 0:
            return body.count(PAGE_BREAK, 0, start + len(before)) + 1
    return None


def _pieces(snippet: str) -> Iterator[str]:
    """What may stand in the text in one piece, with the first mark in it.

    An engine puts an ellipsis at the ends and between two passages; but the text may have ellipses of its own.
    """
    yield snippet.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS).strip(" ")
    yield from (piece.strip(" ") for piece in snippet.split(ELLIPSIS) if MARK_START in piece)
