"""What every engine promises to whoever searches."""

import pytest

from search.engines.base import Engine, Question
from search.models import MovingSubtree
from search.queries import PER_PAGE, search
from search.query import ONLY_EXCLUDED, parse
from search.text import marked_html

from .library import anyone, counted, group_page, labels, resource, section, titles, topic

pytestmark = pytest.mark.usefixtures("engine")


@pytest.mark.parametrize("query", ["report", "reports", "reporting", "REPORTED", "Reporter's reports"])
def test_other_forms_of_a_word_are_found(query: str) -> None:
    resource("Reporting abuse")
    resource("Something else")
    assert titles(query) == ["Reporting abuse"]


@pytest.mark.parametrize("query", ["Création", "creation", "CRÉATION", "Cre\u0301ation"])
def test_accents_make_no_difference(query: str) -> None:
    resource("La création assistée")
    assert titles(query) == ["La création assistée"]


def test_text_is_found_in_title_summary_and_body() -> None:
    resource("Sextortion")
    resource("In the summary", summary="About sextortion.")
    resource("In the body", body="How sextortion works")
    assert titles("sextortion") == ["Sextortion", "In the summary", "In the body"]


def test_quoted_words_must_stand_together() -> None:
    resource("Age assurance in practice")
    resource("Assurance for every age")
    assert titles('"age assurance"') == ["Age assurance in practice"]
    assert titles('"age assurance" "every age"') == []


def test_words_beside_a_quotation_are_welcome_but_not_required() -> None:
    resource("Age assurance")
    resource("Age assurance for startups")
    resource("Startups")
    assert titles('startups "age assurance"') == ["Age assurance for startups", "Age assurance"]


def test_words_after_a_minus_are_left_out() -> None:
    resource("Hashing images")
    resource("Hashing videos")
    resource("Hashing live streams")
    assert sorted(titles("hashing -videos")) == ["Hashing images", "Hashing live streams"]
    assert titles('hashing -"live streams" -image') == ["Hashing videos"]


def test_only_words_to_leave_out_show_the_rest_newest_first_and_say_so() -> None:
    resource("Older", days_old=9)
    resource("Newer")
    resource("Left out")
    found = search(anyone(), "-left")
    assert [hit.page.title for hit in found.hits][:2] == ["Newer", "Older"]
    assert found.query.note == ONLY_EXCLUDED


def test_a_question_is_answered_though_no_page_has_all_its_words() -> None:
    resource("Grooming in games", body="Signs that moderators look for")
    resource("Retention periods", body="How long to keep records")
    assert titles("What are the signs of grooming that my moderators should know?")[0] == "Grooming in games"


def test_more_of_the_words_rank_higher() -> None:
    resource("Grooming")
    resource("Grooming: the signs")
    resource("Signs")
    assert titles("signs grooming")[0] == "Grooming: the signs"


def test_words_next_to_each_other_rank_higher() -> None:
    resource("Apart", body="risk is something and then comes assessment")
    resource("Together", body="something and then comes risk assessment is")
    assert titles("risk assessment") == ["Together", "Apart"]


def test_a_word_in_the_title_counts_more_than_in_the_body() -> None:
    resource("Body", body="grooming and more about grooming and other matters")
    resource("Grooming", body="words " * 30)
    resource("Neither", body="other matters")
    assert titles("grooming") == ["Grooming", "Body"]


def test_of_near_equals_the_newer_comes_first_and_a_better_old_one_stays_ahead() -> None:
    resource("Hash matching today", days_old=900, body="old")
    resource("Hash matching today", days_old=1, body="new")
    resource("Something", body="a hash matching remark")
    found = search(anyone(), "hash matching")
    assert ["new" in hit.page.specific.body_text() for hit in found.hits[:2]] == [True, False]
    assert found.hits[2].page.title == "Something"


def test_equals_keep_their_order() -> None:
    pages = [resource("Twins", body="same") for _ in range(5)]
    found = [search(anyone(), "twins") for _ in range(2)]
    assert [[hit.page.pk for hit in answer.hits] for answer in found] == [[page.pk for page in pages]] * 2


