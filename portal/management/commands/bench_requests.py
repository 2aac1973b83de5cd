"""`manage.py bench_requests`: what lists of questions to the experts cost, with few questions and with many."""

import gc
import logging
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from random import sample
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from membership.models import User
from pathways.requests import queries
from pathways.requests.measures import measure
from portal.benchmark.questions import People, delete_questions, write_people, write_questions
from portal.establish import establish

from .bench import BACKEND

FEW = 50
BLOCKS = 6  # so often few and many take turns
WARM_UP = 5
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
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            asks = _lists(people) | _page("question_desk", people.coordinators[0]) | _all_of_them(people)
            few, many = _measured(asks, people, requests, rounds)
        lines = [few.line(name, many) for name in asks]
        table = "\n".join([TITLE.format(few=FEW, many=requests), *lines, ""])
        Path(settings.BASE_DIR, "benchmarks", "ask-an-expert.md").write_text(table)
        self.stdout.write(table)


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


def _all_of_them(people: People) -> dict[str, Ask]:
    """What looks at every question, or shows more of them where there are more; and so takes longer."""
    coordinator, expert = people.coordinators[0], people.experts[0]
    return {
        "`desk_of`, how many": lambda: queries.desk_of(coordinator).count(),
        "`queue_of`, how many": lambda: queries.queue_of(expert).count(),
        "`measure`, a year": lambda: measure(coordinator, days=365),
        **_page("question_queue", expert),
        **_page("question_measures", coordinator),
    }


def _page(name: str, person: User) -> dict[str, Ask]:
    client, address = Client(), reverse(name)
    client.force_login(person, backend=BACKEND)
    if client.get(address).status_code != HTTPStatus.OK:
        raise CommandError(f"{address} is not answered: there is nothing to measure.")
    return {f"`{address}`": lambda: client.get(address)}


# --- Measuring ------------------------------------------------------------------------------------------------------


class Measured:
    """By name, the milliseconds that each took, and how often it asked the database."""

    def __init__(self, asks: dict[str, Ask]) -> None:
        self.asks = asks
        self.times: dict[str, list[float]] = {name: [] for name in asks}
        self.queries: dict[str, int] = {}

    def measure(self, rounds: int) -> None:
        gc.collect()
        for name, ask in self.asks.items():
            for _ in range(WARM_UP):
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
    """Few and many take turns: many are written, measured, and deleted again."""
    few, many = Measured(asks), Measured(asks)
    for _ in range(BLOCKS):
        few.measure(rounds)
        write_questions(people, first=FEW, last=requests)
        many.measure(rounds)
        delete_questions(keep=FEW)
    return few, many


TITLE = """# What lists of questions cost

Written by `make bench`: {few} and {many:,} questions take turns in one run, with 200 experts and 50 organisations.
Times are medians. The last rows look at every question there is, or show more where there are more, and are here to
show what that costs.

| what | {few}: ms | {many:,}: ms | × | queries | queries |
|---|---|---|---|---|---|"""
