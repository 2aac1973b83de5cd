"""Of mails that left and notices that were read, nothing is kept for ever."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q, QuerySet
from django.utils import timezone

from .addresses import UndeliverableAddress
from .announcements import Notice
from .jobs import Job, register_job
from .outbox import OutboxMail

READ_NOTICES_KEPT = timedelta(days=180)
ADDRESSES_KEPT = timedelta(days=365)  # that take no mail; somebody else may have them by then
ROWS_AT_ONCE = 1000
DAILY = 24 * 60  # minutes


def days_to_keep_mails() -> int:
    """Raises ImproperlyConfigured for a number that would forget what a bounce may still name."""
    days: int = settings.MAIL_KEEP_DAYS
    if days < 1:
        raise ImproperlyConfigured("MAIL_KEEP_DAYS is the number of days that sent mails are known: 1 or more.")
    return days


def forget_old_mails() -> int:
    """Delete mails that were sent or dropped long ago. Returns how many went.

    Those that wait stay. Those that were parked long ago are given up, with whatever they say.
    """
    too_old = timezone.now() - timedelta(days=days_to_keep_mails())
    OutboxMail.objects.filter(parked_at__lt=too_old).update(parked_at=None, dropped_at=timezone.now(), context={})
    UndeliverableAddress.objects.filter(last_at__lt=timezone.now() - ADDRESSES_KEPT).delete()
    return _delete(OutboxMail.objects.filter(Q(sent_at__lt=too_old) | Q(dropped_at__lt=too_old)))


def forget_old_notices() -> int:
    """Delete notices that were read long ago. Returns how many went."""
    return _delete(Notice.objects.filter(read_at__lt=timezone.now() - READ_NOTICES_KEPT))


def _delete(rows: QuerySet) -> int:
    """In small transactions: a job that is cut off has done what it has done."""
    count = 0
    while some := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        rows.filter(pk__in=some).delete()
        count += len(some)
    return count


register_job(
    Job("forget_old_mails", "Deletes what is known of mails that left long ago.", forget_old_mails, minutes=DAILY)
)
register_job(
    Job(
        "forget_old_notices",
        f"Deletes notices that were read more than {READ_NOTICES_KEPT.days} days ago.",
        forget_old_notices,
        minutes=DAILY,
    )
)
