"""Who wants the newsletter. A row is an address and two times; whoever leaves has none."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class Subscriber(models.Model):
    """waiting (asked, not confirmed yet) → confirmed. Leaving and being forgotten delete the row."""

    address = models.EmailField(unique=True, help_text="As `addresses.normal_form` writes it.")
    asked_at = models.DateTimeField(default=timezone.now, help_text="When they asked last.")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ("view",)
        permissions = (("export_subscriber", "Can export subscribers"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(address=Lower("address")), name="newsletter_address_is_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.address


def confirmed_subscribers() -> models.QuerySet[Subscriber]:
    return Subscriber.objects.filter(confirmed_at__isnull=False)


def unconfirmed_subscribers() -> models.QuerySet[Subscriber]:
    return Subscriber.objects.filter(confirmed_at=None)
