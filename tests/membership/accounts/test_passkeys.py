"""A passkey signs in by itself, serves as a second factor, and works once for each question."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from membership import services
from tests import factories

from .desk import arrived, is_signed_in, sign_in, text_of
from .key import Key

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/2fa/passkeys/login/"
ADD = "/accounts/2fa/passkeys/add/"


def browser() -> Client:
    return Client(SERVER_NAME="localhost")


def signed_in(person) -> Client:
    client = browser()
    assert sign_in(client, person.email).status_code == 302
    return client


def add_passkey(client, key=None) -> Key:
    key = key or Key()
    options = client.get(ADD).context["js_data"]["creation_options"]
    client.post(ADD, {"name": "Work laptop", "passwordless": "on", "credential": key.made_for(options)})
    return key


def asked_at_login(client) -> dict:
    return client.get(LOGIN, headers={"accept": "application/json"}).json()["request_options"]


def sign_in_with(client, key):
    return client.post(LOGIN, {"credential": key.shown_for(asked_at_login(client))}, follow=True)


def test_an_editor_adds_a_passkey_and_signs_in_with_it_alone(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    person = factories.editor()
    first = signed_in(person)
    assert first.get("/admin/").headers["Location"] == "/accounts/2fa/required/"
    key = add_passkey(first)
    assert first.get("/admin/").status_code == 200
    assert "Work laptop" in text_of(first.get("/accounts/2fa/passkeys/"))
    assert [mail.subject for mail in arrived()] == ["A passkey was added to your account at Alliance portal"]

    second = browser()
    sign_in_with(second, key)
    assert second.get("/admin/").status_code == 200


def test_after_the_password_it_is_the_second_factor():
    person = factories.member()
    key = add_passkey(signed_in(person))
    client = browser()
    assert sign_in(client, person.email).headers["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)
    options = client.get("/accounts/2fa/authenticate/").context["js_data"]["request_options"]
    client.post("/accounts/2fa/authenticate/", {"credential": key.shown_for(options)})
    assert is_signed_in(client)


def test_an_answer_that_was_overheard_is_worth_nothing():
    person = factories.member()
    key = add_passkey(signed_in(person))
    client, thief = browser(), browser()
    answer = key.shown_for(asked_at_login(client))
    client.post(LOGIN, {"credential": answer})
    assert is_signed_in(client)
    asked_at_login(thief)
    assert "not correct" in text_of(thief.post(LOGIN, {"credential": answer}, follow=True))
    assert not is_signed_in(thief)


def test_a_passkey_of_another_site_or_another_device_does_not_sign_in():
    person = factories.member()
    key = add_passkey(signed_in(person))
    forged = Key()
    forged.id, forged.user_handle = key.id, key.user_handle
    elsewhere = Key(origin="https://elsewhere.example")
    elsewhere.id, elsewhere.secret, elsewhere.user_handle = key.id, key.secret, key.user_handle
    for wrong in (forged, elsewhere):
        client = browser()
        assert "not correct" in text_of(sign_in_with(client, wrong))
        assert not is_signed_in(client)


def test_guessed_passwords_do_not_keep_a_passkey_out():
    person = factories.member()
    key = add_passkey(signed_in(person))
    for number in range(25):
        sign_in(browser(), person.email, "wrong-password", REMOTE_ADDR=f"10.0.0.{number + 1}")
    client = browser()
    sign_in_with(client, key)
    assert is_signed_in(client)


def test_a_passkey_that_was_removed_and_one_of_somebody_suspended_do_not_sign_in():
    person, other = factories.member(), factories.member()
    key, theirs = add_passkey(signed_in(person)), add_passkey(signed_in(other))
    Authenticator.objects.filter(user=person).delete()
    services.suspend_person(person=other)
    for old in (key, theirs):
        client = browser()
        sign_in_with(client, old)
        assert not is_signed_in(client)


def test_one_renames_and_removes_a_passkey():
    person = factories.member()
    client = signed_in(person)
    key = add_passkey(client)
    number = Authenticator.objects.get(type="webauthn").pk
    client.post(f"/accounts/2fa/passkeys/{number}/rename/", {"name": "Old laptop"})
    assert "Old laptop" in text_of(client.get("/accounts/2fa/passkeys/"))
    assert "Old laptop" in text_of(client.get(f"/accounts/2fa/passkeys/{number}/remove/"))
    client.post(f"/accounts/2fa/passkeys/{number}/remove/")
    assert not Authenticator.objects.filter(user=person).exists()
    again = browser()
    sign_in_with(again, key)
    assert not is_signed_in(again)


def test_a_passkey_confirms_that_it_is_you(settings):
    person = factories.member()
    client = signed_in(person)
    key = add_passkey(client)
    session = client.session
    for record in (records := session["account_authentication_methods"]):
        record["at"] -= 3600
    session["account_authentication_methods"] = records
    session.save()
    confirm = client.get("/accounts/export/").headers["Location"].split("?")[0]
    assert confirm == "/accounts/reauthenticate/"
    page = client.get("/accounts/2fa/passkeys/reauthenticate/?next=/accounts/export/")
    credential = key.shown_for(page.context["js_data"]["request_options"])
    back = client.post(
        "/accounts/2fa/passkeys/reauthenticate/", {"credential": credential, "next": "/accounts/export/"}
    )
    assert back.headers["Location"] == "/accounts/export/"
    assert client.get("/accounts/export/").status_code == 200
