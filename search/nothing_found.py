"""What somebody is told who finds nothing: how they were understood, and what else they could try.

It follows from what they typed and from the synonyms, which are public: never from what the portal holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from .narrowing import Chip, Links, without_filters
from .queries import Results
from .query import KEYBOARD, PIECE, parse


@dataclass(frozen=True)
class Wider:
    """Another question, which asks for more than the one that found nothing."""

    label: str
    url: str


@dataclass(frozen=True)
class NothingFound:
    """`also` is what was looked for besides the words: other spellings of them, and synonyms."""

    words: list[str]
    also: list[str]
    phrases: list[str]
    excluded: list[str]
    wider: list[Wider]
    ask_url: str


def explained(results: Results, chips: list[Chip], links: Links) -> NothingFound:
    query = parse(results.corrected) if results.corrected else results.query
    words = [word.spellings[0] for word in query.words]
    others = [spelling for word in results.query.words for spelling in word.spellings[1:]]
    return NothingFound(
        words=words,
        also=_distinct(others),
        phrases=list(query.phrases),
        excluded=list(query.excluded),
        wider=_wider(results, chips, links),
        ask_url=_ask_url(results.query.text),
    )


def _wider(results: Results, chips: list[Chip], links: Links) -> list[Wider]:
    offers = [Wider(f"Search without the filter “{chip.label}”", chip.remove_url) for chip in chips]
    if len(chips) > 1:
        offers.append(Wider("Search without any filter", without_filters(results, links)))
    text, excluded = results.query.text, results.query.excluded
    if excluded and results.query.looks_for_something:
        left_out = " and ".join(f"“{phrase}”" for phrase in excluded)
        offers.append(Wider(f"Do not leave out {left_out}", links.to(q=without_excluded(text))))
    if results.query.phrases:
        offers.append(Wider("Search for the words without the quotation marks", links.to(q=without_quotes(text))))
    return offers


def without_excluded(text: str) -> str:
    """`text` without the words and quotations that have a minus before them."""
    return " ".join(piece[0] for piece in PIECE.finditer(text.translate(KEYBOARD)) if not piece["minus"])


def without_quotes(text: str) -> str:
    """`text` with its quotations as plain words; those that are left out stay whole."""
    pieces = PIECE.finditer(text.translate(KEYBOARD))
    return " ".join(piece[0] if piece["minus"] else piece["phrase"] or piece["chunk"] or "" for piece in pieces)


def _ask_url(question: str) -> str:
    return settings.SEARCH_ASK_URL + (f"?{urlencode({'question': question})}" if question else "")


def _distinct(phrases: Iterable[str]) -> list[str]:
    return list({phrase.lower(): phrase for phrase in phrases}.values())
