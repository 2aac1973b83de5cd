"""`manage.py bench`: compares times in pairs, in one run, and writes the table to `benchmarks/`."""

import logging
import random
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.test.utils import override_settings

from content.pages import ContentPage
from membership.models import User
from visibility.pages import visible_pages
from visibility.viewer import viewer_for

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class Command(BaseCommand):
    help = "Measure whether a hidden page can be told from a missing one by the time that it takes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=400, help="How often each address is asked for (400).")

    def handle(self, *args: Any, rounds: int, **options: Any) -> None:
        person = User.objects.filter(email="startup@demo.example").first()
        if person is None:
            raise CommandError("This needs the demonstration content: start the portal once with `make run`.")
        logging.disable(logging.WARNING)  # a line for each refusal
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            lines = [self._line(name, someone, rounds) for name, someone in (("nobody", None), ("a startup", person))]
        table = "\n".join([TITLE, *lines, ""])
        Path(settings.BASE_DIR, "benchmarks", "hidden-and-missing.md").write_text(table)
        self.stdout.write(table)

    def _line(self, name: str, person: User | None, rounds: int) -> str:
        client = Client()
        if person is not None:
            client.force_login(person, backend=BACKEND)
        hidden = self._hidden_address(person)
        missing = f"{hidden.rstrip('/')[:-4]}zzzz/"
        times = interleaved([lambda: client.get(hidden), lambda: client.get(missing)], rounds)
        cells = [name, *(f"{statistics.median(one):.2f}" for one in times), f"{chance_to_tell(*times):.3f}"]
        return f"| {' | '.join(cells)} |"

    def _hidden_address(self, person: User | None) -> str:
        """The deepest page that is live and that this person may not see."""
        visible = visible_pages(viewer_for(person or AnonymousUser()))
        page = (
            ContentPage.objects.filter(live=True).exclude(pk__in=visible.values("pk")).order_by("-depth", "pk").first()
        )
        if page is None:
            raise CommandError("There is no hidden page to ask for.")
        return str(page.url)


TITLE = """# A hidden page and one that never was

Both asked for in turn, in random order, in one run: `make bench`. The last column is the chance that the one that took
longer is the hidden one, 0.5 if time tells nothing (area under the curve).

| who asks | hidden, median ms | missing, median ms | chance to tell |
|---|---|---|---|"""


def interleaved(asks: list[Callable[[], Any]], rounds: int) -> list[list[float]]:
    """The milliseconds that each took in each round; the order within a round is random."""
    for ask in asks * 5:
        ask()
    times: list[list[float]] = [[] for _ in asks]
    for _ in range(rounds):
        for number in random.sample(range(len(asks)), len(asks)):
            begun = time.perf_counter()
            asks[number]()
            times[number].append((time.perf_counter() - begun) * 1000)
    return times


def chance_to_tell(first: list[float], second: list[float]) -> float:
    """How often a time of `first` is longer than one of `second`; ties count half."""
    wins = sum((one > other) + (one == other) / 2 for one in first for other in second)
    return wins / (len(first) * len(second))
