"""What people look for in vain is counted, and nobody can tell who they were."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.jobs import job_named, run_job
from search import zero_results
from search.models import ZeroResultAsker, ZeroResultQuery
from search.queries import Results
from search.query import parse
from search.zero_results import forget_old_queries, note_zero_result, terms_of
from tests import factories

from .library import audience, resource

pytestmark = pytest.mark.django_db


def search_as(person: Any, text: str, **asked: str) -> None:
    client = Client()
    if person is not None:
        client.force_login(person)
    assert client.get("/search/", {"q": text, **asked}).status_code == 200


def counted() -> dict[str, int]:
    return dict(ZeroResultQuery.objects.values_list("terms", "people"))


def found_nothing(text: str, **known: Any) -> Results:
    return Results(query=parse(text), filters={}, sort="relevance", **known)


def month_of(year: int, month: int, terms: str = "zebra", people: int = 5) -> ZeroResultQuery:
    asked = ZeroResultQuery.objects.create(terms=terms, month=date(year, month, 1), people=people)
    ZeroResultAsker.objects.create(query=asked, digest="x")
    return asked


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fifteenth of March 2026."""
    monkeypatch.setattr(zero_results.timezone, "localdate", lambda: date(2026, 3, 15))


# --- What is counted -----------------------------------------------------------------------------------------------


def test_people_are_counted_and_not_their_attempts() -> None:
    first, second = factories.member(), factories.startup_user()
    for person in (first, first, second, first):
        search_as(person, "zebra video")
    assert counted() == {"video zebra": 2}


def test_one_question_in_several_forms_is_one_question() -> None:
    for text in ("zebra video", "Video zebra?", "the ZÉBRA video", '"video" zebra', "zebra -stripes video"):
        search_as(factories.member(), text)
    assert counted() == {"video zebra": 5}


def test_people_who_are_not_signed_in_are_told_apart_by_address_and_browser() -> None:
    for address, browser in (
        ("198.51.100.7", "A"),
        ("198.51.100.7", "A"),
        ("198.51.100.7", "B"),
        ("198.51.100.8", "A"),
    ):
        Client(REMOTE_ADDR=address).get("/search/", {"q": "zebra"}, headers={"user-agent": browser})
    assert counted() == {"zebra": 3}


@pytest.mark.parametrize(
    "asked", [{"q": "kit"}, {"q": "zebra", "kind": "toolkit"}, {"q": "-zebra"}, {"q": ""}, {"q": "?!"}]
)
def test_what_tells_nothing_about_the_portal_is_not_counted(client: Client, asked: dict[str, str]) -> None:
    resource("Kit")
    client.get("/search/", asked)
    assert counted() == {}


def test_what_a_simpler_engine_did_not_find_is_not_counted(rf: Any) -> None:
    request = rf.get("/search/")
    request.user = factories.member()
    note_zero_result(request, found_nothing("zebra", degraded=True))
    assert counted() == {}
    note_zero_result(request, found_nothing("zebra"))
    assert counted() == {"zebra": 1}


@pytest.mark.parametrize(
    "text",
    [
        "asha.winterlin@example.org zebra",
        "zebra asha @ example",
        "https://example.org/zebra",
        "www.example.org",
        "+44 (0)20 7946 0991",
        "020-7946-0991",
        "case 20260311",
        "12 34 56",
        "d41d8cd98f00b204e9800998ecf8427e",
        "word " * 30 + "x" * 101,
    ],
)
def test_what_may_name_somebody_is_not_kept(text: str) -> None:
    search_as(factories.member(), text)
    # Of the third of these, only words are left that name nobody.
    assert not ZeroResultQuery.objects.filter(terms__regex=r"[@/]|\d{3}|www|.{101}").exists()
    assert all(len(terms) <= 100 for terms in counted())
    assert counted() == {} or text == "zebra asha @ example"


