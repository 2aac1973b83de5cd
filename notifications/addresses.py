"""Addresses at which mail does not arrive: refused by their server when we sent, or bounced later. Staff see them."""

from typing import ClassVar

from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from .outbox import OutboxMail, digest_of


class UndeliverableAddress(models.Model):
    """No mail is sent there until staff have cleared it."""

    address = models.EmailField(unique=True)
    reason = models.CharField(max_length=300, help_text="What the other server said.")
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "undeliverable addresses"
        ordering: ClassVar[list[str]] = ["-last_at"]

    def __str__(self) -> str:
        return self.address


@transaction.atomic
def note_undeliverable(*, address: str, reason: str) -> UndeliverableAddress:
    """Remember that mail to `address` does not arrive. A second time counts and keeps the newest reason."""
    reason = " ".join(reason.split())[:300]
    noted, is_new = UndeliverableAddress.objects.get_or_create(
        address=address.strip().lower(), defaults={"reason": reason}
    )
    if not is_new:
        UndeliverableAddress.objects.filter(pk=noted.pk).update(
            reason=reason, last_at=timezone.now(), times=F("times") + 1
        )
        noted.refresh_from_db()
    return noted


def is_undeliverable(address: str) -> bool:
    return UndeliverableAddress.objects.filter(address=address.strip().lower()).exists()


def mails_to(address: str) -> QuerySet[OutboxMail]:
    """The mails of the outbox that were tried with this address, whoever has it now."""
    return OutboxMail.objects.filter(sent_to=digest_of(address))
