"""What is known of a job between two of its runs, and the lease of the one that runs."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

LONGEST_TEXT = 300
TRIES = 6  # failures in a row until staff are asked to look
# Killed, for lack of memory perhaps. A job that always is would look well otherwise.
CUT_OFF = "The last run did not come to its end."


class JobState(models.Model):
    """One row for each job. `failures` counts those in a row; `parked_at` says since when staff are asked to look."""

    name = models.CharField(max_length=60, unique=True)
    woken_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=LONGEST_TEXT, blank=True)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=LONGEST_TEXT, blank=True)
    not_before = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return bool(self.lease and self.leased_until and self.leased_until > timezone.now())


def take(name: str) -> JobState | None:
    """The row of this job with a lease that is ours; None if the job has to pause or somebody else runs it."""
    before, _ = JobState.objects.get_or_create(name=name)
    now, token = timezone.now(), secrets.token_hex(16)
    free = Q(lease="") | Q(leased_until__lt=now)
    due = Q(not_before=None) | Q(not_before__lte=now)
    leased = {"lease": token, "leased_until": now + settings.JOB_LEASE}
    if before.lease and not before.is_running:
        leased |= after_failure(before, CUT_OFF)
    # What wakes the job from now on is work that this run may not have seen.
    if not JobState.objects.filter(free, due, name=name).update(**leased, woken_at=None, started_at=now):
        return None
    return JobState.objects.filter(name=name, lease=token).first()


def after_failure(state: JobState, trouble: str) -> dict[str, Any]:
    """What is written down of one more failure in a row."""
    failures = state.failures + 1
    parked_at = state.parked_at or (timezone.now() if failures >= TRIES else None)
    return {"failures": failures, "trouble": trouble, "parked_at": parked_at}


def give_back(state: JobState, **changes: Any) -> None:
    """End the lease and write down how the run went. Writes nothing if the lease ran out and somebody else has it."""
    held = JobState.objects.filter(pk=state.pk, lease=state.lease)
    held.update(lease="", leased_until=None, **changes)
