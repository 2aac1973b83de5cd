"""Before a dangerous act one proves again that it is oneself; nothing is done, and nothing lost, on the way."""

import time

import pytest
import time_machine
from django.test import Client

from membership.models import User
from tests import factories
from tests.signing_in import BACKEND

from .desk import code_of, give_app, give_passkey, give_recovery_codes, signed_in, text_of

pytestmark = pytest.mark.django_db

PASSWORD_PAGE = "/accounts/reauthenticate/"
DANGEROUS = [
    "/accounts/2fa/app/add/",
    "/accounts/2fa/app/remove/",
    "/accounts/2fa/passkeys/add/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/new/",
    "/accounts/2fa/recovery-codes/download/",
    "/accounts/sessions/",
    "/accounts/email/",
    "/accounts/email/code/",
    "/accounts/export/",
    "/accounts/delete/",
]


def found_open(person) -> Client:
    """A session that somebody else left open hours ago."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.mark.parametrize("address", DANGEROUS)
def test_a_session_that_was_left_open_does_nothing_dangerous(address):
    client = found_open(factories.member())
    for response in (client.get(address), client.post(address, {"end": "others"})):
        assert response.headers["Location"] == f"{PASSWORD_PAGE}?next={address}"


@pytest.mark.parametrize("address", DANGEROUS)
def test_somebody_who_is_not_signed_in_is_sent_to_sign_in(address):
    assert Client().get(address).headers["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("name", ["remove", "rename"])
def test_passkeys_are_not_touched_either(name):
    person = factories.member()
    key = give_passkey(person)
    address = f"/accounts/2fa/passkeys/{key.pk}/{name}/"
    for ask in (found_open(person).get, found_open(person).post):
        assert "reauthenticate" in ask(address).headers["Location"]


def test_a_wrong_password_confirms_nothing_and_the_right_one_leads_back():
    person = factories.member()
    client = found_open(person)
    wrong = client.post(PASSWORD_PAGE, {"password": "wrong", "next": "/accounts/export/"})
    assert "That is not your password" in text_of(wrong)
    assert client.get("/accounts/export/").status_code == 302
    right = client.post(PASSWORD_PAGE, {"password": factories.PASSWORD, "next": "/accounts/export/"})
    assert right.headers["Location"] == "/accounts/export/"
    assert client.get("/accounts/export/").status_code == 200


def test_a_code_from_the_app_confirms_too():
    person = factories.member()
    secret = give_app(person)
    give_recovery_codes(person)
    client = found_open(person)
    assert "not correct" in text_of(client.post("/accounts/2fa/reauthenticate/", {"code": "000000"}))
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret)})
    assert client.get("/accounts/export/").status_code == 200


def test_it_holds_for_ten_minutes_and_also_after_signing_in():
    client = signed_in(factories.member())
    assert client.get("/accounts/delete/").status_code == 200
    with time_machine.travel(time.time() + 590):
        assert client.get("/accounts/delete/").status_code == 200
    with time_machine.travel(time.time() + 610):
        assert client.get("/accounts/delete/").headers["Location"] == f"{PASSWORD_PAGE}?next=/accounts/delete/"


def test_a_form_that_is_sent_too_late_is_neither_carried_out_nor_lost():
    person = factories.member()
    client = found_open(person)
    late = client.post("/accounts/delete/", {"typed": person.email})
    assert User.objects.filter(pk=person.pk).exists()
    back = client.post(PASSWORD_PAGE, {"password": factories.PASSWORD, "next": "/accounts/delete/"}, follow=True)
    assert late.status_code == 302
    assert back.redirect_chain == [("/accounts/delete/", 302)]
    assert User.objects.filter(pk=person.pk).exists()
    assert f'value="{person.email}"' in back.content.decode()
    assert "Nothing has been done yet" in text_of(back)
    client.post("/accounts/delete/", {"typed": person.email})
    assert not User.objects.filter(pk=person.pk).exists()


def test_what_was_kept_holds_no_secret_and_is_shown_once():
    client = found_open(factories.member())
    client.post("/accounts/email/", {"address": "new@larkspan.example", "password": "hush", "code": "BCDF"})
    assert client.session["kept_answers"] == {"path": "/accounts/email/", "fields": "address=new%40larkspan.example"}
    client.post(PASSWORD_PAGE, {"password": factories.PASSWORD, "next": "/accounts/email/"})
    assert "new@larkspan.example" in client.get("/accounts/email/").content.decode()
    assert "new@larkspan.example" not in client.get("/accounts/email/").content.decode()


def test_it_leads_to_no_other_site():
    client = found_open(factories.member())
    response = client.post(PASSWORD_PAGE, {"password": factories.PASSWORD, "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/"
