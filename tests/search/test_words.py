"""Synonyms that editors manage, mistyped words, and other ways to write a query: on every engine."""

import pytest

from search.models import SynonymSet, VocabularyWord
from search.queries import search
from search.synonyms import Synonyms
from search.vocabulary import forget, learn

from .library import anyone, audience, resource, section, titles

pytestmark = pytest.mark.usefixtures("engine")

CSAM = "CSAM\nchild sexual abuse material\nabuse imagery"


@pytest.fixture
def csam(engine: object) -> None:
    SynonymSet.objects.create(terms=CSAM)


@pytest.mark.usefixtures("csam")
@pytest.mark.parametrize("query", ["csam", "C.S.A.M.", "child sexual abuse material", "abuse imagery", "report CSAM"])
def test_a_term_finds_what_is_said_in_other_words_for_it(query: str) -> None:
    resource("CSAM explained")
    resource("In full", body="What to do about child sexual abuse material")
    resource("In other words", body="Handling of abuse imagery")
    resource("Unrelated", body="Something else")
    assert set(titles(query)) == {"CSAM explained", "In full", "In other words"}


@pytest.mark.usefixtures("csam")
def test_a_synonym_of_several_words_is_looked_for_as_a_whole() -> None:
    resource("Scattered", body="abuse here, and there some imagery")
    assert titles("csam") == []


@pytest.mark.usefixtures("csam")
def test_what_is_quoted_or_left_out_is_meant_as_it_is() -> None:
    resource("CSAM explained")
    resource("In other words", body="abuse imagery and more")
    assert titles('"csam"') == ["CSAM explained"]
    assert titles("imagery -csam") == ["In other words"]


def test_synonyms_take_effect_at_once_and_end_at_once() -> None:
    resource("Law enforcement contacts")
    assert titles("LEA") == []
    made = SynonymSet.objects.create(terms="LEA\nlaw enforcement")
    assert titles("LEA") == ["Law enforcement contacts"]
    made.delete()
    assert titles("LEA") == []


def test_the_longest_term_wins_and_plurals_are_the_same_term() -> None:
    synonyms = Synonyms.of([["age assurance", "age checks"], ["age", "years"]])
    assert synonyms.at_places(["age", "assurance"]) == {0: ("age checks",), 1: ("age checks",)}
    assert synonyms.at_places(["Age", "check", "age"]) == {0: ("age assurance",), 1: ("age assurance",), 2: ("years",)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hashng", "hashing"), ("sextorsion", "sextortion"), ("gromoing", "grooming"), ("asurance", "assurance")],
)
def test_a_mistyped_word_becomes_the_nearest_that_is_said(typed: str, meant: str) -> None:
    resource(meant.title(), body="with guidance")
    resource("Guidance")
    learn()
    found = search(anyone(), f"{typed} guidance")
    assert found.corrected == f"{meant} guidance"
    assert [hit.page.title for hit in found.hits] == [meant.title(), "Guidance"]


def test_a_word_that_is_found_by_its_stem_is_not_mistyped() -> None:
    resource("Hashing")
    learn()
    found = search(anyone(), "hashed")
    assert (found.corrected, found.total) == ("", 1)


def test_of_equally_near_words_the_one_that_more_texts_say_is_meant() -> None:
    for number in range(3):
        resource(f"Matching {number}")
    resource("Patching")
    learn()
    assert search(anyone(), "matchng").corrected == "matching"
    resource("Marching")
    for number in range(4):
        resource(f"Marching {number}")
    learn()
    assert search(anyone(), "mauching").corrected == "marching"


def test_a_word_of_hidden_texts_alone_is_never_offered() -> None:
    closed = section("Closed", audience=audience())
    resource("Sextortion", body="sextortion", under=closed)
    learn()
    assert VocabularyWord.objects.filter(word="sextortion").exists()
    found = search(anyone(), "sextorsion")
    assert (found.corrected, found.suggestion, found.total) == ("", "", 0)
    resource("Sextortion in the open")
    found = search(anyone(), "sextorsion")
    assert (found.corrected, found.total) == ("sextortion", 1)


def test_a_hidden_text_does_not_make_a_mistyped_word_right() -> None:
    resource("Hashing")
    resource("Hashng by mistake", under=section("Closed", audience=audience()))
    learn()
    assert search(anyone(), "hashng").corrected == "hashing"


def test_a_rare_spelling_suggests_the_one_that_many_more_texts_use() -> None:
    for number in range(6):
        resource(f"Receive reports {number}")
    resource("Recieve by mistake")
    learn()
    found = search(anyone(), "recieve")
    assert (found.total, found.corrected, found.suggestion) == (1, "", "receive")


def test_a_mistyped_quotation_suggests_another_and_is_not_changed() -> None:
    resource("Age assurance in practice")
    learn()
    found = search(anyone(), '"age asurance"')
    assert (found.total, found.corrected, found.suggestion) == (0, "", '"age assurance"')


def test_the_vocabulary_learns_what_was_written_since_and_can_begin_anew() -> None:
    resource("Grooming")
    assert learn() > 0
    assert learn() == 0
    resource("Livestreams")
    assert learn() == 1
    VocabularyWord.objects.create(word="obsolete")
    forget()
    learn()
    words = set(VocabularyWord.objects.values_list("word", flat=True))
    assert {"grooming", "livestreams"} <= words
    assert "obsolete" not in words
