"""`manage.py bench_saves`: what a save costs while mail, search or the worker do not answer."""

import logging
import os
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import sample
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test.utils import override_settings

from content.pages import ContentPage
from notifications.outbox import OutboxMail

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECONDS_TO_START = 8.0


class Command(BaseCommand):
    help = "Save a page and write a mail, again and again, while in turn something else does not answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=200, help="How often in each state (200).")

    def handle(self, *args: Any, rounds: int, **options: Any) -> None:
        page = ContentPage.objects.filter(live=True, depth__gt=3).order_by("-depth", "pk").first()
        if page is None:
            raise CommandError("This needs the demonstration content: start the portal once with `make run`.")
        logging.disable(logging.WARNING)
        times = _measured(lambda: _save(page.pk), rounds)
        usual = times["all answer"]
        lines = [_line(state, taken, usual) for state, taken in times.items()]
        table = "\n".join([TITLE, *lines, ""])
        Path(settings.BASE_DIR, "benchmarks", "saves.md").write_text(table)
        self.stdout.write(table)


def _save(page_id: int) -> None:
    """What a save does: the page, its restriction, its search entry, and a mail that follows from it."""
    with transaction.atomic():
        page = ContentPage.objects.get(pk=page_id).specific
        page.save_revision().publish()
        send_mail("Measured", "A mail that is never sent.", None, ["nobody@portal.invalid"])
        OutboxMail.objects.filter(address="nobody@portal.invalid").delete()


def _measured(save: Callable[[], None], rounds: int) -> dict[str, list[float]]:
    """State -> the milliseconds of each save. The states take turns, in random order."""
    with ExitStack() as stack:
        silent = stack.enter_context(_silent_port())
        worker = stack.enter_context(_worker())
        states: dict[str, Callable[[], Any]] = {
            "all answer": ExitStack,
            "mail refuses": lambda: override_settings(MAIL_TRANSPORT=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1),
            "mail is silent": lambda: override_settings(MAIL_TRANSPORT=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=silent),
            "search refuses": lambda: override_settings(ELASTICSEARCH_URL="http://127.0.0.1:1"),
            "search is silent": lambda: override_settings(ELASTICSEARCH_URL=f"http://127.0.0.1:{silent}"),
            "the worker hangs": lambda: _stopped(worker),
        }
        times: dict[str, list[float]] = {state: [] for state in states}
        for round_ in range(-5, rounds):
            for state in sample(list(states), len(states)):
                with states[state]():
                    begun = time.perf_counter()
                    save()
                    taken = (time.perf_counter() - begun) * 1000
                if round_ >= 0:
                    times[state].append(taken)
    return times


def _line(state: str, taken: list[float], usual: list[float]) -> str:
    median, slow = statistics.median(taken), _p99(taken)
    factors = median / statistics.median(usual), slow / _p99(usual)
    return f"| {state} | {median:.1f} | {slow:.1f} | {factors[0]:.2f} | {factors[1]:.2f} |"


def _p99(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]


@contextmanager
def _silent_port() -> Iterator[int]:
    """A server that lets one connect and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(128)
        yield server.getsockname()[1]


@contextmanager
def _worker() -> Iterator[int]:
    """The worker of this portal, as `make run` starts it. Its process group."""
    connection.close()
    command = [sys.executable, "bin/worker.py"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as it:  # noqa: S603  our own
        try:
            time.sleep(SECONDS_TO_START)
            (cluster,) = _children(it.pid)
            yield os.getpgid(cluster)
        finally:
            it.terminate()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def _stopped(group: int) -> Iterator[None]:
    """Between two transactions of the worker: on SQLite, nobody writes while somebody stands still in one."""
    os.killpg(group, signal.SIGSTOP)
    while not _can_write():
        os.killpg(group, signal.SIGCONT)
        time.sleep(0.05)
        os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


def _can_write() -> bool:
    if connection.vendor != "sqlite":
        return True
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0.05, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


TITLE = """# What a save costs while something else does not answer

Written by `make bench`: the states take turns, in random order, in one run. A save is the page, its restriction, its
search entry, a notice of it and a mail. The last columns are against the state in which all answer.

| state | median ms | p99 ms | × median | × p99 |
|---|---|---|---|---|"""
