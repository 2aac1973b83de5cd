"""A mail is written with its cause, sent once, and kept until somebody knows what became of it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone

from membership import services as people
from notifications.addresses import UndeliverableAddress
from notifications.job_states import JobState
from notifications.jobs import run_job
from notifications.letters import Letter, address_of, register_message
from notifications.outbox import SEND_MAIL, OutboxMail, post, waiting_mails
from notifications.sending import TRIES, ServerDoesNotAnswer, send_again, send_waiting_mails
from notifications.watching import mail_is_failing
from tests import factories

from .post_office import Moods, PostOffice

pytestmark = pytest.mark.django_db

ADDRESS = "dov@larkspan.example"


def write(to: str = ADDRESS, text: str = "Your code is 123456.") -> OutboxMail:
    django_mail.send_mail("A code", text, None, [to])
    return OutboxMail.objects.latest("pk")


@pytest.fixture
def office(settings: Any):
    with PostOffice() as office:
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 0.3
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield office


# --- Written with its cause ----------------------------------------------------------------------------------------


def test_a_transaction_that_fails_leaves_no_mail():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutboxMail.objects.exists()


def test_one_cause_is_one_mail():
    person = factories.member()
    first, second = (post(message="notice", person=person, key="notice:1") for _ in range(2))
    assert first == second
    assert OutboxMail.objects.count() == 1


def test_nothing_is_sent_while_somebody_waits_for_an_answer():
    write()
    assert django_mail.outbox == []


def test_what_a_library_wrote_is_forgotten_once_it_is_sent():
    mail = write()
    send_waiting_mails()
    (arrived,) = django_mail.outbox
    assert arrived.body == "Your code is 123456."
    mail.refresh_from_db()
    assert (mail.state, mail.context) == ("sent", {})


def test_every_recipient_gets_a_mail_without_the_others():
    django_mail.send_mail("A code", "Text", None, ["one@larkspan.example", "two@larkspan.example"])
    send_waiting_mails()
    assert [mail.to for mail in django_mail.outbox] == [["one@larkspan.example"], ["two@larkspan.example"]]


def test_a_person_who_was_suspended_meanwhile_gets_nothing():
    person = factories.member()
    register_message("test", lambda mail: Letter(to=address_of(mail), subject="Subject", text="Text"))
    mail = post(message="test", person=person)
    people.suspend_person(person=person)
    send_waiting_mails()
    mail.refresh_from_db()
    assert (mail.state, django_mail.outbox) == ("dropped", [])


def test_a_mail_that_cannot_be_put_together_does_not_keep_the_others():
    broken = post(message="no-such-message", address=ADDRESS)
    write("after@larkspan.example")
    assert str(send_waiting_mails()) == "1 sent, 0 dropped, 1 put off, 0 parked"
    broken.refresh_from_db()
    assert (broken.state, broken.trouble) == ("waiting", "NoSuchMessage: no-such-message")


def test_staff_are_never_told_an_address_in_a_trouble():
    mail = post(message="somebody@larkspan.example", address=ADDRESS)
    send_waiting_mails()
    mail.refresh_from_db()
    assert "larkspan" not in mail.trouble


# --- A real mail server --------------------------------------------------------------------------------------------


def test_a_mail_arrives_once_under_its_message_id(office: PostOffice):
    mail = write()
    send_waiting_mails()
    send_waiting_mails()
    assert [(one.message_id, one.to) for one in office.arrived] == [(mail.message_id, ADDRESS)]


def test_a_refused_address_is_kept_and_gets_no_more_mail(office: PostOffice):
    office.moods = Moods(refused=frozenset({ADDRESS}))
    first, second = write(), write()
    send_waiting_mails()
    refused = UndeliverableAddress.objects.get()
    assert (refused.address, refused.reason) == (ADDRESS, "550 No such mailbox")
    assert office.did["refused"] == 1, "the second mail was not even tried"
    for mail in (first, second):
        mail.refresh_from_db()
        assert mail.state == "parked"


def test_staff_clear_an_address_and_send_again(office: PostOffice):
    office.moods = Moods(refused=frozenset({ADDRESS}))
    mail = write()
    send_waiting_mails()
    office.moods = Moods()
    UndeliverableAddress.objects.all().delete()
    send_again(mails=OutboxMail.objects.filter(pk=mail.pk))
    send_waiting_mails()
    assert [one.message_id for one in office.arrived] == [mail.message_id]


@pytest.mark.parametrize("mood", ["later", "silent", "hangs_up_before"])
def test_a_server_that_does_not_take_it_now_is_asked_again_later(office: PostOffice, mood: str):
    office.moods = Moods(**{mood: 100})
    mail = write()
    send_waiting_mails()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 1)
    assert mail.not_before > timezone.now() + timedelta(seconds=30)
    office.moods = Moods()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        send_waiting_mails()
    assert [one.message_id for one in office.arrived] == [mail.message_id]


REFUSALS = {
    "it relays nothing for us": ("rcpt", "554 5.7.1 Relay access denied"),
    "it wants a password": ("rcpt", "530 5.7.0 Authentication required"),
    "the mailbox is full": ("rcpt", "552 5.2.2 Mailbox full"),
    "we have sent too much": ("data", "554 5.7.0 Sending quota exceeded"),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_a_refusal_that_says_nothing_of_the_address_blocks_nobody_and_is_seen(office: PostOffice, why: str):
    office.answers = dict([REFUSALS[why]])
    for number in range(5):
        write(f"reader{number}@larkspan.example")
    assert not run_job(SEND_MAIL)
    assert not UndeliverableAddress.objects.exists()
    assert {mail.state for mail in OutboxMail.objects.all()} == {"waiting"}
    assert mail_is_failing()
    assert JobState.objects.get(name=SEND_MAIL).trouble.startswith("ServerDoesNotAnswer")


def test_whoever_waits_for_a_code_does_not_wait_behind_news(office: PostOffice):
    register_message("news", lambda mail: Letter(to=mail.address, subject="News", text="Text"))
    for number in range(3):
        post(message="news", address=f"reader{number}@larkspan.example")
    write()
    send_waiting_mails()
    assert office.arrived[0].to == ADDRESS


def test_what_a_mail_may_say_is_asked_when_the_server_has_answered(settings: Any, office: PostOffice):
    said = []
    register_message("asks", lambda mail: said.append(mail.pk))
    post(message="asks", address=ADDRESS)
    settings.EMAIL_PORT = 1
    with pytest.raises(ServerDoesNotAnswer):
        send_waiting_mails()
    assert said == []


def test_a_mail_that_kills_whoever_sends_it_is_given_up():
    mail = write()
    OutboxMail.objects.update(attempts=TRIES, lease="killed", leased_until=timezone.now() - timedelta(seconds=1))
    send_waiting_mails()
    mail.refresh_from_db()
    assert (mail.state, django_mail.outbox) == ("parked", [])


def test_pauses_grow_and_in_the_end_staff_are_told(office: PostOffice):
    office.moods = Moods(later=100)
    mail = write()
    pauses = []
    now = timezone.now()
    for _ in range(TRIES):
        with time_machine.travel(now, tick=False):
            send_waiting_mails()
        mail.refresh_from_db()
        pauses.append(mail.not_before - now)
        now = max(mail.not_before, now) + timedelta(seconds=1)
    assert mail.state == "parked"
    assert "451" in mail.trouble
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert timedelta(days=1) < sum(pauses[:-1], timedelta()) < timedelta(days=3)


def test_a_server_that_is_away_costs_no_mail_an_attempt(settings: Any):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 0.3
    mail = write()
    for _ in range(TRIES + 1):
        with pytest.raises(ServerDoesNotAnswer):
            send_waiting_mails()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.lease) == ("waiting", 0, "")


def test_a_server_that_always_hangs_up_is_left_alone(office: PostOffice):
    office.moods = Moods(hangs_up_before=100)
    for _ in range(10):
        write()
    with pytest.raises(ServerDoesNotAnswer):
        send_waiting_mails()
    assert office.did["hangs_up_before"] == 3
    assert waiting_mails().count() == 10


def test_a_mail_that_somebody_else_is_sending_is_left_to_them(office: PostOffice):
    mail = write()
    until = timezone.now() + timedelta(minutes=2)
    OutboxMail.objects.update(lease="somebody", leased_until=until)
    send_waiting_mails()
    assert office.arrived == []
    with time_machine.travel(until + timedelta(seconds=1)):
        send_waiting_mails()
    assert [one.message_id for one in office.arrived] == [mail.message_id]
