"""The home page."""

from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from content.listings import card_lists
from content.pages import ContentPage
from content.vocabulary import Kind
from visibility.pages import listable_pages

LATEST = 6


class HomePage(ContentPage):
    """The front door."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "portal/home_page.html"

    settings_panels: ClassVar[list[Any]] = [*ContentPage.settings_panels, FieldPanel("show_in_menus")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        viewer = context["viewer"]
        sections = listable_pages(viewer, ContentPage.objects.child_of(self).filter(show_in_menus=True))
        news = ContentPage.objects.descendant_of(self).exclude(kind__in=[Kind.PAGE, Kind.GROUP])
        latest = listable_pages(viewer, news).filter(is_open=True).order_by("-last_published_at", "-pk")[:LATEST]
        context["sections"], context["latest"] = card_lists([sections.order_by("path"), latest], request)
        return context
