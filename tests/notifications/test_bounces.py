"""What comes back for good ends mail to that address; nobody else can end it by writing to us."""

import io
import logging
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from membership import services as people
from notifications.addresses import UndeliverableAddress
from notifications.bounces import Bounce, receive_bounce
from notifications.outbox import OutboxMail, digest_of, post
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "dov@larkspan.example"
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")


def sent(address: str = ADDRESS, *, person: object = None, attempts: int = 1) -> OutboxMail:
    """A mail that was tried so often, and with the address that its person had then."""
    mail = post(message="test", address="" if person else address, person=person)
    tried_with = digest_of(person.email if person else address) if attempts else ""
    OutboxMail.objects.filter(pk=mail.pk).update(attempts=attempts, sent_to=tried_with)
    return mail


def report(
    message_id: str,
    to: str = ADDRESS,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "550 5.1.1 No such mailbox",
    original: str = "",
    returned: str = "message/rfc822",
    kind: str = "delivery-status",
) -> bytes:
    """As a mail server writes it."""
    fields = {
        "Final-Recipient": f"rfc822; {to}",
        "Action": action,
        "Status": status,
        "Diagnostic-Code": f"smtp; {said}",
    }
    if original:
        fields["Original-Recipient"] = f"rfc822;{original}"
    block = "".join(f"{name}: {value}\n" for name, value in fields.items())
    headers = f"From: portal@alliance.example\nTo: {to}\nSubject: zqletterqz\nMessage-ID: {message_id}\n\n"
    parts = [
        ("text/plain", "I am sorry to have to inform you that your message could not be delivered.\n"),
        ("message/delivery-status", f"Reporting-MTA: dns; mx.larkspan.example\n\n{block}\n"),
        (returned, headers),
    ]
    body = "".join(f"--=_b\nContent-Type: {name}\n\n{text}\n" for name, text in parts)
    return (
        "From: MAILER-DAEMON@mx.larkspan.example\nTo: portal@alliance.example\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="=_b"\n\n{body}--=_b--\n'
    ).encode()


def undeliverable() -> set[str]:
    return set(UndeliverableAddress.objects.values_list("address", flat=True))


# --- What counts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("returned", RETURNED)
def test_a_mail_that_came_back_for_good_ends_mail_to_its_address(returned):
    mail = sent()
    assert receive_bounce(report(mail.message_id, returned=returned)) == Bounce.NOTED
    noted = UndeliverableAddress.objects.get()
    assert (noted.address, noted.reason) == (ADDRESS, "550 5.1.1 No such mailbox")


def test_the_address_of_a_person_is_meant_too():
    person = factories.member()
    mail = sent(person=person)
    assert receive_bounce(report(mail.message_id, person.email.upper())) == Bounce.NOTED
    assert undeliverable() == {person.email}


def test_a_forwarded_mail_counts_for_the_address_that_we_wrote_to():
    mail = sent()
    forwarded = report(mail.message_id, "elsewhere@pebblecast.example", original=ADDRESS)
    assert receive_bounce(forwarded) == Bounce.NOTED
    assert undeliverable() == {ADDRESS}


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "5.3.4", "5.4.1", "5.0.0"])
def test_a_full_mailbox_or_a_spam_filter_says_nothing_about_the_address(status):
    assert receive_bounce(report(sent().message_id, status=status)) == Bounce.NOT_FINAL
    assert undeliverable() == set()


def test_whoever_has_a_new_address_is_not_blamed_for_a_mail_to_the_old_one():
    person = factories.member()
    old, mail = person.email, sent(person=person)
    people.describe_person(person=person, email="successor@larkspan.example", first_name="", last_name="")
    assert receive_bounce(report(mail.message_id, "successor@larkspan.example")) == Bounce.NOT_OURS
    assert receive_bounce(report(mail.message_id, old)) == Bounce.NOTED
    assert undeliverable() == {old}