@pytest.mark.parametrize(
    ("text", "terms"), [("DSA 2024", "2024 dsa"), ("18 USC 2258A", "18 2258a usc"), ("C3P", "c3p")]
)
def test_small_numbers_are_words(text: str, terms: str) -> None:
    assert terms_of(found_nothing(text)) == terms


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_typed_has_terms_that_fit(text: str) -> None:
    assert len(terms_of(found_nothing(text))) <= 100


# --- What cannot be told -------------------------------------------------------------------------------------------


def test_two_questions_of_one_person_have_nothing_in_common() -> None:
    person = factories.member()
    search_as(person, "zebra")
    search_as(person, "giraffe")
    digests = list(ZeroResultAsker.objects.values_list("digest", flat=True))
    assert len(set(digests)) == 2
    assert all(len(digest) == 64 and str(person.pk) != digest for digest in digests)


def test_a_digest_is_of_one_month_and_of_this_portal(monkeypatch: Any, settings: Any) -> None:
    person = factories.member()
    digests = set()
    for month, secret in ((1, "one"), (2, "one"), (2, "two")):
        monkeypatch.setattr(zero_results.timezone, "localdate", lambda month=month: date(2026, month, 3))
        settings.SECRET_KEY = secret
        digests.add(zero_results._digest(f"person {person.pk}", date(2026, month, 1), "zebra"))
    assert len(digests) == 3


def test_the_table_knows_nothing_of_people() -> None:
    columns = {field.name for model in (ZeroResultQuery, ZeroResultAsker) for field in model._meta.get_fields()}
    assert columns == {"id", "terms", "month", "people", "askers", "query", "digest"}


def test_a_hidden_answer_is_a_question_like_any_other() -> None:
    resource("Zebra", audience=audience())
    search_as(None, "zebra")
    search_as(None, "giraffe")
    assert counted() == {"zebra": 1, "giraffe": 1}


# --- What is forgotten, and what a flood does ----------------------------------------------------------------------


def test_past_months_keep_numbers_only_and_a_year_at_most(today: None) -> None:
    this_month = month_of(2026, 3, people=1)
    kept = month_of(2026, 2), month_of(2025, 3)
    month_of(2026, 2, "seen by too few", people=2)
    month_of(2025, 2, "over a year old")
    forget_old_queries()
    assert set(ZeroResultQuery.objects.all()) == {this_month, *kept}
    assert set(ZeroResultAsker.objects.values_list("query", flat=True)) == {this_month.pk}


def test_the_nightly_job_forgets(today: None) -> None:
    assert job_named("forget_old_queries").minutes == 24 * 60
    month_of(2020, 1)
    assert run_job("forget_old_queries")
    assert counted() == {}


def test_a_flood_drops_the_oldest_that_too_few_have_asked(monkeypatch: Any) -> None:
    monkeypatch.setattr(zero_results, "MOST_UNCONFIRMED", 3)
    for person in (factories.member(), factories.member(), factories.member()):
        search_as(person, "giraffe")
    for text in ("zebra one", "zebra two", "zebra three", "zebra four"):
        search_as(None, text)
    assert counted() == {"giraffe": 3, "two zebra": 1, "three zebra": 1, "four zebra": 1}
    assert ZeroResultAsker.objects.count() == 6


def test_a_flood_of_many_people_ends_too(monkeypatch: Any) -> None:
    monkeypatch.setattr(zero_results, "MOST_CONFIRMED", 1)
    monkeypatch.setattr(zero_results, "MOST_PEOPLE", 3)
    for _ in range(5):
        search_as(factories.member(), "giraffe")
    search_as(factories.member(), "zebra")
    assert counted() == {"giraffe": 3}
    assert ZeroResultAsker.objects.count() == 3


def test_a_database_that_refuses_does_not_fail_the_search(client: Client) -> None:
    class Refused(DatabaseError):
        pass

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if "zeroresult" in sql and not sql.startswith("SELECT"):
            raise Refused("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        assert client.get("/search/", {"q": "zebra"}).status_code == 200
    assert counted() == {}
    client.get("/search/", {"q": "zebra"})
    assert counted() == {"zebra": 1}
