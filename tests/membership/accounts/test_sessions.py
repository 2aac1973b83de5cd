"""Where one is signed in: one's own sessions alone, and they end when one says so."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership.accounts.sessions import browser_name
from tests import factories

from .desk import arrived, is_signed_in, reset_password, sign_in, signed_in, text_of

pytestmark = pytest.mark.django_db

SESSIONS = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
EDGE = f"{CHROME} Edg/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def signed_in_with(person, browser) -> Client:
    client = Client(headers={"user-agent": browser})
    sign_in(client, person.email)
    return client


def listed(client) -> list[str]:
    return [session.browser for session in client.get(SESSIONS).context["sessions"]]


def number_of(client) -> int:
    return UserSession.objects.get(session_key=client.session.session_key).pk


@pytest.mark.parametrize(
    ("browser", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (CHROME, "Chrome on Linux"),
        (EDGE, "Edge on Linux"),
        (PHONE, "Safari on an iPhone"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(browser, name):
    assert browser_name(browser) == name


def test_one_sees_ones_own_sessions_and_no_network_addresses():
    person = factories.member()
    here = signed_in_with(person, FIREFOX)
    signed_in_with(person, PHONE)
    signed_in_with(factories.member(), CHROME)
    assert listed(here) == ["Firefox on Windows", "Safari on an iPhone"]
    body = here.get(SESSIONS).content.decode()
    assert "127.0.0.1" not in body
    assert "Mozilla" not in body
    assert UserSession.objects.first().session_key not in body


def test_a_session_ends_at_once():
    person = factories.member()
    here, there = signed_in_with(person, FIREFOX), signed_in_with(person, PHONE)
    assert "That session has ended" in text_of(here.post(SESSIONS, {"end": number_of(there)}, follow=True))
    assert not is_signed_in(there)
    assert is_signed_in(here)
    assert listed(here) == ["Firefox on Windows"]


def test_a_session_of_somebody_else_is_one_that_never_was():
    here, theirs = signed_in(factories.member()), signed_in(factories.member())
    for wanted in (number_of(theirs), number_of(theirs) + 1000, "x", "", "9" * 30):
        assert here.post(SESSIONS, {"end": wanted}).status_code == 404
    assert is_signed_in(theirs)


def test_all_others_end_and_this_one_stays():
    person = factories.member()
    here, others = signed_in(person), [signed_in(person) for _ in range(3)]
    stranger = signed_in(factories.member())
    here.post(SESSIONS, {"end": "others"})
    assert is_signed_in(here)
    assert is_signed_in(stranger)
    assert not any(map(is_signed_in, others))


def test_a_change_of_password_ends_the_others():
    person = factories.member()
    here, there = signed_in(person), signed_in(person)
    form = {"oldpassword": factories.PASSWORD, "password1": "a-long-walk-home", "password2": "a-long-walk-home"}
    here.post("/accounts/password/change/", form)
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert UserSession.objects.filter(user=person).count() == Session.objects.count() == 1
    assert [mail.subject for mail in arrived()] == ["Your password was changed at Alliance portal"]


def test_a_reset_of_the_password_ends_them_all():
    person = factories.member()
    thief, owner = signed_in(person), Client()
    reset_password(owner, person, "a-long-walk-home")
    assert is_signed_in(owner)
    assert not is_signed_in(thief)
    assert listed(owner) == ["A browser"]


def test_sessions_that_ran_out_are_not_listed():
    person = factories.member()
    signed_in(person)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    assert len(listed(signed_in(person))) == 1


def test_when_it_was_last_seen_is_noted_now_and_then():
    client = signed_in(factories.member())
    client.get("/accounts/")
    before = UserSession.objects.get().last_seen_at
    client.get("/accounts/")
    assert UserSession.objects.get().last_seen_at == before
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.get("/accounts/")
        assert UserSession.objects.get().last_seen_at > before + timedelta(minutes=10)


def test_the_list_costs_the_same_for_one_and_for_four():
    person = factories.member()
    here = signed_in(person)

    def queries() -> int:
        here.get(SESSIONS)
        with CaptureQueriesContext(connection) as captured:
            here.get(SESSIONS)
        return len(captured)

    one = queries()
    for _ in range(3):
        signed_in(person)
    assert len(listed(here)) == 4
    assert queries() == one
