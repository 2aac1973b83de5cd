"""Say whether the search index is in step with the pages, and Elasticsearch with it. Exit code 1 if it is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from content.pages import ContentPage
from search import elastic_index
from search.engines import database_engine
from search.engines.elastic_connection import Unavailable, is_configured
from search.follower import THE_ROW, pending, standing
from search.models import Follower, MovingSubtree, RemovedEntry, SearchEntry
from search.upkeep import faults

MEANINGS = {
    "missing": "live pages without an entry",
    "superfluous": "entries of pages that are not live",
    "stale": "entries whose text or facets differ from the page",
    "misplaced": "entries that do not know everything above them",
    "unwritten": "entries whose full text is missing or old",
    "orphaned": "full texts that belong to no entry",
    "stuck": "moves of pages that did not end",
}


class Command(BaseCommand):
    help = "Compare the search index with the pages, and Elasticsearch, where there is one, with the search index."

    def handle(self, *args: Any, **options: Any) -> None:
        self._say("engine", database_engine().name)
        self._say("live pages", ContentPage.objects.filter(live=True).count())
        self._say("entries", SearchEntry.objects.count())
        self._say("moving", MovingSubtree.objects.count(), "subtrees that are being moved and not found")
        found = faults()
        for name, count in found.counts().items():
            self._say(name, count, MEANINGS[name])
        follows = self._elasticsearch() if is_configured() else True
        if found:
            raise CommandError("The search index is not in step with the pages. To repair it: manage.py search_rebuild")
        if not follows:
            raise CommandError("Elasticsearch is not in step with the search index; the database answers instead.")
        self.stdout.write("The search index is in step with the pages.")

    def _elasticsearch(self) -> bool:
        """Returns whether it is in step and answers."""
        now, follower = standing(), Follower.objects.filter(pk=THE_ROW).first() or Follower()
        since = now.behind_since
        self.stdout.write("")
        self._say("engine", "Elasticsearch")
        held = self._documents(now.index)
        self._say("answers", "no" if held is None else "yes")
        self._say("index", now.index or "none yet")
        self._say("entries", "unknown" if held is None else held)
        self._say("lag", pending().count(), "entries that it does not have as they are now")
        self._say("removals", RemovedEntry.objects.count(), "entries that it has still to take away")
        self._say("lag in time", 0 if since is None else round((timezone.now() - since).total_seconds()), "seconds")
        if follower.building:
            share = SearchEntry.objects.filter(pk__lte=follower.built_up_to).count()
            self._say("building", follower.building, f"{share} of {SearchEntry.objects.count()} entries copied")
        if follower.trouble:
            self._say("refused", follower.trouble)
        return held is not None and now.is_in_step

    def _documents(self, index: str) -> int | None:
        """How many documents there are, or None if Elasticsearch does not answer."""
        try:
            return elastic_index.count(index) if index else elastic_index.is_there()
        except Unavailable as fault:
            self._say("fault", fault)
            return None

    def _say(self, name: str, value: object, meaning: str = "") -> None:
        self.stdout.write(f"{name:<12} {value}   {meaning}".rstrip())
