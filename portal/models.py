"""The home page."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.url_routing import RouteResult

from content.listings import cards
from content.pages import ContentPage
from content.vocabulary import Kind
from visibility.pages import listable_pages, visible_pages
from visibility.viewer import viewer_of

LATEST = 6


class HomePage(ContentPage):
    """The front door. It also finds every other page, so that a hidden one is looked for as one that never was."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "portal/home_page.html"

    settings_panels: ClassVar[list[Any]] = [*ContentPage.settings_panels, FieldPanel("show_in_menus")]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page at this address among those that the viewer may see, in one query.

        Wagtail walks down level by level and finds hidden pages on the way, which takes more work for a page that
        exists than for one that never did.
        """
        if not path_components:
            return super().route(request, path_components)
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        page = listable_pages(viewer_of(request), ContentPage.objects.filter(url_path=url_path)).first()
        if page is None:
            raise Http404
        return RouteResult(page.specific)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        viewer = context["viewer"]
        sections = listable_pages(viewer, ContentPage.objects.child_of(self).filter(show_in_menus=True))
        latest = visible_pages(viewer, ContentPage.objects.descendant_of(self).exclude(kind__in=[Kind.PAGE, Kind.GROUP]))
        context |= {
            "sections": cards(sections.order_by("path"), request, viewer),
            "latest": cards(latest.order_by("-last_published_at", "-pk")[:LATEST], request, viewer),
        }
        return context
