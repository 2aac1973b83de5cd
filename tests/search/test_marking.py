"""Marks stand around what matched, in a text that is otherwise as it was written."""

import re
from itertools import islice

import pytest

from search.engines.marking import SNIPPET_CHARACTERS, SNIPPET_WORDS, marked
from search.engines.plain import (
    BORDER,
    LONGEST_WORD,
    MOST_OTHER_BYTES,
    MOST_PLACED_BYTES,
    MOST_PLACES,
    PIECE,
    plain,
    plain_pieces,
    plain_texts,
)
from search.text import MARK_END, MARK_START, PAGE_BREAK

LONG = " ".join(f"w{number}" for number in range(500))


def shown(title: str = "", summary: str = "", body: str = "", *, phrases: list[str]) -> tuple[str, str, str]:
    """With the words themselves for stems, and [ and ] for marks."""
    places: dict[str, list[int]] = {}
    pieces = [*plain_pieces(title), BORDER, *plain_pieces(summary), BORDER, *plain_pieces(body)]
    for place, piece in enumerate(pieces, start=1):
        places.setdefault(piece, []).append(place)
    texts = marked(title, summary, body, places=places, phrases=[list(plain_pieces(phrase)) for phrase in phrases])
    title, summary, snippet = (
        text.replace(MARK_START, "[").replace(MARK_END, "]") for text in (texts.title, texts.summary, texts.snippet)
    )
    return title, summary, snippet


def test_words_and_phrases_are_marked_wherever_they_stand() -> None:
    assert shown("Age checks", "Checks of age.", "(an AGE)", phrases=["age"]) == (
        "[Age] checks",
        "Checks of [age].",
        "(an [AGE])",
    )
    assert shown("Take-down, take down; take it down", phrases=["take down"])[0] == (
        "[Take-down], [take down]; take it down"
    )
    assert shown("risk assessment risk", phrases=["risk", "assessment", "risk assessment"])[0] == (
        "[risk assessment] [risk]"
    )


def test_a_phrase_is_not_marked_across_two_texts() -> None:
    assert shown("the age", "assurance age", "assurance", phrases=["age assurance"]) == (
        "the age",
        "assurance age",
        "",
    )


@pytest.mark.parametrize(
    "odd", ["<b>needle</b>", "&lt;needle&gt;", "https://needle.example/?a=<x>", "''needle\\", "\t needle\n"]
)
def test_text_that_looks_like_something_else_comes_back_as_it_is(odd: str) -> None:
    title, _, snippet = shown(odd, "", odd, phrases=["needle"])
    assert title.replace("[", "").replace("]", "") == odd
    assert snippet.replace("[", "").replace("]", "") == odd
    assert "[needle]" in snippet


@pytest.mark.parametrize("place", [0, 1, 40, 250, 470, 499])
def test_a_snippet_is_a_part_of_the_body(place: int) -> None:
    snippet = shown(body=LONG, phrases=[f"w{place}"])[2]
    part = snippet.replace("[", "").replace("]", "").strip("…")
    assert part in LONG
    assert f"[w{place}]" in snippet
    assert len(part.split()) == SNIPPET_WORDS or place in {0, 1, 499}
    assert snippet.startswith("…") == (place > 20)
    assert snippet.endswith("…") == (place < 480)


def test_the_part_with_most_of_the_words_is_shown() -> None:
    snippet = shown(body=f"grooming {LONG} grooming and then signs of it", phrases=["grooming", "signs"])[2]
    assert "[grooming] and then [signs]" in snippet


def test_a_snippet_stays_on_its_page() -> None:
    body = PAGE_BREAK.join(["one two three", "needle on the second", "third needle"])
    assert shown(body=body, phrases=["needle"])[2] == "…[needle] on the second…"


def test_nothing_is_shown_of_a_body_without_a_match() -> None:
    assert shown("needle", body=LONG, phrases=["needle"])[2] == ""


@pytest.mark.parametrize("body", ["x" * 9000 + " needle " + "y" * 9000, "n" * 9000, "needle" + " -" * 9000])
def test_a_snippet_is_short_whatever_the_words_are(body: str) -> None:
    snippet = shown(body=body, phrases=["needle", "n" * LONGEST_WORD])[2]
    assert "[" in snippet
    assert len(snippet) < SNIPPET_CHARACTERS + 2 * LONGEST_WORD


def test_every_word_has_one_place_and_one_plain_form() -> None:
    text = "C.S.A.M. don't Cre\u0301ation ΣΊΣΥΦΟΣ ２fa ½ \u0bf2 字 ﬁle 9e107d9 -5 a_b"
    assert [piece[0] for piece in PIECE.finditer(text)] == text.replace(".", " ").replace("'", " ").replace(
        "\u0301", " "
    ).replace("-", " ").replace("_", " ").split()
    assert len(list(plain_pieces(text))) == len(PIECE.findall(text))
    assert plain("CRÉATION Été") == "creation ete"
    assert all(plain(chr(code)) for code in range(0x3000) if chr(code).isalnum())


@pytest.mark.parametrize("word", ["w", "wörter", "\U00020000" * 9])
def test_there_is_room_for_what_is_kept(word: str) -> None:
    body = PAGE_BREAK.join(" ".join(f"{word}{number}x{page}" for number in range(900)) for page in range(120))
    texts = plain_texts("Title", "A summary", body)
    placed = texts.body.split()
    assert len(placed) <= MOST_PLACES
    assert len(" ".join(placed).encode()) <= MOST_PLACED_BYTES
    assert len(texts.others.encode()) <= MOST_OTHER_BYTES
    assert texts.length == 3 + 900 * 120
    assert placed == list(islice(plain_pieces(body), len(placed)))
    assert not set(placed) & set(texts.others.split())
    assert re.fullmatch(r"[^\W_]+( [^\W_]+)*", texts.others)
