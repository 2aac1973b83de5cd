"""A new address is one that its owner reads, and nobody learns from the form who has which."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from audit.models import Action, AuditEntry
from membership import services
from membership.models import User
from notifications.outbox import OutboxMail
from tests import factories

from .desk import arrived, is_signed_in, sign_in, signed_in, text_of

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/email/"
CODE = "/accounts/email/code/"
NEW = "new@larkspan.example"


def ask(client, address=NEW):
    return client.post(ADDRESS, {"address": address})


def code_in(mails) -> str:
    (mail,) = mails
    return re.search(r"\d{4} \d{4}", mail.body)[0]


def enter(client, code):
    return client.post(CODE, {"code": code}, follow=True)


def test_the_address_changes_with_the_code_and_the_old_one_hears_of_it():
    person = factories.member()
    old = person.email
    client = signed_in(person)
    assert ask(client).headers["Location"] == CODE
    mails = arrived()
    assert [mail.to for mail in mails] == [[NEW]]
    person.refresh_from_db()
    assert person.email == old
    code = code_in(mails)
    assert "Your address is changed" in text_of(enter(client, code.lower().replace("-", " ")))
    person.refresh_from_db()
    assert person.email == NEW
    assert [(one.email, one.verified, one.primary) for one in EmailAddress.objects.filter(user=person)] == [
        (NEW, True, True)
    ]
    (told,) = arrived()
    assert told.to == [old]
    assert "membership@alliance.example" in told.body
    assert NEW not in told.body + told.subject
    assert person.get_full_name() not in told.body
    other = Client()
    sign_in(other, old)
    assert not is_signed_in(other)
    sign_in(other, NEW.upper())
    assert is_signed_in(other)
    entry = AuditEntry.objects.filter(action=Action.ACCESS_CHANGED, object_id=person.pk).latest("pk")
    assert entry.details == {"address_changed": True}


def test_the_code_is_stored_nowhere():
    client = signed_in(factories.member())
    ask(client)
    code = code_in(arrived())
    stored = str(dict(client.session)) + str(list(OutboxMail.objects.values()))
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_a_wrong_code_changes_nothing_and_after_five_there_has_to_be_a_new_one():
    person = factories.member()
    client = signed_in(person)
    ask(client)
    code = code_in(arrived())
    for _ in range(5):
        assert "not the code from the mail" in text_of(enter(client, "1234 5678"))
    late = enter(client, code)
    assert late.redirect_chain == [(ADDRESS, 302)]
    assert "does not work any more" in text_of(late)
    assert not User.objects.filter(email=NEW).exists()


def test_a_session_that_is_used_from_many_places_gets_no_more_tries():
    """The count is not in the session, which many requests at once could read before any of them writes."""
    person = factories.member()
    client = signed_in(person)
    ask(client)
    code, asked = code_in(arrived()), dict(client.session["address_asked"])
    for _ in range(5):
        enter(client, "1234 5678")
    session = client.session
    session["address_asked"] = asked
    session.save()
    enter(client, code)
    assert not User.objects.filter(email=NEW).exists()


def test_a_code_is_good_for_its_address_and_its_owner_alone():
    one, other = signed_in(factories.member()), signed_in(factories.member())
    ask(one)
    code = code_in(arrived())
    ask(other)
    arrived()
    enter(other, code)
    ask(one, "another@larkspan.example")
    arrived()
    enter(one, code)
    assert not User.objects.filter(email__in=[NEW, "another@larkspan.example"]).exists()


def test_a_code_ends_after_a_quarter_of_an_hour():
    client = signed_in(factories.member())
    ask(client)
    code = code_in(arrived())
    session = client.session
    session["address_asked"] |= {"at": (timezone.now() - timedelta(minutes=16)).isoformat()}
    session.save()
    assert "does not work any more" in text_of(enter(client, code))
    assert not User.objects.filter(email=NEW).exists()


def test_a_code_that_waited_too_long_is_not_mailed():
    ask(signed_in(factories.member()))
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert arrived() == []


def test_an_address_that_somebody_has_is_answered_like_any_other():
    theirs = factories.startup_user()
    suspended = factories.suspended_member()
    answers = set()
    for address in (NEW, theirs.email, theirs.email.upper(), suspended.email):
        client = signed_in(factories.member())
        response = ask(client, address)
        page = text_of(client.get(CODE)).lower().replace(address.lower(), "ADDRESS")
        wrong = text_of(enter(client, "1234 5678")).lower().replace(address.lower(), "ADDRESS")
        answers.add((response.status_code, response.headers["Location"], page, wrong))
    assert len(answers) == 1
    mails = {mail.to[0]: mail for mail in arrived()}
    assert set(mails) == {NEW, theirs.email, suspended.email}
    assert re.search(r"\d{4} \d{4}", mails[NEW].body)
    for address in (theirs.email, suspended.email):
        assert not re.search(r"\d{4} \d{4}", mails[address].body)
        assert "Somebody asked to use this address for another account" in mails[address].body
    assert User.objects.get(pk=theirs.pk).email == theirs.email


def test_of_two_who_ask_for_one_address_the_first_to_confirm_has_it():
    first, second = signed_in(factories.member()), signed_in(factories.member())
    ask(first)
    one = code_in(arrived())
    ask(second)
    other = code_in(arrived())
    enter(first, one)
    assert "Somebody has an account with this address by now" in text_of(enter(second, other))
    assert User.objects.filter(email=NEW).count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Enter the new address"), ("nonsense", "like name@company.com"), ("OWN", "That is your address already")],
)
def test_a_bad_address_is_answered_by_a_sentence_that_helps(typed, sentence):
    person = factories.member()
    client = signed_in(person)
    assert sentence in text_of(ask(client, person.email.upper() if typed == "OWN" else typed))
    assert arrived() == []


@pytest.mark.parametrize("typed", ["me@gmail.com", "me@lаrkspan.example", "mé@larkspan.example"])
def test_an_address_that_could_be_anybodys_or_looks_like_another_is_refused(typed):
    client = signed_in(factories.member())
    assert ask(client, typed).status_code == 200
    assert arrived() == []
    assert ask(client).headers["Location"] == CODE


def test_nobody_has_us_write_without_end():
    person = factories.member()
    client = signed_in(person)
    answers = [ask(client, f"{number}@elsewhere.example") for number in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 2
    assert "Wait an hour" in text_of(answers[-1])
    assert len(arrived()) == 5
    # To one address, whoever asks; and the answer does not tell.
    for number in range(5):
        assert ask(signed_in(factories.member())).status_code == 302, number
    assert len(arrived()) == 3


def test_a_page_for_a_code_that_was_never_asked_for_leads_to_the_beginning():
    client = signed_in(factories.member())
    assert client.get(CODE).headers["Location"] == ADDRESS
    assert client.post(CODE, {"code": "1234 5678"}).headers["Location"] == ADDRESS


def test_somebody_who_was_suspended_meanwhile_gets_no_code():
    person = factories.member()
    ask(signed_in(person))
    services.suspend_person(person=person)
    assert arrived() == []
