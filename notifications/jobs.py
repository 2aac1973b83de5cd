"""The worker's jobs: each looks for rows that say what is still to be done, does it, and marks it done.

Rooms register theirs; django-q2 calls `run_job` by the clock and whenever something wakes a job. A job may be killed at
any instant and started again. One that fails is tried again after growing pauses; after `TRIES` failures in a row it is
parked: staff see it with its error. It is still tried once an hour, because a safety net must not wait for a person.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import format_tb
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django_q.exceptions import TimeoutException
from django_q.models import Schedule
from django_q.tasks import async_task

from .job_states import LONGEST_TEXT, JobState, after_failure, give_back, take

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
# A wake that has not led to a run for so long was lost with the task queue, or with whoever should have run it.
WAKE_FORGOTTEN_AFTER = timedelta(minutes=2)
ADDRESS = re.compile(r"\S+@\S+")
RUN_JOB = "notifications.jobs.run_job"


@dataclass(frozen=True)
class Waiting:
    """What a job has still to do. `failing` of it was tried in vain; `oldest` is since when the first one waits."""

    count: int = 0
    failing: int = 0
    oldest: datetime | None = None


def nothing_known() -> Waiting:
    """For jobs that compare everything anew each time: nothing is known before they look."""
    return Waiting()


@dataclass(frozen=True)
class Job:
    """`promise` tells staff what it does. `run` returns what it did: a number, a sentence, or nothing.

    It runs every so many `minutes`, and has one minute. `longest_pause` is between two attempts after failures.
    """

    name: str
    promise: str
    run: Callable[[], Any]
    minutes: int = 1
    waiting: Callable[[], Waiting] = nothing_known
    longest_pause: timedelta = LONGEST_PAUSE


_jobs: dict[str, Job] = {}


class TellsStaff(Exception):
    """An error whose words name nothing that is restricted. Of all others, staff and logs get the kind alone."""


class SomeFailed(TellsStaff):
    """Of several things to be done, these were not; the others were."""


class NoSuchJob(Exception):
    """No room registered a job of this name."""


def register_job(job: Job) -> None:
    _jobs[job.name] = job


def all_jobs() -> list[Job]:
    return sorted(_jobs.values(), key=lambda job: job.name)


def job_named(name: str) -> Job:
    """Raises NoSuchJob."""
    if name not in _jobs:
        raise NoSuchJob(name)
    return _jobs[name]


def ensure_schedules() -> None:
    """Make django-q2's clock say what the rooms registered; drop the schedules of jobs that are no more."""
    for job in all_jobs():
        clock = {"func": RUN_JOB, "args": f"'{job.name}'", "schedule_type": Schedule.MINUTES, "minutes": job.minutes}
        Schedule.objects.update_or_create(name=job.name, defaults=clock)
    Schedule.objects.filter(func=RUN_JOB).exclude(name__in=_jobs).delete()
    JobState.objects.exclude(name__in=_jobs).delete()


# --- Running -------------------------------------------------------------------------------------------------------


def run_job(name: str) -> bool:
    """Run a job, unless it has to pause or somebody else runs it. Returns whether it ran and came to a good end.

    What the job raises is written down, not raised: django-q2 would try again at once, and we do after a pause.
    """
    job = job_named(name)
    state = take(name)
    if state is None:
        return False
    try:
        outcome = job.run()
    except (Exception, TimeoutException) as failure:
        log_failure(f"The job {name} failed", failure)
        give_back(state, **_after_failure(job, state, failure))
        if isinstance(failure, TimeoutException):
            raise  # a SystemExit, by which django-q2 ends what took too long, and the process with it
        return False
    good = {"failures": 0, "trouble": "", "not_before": None, "parked_at": None}
    give_back(state, finished_at=timezone.now(), outcome=told(outcome), **good)
    if JobState.objects.filter(pk=state.pk, woken_at__isnull=False).exists():
        _enqueue(name)  # what came while it ran, it may have missed
    return True


def _after_failure(job: Job, state: JobState, failure: BaseException) -> dict[str, Any]:
    pause = min(FIRST_PAUSE * 2 ** min(state.failures, 20), job.longest_pause)
    not_before = timezone.now() + pause
    # What runs once a day is not to wait a day for its second try.
    Schedule.objects.filter(name=job.name, func=RUN_JOB, next_run__gt=not_before).update(next_run=not_before)
    return {**after_failure(state, trouble_of(failure)), "not_before": not_before}


def each(things: Iterable[Any], do: Callable[[Any], int]) -> int:
    """Do it with each, also after one that fails. Returns the sum of what was done. Raises SomeFailed in the end."""
    done, failed = 0, Counter[str]()
    for thing in things:
        try:
            done += do(thing)
        except Exception as failure:
            log_failure(f"{do.__name__} failed for {getattr(thing, 'pk', thing)}", failure)
            failed[type(failure).__name__] += 1
    if failed:
        raise SomeFailed(", ".join(f"{kind} {count} times" for kind, count in failed.items()))
    return done


def trouble_of(failure: BaseException) -> str:
    """What staff are told of it. The words of an error may name a page; its kind does not."""
    kind = type(failure).__name__
    return told(f"{kind}: {failure}" if isinstance(failure, TellsStaff) else kind)


def log_failure(what: str, failure: BaseException) -> None:
    """Where it happened, without the words of the error."""
    logger.error("%s: %s\n%s", what, type(failure).__name__, "".join(format_tb(failure.__traceback__)))


def told(what: object) -> str:
    """What staff are told, without mail addresses in it."""
    return ADDRESS.sub("…", "" if what is None else str(what))[:LONGEST_TEXT]


def try_again(name: str) -> None:
    """Staff want it tried now, whatever happened before. Raises NoSuchJob."""
    job_named(name)
    JobState.objects.filter(name=name).update(failures=0, not_before=None, parked_at=None, woken_at=None)
    wake(name)


# --- Waking --------------------------------------------------------------------------------------------------------


def wake(name: str) -> None:
    """Run this job as soon as what was just written is committed; otherwise it runs by the clock.

    After the commit, so that nobody's transaction holds a row on which everybody would wait. If the process dies
    between the two, or the queue cannot be written, the clock finds the work a minute later.
    """
    transaction.on_commit(lambda: _wake(name), robust=True)


def _wake(name: str) -> None:
    now = timezone.now()
    woken = Q(woken_at__gt=now - WAKE_FORGOTTEN_AFTER) | Q(not_before__gt=now)
    if not JobState.objects.filter(woken, name=name).exists():
        _enqueue(name)


def _enqueue(name: str) -> None:
    try:
        with transaction.atomic():
            JobState.objects.update_or_create(name=name, defaults={"woken_at": timezone.now()})
            async_task(RUN_JOB, name, task_name=name)
    except DatabaseError as refusal:
        logger.warning("The worker could not be woken for %s: %s", name, type(refusal).__name__)


# --- How it stands -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """A job as `manage.py jobs` and staff see it."""

    job: Job
    state: JobState
    waiting: Waiting

    @property
    def word(self) -> str:
        if self.state.parked_at:
            return "parked"
        if self.state.failures:
            return "failing"
        return "running" if self.state.is_running else "ready"


def standings() -> list[Standing]:
    states = {state.name: state for state in JobState.objects.all()}
    return [Standing(job, states.get(job.name) or JobState(name=job.name), job.waiting()) for job in all_jobs()]


def pulse() -> datetime | None:
    """When the worker last came to the end of a job."""
    newest: datetime | None = JobState.objects.aggregate(newest=Max("finished_at"))["newest"]
    return newest
