"""What every page needs: the name of the portal, the navigation, and who is looking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Site

from content.pages import ContentPage
from visibility.pages import visible_pages
from visibility.viewer import viewer_of


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Lazy: the admin and responses without a header pay nothing."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "nav_links": lambda: nav_links(request),
        "can_use_admin": lambda: request.user.has_perm("wagtailadmin.access_admin"),
    }


def nav_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The sections in the header, as far as the viewer may open them. One query."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    depth = site.root_page.depth + 1
    pages = ContentPage.objects.filter(depth=depth, show_in_menus=True, path__startswith=site.root_page.path)
    return [
        {
            "title": page.title,
            "url": (url := page.get_url(request) or ""),
            "is_current": request.path.startswith(url),
        }
        for page in visible_pages(viewer_of(request), pages).order_by("path")
    ]