@pytest.mark.parametrize("query", ["CSAM", "csam", "C.S.A.M.", "what is CSAM?"])
def test_abbreviations_are_found_however_they_are_written(query: str) -> None:
    resource("CSAM explained")
    resource("Something else")
    assert titles(query)[0] == "CSAM explained"


def test_an_abbreviation_that_looks_like_a_stop_word_is_searched() -> None:
    resource("Duties in the US")
    resource("Duties in Europe")
    assert titles("law in the US") == ["Duties in the US"]


@pytest.mark.parametrize("query", ["takedown", "take-down", "take\u2011down", '"take down"'])
def test_a_compound_is_found_with_and_without_its_hyphen(query: str) -> None:
    resource("Notice and take-down")
    assert titles(query) == (["Notice and take-down"] if "-" in query or "\u2011" in query or '"' in query else [])
    resource("Takedown notices")
    assert "Takedown notices" in titles(query) or '"' in query


def test_stop_words_alone_are_still_searched() -> None:
    resource("Who is who")
    resource("Other")
    assert titles("who is") == ["Who is who"]


def test_totals_and_pages_count_every_match_once() -> None:
    for number in range(2 * PER_PAGE + 3):
        resource(f"Toolkit {number}", body="toolkit " * 3, summary="A toolkit.")
    seen: list[str] = []
    for page in (1, 2, 3):
        found = search(anyone(), "toolkit", page=page)
        assert (found.total, found.page, found.pages) == (23, page, 3)
        seen += [hit.page.title for hit in found.hits]
    assert sorted(seen) == sorted(f"Toolkit {number}" for number in range(23))


@pytest.mark.parametrize(("asked", "given"), [(99, 2), (2, 2), (1, 1), (0, 1), (-5, 1)])
def test_a_page_beyond_the_last_is_the_last(asked: int, given: int) -> None:
    for number in range(PER_PAGE + 1):
        resource(f"Toolkit {number}")
    found = search(anyone(), "toolkit", page=asked)
    assert (found.page, len(found.hits)) == (given, PER_PAGE if given == 1 else 1)


def test_newest_first_when_asked_for() -> None:
    resource("Toolkit toolkit", days_old=30)
    resource("A page", body="mentions a toolkit once", days_old=1)
    resource("Undated toolkit", last_published_at=None)
    assert titles("toolkit", sort="newest") == ["A page", "Toolkit toolkit", "Undated toolkit"]


def test_each_facet_is_counted_under_the_other_filters() -> None:
    law, safety = topic("Law"), topic("Safety")
    resource("Kit one", kind="toolkit", region="emea", topics=(law,))
    resource("Kit two", kind="toolkit", region="apac", topics=(law, safety))
    resource("Kit three", kind="report", region="emea", topics=(safety,))
    resource("Kit four", kind="report")
    resource("Unrelated", kind="template", region="emea", topics=(law,))

    found = search(anyone(), "kit")
    assert found.total == 4
    assert counted(found) == {
        "kind": {"toolkit": 2, "report": 2},
        "region": {"emea": 2, "apac": 1},
        "topic": {"law": 2, "safety": 2},
    }

    found = search(anyone(), "kit", filters={"kind": "toolkit"})
    assert found.total == 2
    assert counted(found) == {
        "kind": {"toolkit": 2, "report": 2},
        "region": {"emea": 1, "apac": 1},
        "topic": {"law": 2, "safety": 1},
    }

    found = search(anyone(), "kit", filters={"kind": "toolkit", "topic": "safety"})
    assert [hit.page.title for hit in found.hits] == ["Kit two"]
    assert counted(found) == {
        "kind": {"toolkit": 1, "report": 1},
        "region": {"apac": 1},
        "topic": {"law": 2, "safety": 1},
    }