@pytest.mark.parametrize("kind", ["message/rfc822", "multipart/report; report-type=delivery-status; boundary=b"])
def test_a_mail_nested_without_end_is_no_report(kind):
    assert receive_bounce(f"Content-Type: {kind}\n\n".encode() * 3000) == Bounce.NO_REPORT


def test_no_more_mail_goes_there():
    from django.core import mail as delivered

    from notifications.sending import send_waiting_mails

    receive_bounce(report(sent().message_id))
    delivered.send_mail("A code", "Text", None, [ADDRESS])
    OutboxMail.objects.filter(message="test").delete()
    send_waiting_mails()
    assert delivered.outbox == []
    assert OutboxMail.objects.get().state == "parked"


def test_the_reason_says_no_address():
    receive_bounce(report(sent().message_id, said=f"550 <{ADDRESS}> unknown"))
    assert UndeliverableAddress.objects.get().reason == "550 … unknown"


# --- What does not -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0"), ("relayed", "5.1.1")]
)
def test_what_may_still_arrive_is_left_alone(action, status):
    assert receive_bounce(report(sent().message_id, action=action, status=status)) == Bounce.NOT_FINAL
    assert undeliverable() == set()


def test_nobody_ends_mail_to_others_by_a_forged_report():
    mine, theirs = sent("mallory@chatterfig.example"), sent()
    never_tried = sent(attempts=0)
    forged = [
        report("<made-up@alliance.example>"),  # no mail of ours
        report(mine.message_id, ADDRESS),  # a mail of ours, which went to somebody else
        report(mine.message_id, "mallory@elsewhere.example", original=ADDRESS),
        report(never_tried.message_id),  # nobody can know of it yet
        report(""),
        report(theirs.message_id.strip("<>")),
        report(theirs.message_id, f"{ADDRESS}, mallory@chatterfig.example"),
    ]
    assert {receive_bounce(one) for one in forged} == {Bounce.NOT_OURS}
    assert undeliverable() == set()


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"Subject: Out of office\n\nI am away until Monday.",
        b"\xff\xfe\x00 no mail at all",
        report("<x@y>", kind="disposition-notification"),
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\nno parts",
    ],
)
def test_anything_else_is_no_report(mail):
    assert receive_bounce(mail) == Bounce.NO_REPORT


def test_a_report_with_many_recipients_counts_for_ours():
    mail = sent()
    many = report(mail.message_id).replace(
        b"Final-Recipient", b"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.0.0\n\nFinal-Recipient", 1
    )
    assert receive_bounce(many) == Bounce.NOTED
    assert undeliverable() == {ADDRESS}


@given(damage=st.lists(st.tuples(st.integers(0, 900), st.binary(max_size=8)), max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_report_is_read_or_ignored(damage):
    mail = bytearray(report("<0@alliance.example>"))
    for place, bytes_ in damage:
        mail[place : place + len(bytes_)] = bytes_
    assert receive_bounce(bytes(mail)) in {Bounce.NOT_OURS, Bounce.NOT_FINAL, Bounce.NO_REPORT}
    assert undeliverable() == set()


# --- The command ---------------------------------------------------------------------------------------------------


def piped(mail: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(mail)))
    out = io.StringIO()
    call_command("receive_bounce", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("known", [True, False])
def test_the_command_says_what_became_of_it_and_of_nobody_else(known, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    message_id = sent().message_id if known else "<made-up@alliance.example>"
    said = piped(report(message_id), monkeypatch)
    assert said == f"{(Bounce.NOTED if known else Bounce.NOT_OURS).value}\n"
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    for text in (said, *ours):
        assert "larkspan" not in text
        assert "zqletterqz" not in text


def test_without_a_database_the_mail_server_tries_again(monkeypatch):
    def refuse(mail: bytes) -> None:
        raise OperationalError("the password of the database")

    monkeypatch.setattr("notifications.management.commands.receive_bounce.receive_bounce", refuse)
    with pytest.raises(CommandError, match=r"^The database does not answer \(OperationalError\)\.") as refusal:
        piped(b"", monkeypatch)
    assert refusal.value.returncode == 75
