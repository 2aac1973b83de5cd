"""Pages that may answer a question already: its requester sees them before it is sent.

They are found by the portal's own search, for this viewer. Its function is asked and not its page, which counts what is
looked for in vain: the words of a question are kept nowhere but in the question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page

from content.surroundings import address_of
from content.vocabulary import Kind
from search.engines.base import Word
from search.queries import Hit, search
from search.query import KEYBOARD, parse
from search.text import COMPOUND, MARK_END, MARK_START, folded, marked_html
from search.truth import KIND
from visibility.viewer import viewer_of

MOST = 5
ENOUGH = 3  # found by the subject; with fewer, the question itself is searched too
# A search finds pages with any of the words. A page fits that says so many of them where it is found.
WORDS_OF_SUBJECT, WORDS_OF_QUESTION = 2, 4
STEM = 4  # letters that two forms of one word have in common, at least
SYNTAX = re.compile(r'"|(?<!\S)-+')
MARKED = re.compile(f"{MARK_START}([^{MARK_END}]*){MARK_END}")


@dataclass(frozen=True)
class FittingPage:
    title: str
    url: str
    kind_label: str
    snippet_html: SafeString


def fitting_pages(request: HttpRequest, subject: str, question: str) -> list[FittingPage]:
    """At most five that this viewer may open, answers first. Two searches at most."""
    found = _found(request, subject, WORDS_OF_SUBJECT)
    if len(found) < ENOUGH:
        found = {**_found(request, question, WORDS_OF_QUESTION), **found}
    in_order = sorted(found.values(), key=lambda found: not found[0])  # stable: else as the search has them
    return [page for _, page in in_order[:MOST]]


def _found(request: HttpRequest, text: str, least: int) -> dict[int, tuple[bool, FittingPage]]:
    """By the page's id: whether it is an answer, and the page."""
    plain = SYNTAX.sub(" ", text.translate(KEYBOARD))
    if not plain.strip():
        return {}
    results = search(viewer_of(request), plain)
    words = parse(results.corrected).words if results.corrected else results.query.words
    described = [(promoted.page, "", marked_html(promoted.reason)) for promoted in results.promoted]
    described += [_described(hit) for hit in results.hits if _fits(hit, words, least)]
    pages: dict[int, tuple[bool, FittingPage]] = {}
    for page, kind, snippet in described:
        pages.setdefault(page.pk, (kind == Kind.ANSWER, _shown(page, kind, snippet, request)))
    return pages


def _described(hit: Hit) -> tuple[Page, str, SafeString]:
    kind = next((value.value for value in hit.labels.get(KIND, ())), "")
    return hit.page, kind, marked_html(hit.match.snippet)


def _shown(page: Page, kind: str, snippet: SafeString, request: HttpRequest) -> FittingPage:
    label = Kind(kind).label if kind in Kind.values and kind != Kind.PAGE else ""
    return FittingPage(page.title, address_of(page, request), str(label), snippet)


def _fits(hit: Hit, words: tuple[Word, ...], least: int) -> bool:
    """Whether title and snippet, in which the engine has marked what it found, say so many of the words."""
    marked = MARKED.findall(f"{hit.match.title} {hit.match.snippet}")
    said = {word for text in marked for word in _plain_words(text)}
    return sum(_is_said(word, said) for word in words) >= min(least, len(words))


def _is_said(word: Word, said: set[str]) -> bool:
    """In whichever spelling or form: engines mark `hashes` for `hash`."""
    wanted = {part for spelling in word.spellings for part in _plain_words(spelling)}
    return any(_are_forms_of_one(one, other) for one in wanted for other in said)


def _are_forms_of_one(one: str, other: str) -> bool:
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one == other or same >= max(STEM, min(len(one), len(other)) - 2)


def _plain_words(text: str) -> Iterator[str]:
    return (folded(word) for word in COMPOUND.findall(text))
