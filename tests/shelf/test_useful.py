"""Readers say whether an answer was useful, and only those who look after it learn how many did."""

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from membership.accounts.personal_data import export_of
from pathways.pages import AnswerPage
from shelf import services
from shelf.models import UsefulMark
from shelf.queries import Usefulness, usefulness_of
from tests import factories
from visibility.viewer import viewer_for

from .readers import hide, queries, signed_in


@pytest.fixture
def answer() -> Any:
    page = AnswerPage(title="An answer", slug="an-answer", summary="Short.")
    Page.objects.get(slug="answers").add_child(instance=page)
    page.save_revision().publish()
    return AnswerPage.objects.get(pk=page.pk)


def say(client: Client, page: Any, useful: str) -> Any:
    return client.post(f"/shelf/useful/{page.pk}/", {"useful": useful})


def marks(page: Any) -> set[tuple[int, bool]]:
    return set(UsefulMark.objects.filter(page=page.pk).values_list("person", "is_useful"))


def test_a_reader_says_so_changes_it_and_takes_it_back(answer):
    person, other = factories.member(), factories.member()
    client = signed_in(person)
    say(signed_in(other), answer, "no")
    assert say(client, answer, "yes")["Location"] == answer.url
    assert marks(answer) == {(person.pk, True), (other.pk, False)}
    say(client, answer, "no")
    assert marks(answer) == {(person.pk, False), (other.pk, False)}
    say(client, answer, "back")
    assert marks(answer) == {(other.pk, False)}
    say(client, answer, "back")
    assert marks(answer) == {(other.pk, False)}


def test_the_page_shows_what_its_reader_said_and_never_how_many_did(answer):
    person, client = factories.member(), Client()
    assert "Was this useful?" not in client.get(answer.url).content.decode()
    for _ in range(7):
        services.mark_useful(viewer=viewer_for(factories.member()), page_id=answer.pk, is_useful=True)
    client = signed_in(person)
    before = client.get(answer.url)
    assert "Was this useful?" in before.content.decode()
    assert "Take my answer back" not in before.content.decode()
    say(client, answer, "yes")
    shown = client.get(answer.url)
    assert (shown.context["useful"].said, shown.context["useful"].counts) == (True, None)
    assert "Take my answer back" in shown.content.decode()
    assert "Useful to" not in shown.content.decode()
    editor = signed_in(factories.editor()).get(answer.url)
    assert editor.context["useful"].counts == Usefulness(useful=8, not_useful=0)
    assert "Useful to 8, not useful to 0." in editor.content.decode()


def test_nobody_says_anything_of_what_they_may_not_see(answer, nobody):
    person = factories.member()
    client = signed_in(person)
    say(client, answer, "yes")
    hide(answer, nobody)
    section = Page.objects.get(slug="answers")
    for page_id in (answer.pk, section.pk, 999_999, 10**30):
        assert client.post(f"/shelf/useful/{page_id}/", {"useful": "no"}).status_code == 404
    assert marks(answer) == {(person.pk, True)}
    assert say(client, answer, "back")["Location"] == "/shelf/", "letting go always works"
    assert marks(answer) == set()


def test_what_no_button_posts_is_refused_and_strangers_sign_in_first(answer):
    client = signed_in(factories.member())
    assert say(client, answer, "very").status_code == 400
    assert client.post(f"/shelf/useful/{answer.pk}/").status_code == 400
    assert client.get(f"/shelf/useful/{answer.pk}/").status_code == 405
    assert say(Client(), answer, "yes")["Location"].startswith("/accounts/login/")
    assert not UsefulMark.objects.exists()


def test_several_pages_are_counted_at_once(answer, django_assert_num_queries):
    other = AnswerPage(title="Another", slug="another", summary="Short.")
    Page.objects.get(slug="answers").add_child(instance=other)
    viewers = [viewer_for(factories.member()) for _ in range(3)]
    for number, viewer in enumerate(viewers):
        services.mark_useful(viewer=viewer, page_id=answer.pk, is_useful=number != 1)
    services.mark_useful(viewer=viewers[0], page_id=other.pk, is_useful=False)
    with django_assert_num_queries(1):
        counted = usefulness_of([answer.pk, other.pk, 999_999])
    assert counted == {answer.pk: Usefulness(2, 1), other.pk: Usefulness(0, 1)}


def test_the_page_asks_the_database_no_more_when_many_have_said_something(answer):
    client = signed_in(factories.member())
    first = queries(client, answer.url)
    for _ in range(3):
        services.mark_useful(viewer=viewer_for(factories.member()), page_id=answer.pk, is_useful=True)
    assert queries(client, answer.url) == first


def test_it_is_in_the_export_of_whoever_said_it_and_goes_with_them(answer):
    person = factories.member()
    services.mark_useful(viewer=viewer_for(person), page_id=answer.pk, is_useful=False)
    exports = [json.loads(export_of(person=one))["what was useful to you"] for one in (person, factories.member())]
    assert [[(row["page"], row["useful"]) for row in rows] for rows in exports] == [[("An answer", False)], []]
    person.delete()
    assert not UsefulMark.objects.exists()
