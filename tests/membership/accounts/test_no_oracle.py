"""Nobody learns from any answer, header, cookie, mail or amount of work whether somebody has an account."""

import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from membership import services
from notifications.outbox import OutboxMail
from tests import factories

from .desk import arrived, give_app, give_passkey, sign_in

pytestmark = pytest.mark.django_db

_strangers = count(1)


def stranger() -> Client:
    """Each at a network address of their own: what a client may do is counted, too."""
    number = next(_strangers)
    return Client(REMOTE_ADDR=f"10.0.{number // 250}.{number % 250 + 1}")


def nobody() -> str:
    """An address that no test has tried before."""
    return f"nobody-{next(_strangers)}@nowhere.example"


def without_password():
    return services.add_person(email="invited@larkspan.example", organisation=factories.organisation())


def with_factor():
    give_app(person := factories.member())
    give_passkey(person)
    return person


KNOWN = [
    factories.member,
    factories.editor,
    factories.superuser,
    factories.suspended_member,
    without_password,
    with_factor,
]


def wrong_password(client, email):
    return sign_in(client, email, "wrong-password")


def wrong_password_as_json(client, email):
    return sign_in(client, email, "wrong-password", headers={"accept": "application/json"})


def too_many(client, email):
    for _ in range(5):
        sign_in(client, email, "wrong-password")
    return sign_in(client, email, "wrong-password")


def forgotten(client, email):
    return client.post("/accounts/password/reset/", {"email": email})


def forgotten_too_often(client, email):
    for _ in range(6):
        forgotten(client, email)
    return forgotten(client, email)


SURFACES: list[Callable[..., Any]] = [wrong_password, wrong_password_as_json, too_many, forgotten, forgotten_too_often]


def told_by(surface, email) -> tuple:
    """Everything that a stranger can see of an answer, without what differs each time."""
    client = stranger()
    response = surface(client, email)
    body = response.content.decode().replace(email, "ADDRESS")
    body = re.sub(r'(name=\\?"csrfmiddlewaretoken\\?" value|nonce)=\\?"[^"]*"', "", body)
    headers = {name: value for name, value in response.items() if name != "Content-Security-Policy"}
    for moving in ("Content-Length", "Expires"):  # the address is as long as it is, and a second passes
        headers.pop(moving, None)
    cookies = {name: cookie.output().replace(cookie.value, "") for name, cookie in response.cookies.items()}
    return response.status_code, sorted(headers.items()), sorted(cookies), body


def statements_of(surface, email) -> list[str]:
    """The work in the database, by its shape."""
    client = stranger()
    with CaptureQueriesContext(connection) as captured:
        surface(client, email)
    return [
        re.sub(r'SAVEPOINT "\w+"', "SAVEPOINT", re.split(r" WHERE | VALUES | SET ", query["sql"])[0])
        for query in captured
    ]


@pytest.mark.parametrize("surface", SURFACES)
def test_an_answer_is_the_same_for_every_address(surface):
    answers = [told_by(surface, email) for email in [*(who().email for who in KNOWN), nobody()]]
    for answer in answers:
        assert answer == answers[-1]


@pytest.mark.parametrize("surface", SURFACES)
def test_the_work_is_the_same_for_every_address(surface):
    addresses = [*(who().email for who in KNOWN), nobody()]
    statements_of(surface, factories.member().email)  # what is asked for once a process
    work = [statements_of(surface, email) for email in addresses]
    counted = [len(statements) for statements in work]
    assert counted == [counted[-1]] * len(counted)
    for statements in work:
        assert statements == work[-1]
    assert counted[-1] > 0


def test_a_password_is_hashed_for_every_address(monkeypatch):
    hashed = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode

    def counted(*given: Any) -> str:
        hashed.append(given)
        return encode(*given)

    monkeypatch.setattr(type(hasher), "encode", counted)
    sign_in(Client(), nobody(), "wrong-password")  # makes the password of nobody, once a process
    counts = []
    for email in [*(who().email for who in KNOWN), nobody()]:
        hashed.clear()
        sign_in(stranger(), email, "wrong-password")
        counts.append(len(hashed))
    assert counts == [1] * len(counts)


def test_a_reset_is_a_row_for_every_address_and_a_mail_for_those_who_may_sign_in():
    people = [who() for who in KNOWN]
    for email in [*(person.email for person in people), nobody()]:
        forgotten(stranger(), email)
    assert OutboxMail.objects.count() == len(KNOWN) + 1
    assert "nowhere" not in str(list(OutboxMail.objects.values()))
    active = {person.email for person in people if person.is_active}
    assert {mail.to[0] for mail in arrived()} == active
    assert len(active) == len(KNOWN) - 1


def test_a_reset_asked_for_too_often_writes_to_nobody_any_more():
    person = factories.member()
    forgotten_too_often(Client(), person.email)
    assert len(arrived()) == 5


def test_a_passkey_of_nobody_is_answered_like_a_wrong_one_of_somebody():
    import json

    from allauth.account.utils import user_pk_to_url_str
    from fido2.utils import websafe_encode

    person = with_factor()
    answers = set()
    for handle in (user_pk_to_url_str(person), "zzzz"):
        client = Client()
        options = client.get("/accounts/2fa/passkeys/login/", headers={"accept": "application/json"})
        assert options.status_code == 200
        credential = {
            "id": "AAAA",
            "rawId": "AAAA",
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(
                    b'{"type":"webauthn.get","challenge":"x","origin":"http://testserver"}'
                ),
                "authenticatorData": websafe_encode(b"\0" * 37),
                "signature": "AAAA",
                "userHandle": websafe_encode(handle.encode()),
            },
        }
        response = client.post("/accounts/2fa/passkeys/login/", {"credential": json.dumps(credential)}, follow=True)
        assert "not correct" in response.content.decode()
        answers.add((str(response.redirect_chain), re.sub(r'(value|nonce)="[^"]*"', "", response.content.decode())))
    assert len(answers) == 1


def test_whoever_offers_no_passkey_is_told_what_to_do():
    response = Client().post("/accounts/2fa/passkeys/login/", {"credential": ""}, follow=True)
    assert "Your browser offered no passkey" in response.content.decode()


def test_what_confirms_that_it_is_you_knows_no_address_but_ones_own():
    client = Client()
    assert client.get("/accounts/reauthenticate/").headers["Location"].startswith("/accounts/login/")
    assert (
        client.post("/accounts/reauthenticate/", {"password": "x"}).headers["Location"].startswith("/accounts/login/")
    )
