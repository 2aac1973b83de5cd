"""Addresses whose owners never confirmed them are not ours to keep."""

from django.utils import timezone

from notifications.jobs import Job, register_job

from .links import CONFIRM_WITHIN
from .models import unconfirmed_subscribers


def forget_unconfirmed() -> int:
    """The worker's job. Returns how many sign-ups it deleted."""
    forgotten, _ = unconfirmed_subscribers().filter(asked_at__lt=timezone.now() - CONFIRM_WITHIN).delete()
    return forgotten


register_job(
    Job(
        "forget_unconfirmed_subscribers",
        f"Deletes sign-ups to the newsletter that were not confirmed within {CONFIRM_WITHIN.days} days.",
        forget_unconfirmed,
        minutes=24 * 60,
    )
)
