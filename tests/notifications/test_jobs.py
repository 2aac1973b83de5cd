"""A job runs once at a time, is tried again after pauses, and staff hear of it when it keeps failing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.exceptions import TimeoutException
from django_q.models import OrmQ, Schedule, Task

from notifications import jobs
from notifications.job_states import CUT_OFF, TRIES, JobState, give_back, take
from notifications.jobs import (
    FIRST_PAUSE,
    Job,
    NoSuchJob,
    TellsStaff,
    ensure_schedules,
    pulse,
    register_job,
    run_job,
    standings,
    try_again,
    wake,
)

pytestmark = pytest.mark.django_db

NAME = "water_the_plants"


class Plants:
    """What the job of these tests works on: it fails while `broken`, and does `meanwhile` in the middle of a run."""

    def __init__(self) -> None:
        self.watered = 0
        self.broken: BaseException | None = None
        self.meanwhile: Any = lambda: None

    def water(self) -> str:
        self.meanwhile()
        if self.broken:
            raise self.broken
        self.watered += 1
        return "1 watered"


@pytest.fixture
def plants() -> Iterator[Plants]:
    made = Plants()
    register_job(Job(NAME, "Waters the plants.", made.water, longest_pause=timedelta(minutes=5)))
    yield made
    del jobs._jobs[NAME]


def state() -> JobState:
    return JobState.objects.get(name=NAME)


def queued() -> int:
    return sum(task.task["args"] == (NAME,) for task in OrmQ.objects.all())


def after(**time: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**time))


# --- One run -------------------------------------------------------------------------------------------------------


def test_a_good_run_says_what_it_did(plants):
    assert run_job(NAME)
    assert (state().outcome, state().failures, state().lease) == ("1 watered", 0, "")
    assert pulse() == state().finished_at


def test_nobody_else_runs_it_meanwhile(plants):
    ran_too = []
    plants.meanwhile = lambda: ran_too.append(run_job(NAME))
    assert run_job(NAME)
    assert ran_too == [False]
    assert plants.watered == 1


def test_a_job_that_was_killed_is_run_again_when_its_lease_ends(plants):
    killed = take(NAME)  # and nothing more: whoever took it is gone
    assert killed is not None
    assert not run_job(NAME)
    with after(seconds=settings.JOB_LEASE.total_seconds() + 1):
        assert run_job(NAME)
    assert state().lease == ""


def test_a_job_that_is_killed_every_time_is_seen(plants):
    now = timezone.now()
    for _ in range(TRIES + 1):
        with time_machine.travel(now, tick=False):
            assert take(NAME) is not None
        now += settings.JOB_LEASE + timedelta(seconds=1)
    assert (state().failures, state().trouble) == (TRIES, CUT_OFF)
    assert state().parked_at is not None
    with time_machine.travel(now, tick=False):
        assert run_job(NAME)
    assert (state().failures, state().trouble, state().parked_at) == (0, "", None)


def test_one_that_comes_back_after_its_lease_writes_nothing_over_the_next(plants):
    slow = take(NAME)
    with after(seconds=settings.JOB_LEASE.total_seconds() + 1):
        other = take(NAME)
        give_back(slow, outcome="late")
        assert state().lease == other.lease
        assert state().outcome == ""


def test_a_job_that_nobody_registered_is_refused():
    with pytest.raises(NoSuchJob):
        run_job("no-such-job")


# --- Failures ------------------------------------------------------------------------------------------------------


def test_pauses_grow_as_far_as_the_job_allows(plants):
    plants.broken = ValueError("no water")
    pauses = []
    now = timezone.now()
    for _ in range(6):
        with time_machine.travel(now, tick=False):
            assert not run_job(NAME)
            assert not run_job(NAME), "it pauses"
            pauses.append(state().not_before - timezone.now())
        now = state().not_before or now
    assert pauses == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4, FIRST_PAUSE * 8, *[timedelta(minutes=5)] * 2]


def fail(times: int) -> None:
    for _ in range(times):
        known = JobState.objects.filter(name=NAME).first()
        with time_machine.travel((known and known.not_before) or timezone.now(), tick=False):
            run_job(NAME)


def test_it_is_parked_after_many_failures_and_still_tried(plants):
    plants.broken = ValueError("no water")
    fail(TRIES - 1)
    assert state().parked_at is None
    fail(1)
    parked_at = state().parked_at
    assert parked_at is not None
    fail(1)
    assert (state().failures, state().parked_at) == (TRIES + 1, parked_at)


def test_one_good_run_ends_all_that(plants):
    plants.broken = ValueError("no water")
    fail(TRIES)
    plants.broken = None
    with after(hours=1):
        assert run_job(NAME)
    assert (state().failures, state().trouble, state().not_before, state().parked_at) == (0, "", None, None)


def test_staff_see_the_trouble_without_addresses(plants):
    plants.broken = TellsStaff("no water for dov@larkspan.example")
    run_job(NAME)
    assert state().trouble == "TellsStaff: no water for …"
    assert {standing.word for standing in standings() if standing.job.name == NAME} == {"failing"}


def test_staff_and_logs_are_not_told_the_words_of_an_unknown_error(plants, caplog):
    """They may name a page that is hidden from whoever reads them."""
    plants.broken = ValueError("The slug 'zqtitleqz' is taken.")
    run_job(NAME)
    assert state().trouble == "ValueError"
    assert "zqtitleqz" not in caplog.text
    assert "in water" in caplog.text, "where it happened is said"


def test_a_job_of_once_a_day_is_tried_again_after_its_pause(plants):
    tomorrow = timezone.now() + timedelta(days=1)
    Schedule.objects.create(name=NAME, func=jobs.RUN_JOB, next_run=tomorrow)
    plants.broken = ValueError("no water")
    run_job(NAME)
    assert Schedule.objects.get(name=NAME).next_run == state().not_before < tomorrow


def test_one_that_takes_too_long_has_failed(plants):
    """django-q2 ends it by an exception that no `except Exception` sees."""
    plants.broken = TimeoutException("Task exceeded maximum timeout value (60 seconds)")
    with pytest.raises(TimeoutException):
        run_job(NAME)
    assert (state().failures, state().lease) == (1, "")
    assert state().trouble == "TimeoutException"


def test_staff_try_again_without_a_pause(plants, django_capture_on_commit_callbacks):
    plants.broken = ValueError("no water")
    fail(TRIES)
    with django_capture_on_commit_callbacks(execute=True):
        try_again(NAME)
    assert (state().failures, state().parked_at, state().not_before) == (0, None, None)
    assert queued() == 1
    plants.broken = None
    assert run_job(NAME)


# --- Waking --------------------------------------------------------------------------------------------------------


def test_waking_twice_is_waking_once(plants, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wake(NAME)
        wake(NAME)
    assert queued() == 1


def test_what_is_rolled_back_wakes_nobody(plants, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        wake(NAME)
        transaction.set_rollback(True)
    assert queued() == 0


def test_a_wake_that_was_lost_does_not_silence_the_next_for_long(plants, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wake(NAME)
    OrmQ.objects.all().delete()
    with after(minutes=3), django_capture_on_commit_callbacks(execute=True):
        wake(NAME)
    assert queued() == 1


def test_what_comes_while_it_runs_is_not_missed(plants, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wake(NAME)
    OrmQ.objects.all().delete()  # the worker has taken it

    def written_meanwhile() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            wake(NAME)

    plants.meanwhile = written_meanwhile
    run_job(NAME)
    assert queued() >= 1
    plants.meanwhile = lambda: None
    OrmQ.objects.all().delete()
    run_job(NAME)
    assert queued() == 0, "and then there is nothing left"


def test_nobody_wakes_a_job_that_pauses(plants, django_capture_on_commit_callbacks):
    plants.broken = ValueError("no water")
    run_job(NAME)
    with django_capture_on_commit_callbacks(execute=True):
        wake(NAME)
    assert queued() == 0


# --- The clock -----------------------------------------------------------------------------------------------------


def test_the_clock_says_what_the_rooms_registered(plants):
    Schedule.objects.create(name="gone", func=jobs.RUN_JOB, args="'gone'", schedule_type=Schedule.MINUTES, minutes=1)
    JobState.objects.create(name="gone")
    ensure_schedules()
    ensure_schedules()
    assert sorted(Schedule.objects.values_list("name", "minutes")) == [
        (job.name, job.minutes) for job in jobs.all_jobs()
    ]
    assert not JobState.objects.filter(name="gone").exists()


def test_a_job_that_the_worker_runs_leaves_no_task_behind(plants):
    """Nothing reads django-q2's own list of what went well."""
    assert settings.Q_CLUSTER["save_limit"] == -1
    assert not Task.objects.exists()


def test_whoever_hangs_is_ended():
    """django-q2 1.11 counts down from the timeout and three seconds, a cycle at a time, and ends who is at 0."""
    assert (settings.Q_CLUSTER["timeout"] + 3) % settings.Q_CLUSTER["guard_cycle"] == 0