def test_what_a_working_group_published_is_filtered_by_the_group() -> None:
    images, games = group_page("Images"), group_page("Games")
    resource("Kit for images", under=images)
    resource("Kit for games", under=games)
    resource("Kit for all")
    found = search(anyone(), "kit", filters={"group": images.slug})
    assert [hit.page.title for hit in found.hits] == ["Kit for images"]
    assert counted(found)["group"] == {images.slug: 1, games.slug: 1}
    assert sorted(labels(found.facets["group"])) == ["Games", "Images"]


def test_filters_without_words_list_the_newest() -> None:
    resource("Older", kind="toolkit", days_old=3)
    resource("Newer", kind="toolkit", days_old=1)
    resource("Other", kind="report")
    found = search(anyone(), "", filters={"kind": "toolkit"})
    assert [hit.page.title for hit in found.hits] == ["Newer", "Older"]
    assert counted(found)["kind"] == {"toolkit": 2, "report": 1}


@pytest.mark.parametrize("filters", [{"kind": "no-such"}, {"topic": "'); DROP TABLE x; --"}, {"region": "\x00"}])
def test_an_unknown_value_finds_nothing(filters: dict[str, str]) -> None:
    resource("Kit")
    assert search(anyone(), "kit", filters=filters).total == 0


def test_nothing_asked_is_nothing_found() -> None:
    resource("Kit")
    for text in ("", "   ", "?!", "\x00"):
        found = search(anyone(), text)
        assert (found.total, found.hits, found.facets) == (0, (), {})


def test_matches_are_marked_in_title_and_text_and_html_is_escaped() -> None:
    resource("<script>alert(1)</script> grooming & more", summary="No match.", body='Signs of grooming "quoted"')
    match = search(anyone(), "grooming").hits[0].match
    assert marked_html(match.title) == "&lt;script&gt;alert(1)&lt;/script&gt; <mark>grooming</mark> &amp; more"
    assert marked_html(match.snippet) == "Signs of <mark>grooming</mark> &quot;quoted&quot;"


def test_marks_that_an_author_wrote_are_not_ours() -> None:
    resource("\ue000grooming\ue001 \ue001 <b>bold</b>", summary="\ue000 all of it")
    match = search(anyone(), "grooming").hits[0].match
    assert "<mark>grooming</mark>" in marked_html(match.title)
    assert marked_html(match.title).count("<mark>") == 1
    assert "mark" not in marked_html(match.snippet)


def test_a_long_body_is_shown_where_it_matches() -> None:
    resource("Long", body="before " * 500 + "the needle here " + "after " * 500)
    match = search(anyone(), "needle").hits[0].match
    assert "<mark>needle</mark>" in marked_html(match.snippet)
    assert len(match.snippet) < 400


def test_entries_without_anything_above_them_are_found_by_nobody(engine: Engine) -> None:
    resource("Kit")
    lost = resource("Lost kit")
    questions = [Question(parse(text), filters={"kind": "guidance"}) for text in ("kit", "-other", "")]
    assert [engine.ask(question, page=1, per_page=10).counts.total for question in questions] == [2, 2, 2]
    lost.search_entries.get().ancestors.all().delete()
    for question in questions:
        answer = engine.ask(question, page=1, per_page=10)
        assert (answer.counts.total, answer.counts.facets["kind"][0].count) == (1, 1)
        assert len(answer.matches) == 1


def test_what_is_barred_is_neither_found_nor_counted(engine: Engine) -> None:
    closed = section("Closed")
    resource("Kit inside", under=closed, kind="toolkit")
    resource("Kit outside", kind="report")
    moving = section("Moving")
    resource("Kit on its way", under=moving)
    MovingSubtree.objects.create(root=moving)
    question = Question(parse("kit"), barred=frozenset({f"p{closed.pk}"}))
    answer = engine.ask(question, page=1, per_page=10)
    assert answer.counts.total == 1
    assert [value.value for value in answer.counts.facets["kind"]] == ["report"]
    assert [match.title for match in answer.matches] == ["\ue000Kit\ue001 outside"]
