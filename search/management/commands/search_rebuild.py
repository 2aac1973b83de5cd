"""Write the search index anew while the portal runs."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import vocabulary
from search.engines.elastic_connection import is_configured
from search.follower import LEASE, THE_ROW
from search.following import Unavailable, catch_up, start_building
from search.models import Follower, SearchEntry
from search.upkeep import rebuilding

SECONDS_BETWEEN_TRIES = 0.5


class Command(BaseCommand):
    help = (
        "Write the search index anew from the pages as they are stored, and then, where there is one, a new index of "
        "Elasticsearch from that. The portal may run meanwhile, and searches are answered."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--only-database", action="store_true", help="leave Elasticsearch as it is")
        which.add_argument("--only-elasticsearch", action="store_true", help="leave the database's index as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["only_elasticsearch"]:
            self._rebuild_database(verbose=options["verbosity"] > 1)
        if options["only_elasticsearch"] and not is_configured():
            raise CommandError("There is no Elasticsearch: ELASTICSEARCH_URL is not set.")
        if is_configured() and not options["only_database"]:
            try:
                self._rebuild_elasticsearch(verbose=options["verbosity"] > 1)
            except Unavailable as fault:
                raise CommandError(
                    f"Elasticsearch does not answer ({fault}). What was begun goes on when it does: search_follow."
                ) from fault

    def _rebuild_database(self, *, verbose: bool) -> None:
        for pages in rebuilding():
            if verbose:
                self.stdout.write(f"{pages} pages read")
        vocabulary.forget()
        vocabulary.learn(most=SearchEntry.objects.count())
        self.stdout.write(f"The search index has {SearchEntry.objects.count()} entries.")

    def _rebuild_elasticsearch(self, *, verbose: bool) -> None:
        deadline = time.monotonic() + 2 * LEASE.total_seconds()
        while not start_building():
            if time.monotonic() > deadline:
                raise CommandError("Somebody else is writing to Elasticsearch and does not come to an end. Try again.")
            time.sleep(SECONDS_BETWEEN_TRIES)
        while (follower := Follower.objects.get(pk=THE_ROW)).building:
            if verbose:
                self.stdout.write(f"{follower.building}: entries up to number {follower.built_up_to}")
            done = catch_up(seconds=5)
            if done.troubles:
                refused = ", ".join(f"{count} times {trouble}" for trouble, count in done.troubles.items())
                raise CommandError(f"Elasticsearch refused some entries: {refused}")
            if not (done.written or done.removed or done.in_step):
                time.sleep(SECONDS_BETWEEN_TRIES)  # somebody else has the lease, and goes on with it
        self.stdout.write(f"Elasticsearch answers from the new index {follower.index}.")
