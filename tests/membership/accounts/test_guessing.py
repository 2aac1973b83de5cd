"""Guessing is bounded, by whoever and from wherever; the owner hears of it once, and always gets in.

GUESSES=… .venv/bin/pytest tests/membership/accounts/test_guessing.py -n0     10,000 take about two minutes on two cores
"""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from membership.accounts import guesses
from membership.accounts.guesses import CODE, MAILED_CODE, PASSWORD
from membership.accounts.models import GuessCount
from tests import factories

from .desk import (
    arrived,
    code_of,
    enter_code,
    give_app,
    give_recovery_codes,
    is_signed_in,
    reset_password,
    sign_in,
    signed_in,
    text_of,
)

pytestmark = pytest.mark.django_db

GUESSES = int(os.environ.get("GUESSES", "10000"))
WRONG = "wrong-password"
REFUSED = "Too many failed attempts"


def guess(email, number, password=WRONG):
    """From a client of its own."""
    return sign_in(Client(), email, password, REMOTE_ADDR=f"10.0.{number // 250}.{number % 250 + 1}")


def guess_until_closed(email) -> None:
    for number in range(PASSWORD.limit):
        assert "not correct" in text_of(guess(email, number))


def test_many_guessers_from_many_clients_never_exceed_the_limits(real_database, tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.membership.accounts.attack_settings",
        "DATABASE_URL": real_database,
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "tests.membership.accounts.attack", str(GUESSES)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert not done.stderr.strip(), done.stderr[-3000:]
    found = json.loads(done.stdout)
    passwords, codes = found["answers"]["password"], found["answers"]["code"]
    assert sum(passwords.values()) == sum(codes.values()) == GUESSES // 2
    # The count is by the hour; if the guessing took longer than one, another window has begun.
    assert set(passwords) == set(codes) == {"wrong", "refused"}, "the right one got in, or something else was answered"
    assert passwords["wrong"] == PASSWORD.limit
    assert 0 < codes["wrong"] <= CODE.limit
    assert list(found["told"].values()) == [1, 1]
    assert found["told others"] == 0
    assert found["subjects"] == [
        "Somebody tries to get into your account at Alliance portal",
        "Somebody knows your password for Alliance portal",
    ]
    assert not found["in by reset before code"]
    assert found["in by reset"] is True
    assert not found["in at once"]
    assert found["in when the window has ended"]


def test_a_few_wrong_passwords_from_one_client_do_not_keep_the_owner_out_elsewhere():
    person = factories.member()
    for _ in range(6):
        response = sign_in(Client(), person.email, "wrong-password", REMOTE_ADDR="10.0.0.1")
    assert REFUSED in text_of(response)
    owner = Client()
    sign_in(owner, person.email, REMOTE_ADDR="10.0.0.2")
    assert is_signed_in(owner)


def test_right_passwords_do_not_use_up_tries():
    person = factories.member()
    for number in range(PASSWORD.limit + 5):
        assert guess(person.email, number, factories.PASSWORD).status_code == 302
    assert GuessCount.objects.get().tries == 0


def test_signing_in_between_gives_an_attacker_no_more_tries():
    person = factories.member()
    for number in range(PASSWORD.limit):
        guess(person.email, number)
        if number == 10:
            sign_in(Client(), person.email, REMOTE_ADDR="10.9.0.1")
    assert REFUSED in text_of(guess(person.email, 100))


def test_when_tries_are_used_up_the_owner_is_told_once_a_day():
    person = factories.member()
    guess_until_closed(person.email)
    for number in range(100, 110):
        assert REFUSED in text_of(guess(person.email, number, factories.PASSWORD))
    (mail,) = arrived()
    assert mail.to == [person.email]
    assert "They did not get in" in mail.body
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        guess_until_closed(person.email)
        assert arrived() == []
    with time_machine.travel(timezone.now() + timedelta(hours=26)):
        guess_until_closed(person.email)
        assert len(arrived()) == 1


def test_it_ends_by_itself_after_an_hour():
    person = factories.member()
    guess_until_closed(person.email)
    assert REFUSED in text_of(guess(person.email, 100, factories.PASSWORD))
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert guess(person.email, 101, factories.PASSWORD).status_code == 302


def test_a_new_password_by_mail_opens_the_account_at_once_while_the_guessing_goes_on():
    person = factories.member()
    guess_until_closed(person.email)
    arrived()
    owner = Client()
    reset_password(owner, person, "a-long-walk-home")
    assert is_signed_in(owner)
    for number in range(100, 100 + PASSWORD.limit):
        guess(person.email, number)
    assert is_signed_in(owner)
    again = Client()
    arrived()
    reset_password(again, person, "another-way-home")
    assert is_signed_in(again)


def test_an_address_that_nobody_has_is_counted_and_answered_alike():
    guess_until_closed("nobody@nowhere.example")
    assert REFUSED in text_of(guess("nobody@nowhere.example", 100))
    assert arrived() == []
    assert "nobody" not in str(list(GuessCount.objects.values()))


def test_codes_are_bounded_for_a_person_and_a_recovery_code_is_a_code():
    person = factories.member()
    secret, codes = give_app(person), give_recovery_codes(person)
    client = Client()
    sign_in(client, person.email)
    answers = [text_of(enter_code(client, f"{number:06}", REMOTE_ADDR=f"10.0.0.{number + 1}")) for number in range(12)]
    compared = sum("not correct" in answer for answer in answers)
    assert 0 < compared <= CODE.limit
    for code in (code_of(secret), codes[0]):
        assert REFUSED in text_of(enter_code(client, code, REMOTE_ADDR="10.1.0.1"))
    assert not is_signed_in(client)
    (mail,) = arrived()
    assert "Somebody knows your password" in mail.subject


def test_codes_are_bounded_when_one_confirms_too():
    person = factories.member()
    client = signed_in(person)
    secret = give_app(person)
    for number in range(12):
        client.post("/accounts/2fa/reauthenticate/", {"code": f"{number:06}"}, REMOTE_ADDR=f"10.0.0.{number + 1}")
    late = client.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret)}, REMOTE_ADDR="10.1.0.1")
    assert late.status_code in {200, 429}
    assert "last_used" not in text_of(late)
    assert person.authenticator_set.get().last_used_at is None


def test_the_password_is_no_easier_to_guess_on_the_pages_that_ask_for_it_again():
    person = factories.member()
    client = signed_in(person)
    for number in range(PASSWORD.limit):
        assert guesses.take(PASSWORD, person.email), number
    form = {"oldpassword": factories.PASSWORD, "password1": "a-long-walk-home", "password2": "a-long-walk-home"}
    assert REFUSED in text_of(client.post("/accounts/password/change/", form))
    assert REFUSED in text_of(client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD}))
    person.refresh_from_db()
    assert person.check_password(factories.PASSWORD)


def test_counts_of_different_things_do_not_mix():
    for _ in range(MAILED_CODE.limit):
        assert guesses.take(MAILED_CODE, "1")
    assert not guesses.take(MAILED_CODE, "1")
    assert guesses.take(MAILED_CODE, "2")
    assert guesses.take(CODE, "1")


def test_counts_of_former_days_are_forgotten():
    guesses.take(PASSWORD, "old@larkspan.example")
    GuessCount.objects.update(since=timezone.now() - timedelta(days=3))
    guesses.take(PASSWORD, "new@larkspan.example")
    assert guesses.forget_old_guesses() == 1
    assert GuessCount.objects.count() == 1
