"""What is suggested while somebody types: titles of pages that they may open, and nothing else."""

from typing import Any

import pytest
from django.test import Client

from search.models import MovingSubtree
from search.suggestions import MOST, suggestions
from tests import factories
from visibility.models import Audience
from visibility.viewer import Viewer, viewer_for

from .attachments import attach, document_saying
from .library import anyone, audience, resource, section
from .reading import queries_of

pytestmark = pytest.mark.django_db


def suggested(client: Client, text: str) -> list[str]:
    response = client.get("/search/suggest/", {"q": text})
    assert response.status_code == 200
    return [one["title"] for one in response.json()["suggestions"]]


def member_viewer(of: Audience) -> tuple[Client, Viewer]:
    person = factories.member()
    person.groups.add(of.groups.get())
    client = Client()
    client.force_login(person)
    return client, viewer_for(person)


def test_everyone_is_suggested_exactly_what_is_theirs(client: Client) -> None:
    first, second = audience(), audience()
    resource("Report canary public")
    resource("Report canary first", audience=first)
    resource("Report canary second", audience=second)
    resource("Report canary below", under=section("Room", audience=second))
    resource("Report canary draft", live=False)
    in_first, _ = member_viewer(first)
    in_second, _ = member_viewer(second)
    superuser = Client()
    superuser.force_login(factories.superuser())
    published = {f"Report canary {place}" for place in ("public", "first", "second", "below")}
    assert set(suggested(client, "rep")) == {"Report canary public"}
    assert set(suggested(in_first, "rep")) == {"Report canary public", "Report canary first"}
    assert set(suggested(in_second, "rep")) == published - {"Report canary first"}
    assert set(suggested(superuser, "rep")) == published


def test_the_answer_is_a_title_and_an_address_and_nothing_more(client: Client) -> None:
    page = resource("Report one")
    assert client.get("/search/suggest/?q=rep").json() == {"suggestions": [{"title": "Report one", "url": page.url}]}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("re", True),
        ("REPORTING", True),
        ("reporting to the aut", True),
        ("authorities rep", True),
        ("autorités", True),
        ("autorites", True),
        ("uthor", False),
        ("reported", False),
        ("reporting zebras", False),
        ("reporting -to", True),
    ],
)
def test_each_word_is_in_the_title_and_the_last_may_be_unfinished(client: Client, typed: str, found: bool) -> None:
    resource("Reporting to the authorities (autorités)")
    assert bool(suggested(client, typed)) is found


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        '"',
        "'",
        "*",
        "%",
        "_",
        "-",
        "()",
        "NEAR(",
        'a" OR "b',
        "\x00",
        "é́",
        "\ue000",
        "🙂",
        "x" * 5000,
        "a " * 999,
    ],
)
def test_whatever_is_typed_is_answered(client: Client, typed: str) -> None:
    resource("Report")
    assert suggested(client, typed) == []


def test_seven_are_enough_and_titles_that_begin_so_come_first(client: Client) -> None:
    for number in range(9):
        resource(f"Paper {number} with a kit")
    resource("Kit at the beginning", days_old=900)
    found = suggested(client, "kit")
    assert (len(found), found[0]) == (7, "Kit at the beginning")


def test_neither_files_nor_texts_are_suggested(client: Client) -> None:
    attach(resource("A page", summary="Report"), document_saying("Report", title="Report"))
    assert suggested(client, "rep") == []


def test_what_is_being_moved_is_not_suggested(client: Client) -> None:
    page = resource("Report")
    MovingSubtree.objects.create(root=page)
    assert suggested(client, "rep") == []


def test_whoever_leaves_is_suggested_nothing_more_at_once() -> None:
    restricted = audience()
    resource("Report", audience=restricted)
    person = factories.member()
    person.groups.add(restricted.groups.get())
    client = Client()
    client.force_login(person)
    assert suggested(client, "rep") == ["Report"]
    person.groups.remove(restricted.groups.get())
    assert suggested(client, "rep") == []


def test_nobody_keeps_the_answer(client: Client) -> None:
    response = client.get("/search/suggest/", {"q": "rep"})
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Robots-Tag"] == "noindex"
    assert client.post("/search/suggest/", {"q": "rep"}).status_code == 405


def test_suggestions_cost_the_same_however_much_there_is(client: Client, rf: Any) -> None:
    def cost() -> int:
        return len(queries_of(lambda: suggested(client, "rep")))

    resource("Report 0")
    resource("Report hidden", audience=audience())
    cost()
    few = cost()
    for number in range(1, 12):
        resource(f"Report {number}", audience=audience() if number % 2 else None)
    assert cost() == few


def test_nothing_is_asked_of_the_database_without_a_word() -> None:
    from search.suggestions import suggestions

    viewer = anyone()
    assert queries_of(lambda: suggestions(viewer, " -- ")) == []


def test_hidden_titles_do_not_take_the_places_of_others() -> None:
    closed = section("Closed", audience=audience())
    resource("Hashing in the open", days_old=900)
    for number in range(MOST + 1):
        resource(f"Hashing behind closed doors {number}", under=closed)
    assert [one.title for one in suggestions(anyone(), "hash")] == ["Hashing in the open"]
