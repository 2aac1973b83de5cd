from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from content.pages import ContentPage

from . import corrections_admin
from .permissions import user_can_correct_page


@hooks.register("register_admin_urls")
def register_addresses() -> list[Any]:
    return corrections_admin.addresses()


@hooks.register("register_page_header_buttons")
def offer_correction(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, ContentPage) and user_can_correct_page(user, page):
        url = reverse("shelf_correction", args=[page.pk])
        yield Button(corrections_admin.TITLE, url, icon_name="mail", priority=45)
