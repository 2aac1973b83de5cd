"""`manage.py bench_oracle`: whether time tells who has an account. Writes `benchmarks/account-oracle.md`."""

import logging
import random
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test.utils import override_settings

from portal.benchmark.oracle import (
    SURFACES,
    Surface,
    addresses_of_people,
    addresses_of_suspended_people,
    stranger,
    unknown_addresses,
)

from .bench import chance_to_tell

KINDS: dict[str, Callable[[int], list[str]]] = {
    "nobody": unknown_addresses,
    "somebody": addresses_of_people,
    "somebody suspended": addresses_of_suspended_people,
}
MOST = 0.55  # the chance to tell, beyond which the command fails
WARM_UP = 10


class Command(BaseCommand):
    help = "Measure whether an address of somebody can be told from one of nobody by the time that an answer takes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=400, help="How many addresses of each kind are asked (400).")

    def handle(self, *args: Any, rounds: int, **options: Any) -> None:
        if not settings.DEMONSTRATION_ALLOWED:
            raise CommandError("This makes people up. It is not for a portal in earnest.")
        logging.disable(logging.WARNING)
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            measured = [measure(surface, rounds) for surface in SURFACES]
        table = "\n".join([TITLE, *(line for lines, _ in measured for line in lines), ""])
        Path(settings.BASE_DIR, "benchmarks", "account-oracle.md").write_text(table)
        self.stdout.write(table)
        if any(chance > MOST for _, chances in measured for chance in chances):
            raise CommandError(f"Time tells who has an account: a chance is over {MOST}.")


TITLE = """# An address of somebody and one of nobody

Each address is asked for once, all kinds in random order, in one run: `make bench`. The last column is the chance that
a classifier which knows the time alone tells such an address from one of nobody, 0.5 if time tells nothing (area under
the curve, in whichever direction is better).

| page | address | median ms | p95 ms | chance to tell |
|---|---|---|---|---|"""


def measure(surface: Surface, rounds: int) -> tuple[list[str], list[float]]:
    """The lines of the table for one page, and the chances in them."""
    nobody, *others = KINDS
    times = milliseconds(surface, rounds)
    lines, chances = [line(surface, nobody, times[nobody], "–")], []
    for kind in others:
        told = chance_to_tell(times[kind], times[nobody])
        chances.append(max(told, 1 - told))
        lines.append(line(surface, kind, times[kind], f"{chances[-1]:.3f}"))
    return lines, chances


def milliseconds(surface: Surface, rounds: int) -> dict[str, list[float]]:
    """Kind of address -> how long each of its answers took."""
    with transaction.atomic():
        addresses = {kind: make(rounds + WARM_UP) for kind, make in KINDS.items()}
    for kind in KINDS:
        for address in addresses[kind][rounds:]:
            surface.ask(stranger(), address)
    asks = [(kind, address) for kind in KINDS for address in addresses[kind][:rounds]]
    random.shuffle(asks)
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for kind, address in asks:
        client = stranger()
        begun = time.perf_counter()
        surface.ask(client, address)
        times[kind].append((time.perf_counter() - begun) * 1000)
    return times


def line(surface: Surface, kind: str, times: list[float], chance: str) -> str:
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"| {surface.name} | {kind} | {statistics.median(times):.2f} | {p95:.2f} | {chance} |"
