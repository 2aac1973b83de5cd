"""`manage.py explain_visibility EMAIL URL-or-page-id`: why this person may or may not see this page."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page, Site

from visibility.explanation import explain
from visibility.viewer import viewer_for


class Command(BaseCommand):
    help = "Say step by step why a person may or may not see a page. EMAIL may be 'anonymous'."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("page", metavar="URL-or-page-id")

    def handle(self, *args: Any, email: str, page: str, **options: Any) -> None:
        person = self._person(email)
        found = self._page(page)
        self.stdout.write(f"{email} and “{found.title}”:")
        if not person.is_anonymous and not person.is_active:
            self.stdout.write("This person is suspended and sees what someone who is not signed in sees.")
        self.stdout.write(str(explain(viewer_for(person), found)))

    def _person(self, email: str) -> Any:
        if email == "anonymous":
            return AnonymousUser()
        person = get_user_model().objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}. Use 'anonymous' for someone who is not signed in.")
        return person

    def _page(self, page: str) -> Page:
        if page.isdigit():
            found = Page.objects.filter(pk=int(page)).first()
        else:
            root = Site.objects.get(is_default_site=True).root_page
            path = urlsplit(page).path.strip("/")
            found = Page.objects.filter(url_path=f"{root.url_path}{path}/" if path else root.url_path).first()
        if found is None:
            raise CommandError(f"There is no page {page}. Give its address, with or without the host, or its number.")
        return found
