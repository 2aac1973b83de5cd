from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from . import recurrence_admin
from .pages import EventPage
from .recurrence import user_can_repeat_event


@hooks.register("register_admin_urls")
def register_addresses() -> list[Any]:
    return recurrence_admin.addresses()


@hooks.register("register_page_header_buttons")
def offer_repeating(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, EventPage) and page.alias_of_id is None and user_can_repeat_event(user, page):
        url = reverse("event_repeat", args=[page.pk])
        yield Button(recurrence_admin.TITLE, url, icon_name="date", priority=46)
