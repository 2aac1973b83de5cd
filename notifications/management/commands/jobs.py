"""Say how the worker's jobs stand. Exit code 1 if one is parked or the worker is silent, so that it can be watched."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications.jobs import NoSuchJob, Standing, all_jobs, standings, try_again
from notifications.watching import age, troubles

HEAD = ("job", "state", "last run", "waiting", "failing", "oldest", "outcome or error")


class Command(BaseCommand):
    help = "List the worker's jobs: how each stands, what waits for it and what went wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", metavar="NAME", help="Run this job now, whatever happened before.")

    def handle(self, *args: Any, again: str | None, **options: Any) -> None:
        if again is None:
            self._list()
        else:
            self._try_again(again)

    def _try_again(self, name: str) -> None:
        try:
            try_again(name)
        except NoSuchJob:
            raise CommandError(
                f"There is no job called {name}. There are: {', '.join(job.name for job in all_jobs())}."
            ) from None
        self.stdout.write(f"The worker runs {name} as soon as it is free.")

    def _list(self) -> None:
        found = standings()
        rows = [HEAD, *map(row_of, found)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if sentences := list(troubles(found)):
            raise CommandError(" ".join(sentences))


def row_of(standing: Standing) -> tuple[str, ...]:
    state, waiting = standing.state, standing.waiting
    return (
        standing.job.name,
        standing.word,
        age(state.started_at),
        str(waiting.count),
        str(waiting.failing),
        age(waiting.oldest),
        state.trouble or state.outcome,
    )
