"""Say whether the search index is in step with the pages. Exit code 1 if it is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.pages import ContentPage
from search.engines import get_engine
from search.models import MovingSubtree, SearchEntry
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
    help = "Compare the search index with the pages."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"engine       {get_engine().name}")
        self.stdout.write(f"live pages   {ContentPage.objects.filter(live=True).count()}")
        self.stdout.write(f"entries      {SearchEntry.objects.count()}")
        self.stdout.write(f"moving       {MovingSubtree.objects.count()}   subtrees that are being moved and not found")
        found = faults()
        for name, count in found.counts().items():
            self.stdout.write(f"{name:<12} {count}   {MEANINGS[name]}")
        if found:
            raise CommandError("The search index is not in step with the pages. To repair it: manage.py search_rebuild")
        self.stdout.write("The search index is in step with the pages.")
