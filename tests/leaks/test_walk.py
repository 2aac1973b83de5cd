"""Whatever happens, in whatever order, and however late the index is: everybody finds exactly what they may read.

A long walk of random events, on the engine of the database and on Elasticsearch, which is caught up with only now and
then. After each event, for several people: hits, totals, facets, snippets, suggestions and corrections are those that
follow from reading the visible pages and files. That no hidden text plays a part follows from this.

WALK_SEED=… repeats or varies a walk, WALK_STEPS=… makes it longer.
"""

import os
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from unicodedata import normalize

import pytest
from django.core.exceptions import PermissionDenied
from rapidfuzz.distance import OSA

from search.engines.base import MOST_OCCURRENCES
from search.engines.elastic import ElasticEngine
from search.models import VocabularyWord
from search.queries import Results, search
from search.suggestions import MOST, suggestions
from search.text import MARK_END, MARK_START
from tests.search.engines import ELASTICSEARCH
from tests.worlds import Plan
from visibility.viewer import viewer_for

from .walk import WORDS, Text, Walk, counts, walk

pytestmark = pytest.mark.django_db

SEED = int(os.environ.get("WALK_SEED", "20261122"))
STEPS = int(os.environ.get("WALK_STEPS", "350"))
PEOPLE = ("anonymous", "outsider", "first", "second", "both", "superuser")
PLAN = Plan(
    parents=[0, 0, 1, 1, 2, 3, 0, 6, 7],
    audiences=["", "first", "", "second", "either", "", "teased", "", "nobody"],
    drafts={8},
    aliases=[(4, 2), (2, 0)],
    moves=[],
    native={},
)
FILTERS: tuple[dict[str, str], ...] = ({}, {}, {"kind": "toolkit"}, {"kind": "report"}, {"year": "2020"})
QUERIES: dict[str, Callable[[Text], bool]] = {
    "grooming": lambda text: "grooming" in text.words,
    "What about sextortion or hashing?": lambda text: bool({"sextortion", "hashing"} & text.words),
    "hashing -grooming": lambda text: "hashing" in text.words and "grooming" not in text.words,
    '"grooming hashing"': lambda text: any("grooming hashing" in part.lower() for part in text.parts),
    "-livestream": lambda text: "livestream" not in text.words,
}
CANARY = re.compile(r"zq[bcdfghjklmnp]+zq")


@pytest.mark.parametrize("part", range(2))
def test_everybody_finds_exactly_what_they_may_read(
    portal_with: str, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = _counted_answers(monkeypatch)
    with walk(SEED + part, PLAN) as walking:
        for number in range(STEPS):
            with suppress(PermissionDenied):  # a page that promises a file which its readers may not open
                walking.step()
            try:
                for name in walking.random.sample(PEOPLE, 2):
                    _compare(walking, name)
            except AssertionError as difference:
                last = ", ".join(walking.done[-8:])
                pytest.fail(f"WALK_SEED={SEED}, part {part}, step {number}, after {last}: {difference}")
    if portal_with == ELASTICSEARCH:
        assert len(answered) > STEPS / 10, "Elasticsearch has hardly been asked"


def _counted_answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An item for each answer that Elasticsearch gives."""
    answered = []
    ask = ElasticEngine.ask

    def counting(self: ElasticEngine, *question: object, **options: object) -> object:
        answer = ask(self, *question, **options)
        answered.append(self.index)
        return answer

    monkeypatch.setattr(ElasticEngine, "ask", counting)
    return answered


def _compare(walking: Walk, name: str) -> None:
    viewer = viewer_for(walking.person(name))
    readable = walking.readable(name)
    known = {word for text in readable for word in CANARY.findall(" ".join(text.parts))}
    text = walking.random.choice(tuple(QUERIES))
    filters = walking.random.choice(FILTERS)
    found = search(viewer, text, filters=filters)
    _compare_results(found, readable, QUERIES[text], filters)
    said = [_plain(part) for hit in found.hits for part in (hit.match.title, hit.match.snippet)]
    probe = _canary_of_anything(walking)
    asked = search(viewer, probe)
    assert {_key(hit) for hit in asked.hits} == {
        (one.page, one.document) for one in readable if probe in " ".join(one.parts)
    } or asked.corrected, probe
    said += [asked.corrected, asked.suggestion, *(_plain(hit.match.snippet) for hit in asked.hits)]
    said += _compare_suggestions(walking, viewer, readable)
    _compare_corrections(walking, viewer, readable)
    leaked = {word for part in said for word in CANARY.findall(part)} - known - {probe}
    assert not leaked, f"{name} learned {leaked}"


def _compare_results(
    found: Results, readable: list[Text], matches: Callable[[Text], bool], filters: dict[str, str]
) -> None:
    matching = [text for text in readable if matches(text)]
    expected = {(text.page, text.document) for text in matching if _has(text, filters)}
    hits = {_key(hit) for hit in found.hits}
    assert not hits - expected, f"{found.query.text} {filters} shows {hits - expected}"
    assert (found.total, len(hits)) == (len(expected), min(len(expected), 10)), f"{found.query.text} {filters}"
    for facet in ("kind", "year"):
        others = {name: value for name, value in filters.items() if name != facet}
        wanted = counts(getattr(text, facet) for text in matching if _has(text, others))
        given = {value.value: value.count for value in found.facets.get(facet, ())}
        assert given == wanted, f"{found.query.text} {filters} counts {facet}"


def _compare_suggestions(walking: Walk, viewer: object, readable: list[Text]) -> list[str]:
    beginning = walking.random.choice(("pa", "page g", "sext", "zq", "page zqb", "take"))
    *whole, last = beginning.split()
    titles = [text.title.lower() for text in readable if text.document is None]
    expected = [
        title
        for title in titles
        if set(whole) <= set(title.split()) and any(word.startswith(last) for word in title.split())
    ]
    given = [suggestion.title for suggestion in suggestions(viewer, beginning)]
    assert not Counter(title.lower() for title in given) - Counter(expected), beginning
    assert len(given) == min(len(expected), MOST), beginning
    return given


def _compare_corrections(walking: Walk, viewer: object, readable: list[Text]) -> None:
    """A mistyped word becomes the nearest one that a readable text says, if the vocabulary has learned it by now."""
    word = walking.random.choice(WORDS)
    place = walking.random.randrange(2, len(word) - 2)  # an ending would be found by its stem
    typed = word[:place] + word[place + 1 :]
    vocabulary = set(VocabularyWord.objects.values_list("word", flat=True))
    said = Counter(one for text in readable for one in text.words & vocabulary)
    near = [
        (OSA.distance(typed, one), -min(count, MOST_OCCURRENCES), one)
        for one, count in said.items()
        if OSA.distance(typed, one) <= 2 and one[0] in typed[:2]
    ]
    expected = "" if typed in said or not near else min(near)[2]
    assert search(viewer, typed).corrected == expected, typed


def _canary_of_anything(walking: Walk) -> str:
    every = sorted(word for word in VocabularyWord.objects.values_list("word", flat=True) if CANARY.fullmatch(word))
    return walking.random.choice(every) if every else "zqbzq"


def _key(hit: object) -> tuple[int, int | None]:
    return hit.page.pk, hit.document.pk if hit.document else None


def _has(text: Text, filters: dict[str, str]) -> bool:
    return all(getattr(text, name) == value for name, value in filters.items())


def _plain(marked: str) -> str:
    return normalize("NFC", marked.replace(MARK_START, "").replace(MARK_END, ""))
