"""Write the search index anew while the portal runs."""

from typing import Any

from django.core.management.base import BaseCommand

from search.models import SearchEntry
from search.upkeep import rebuilding


class Command(BaseCommand):
    help = "Write the search index anew from the pages as they are stored. The portal may run meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        for pages in rebuilding():
            if options["verbosity"] > 1:
                self.stdout.write(f"{pages} pages read")
        self.stdout.write(f"The search index has {SearchEntry.objects.count()} entries.")
