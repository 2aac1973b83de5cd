"""Marks what matched, in the very text that was stored, for an engine that only says at which places it did.

PostgreSQL's `ts_headline` reads the text with its own parser, which drops tags and cuts words in other places.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from re import Match as Found

from search.text import MARK_END, MARK_START, PAGE_BREAK

from .plain import LONGEST_WORD, PIECE

SNIPPET_WORDS, SNIPPET_CHARACTERS = 32, 400
EDGE = 20  # characters that are no words, before the first and after the last


@dataclass(frozen=True, order=True)
class Run:
    """Places next to each other that match: from `start` up to, but not with, `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Marked:
    title: str
    summary: str
    snippet: str


def marked(
    title: str, summary: str, body: str, *, places: Mapping[str, Sequence[int]], phrases: Collection[Sequence[str]]
) -> Marked:
    """The texts with marks around each of `phrases`, given as its stems; `places` says where each stem stands.

    Places are counted from 1 through title, summary and body, with one between two texts and one for a page break.
    """
    runs = _runs(places, phrases)
    titles, summaries = list(PIECE.finditer(title)), list(PIECE.finditer(summary))
    summary_start = 1 + len(titles) + 1
    body_start = summary_start + len(summaries) + 1
    last = max((run.end for run in runs), default=0)
    bodies = list(islice(PIECE.finditer(body), max(0, last - body_start) + SNIPPET_WORDS))
    return Marked(
        title=_with_marks(title, titles, _within(runs, 1, len(titles))),
        summary=_with_marks(summary, summaries, _within(runs, summary_start, len(summaries))),
        snippet=_snippet(body, bodies, _within(runs, body_start, len(bodies))),
    )


def _runs(places: Mapping[str, Sequence[int]], phrases: Collection[Sequence[str]]) -> list[Run]:
    known = {stem: frozenset(stands) for stem, stands in places.items()}
    runs = {
        Run(start, start + len(phrase))
        for phrase in phrases
        for start in known.get(phrase[0], ())
        if all(start + step in known.get(stem, ()) for step, stem in enumerate(phrase))
    }
    return _merged(sorted(runs))


def _merged(runs: list[Run]) -> list[Run]:
    """Overlapping ones as one."""
    merged: list[Run] = []
    for run in runs:
        if merged and run.start < merged[-1].end:
            merged[-1] = Run(merged[-1].start, max(run.end, merged[-1].end))
        else:
            merged.append(run)
    return merged


def _within(runs: list[Run], start: int, length: int) -> list[Run]:
    """Those in the text that begins at the place `start`, counted from 0 at its first word."""
    first, last = bisect_left(runs, Run(start, start)), bisect_right(runs, Run(start + length, 0))
    return [Run(run.start - start, run.end - start) for run in runs[first:last]]


def _with_marks(text: str, pieces: Sequence[Found[str]], runs: list[Run]) -> str:
    return _part_with_marks(text, 0, len(text), pieces, runs)


def _part_with_marks(text: str, start: int, end: int, pieces: Sequence[Found[str]], runs: list[Run]) -> str:
    parts, done = [], start
    for run in runs:
        first, last = pieces[run.start].start(), _end_of(pieces[run.end - 1])
        parts += [text[done:first], MARK_START, text[first:last], MARK_END]
        done = last
    return "".join([*parts, text[done:end]])


def _end_of(piece: Found[str]) -> int:
    return min(piece.end(), piece.start() + LONGEST_WORD)


def _snippet(body: str, pieces: Sequence[Found[str]], runs: list[Run]) -> str:
    """The part of `body` with most matches, cut out as it is and on one page of a file; nothing if none matches."""
    if not runs:
        return ""
    first, last = _fullest(pieces, runs)
    page_start, page_end = _page_around(pieces, first.start)
    start = max(page_start, first.start - max(0, SNIPPET_WORDS - (last.end - first.start)) // 2)
    while pieces[first.start].start() - pieces[start].start() > SNIPPET_CHARACTERS // 2:
        start += 1
    end = first.end
    while end < min(page_end, start + SNIPPET_WORDS) and _width(pieces, start, end) <= SNIPPET_CHARACTERS:
        end += 1
    begins = max(0, pieces[0].start() - EDGE) if start == 0 else pieces[start].start()
    ends = _end_of(pieces[end - 1])
    if end == len(pieces):
        ends = min(len(body), ends + EDGE)
    part = _part_with_marks(body, begins, ends, pieces, [run for run in runs if start <= run.start and run.end <= end])
    return f"{'…' if begins else ''}{part}{'…' if ends < len(body) else ''}"


def _fullest(pieces: Sequence[Found[str]], runs: list[Run]) -> tuple[Run, Run]:
    """The first and the last of the most runs with different words that fit into a snippet; of equals the earliest."""
    best, most = (runs[0], runs[0]), 0
    for number, first in enumerate(runs):
        fitting = [run for run in runs[number : number + SNIPPET_WORDS] if run.end <= first.start + SNIPPET_WORDS]
        said = {piece[0].lower() for run in fitting for piece in pieces[run.start : run.end]}
        if len(said) > most:
            best, most = (first, fitting[-1] if fitting else first), len(said)
    return best


def _page_around(pieces: Sequence[Found[str]], place: int) -> tuple[int, int]:
    """From the page break before this place to the one after it, as far as a snippet can reach."""
    nearest = range(place, max(-1, place - SNIPPET_WORDS), -1)
    start = next((number + 1 for number in nearest if pieces[number][0] == PAGE_BREAK), 0)
    following = range(place, min(len(pieces), place + SNIPPET_WORDS))
    return start, next((number for number in following if pieces[number][0] == PAGE_BREAK), len(pieces))


def _width(pieces: Sequence[Found[str]], start: int, end: int) -> int:
    return _end_of(pieces[end]) - pieces[start].start()
