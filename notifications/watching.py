"""What is told to whoever watches the portal: whether the worker lives, whether mail leaves, what needs a person."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from .job_states import JobState
from .jobs import Standing, pulse
from .outbox import SEND_MAIL

# Several jobs run every minute, and none may take longer than one.
SILENT_AFTER = timedelta(minutes=3)
UNITS = {"d": 24 * 60 * 60, "h": 60 * 60, "min": 60}


def worker_is_silent() -> bool:
    last = pulse()
    return last is None or last < timezone.now() - SILENT_AFTER


def mail_is_failing() -> bool:
    """The job that sends mail fails as a whole: the mail server does not answer, for example."""
    return JobState.objects.filter(name=SEND_MAIL, failures__gt=0).exists()


def troubles(standings: Iterable[Standing]) -> Iterator[str]:
    """What needs a person, in sentences."""
    if worker_is_silent():
        yield f"The worker is silent: no job has come to its end in the last {age_of(SILENT_AFTER)}."
    parked = [standing.job.name for standing in standings if standing.state.parked_at]
    if parked:
        yield f"Parked after many failures: {', '.join(parked)}."


def age(since: datetime | None) -> str:
    return "–" if since is None else age_of(timezone.now() - since)


def age_of(duration: timedelta) -> str:
    """In one unit: 45 s, 3 min, 5 h, 2 d."""
    seconds = max(int(duration.total_seconds()), 0)
    return next((f"{seconds // size} {unit}" for unit, size in UNITS.items() if seconds >= size), f"{seconds} s")
