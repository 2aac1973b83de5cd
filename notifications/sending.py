"""Takes mails out of the outbox and hands them to the mail server, each once.

A mail is claimed before it is put together, and marked after the server took it. Who is killed between those two leaves
a mail that was sent and is not marked; it is sent again when its lease ends, with the same Message-ID, by which mail
programs tell that it is the same.
"""

import logging
import secrets
import smtplib
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from .addresses import UndeliverableAddress, is_undeliverable, mails_to, note_undeliverable
from .jobs import Job, Waiting, register_job, told, wake
from .letters import Letter, compose
from .outbox import SEND_MAIL, OutboxMail, waiting_mails

logger = logging.getLogger(__name__)

TRIES = 18
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)  # eighteen tries take a day and a half
SECONDS_AT_ONCE = 25.0  # the worker gives a job a minute, and the last mail may take half of one
MOST_FAULTS = 3  # connections that broke one after another: then it is the server, and not the mail


class ServerDoesNotAnswer(Exception):
    """There is no use in trying the next mail now."""


class AddressRefused(Exception):
    """The mail server will never take a mail to this address."""


class MailRefused(Exception):
    """The mail server will never take this mail."""


@dataclass
class Sent:
    sent: int = 0
    dropped: int = 0
    parked: int = 0
    put_off: int = 0

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.dropped} dropped, {self.put_off} put off, {self.parked} parked"


def send_waiting_mails(*, seconds: float = SECONDS_AT_ONCE) -> Sent:
    """The worker's job. Raises ServerDoesNotAnswer; no mail is the worse for it."""
    ends = time.monotonic() + seconds
    done = Sent()
    with _Post() as post:
        while time.monotonic() < ends:
            mail = _claim()
            if mail is None:
                return done
            _send(mail, post, done)
    wake(SEND_MAIL)
    return done


def waiting() -> Waiting:
    row = waiting_mails().aggregate(oldest=Min("written_at"))
    parked = OutboxMail.objects.filter(parked_at__isnull=False).count()
    return Waiting(waiting_mails().count(), parked, row["oldest"])


# --- One mail ------------------------------------------------------------------------------------------------------


def _claim() -> OutboxMail | None:
    """The next mail that is due, as ours until its lease ends. Whoever else claims gets another one."""
    now = timezone.now()
    due = waiting_mails().filter(Q(lease="") | Q(leased_until__lt=now), not_before__lte=now)
    while (first := due.order_by("not_before", "pk").values_list("pk", flat=True).first()) is not None:
        lease = {"lease": secrets.token_hex(16), "leased_until": now + settings.MAIL_LEASE}
        if due.filter(pk=first).update(**lease, attempts=F("attempts") + 1):
            return OutboxMail.objects.select_related("person").get(pk=first)
    return None


def _send(mail: OutboxMail, post: "_Post", done: Sent) -> None:
    try:
        letter = compose(mail)
        if letter is None or not letter.to:
            done.dropped += _mark(mail, dropped_at=timezone.now(), context={})
            return
        post.hand_over(mail, letter)
        done.sent += _mark(mail, sent_at=timezone.now(), context=_kept(mail), trouble="")
    except ServerDoesNotAnswer:
        _mark(mail, attempts=mail.attempts - 1)
        raise
    except (AddressRefused, MailRefused) as refusal:
        done.parked += _mark(mail, parked_at=timezone.now(), trouble=told(refusal))
    except Exception as failure:
        logger.warning("A mail (%s) could not be sent: %s", mail.message, type(failure).__name__)
        trouble = told(f"{type(failure).__name__}: {failure}")
        if mail.attempts >= TRIES:
            done.parked += _mark(mail, parked_at=timezone.now(), trouble=trouble)
        else:
            pause = min(FIRST_PAUSE * 2 ** min(mail.attempts - 1, 20), LONGEST_PAUSE)
            done.put_off += _mark(mail, not_before=timezone.now() + pause, trouble=trouble)


def _mark(mail: OutboxMail, **changes: Any) -> int:
    """Write what became of the mail, if it is still ours. Returns 1, or 0 if it is not."""
    held = OutboxMail.objects.filter(pk=mail.pk, lease=mail.lease)
    return held.update(**changes, lease="", leased_until=None)


def _kept(mail: OutboxMail) -> dict[str, Any]:
    """Of what a library wrote (a sign-in code, for example) nothing stays here once it is sent."""
    return {} if "text" in mail.context else mail.context


# --- What staff do -------------------------------------------------------------------------------------------------


@transaction.atomic
def send_again(*, mails: QuerySet[OutboxMail]) -> int:
    """Staff want these tried once more. Those that are not parked stay as they are. Returns how many were parked."""
    parked = mails.filter(parked_at__isnull=False)
    count = parked.update(parked_at=None, attempts=0, not_before=timezone.now())
    wake(SEND_MAIL)
    return count


@transaction.atomic
def clear_address(*, noted: UndeliverableAddress) -> int:
    """Mail arrives there again, staff say: forget it, and send what was parked. Returns how many mails that is."""
    noted.delete()
    return send_again(mails=mails_to(noted.address))


# --- The mail server -----------------------------------------------------------------------------------------------


@dataclass
class _Post:
    """One connection for all mails of a run, opened for the first and again after a fault."""

    connection: BaseEmailBackend | None = None
    faults: int = field(default=0)

    def __enter__(self) -> "_Post":
        return self

    def __exit__(self, *error: object) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        if self.connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.connection.close()
        self.connection = None

    def hand_over(self, mail: OutboxMail, letter: Letter) -> None:
        """Raises ServerDoesNotAnswer, AddressRefused, MailRefused; anything else is worth another try."""
        if is_undeliverable(letter.to):
            raise AddressRefused("Mail to this address came back or was refused. Clear the address to try again.")
        connection = self._connection()
        try:
            connection.send_messages([_as_message(mail, letter, connection)])
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as answer:
            self.hang_up()
            self.faults = 0
            _judge(letter.to, answer)
            raise
        except (smtplib.SMTPException, OSError) as fault:
            self.hang_up()
            self.faults += 1
            if self.faults >= MOST_FAULTS:
                raise ServerDoesNotAnswer(type(fault).__name__) from fault
            raise
        self.faults = 0

    def _connection(self) -> BaseEmailBackend:
        if self.connection is None:
            connection = get_connection(settings.MAIL_TRANSPORT)
            try:
                connection.open()
            except (smtplib.SMTPException, OSError) as fault:
                raise ServerDoesNotAnswer(type(fault).__name__) from fault
            self.connection = connection
        return self.connection


def _as_message(mail: OutboxMail, letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    headers = {**letter.headers, "Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to], headers=headers, connection=connection
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _judge(address: str, answer: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> None:
    """Raises what a final answer means; returns for one that asks to try later."""
    if isinstance(answer, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(answer.recipients.values()))
        if code >= 500:
            reason = f"{code} {said.decode(errors='replace')}"
            note_undeliverable(address=address, reason=told(reason))
            raise AddressRefused(reason) from answer
    elif answer.smtp_code >= 500 and isinstance(answer, smtplib.SMTPDataError):
        raise MailRefused(f"{answer.smtp_code} {answer.smtp_error!r}") from answer


register_job(
    Job(
        SEND_MAIL,
        "Sends the mails that wait in the outbox.",
        send_waiting_mails,
        waiting=waiting,
        longest_pause=timedelta(minutes=5),
    )
)
