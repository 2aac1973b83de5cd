"""Workers are killed by SIGKILL at any instant, beside a mail server that stalls and hangs up: nothing is lost.

KILLS=1000 .venv/bin/pytest tests/notifications/test_killed_workers.py -n0     takes a few minutes
KILL_SEED=… varies the instants.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from .post_office import Moods, PostOffice

pytestmark = pytest.mark.django_db

KILLS = int(os.environ.get("KILLS", "200"))
SEED = int(os.environ.get("KILL_SEED", "20261125"))
# Where nobody is killed, nobody may be taken for dead because the machine is slow.
PATIENT = {"EMAIL_TIMEOUT": "20", "MAIL_LEASE_SECONDS": "120"}
MOODS = {"takes", "later", "silent", "hangs_up_before", "hangs_up_after"}
SECONDS_TO_FINISH = 240
NOTICE = re.compile(r"/notices/([0-9a-f-]{36})/")


def mailer(database: str, office: PostOffice, *arguments: str, **more: str) -> dict[str, Any]:
    """What the process says in the end; it must not have complained."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.mailer_settings",
        "DATABASE_URL": database,
        "EMAIL_URL": office.url,
        **more,
    }
    command = [sys.executable, "-m", "tests.notifications.mailer", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert not done.stderr.strip(), done.stderr[-3000:]
    return json.loads(done.stdout)


@contextmanager
def portal_worker(database: str, office: PostOffice, folder: Path) -> Iterator[None]:
    """The worker as Procfile starts it. Ends with SIGKILL to all of its processes."""
    environment = {
        **os.environ,
        **PATIENT,
        "MAIL_LEASE_SECONDS": "20",
        "DJANGO_SETTINGS_MODULE": "tests.notifications.mailer_settings",
        "DATABASE_URL": database,
        "EMAIL_URL": office.url,
        "VAR_DIR": str(folder),
    }
    worker = subprocess.Popen([sys.executable, "bin/worker.py"], env=environment, start_new_session=True)
    try:
        yield
    finally:
        for process in [worker.pid, *descendants(worker.pid)]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        worker.wait()


def descendants(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [one for child in map(int, children) for one in (child, *descendants(child))]


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS_TO_FINISH
    while not condition():
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.05)


def assert_each_once(office: PostOffice, told: dict[str, Any]) -> Counter[str]:
    """Everybody got every notice of theirs under its one Message-ID. Returns how often each Message-ID arrived."""
    assert told["failures"] == 0
    assert told["waiting"] == told["unsent"] == 0, told["troubles"]
    assert len(told["expected"]) == told["people"] * told["pages"] == told["mails"]
    expected = {message_id: (notice, email) for notice, email, message_id in told["expected"]}
    assert len(expected) == len(told["expected"]), "two notices share a mail, or have none"
    arrived = {(one.message_id, NOTICE.search(one.body)[1], one.to) for one in office.arrived}
    assert arrived == {(message_id, notice, email) for message_id, (notice, email) in expected.items()}
    return Counter(one.message_id for one in office.arrived)


def test_killed_at_any_instant_nothing_is_lost_and_nothing_is_told_twice_in_two_ways(real_database: str):
    moods = Moods(later=8, silent=2, hangs_up_before=8, hangs_up_after=8, random=Random(SEED))
    with PostOffice(moods) as office:
        told = mailer(real_database, office, "kill", str(KILLS), str(SEED))
    times = assert_each_once(office, told)
    assert told["kills"] == KILLS
    # Only where SMTP cannot tell: the server took the mail and hung up, or we were killed before we could mark it.
    assert sum(times.values()) - len(times) <= office.did["hangs_up_after"] + KILLS
    if KILLS >= 200:
        assert {mood for mood in office.did if office.did[mood]} >= MOODS, f"the server was too kind: {office.did}"


def test_the_worker_is_killed_amid_500_mails_and_the_right_500_arrive(real_database: str, tmp_path: Path):
    with PostOffice() as office:
        told = mailer(real_database, office, "write", "20")
        expected = {message_id for _, _, message_id in told["expected"]}
        assert len(expected) == 500
        with portal_worker(real_database, office, tmp_path):
            wait_until(lambda: len(office.arrived) >= 100)
        arrived_before = len(office.arrived)
        assert arrived_before < 500
        with portal_worker(real_database, office, tmp_path):
            wait_until(lambda: len({one.message_id for one in office.arrived}) >= 500)
            time.sleep(2)  # for what should not come
    times = Counter(one.message_id for one in office.arrived)
    assert set(times) == expected
    assert sum(times.values()) <= 501, "only the mail that was in the killed worker's hands may come again"


@pytest.mark.parametrize("workers", [2, 4])
def test_several_workers_at_once_send_each_mail_once(real_database: str, workers: int):
    with PostOffice() as office:
        told = mailer(real_database, office, "share", str(workers), **PATIENT)
    assert set(assert_each_once(office, told).values()) == {1}
