"""Takes mails out of the outbox and hands them to the mail server, each once.

A mail is claimed before it is put together, and marked after the server took it. Who is killed between those two leaves
a mail that was sent and is not marked; it is sent again when its lease ends, with the same Message-ID, by which mail
programs tell that it is the same.
"""

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
from .job_states import CUT_OFF
from .jobs import Job, TellsStaff, Waiting, log_failure, register_job, told, trouble_of, wake
from .letters import Letter, NotNow, compose
from .outbox import SEND_MAIL, OutboxMail, digest_of, waiting_mails
from .refusals import is_dead

TRIES = 18
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)  # eighteen tries take a day and a half
HIDDEN_PAUSE = timedelta(hours=1)
SECONDS_AT_ONCE = 25.0  # the worker gives a job a minute, and the last mail may take half of one
MOST_FAULTS = 3  # connections that broke one after another: then it is the server, and not the mail


class ServerDoesNotAnswer(TellsStaff):
    """There is no use in trying the next mail now: it is away, or refuses one mail after another."""


class AddressRefused(TellsStaff):
    """There is no such mailbox."""


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
            if mail.attempts > TRIES:  # whoever tried it was killed, each time
                done.parked += _mark(mail, parked_at=timezone.now(), trouble=CUT_OFF)
            else:
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
    while (first := due.order_by("rank", "not_before", "pk").values_list("pk", flat=True).first()) is not None:
        lease = {"lease": secrets.token_hex(16), "leased_until": now + settings.MAIL_LEASE}
        if due.filter(pk=first).update(**lease, attempts=F("attempts") + 1):
            return OutboxMail.objects.select_related("person").get(pk=first)
    return None


def _send(mail: OutboxMail, post: "_Post", done: Sent) -> None:
    try:
        post.pick_up()  # first: what the mail may say is asked as late as possible
        letter = compose(mail)
        if letter is None or not letter.to:
            done.dropped += _mark(mail, dropped_at=timezone.now(), context={})
            return
        _mark_tried(mail, letter.to)
        post.hand_over(mail, letter)
        done.sent += _mark(mail, sent_at=timezone.now(), context=_kept(mail), trouble="")
    except NotNow:
        done.put_off += _mark(mail, attempts=mail.attempts - 1, not_before=timezone.now() + HIDDEN_PAUSE)
    except ServerDoesNotAnswer:
        _mark(mail, attempts=mail.attempts - 1)
        raise
    except AddressRefused as refusal:
        done.parked += _mark(mail, parked_at=timezone.now(), trouble=told(refusal))
    except Exception as failure:
        log_failure(f"A mail ({mail.message}) could not be sent", failure)
        trouble = _trouble_of(failure)
        if mail.attempts >= TRIES:
            done.parked += _mark(mail, parked_at=timezone.now(), trouble=trouble)
        else:
            pause = min(FIRST_PAUSE * 2 ** min(mail.attempts - 1, 20), LONGEST_PAUSE)
            done.put_off += _mark(mail, not_before=timezone.now() + pause, trouble=trouble)


def _trouble_of(failure: Exception) -> str:
    """A mail server's words are about the mail's way, not about what it says."""
    if isinstance(failure, smtplib.SMTPException):
        return told(f"{type(failure).__name__}: {failure}")
    return trouble_of(failure)


def _mark_tried(mail: OutboxMail, address: str) -> None:
    """Before it is tried: a report that it did not arrive may come before we can mark that it left."""
    OutboxMail.objects.filter(pk=mail.pk, lease=mail.lease).update(sent_to=digest_of(address))


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

    def pick_up(self) -> None:
        """Raises ServerDoesNotAnswer."""
        if self.connection is None:
            connection = get_connection(settings.MAIL_TRANSPORT)
            try:
                connection.open()
            except (smtplib.SMTPException, OSError) as fault:
                raise ServerDoesNotAnswer(type(fault).__name__) from fault
            self.connection = connection

    def hand_over(self, mail: OutboxMail, letter: Letter) -> None:
        """Raises ServerDoesNotAnswer and AddressRefused; anything else is worth another try."""
        if is_undeliverable(letter.to):
            raise AddressRefused("There is no such mailbox, its server said. Clear the address to try again.")
        assert self.connection is not None, "pick_up comes first"  # noqa: S101  for the types
        try:
            self.connection.send_messages([_as_message(mail, letter, self.connection)])
        except (smtplib.SMTPException, OSError) as fault:
            self.hang_up()
            _refuse_dead_address(letter.to, fault)
            if not _asks_for_patience(fault):
                self._count(fault)
            raise
        self.faults = 0

    def _count(self, fault: Exception) -> None:
        """One mail may be at fault; several one after another are not."""
        self.faults += 1
        if self.faults >= MOST_FAULTS:
            raise ServerDoesNotAnswer(_trouble_of(fault)) from fault


def _as_message(mail: OutboxMail, letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    headers = {**letter.headers, "Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to], headers=headers, connection=connection
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    for attached in letter.attachments:
        message.attach(attached.name, attached.content, attached.content_type)
    return message


def _refuse_dead_address(address: str, fault: Exception) -> None:
    """Raises AddressRefused if the server says that there is no such mailbox, and remembers it."""
    if not isinstance(fault, smtplib.SMTPRecipientsRefused):
        return
    code, words = next(iter(fault.recipients.values()))
    said = words.decode(errors="replace")
    if is_dead(code, said):
        reason = told(f"{code} {said}")
        note_undeliverable(address=address, reason=reason)
        raise AddressRefused(reason) from fault


def _asks_for_patience(fault: Exception) -> bool:
    """An answer from 400 to 499: try this mail later, and others now."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code < 500 for code, _ in fault.recipients.values())
    return isinstance(fault, smtplib.SMTPResponseException) and 400 <= fault.smtp_code < 500


register_job(
    Job(
        SEND_MAIL,
        "Sends the mails that wait in the outbox.",
        send_waiting_mails,
        waiting=waiting,
        longest_pause=timedelta(minutes=5),
    )
)
