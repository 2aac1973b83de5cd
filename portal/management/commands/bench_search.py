"""`manage.py bench_search`: what the search costs in a large portal, in pairs, in one run."""

import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from functools import partial
from random import sample
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from content.pages import ContentPage
from portal.benchmark.comparisons import a_large_move, against_wagtail
from portal.benchmark.world import RARE, World, make_world
from search.engines import database_engine
from search.engines.base import Engine, Question
from search.engines.database import DatabaseEngine
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import is_configured
from search.engines.sql import Sql
from search.evaluation.measures import percentile
from search.following import catch_up
from search.models import Follower, SearchEntry
from search.queries import PER_PAGE, search
from search.query import parse

QUERIES = {
    "rare word": RARE,
    "1 % of all": "waterwheel",
    "common word": "lighthouse",
    "question": "What does a lighthouse at the riverbank need?",
    "mistyped": "lightouse",
}
PATIENCE = 60  # seconds: here nobody waits, and what is slow is to be seen
NO_RULE = "no rule at all"
FIRST_PAGE = {"page": 1, "per_page": PER_PAGE}
COLUMNS = "query|who asks|barred nodes|hits|engine p50 ms|p95 ms|× no rule|`search()` p50 ms|p95 ms|database queries"
TITLE = f"""
### {{engine}}, {{entries:,}} entries

| {COLUMNS.replace("|", " | ")} |
|{"---|" * 10}"""


class Command(BaseCommand):
    help = "Fill an empty portal with made-up pages and measure the search in it, with and without the rule."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pages", type=int, default=100_000)
        parser.add_argument("--rounds", type=int, default=15)
        parser.add_argument("--compare", action="store_true", help="also with Wagtail's search, and move a subtree")

    def handle(self, *args: Any, pages: int, rounds: int, compare: bool, **options: Any) -> None:
        if ContentPage.objects.exists():
            raise CommandError("This portal has pages. Measure in an empty one: bin/bench makes it.")
        world = make_world(pages)
        for engine in self._engines():
            self.stdout.write(TITLE.format(engine=engine.name, entries=SearchEntry.objects.count()))
            for name, text in QUERIES.items():
                for line in lines_of(engine, world, name, text, rounds):
                    self.stdout.write(line)
        if compare:
            self.stdout.write(a_large_move(world))
            self.stdout.write(against_wagtail(world))

    def _engines(self) -> Iterator[Engine]:
        """The database's; then, if the portal has one, Elasticsearch, once it has caught up."""
        with override_settings(ELASTICSEARCH_URL=""):
            yield database_engine()
        if is_configured():
            while not catch_up(seconds=600).in_step:
                pass
            with override_settings(ELASTICSEARCH_TIMEOUT=PATIENCE):
                yield ElasticEngine(Follower.objects.get().index)


def lines_of(engine: Engine, world: World, name: str, text: str, rounds: int) -> list[str]:
    """A row for each person who asks, and one for the engine without any rule, all measured in turn."""
    query = parse(text)
    asks: dict[str, Callable[[], Any]] = {NO_RULE: partial(without_rule(engine).ask, Question(query), **FIRST_PAGE)}
    for person, viewer in world.viewers.items():
        asks[person] = partial(engine.ask, Question(query, barred=viewer.barred), **FIRST_PAGE)
        asks[f"search {person}"] = partial(search, viewer, text)
    times = in_turn(asks, rounds)
    lines = [_row(name, NO_RULE, "–", asks[NO_RULE]().counts.total, *_spread(times[NO_RULE]), "1.00", *"–––")]
    for person, viewer in world.viewers.items():
        with CaptureQueriesContext(connection) as queries:
            found = search(viewer, text)
        factor = percentile(times[person], 0.5) / percentile(times[NO_RULE], 0.5)
        cells = [*_spread(times[person]), f"{factor:.2f}", *_spread(times[f"search {person}"]), len(queries)]
        lines.append(_row(name, person, len(viewer.barred), found.total, *cells))
    return lines


def without_rule(engine: Engine) -> Engine:
    """The same engine, answering with everything that matches: what the rule costs is measured against this."""
    if not isinstance(engine, DatabaseEngine):
        return engine  # its rule is a filter of the question: without barred nodes there is none
    unruled = type("WithoutRule", (type(engine),), {"allowed": lambda *args: Sql("1 = 1")})
    return unruled()


def in_turn(asks: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """The milliseconds that each took in each round; the order within a round is random."""
    times: dict[str, list[float]] = {name: [] for name in asks}
    for number in range(rounds + 1):
        for name in sample(list(asks), len(asks)):
            begun = time.perf_counter()
            asks[name]()
            if number:  # the first round warms up
                times[name].append((time.perf_counter() - begun) * 1000)
    return times


def _row(*cells: object) -> str:
    return f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else str(cell) for cell in cells)} |"


def _spread(times: list[float]) -> tuple[str, str]:
    return f"{percentile(times, 0.5):.1f}", f"{percentile(times, 0.95):.1f}"
