"""Compare everything that search holds with what it was made from, and repair it. Exit code 1 if something is left."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.elastic_comparison import Difference, differences, repair
from search.engines.elastic_connection import is_configured
from search.following import Unavailable, catch_up
from search.upkeep import faults, sweep

SHOWN = 10  # of each kind


class Command(BaseCommand):
    help = (
        "Compare the search index with the pages, and Elasticsearch with the search index, word for word; repair both."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="change nothing; exit code 1 if there are differences"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        left = self._pages(dry_run=dry_run)
        if is_configured():
            try:
                left += self._elasticsearch(dry_run=dry_run)
            except Unavailable as fault:
                raise CommandError(f"Elasticsearch does not answer: {fault}") from fault
        if left:
            raise CommandError(f"{left} differences are left.")
        self.stdout.write("No differences are left.")

    def _pages(self, *, dry_run: bool) -> int:
        """Returns how many differences from the pages are left."""
        found = faults()
        for name, count in found.counts().items():
            if count:
                self.stdout.write(f"pages: {count} {name}")
        if found and not dry_run:
            sweep()
            found = faults()
        return sum(found.counts().values())

    def _elasticsearch(self, *, dry_run: bool) -> int:
        """Returns how many differences of Elasticsearch from the entries are left."""
        if not dry_run:
            catch_up()
        found = differences()
        self._say(found)
        if found and not dry_run:
            repair(found)
            catch_up()
            found = differences()
        return len(found)

    def _say(self, found: list[Difference]) -> None:
        for kind, count in Counter(one.kind for one in found).items():
            some = [one.document_id for one in found if one.kind == kind][:SHOWN]
            self.stdout.write(f"Elasticsearch: {count} {kind}: {', '.join(some)}{' …' if count > SHOWN else ''}")
