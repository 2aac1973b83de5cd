"""Anything that someone types is understood somehow, and nothing that they type is an instruction to a database."""

import pytest

from search.engines.base import Query
from search.queries import search
from search.query import (
    CUT,
    LONGEST_TEXT,
    MOST_WORDS,
    NO_OPERATORS,
    NO_WORDS,
    ONLY_EXCLUDED,
    QUOTE_MISSING,
    parse,
)

from .library import anyone, resource


def words(query: Query) -> list[str]:
    return [word.spellings[0] for word in query.words]


def test_a_plain_question_is_its_telling_words() -> None:
    query = parse("How do I report grooming to the police?")
    assert words(query) == ["report", "grooming", "police"]
    assert query.neighbours == ("report grooming", "grooming to the police")
    assert query.note == ""


def test_quotations_of_every_kind_and_minus_words() -> None:
    query = parse("risk “child safety” «age check» -game -'old stuff' -\"old news\"")
    assert query.phrases == ("child safety", "age check")
    assert query.excluded == ("game", "old", "old news")
    assert words(query) == ["risk", "stuff"]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ('safety "by design', QUOTE_MISSING),
        ("grooming AND sextortion", NO_OPERATORS),
        ("-grooming", ONLY_EXCLUDED),
        ('-"grooming"', ONLY_EXCLUDED),
        ("???", NO_WORDS),
        ("word " * 300, CUT),
        ("w" * 3000, CUT),
        ("", ""),
        ("grooming, sextortion", ""),
        ("WHAT IS SEXTORTION AND WHY", ""),
    ],
)
def test_the_note_says_what_was_not_done(text: str, note: str) -> None:
    assert parse(text).note == note


def test_what_is_too_long_is_cut() -> None:
    assert len(parse("w" * 5000).text) == LONGEST_TEXT
    assert len(words(parse(" ".join(f"w{number}" for number in range(250))))) == MOST_WORDS


def test_words_that_differ_in_case_only_are_one() -> None:
    assert words(parse("Report report REPORT's report's")) == ["report"] or len(words(parse("Report report"))) == 1


@pytest.mark.django_db
def test_a_query_cannot_reach_into_the_engine() -> None:
    resource("Found")
    for text in ("title:found*", "found OR x", "^found", "NEAR(found x)", 'found" OR'):
        assert search(anyone(), text).total == 1
    for text in ("title:nothing", "not* OR nothing", "*", "foun*"):
        assert search(anyone(), text).total == 0
