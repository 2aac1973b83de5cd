"""`manage.py bench_requests`: what lists of questions to the experts cost, with few questions and with many."""

import logging
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from random import sample
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import NoReverseMatch, reverse

from membership.models import User
from pathways.requests import queries
from pathways.requests.measures import measure
from portal.benchmark.questions import People, write_people, write_questions
from portal.establish import establish

from .bench import BACKEND

FEW = 50
BLOCKS = 6  # so often few and many take turns
MOST = 1.3  # times as long with many, beyond which the command fails
Ask = Callable[[], Any]


class Command(BaseCommand):
    help = "Fill an empty portal with made-up questions to the experts and measure the pages that list them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--requests", type=int, default=5000, help="How many are many (5000).")
        parser.add_argument("--rounds", type=int, default=20, help="How often each is asked for in a block (20).")

    def handle(self, *args: Any, requests: int, rounds: int, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("This portal has people. Measure in an empty one: bin/bench makes it.")
        logging.disable(logging.WARNING)
        establish()
        people = write_people()
        write_questions(people, first=0, last=FEW)
        steady, growing = _lists(people) | _pages(people), _all_of_them(people)
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            few, many = _measured(steady | growing, people, requests, rounds)
        lines = [TITLE.format(few=FEW, many=requests), *(few.line(name, many) for name in steady | growing), ""]
        table = "\n".join(lines)
        Path(settings.BASE_DIR, "benchmarks", "ask-an-expert.md").write_text(table)
        self.stdout.write(table)
        slow = [name for name in steady if few.factor(name, many) > MOST]
        if slow:
            raise CommandError(f"With more questions it takes over {MOST} times as long: {', '.join(slow)}.")


# --- What is asked for ----------------------------------------------------------------------------------------------


def _lists(people: People) -> dict[str, Ask]:
    """As many rows as there are with few, so that the same is read each time."""
    coordinator, expert, requester = people.coordinators[0], people.experts[0], people.requesters[0]
    return {
        "`desk_of`, 20 rows": lambda: list(queries.desk_of(coordinator)[:20]),
        "`queue_of`, 4 rows": lambda: list(queries.queue_of(expert)[:4]),
        "`claimable_by`, 4 rows": lambda: list(queries.claimable_by(expert)[:4]),
        "`own_requests`, 1 row": lambda: list(queries.own_requests(requester)[:1]),
    }


def _pages(people: People) -> dict[str, Ask]:
    wanted = {"question_desk": people.coordinators[0], "question_queue": people.experts[0]}
    return {f"`{address}`": _page(person, address) for name, person in wanted.items() if (address := _address(name))}


def _all_of_them(people: People) -> dict[str, Ask]:
    """What looks at every question, and so takes longer with more of them."""
    coordinator = people.coordinators[0]
    return {
        "`desk_of`, how many": lambda: queries.desk_of(coordinator).count(),
        "`queue_of`, how many": lambda: queries.queue_of(people.experts[0]).count(),
        "`measure`, a year": lambda: measure(coordinator, days=365),
    }


def _page(person: User, address: str) -> Ask:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return lambda: client.get(address)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


# --- Measuring ------------------------------------------------------------------------------------------------------


class Measured:
    """By name, the milliseconds that each took, and how often it asked the database."""

    def __init__(self, asks: dict[str, Ask]) -> None:
        self.asks = asks
        self.times: dict[str, list[float]] = {name: [] for name in asks}
        self.queries: dict[str, int] = {}

    def measure(self, rounds: int) -> None:
        for name, ask in self.asks.items():
            ask()
            with CaptureQueriesContext(connection) as captured:
                ask()
            self.queries[name] = len(captured)
        for _ in range(rounds):
            for name in sample(list(self.asks), len(self.asks)):
                begun = time.perf_counter()
                self.asks[name]()
                self.times[name].append((time.perf_counter() - begun) * 1000)

    def factor(self, name: str, other: "Measured") -> float:
        return statistics.median(other.times[name]) / statistics.median(self.times[name])

    def line(self, name: str, other: "Measured") -> str:
        medians = [f"{statistics.median(one.times[name]):.2f}" for one in (self, other)]
        cells = [name, *medians, f"{self.factor(name, other):.2f}", self.queries[name], other.queries[name]]
        return f"| {' | '.join(map(str, cells))} |"


def _measured(asks: dict[str, Ask], people: People, requests: int, rounds: int) -> tuple[Measured, Measured]:
    """Few and many take turns: many are written, measured, and taken back."""
    few, many = Measured(asks), Measured(asks)
    for _ in range(BLOCKS):
        few.measure(rounds)
        with transaction.atomic():
            write_questions(people, first=FEW, last=requests)
            many.measure(rounds)
            transaction.set_rollback(True)
    return few, many


TITLE = """# What lists of questions cost

Written by `make bench`: {few} and {many:,} questions take turns in one run, with 200 experts and 50 organisations.
Times are medians. The last rows look at every question there is, and are here to show what that costs.

| what | {few}: ms | {many:,}: ms | × | queries | queries |
|---|---|---|---|---|---|"""
