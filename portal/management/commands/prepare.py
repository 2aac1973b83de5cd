"""Make a database ready to serve: tables, demonstration content where allowed and nothing is there yet, search index."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from portal.demo.people import PERSONAS
from search.models import SearchEntry


class Command(BaseCommand):
    help = "Migrate, fill an empty database with demonstration content, build an empty search index. Does nothing twice."
    requires_system_checks = []  # `make test` runs them; here they would cost every start a second

    def handle(self, *args: Any, **options: Any) -> None:
        if self.has_unapplied_migrations():
            self.stdout.write("Making the database's tables. The first time takes half a minute.")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.DEMONSTRATION_ALLOWED and not get_user_model().objects.exists():
            self.stdout.write("Loading demonstration content into the empty database.")
            with transaction.atomic():  # so that a start that is interrupted leaves the database empty
                call_command("load_demo")
        if not SearchEntry.objects.exists():
            self.stdout.write("Building the search index.")
            call_command("search_rebuild")
        if settings.DEMONSTRATION_ALLOWED:
            self.welcome()

    def has_unapplied_migrations(self) -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    def welcome(self) -> None:
        self.stdout.write(f"\nThe portal: {settings.BASE_URL}/   for editors: {settings.BASE_URL}/admin/")
        self.stdout.write("Demonstration sign-ins, all with the password pathways-demo:")
        for persona in PERSONAS:
            self.stdout.write(f"  {persona.email:<32}{persona.job_title}")
        self.stdout.write("Ctrl-C stops it.\n\n")
