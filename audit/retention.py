"""Forgets what is older than the portal keeps: the one way in which entries go."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .kinds import AUDIT_LOG
from .log import record
from .models import Action, AuditEntry


def days_to_keep() -> int:
    """Raises ImproperlyConfigured for a number that would forget everything at once."""
    days: int = settings.AUDIT_KEEP_DAYS
    if days < 1:
        raise ImproperlyConfigured("AUDIT_KEEP_DAYS is the number of days that the audit log is kept: 1 or more.")
    return days


@transaction.atomic
def forget_old_entries() -> int:
    """Delete the entries that are older than AUDIT_KEEP_DAYS, and write down how many. Returns that number."""
    too_old = timezone.now() - timedelta(days=days_to_keep())
    # Django's own queryset: that of the entries refuses to delete.
    forgotten, _ = QuerySet(AuditEntry).filter(at__lt=too_old).delete()
    if forgotten:
        record(action=Action.FORGOTTEN, kind=AUDIT_LOG, entries=forgotten)
    return forgotten
