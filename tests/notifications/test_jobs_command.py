"""`manage.py jobs` tells whoever runs the portal, or a monitor by its exit code, how the worker stands."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from notifications.job_states import JobState
from notifications.jobs import all_jobs, pulse

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("jobs", *arguments, stdout=out)
    return out.getvalue()


def ran(name: str = "send_mail", *, ago: timedelta = timedelta(seconds=20), **fields: object) -> JobState:
    then = timezone.now() - ago
    given = {"started_at": then, "finished_at": then, **fields}
    return JobState.objects.update_or_create(name=name, defaults=given)[0]


def test_every_job_has_its_line():
    ran(outcome="3 sent, 0 dropped, 0 put off, 0 parked")
    head, *lines = said().splitlines()
    assert head.split()[:2] == ["job", "state"]
    assert [line.split()[0] for line in lines] == [job.name for job in all_jobs()]
    (line,) = [line for line in lines if line.startswith("send_mail")]
    assert line.split(maxsplit=7)[1:4] == ["ready", "20", "s"]
    assert line.endswith("3 sent, 0 dropped, 0 put off, 0 parked")


def test_a_job_that_fails_shows_its_error_and_is_no_alarm_yet():
    ran("follow_search")
    ran(failures=2, trouble="ServerDoesNotAnswer: TimeoutError", outcome="1 sent")
    (line,) = [line for line in said().splitlines() if line.startswith("send_mail")]
    assert "failing" in line
    assert line.endswith("ServerDoesNotAnswer: TimeoutError")


def test_a_parked_job_is_an_alarm():
    ran("follow_search")
    ran(failures=6, parked_at=timezone.now())
    with pytest.raises(CommandError, match=r"^Parked after many failures: send_mail\.$"):
        said()


@pytest.mark.parametrize("ago", [None, timedelta(minutes=6)])
def test_a_silent_worker_is_an_alarm(ago):
    JobState.objects.all().delete()
    if ago:
        ran(ago=ago)
    with pytest.raises(CommandError, match=r"^The worker is silent: no job has come to its end in the last 3 min\.$"):
        said()


def test_trying_again_lifts_the_pause():
    ran(failures=6, parked_at=timezone.now(), not_before=timezone.now() + timedelta(hours=1))
    assert said("--again", "send_mail") == "The worker runs send_mail as soon as it is free.\n"
    state = JobState.objects.get(name="send_mail")
    assert (state.failures, state.parked_at, state.not_before) == (0, None, None)


def test_a_job_that_is_not_there_is_refused_with_the_names_of_those_that_are():
    with pytest.raises(CommandError, match=r"There is no job called sned_mail\. There are: .*send_mail") as refusal:
        said("--again", "sned_mail")
    assert refusal.value.returncode == 1


def test_the_pulse_is_the_newest_end():
    ran("follow_search", ago=timedelta(minutes=9))
    newest = ran(ago=timedelta(minutes=2))
    assert pulse() == newest.finished_at
