"""`manage.py establish`: makes the page tree, audiences, permissions and workflow of a new portal."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.establish import establish


class Command(BaseCommand):
    help = "Make what the portal cannot do without (pages, audiences, permissions, workflow). Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        home = establish()
        self.stdout.write(f"The portal stands; its home page is “{home.title}”.")
