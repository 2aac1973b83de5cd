"""The outbox: a mail is a row, written in the transaction that causes it. `sending.py` takes it from there.

The row says which message it is and about what, in ids. What the mail says is put together when it is sent, and then
asks the rule of visibility. Only mails that libraries write (`backends.py`) stand here as text, until they are sent.
"""

import uuid
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .jobs import wake

SEND_MAIL = "send_mail"


class OutboxMail(models.Model):
    """waiting → sent, dropped (there was nothing left to say) or parked (given up; staff see why and may try again)."""

    message_id = models.CharField(max_length=120, unique=True, help_text="Stays the same however often it is tried.")
    message = models.CharField(max_length=60, help_text="Which of the portal's messages this is.")
    key = models.CharField(max_length=200, unique=True, help_text="The cause: one cause, one mail.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="outbox_mails"
    )
    address = models.EmailField(blank=True, help_text="For somebody without an account. Otherwise the person's own.")
    context = models.JSONField(default=dict)
    rank = models.PositiveSmallIntegerField(default=1, help_text="0 before all others: somebody waits for it.")
    sent_to = models.CharField(max_length=64, blank=True, help_text="A digest of the address that it was tried with.")

    written_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "mail"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["rank", "not_before", "id"],
                name="outbox_waiting",
                condition=models.Q(sent_at=None, dropped_at=None, parked_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.pk}"

    @property
    def state(self) -> str:
        if self.sent_at:
            return "sent"
        if self.dropped_at:
            return "dropped"
        return "parked" if self.parked_at else "waiting"


def waiting_mails() -> models.QuerySet[OutboxMail]:
    return OutboxMail.objects.filter(sent_at=None, dropped_at=None, parked_at=None)


@transaction.atomic
def post(
    *,
    message: str,
    person: Any = None,
    address: str = "",
    context: dict[str, Any] | None = None,
    key: str = "",
    rank: int = 1,
) -> OutboxMail:
    """Write a mail to a person, or to an address. It leaves within seconds of the end of the transaction.

    `context` holds ids and words that are nobody's secret: no titles, no texts. `rank` 0 is for whoever waits in front
    of the screen for it. With the `key` of a mail that is there
    already, that one is returned and nothing is written.
    """
    message_id = new_message_id()
    given = {"message_id": message_id, "message": message, "person": person, "address": address, "rank": rank}
    mail, _ = OutboxMail.objects.get_or_create(key=key or message_id, defaults={**given, "context": context or {}})
    wake(SEND_MAIL)
    return mail


@transaction.atomic
def post_to_many(*, message: str, contexts: Mapping[str, dict[str, Any]]) -> None:
    """Write mails of one message by their keys, in a few statements however many they are. A key that is there stays.

    To addresses that the composer finds out.
    """
    OutboxMail.objects.bulk_create(
        [
            OutboxMail(message_id=new_message_id(), message=message, key=key, context=context)
            for key, context in contexts.items()
        ],
        ignore_conflicts=True,
    )
    wake(SEND_MAIL)


def new_message_id() -> str:
    """Unique for ever, and the same for every attempt to send the mail. Says nothing of who gets it."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{uuid.uuid4().hex}@{domain}>"


def digest_of(address: str) -> str:
    """Tells whether a mail was tried with an address, and tells the address to nobody."""
    return salted_hmac("notifications.sent_to", address.strip().lower(), algorithm="sha256").hexdigest()
