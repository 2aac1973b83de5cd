"""`manage.py prepare`: makes the database ready to serve, whatever state it is in."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from membership.models import User
from search import vocabulary
from search.models import SearchEntry


class Command(BaseCommand):
    help = (
        "Make the tables, the pages that the portal cannot do without and the search index; where demonstrations are "
        "allowed, fill an empty portal with one. What is there already is not made again."
    )
    # The checks would cost every start a second; `make test` runs them.
    requires_system_checks: list[str] = []  # noqa: RUF012  declared as Django declares it

    def handle(self, *args: Any, **options: Any) -> None:
        if self.has_unapplied_migrations():
            self.stdout.write("Making the database's tables. The first time takes half a minute.")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.DEMONSTRATION_ALLOWED:
            if not User.objects.exists():
                self.stdout.write("Loading the demonstration into the empty portal.")
                call_command("load_demo")
        else:
            call_command("establish")
        if not SearchEntry.objects.exists():
            call_command("search_rebuild")
        vocabulary.learn()

    def has_unapplied_migrations(self) -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
