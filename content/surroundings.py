"""The pages around a page, as far as the viewer may open them: the sections, the way to it, and what it links to.

One query a request for all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, Site

from visibility.pages import visible_pages
from visibility.viewer import viewer_of

HOME = "Home"  # in breadcrumbs the home page goes by this name, not by its title


@dataclass(frozen=True)
class Link:
    """A page that the viewer may open, as others speak of it."""

    title: str
    url: str
    summary: str = ""
    kind_label: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Surroundings:
    """`sections` stand in the header, `crumbs` lead down from the home page, `linked` are those asked for, by id."""

    sections: list[Link] = field(default_factory=list)
    crumbs: list[Link] = field(default_factory=list)
    linked: dict[int, Link] = field(default_factory=dict)


def surroundings_of(request: HttpRequest, page: Page | None = None, linked: Iterable[int] = ()) -> Surroundings:
    """Worked out once a request: a page asks first, and the header then takes the same answer."""
    known: Surroundings | None = getattr(request, "_surroundings", None)
    if known is None or page is not None:
        known = _surroundings(request, page, set(linked))
        request._surroundings = known  # type: ignore[attr-defined]  # noqa: SLF001  kept with the request
    return known


def address_of(page: Page, request: HttpRequest) -> str:
    """The address of `page` on this site. Wagtail's `get_url` would ask the shared cache for it."""
    site = Site.find_for_request(request)
    if site is None or not page.url_path.startswith(site.root_page.url_path):
        return page.get_url(request) or ""
    return "/" + page.url_path.removeprefix(site.root_page.url_path)


def _surroundings(request: HttpRequest, page: Page | None, linked: set[int]) -> Surroundings:
    site = Site.find_for_request(request)
    if site is None:
        return Surroundings()
    home: Page = site.root_page
    above = [page.path[:length] for length in range(len(home.path), len(page.path), Page.steplen)] if page else []
    sections = Q(depth=home.depth + 1, show_in_menus=True, path__startswith=home.path)
    pages = apps.get_model("content.ContentPage").objects.filter(sections | Q(path__in=above) | Q(pk__in=linked))
    found = [(one, _link(one, request)) for one in visible_pages(viewer_of(request), pages).order_by("path")]
    return Surroundings(
        sections=[link for one, link in found if one.depth == home.depth + 1 and one.show_in_menus],
        crumbs=[Link(HOME, link.url) if one.pk == home.pk else link for one, link in found if one.path in above],
        linked={one.pk: link for one, link in found if one.pk in linked},
    )


def _link(page: Any, request: HttpRequest) -> Link:
    url = address_of(page, request)
    return Link(page.title, url, page.summary, page.kind_label, is_current=request.path.startswith(url))
