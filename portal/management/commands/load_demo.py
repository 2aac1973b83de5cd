"""`manage.py load_demo`: fills an empty portal with demonstration content and people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from membership.models import User


class Command(BaseCommand):
    help = "Load the demonstration content and its people into an empty portal. Refused in production."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION_ALLOWED:
            raise CommandError("Demonstration accounts have a known password: they are never loaded in production.")
        if User.objects.exists():
            raise CommandError("This portal already has people. Demonstration content goes into an empty one only.")
        from portal.demo.load import load

        load()
        self.stdout.write("The demonstration content is loaded.")
