"""Whoever does not want the newsletter any more leaves with one click, and nothing of them stays."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from newsletter.links import CONFIRM, leave_url
from newsletter.models import Subscriber

from .mailbox import NEWSLETTER, arrived, link_in, newest_letter, on_the_list, sign_up, subscriber, text_of

pytestmark = pytest.mark.django_db

ADDRESS = "reader@larkspan.example"


@pytest.fixture
def link() -> str:
    """The way out for ADDRESS, which is subscribed."""
    return link_in(leave_url(subscriber(ADDRESS).pk) + " ", "leave")


def test_a_mail_program_leaves_with_one_click_without_cookies(link: str) -> None:
    subscriber("another@larkspan.example")
    program = Client(enforce_csrf_checks=True)
    response = program.post(link, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert on_the_list() == {"another@larkspan.example": True}


def test_looking_at_the_link_asks_and_changes_nothing(link: str) -> None:
    program = Client()
    program.head(link)
    assert "Leave the newsletter?" in text_of(program.get(link))
    assert on_the_list() == {ADDRESS: True}


def test_leaving_twice_is_leaving_once(link: str) -> None:
    for answer in (Client().post, Client().post, Client().get):
        response = answer(link)
        assert response.status_code == 200
        assert "You have left the newsletter" in text_of(response)
    assert on_the_list() == {}


def test_the_way_out_never_expires(link: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        assert Client().post(link).status_code == 200
    assert on_the_list() == {}


@pytest.mark.parametrize(
    "token",
    ["1", "never-given", signing.dumps(1, salt=CONFIRM), signing.dumps(1)],
    ids=["a number", "words", "a link to confirm", "signed for nothing"],  # tokens differ from one second to the next
)
def test_a_forged_way_out_is_an_address_that_never_was(token: str) -> None:
    subscriber(ADDRESS)
    for answer in (Client().get, Client().post):
        assert answer(f"{NEWSLETTER}leave/{token}/").status_code == 404
    assert on_the_list() == {ADDRESS: True}


def test_an_old_way_out_does_not_end_a_new_sign_up_and_says_where_the_new_one_is(link: str) -> None:
    Client().post(link)
    sign_up(ADDRESS)
    Client().post(link_in(newest_letter().text, "confirm"))
    assert "use the link in the newest issue" in text_of(Client().post(link))
    assert on_the_list() == {ADDRESS: True}


def test_nothing_in_the_database_remembers_who_left() -> None:
    sign_up(ADDRESS)
    (mail,) = arrived()
    Client().post(link_in(mail.body, "confirm"))
    assert tables_that_know(ADDRESS) == {"newsletter_subscriber"}
    Client().post(link_in(leave_url(Subscriber.objects.get().pk) + " ", "leave"))
    assert tables_that_know(ADDRESS) == set()


def tables_that_know(address: str) -> set[str]:
    """The tables of all models, and the cache, in which the address stands in any column."""
    tables = {model._meta.db_table for model in apps.get_models()} & set(connection.introspection.table_names())
    known = set()
    with connection.cursor() as cursor:
        for table in tables | {"portal_cache"}:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  the names of our own tables
            if address in str(cursor.fetchall()):
                known.add(table)
    return known
