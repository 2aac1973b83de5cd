"""Finds and serves pages. A hidden page is looked for exactly as one that never was."""

from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from wagtail.models import Page, Site

from visibility.explanation import audiences_barring
from visibility.pages import listable_pages
from visibility.viewer import viewer_of

from .confidential import record_page_read
from .pages import ContentPage


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """The page at this address: 200 if the viewer may open it, 403 with a teaser where one is allowed, else 404.

    In place of Wagtail's own view, which walks down the tree level by level and so does more work for a page that
    exists, and which sends whoever lacks a group to sign in again, for ever.
    """
    page = find_page(request, path)
    if page is None:
        raise Http404
    found: Page = as_its_type(page)
    if not page.is_open:
        return to_sign_in(request) or _teaser(request, found)
    refused: HttpResponseBase | None = found.check_request_method(request)
    if refused is not None:
        return refused
    response: HttpResponseBase = found.serve(request)
    record_page_read(page, response)
    return response


def find_page(request: HttpRequest, path: str) -> ContentPage | None:
    """The page at this address among those that the viewer may open or is teased with. One query."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    address = f"{site.root_page.url_path}{path.strip('/')}/" if path.strip("/") else site.root_page.url_path
    pages = ContentPage.objects.filter(url_path=address, path__startswith=site.root_page.path)
    page: ContentPage | None = listable_pages(viewer_of(request), pages.select_related(*page_types())).first()
    return page


@cache
def page_types() -> tuple[str, ...]:
    """The names by which a content page reaches its own type's row."""
    links = ContentPage._meta.related_objects
    return tuple(link.name for link in links if link.one_to_one and issubclass(link.related_model, ContentPage))


def as_its_type(page: ContentPage) -> Page:
    """The same page as an instance of its own type, which `find_page` has fetched along with it."""
    of_its_type = (getattr(page, name, None) for name in page_types())
    return next((found for found in of_its_type if found is not None), page)


def to_sign_in(request: HttpRequest) -> HttpResponse | None:
    """Where the relative link `?sign-in` leads: to the sign-in page, and from there back to this address.

    Pages that refuse someone offer that link instead of one that names the address, so that their bodies are equal.
    """
    if "sign-in" not in request.GET or request.user.is_authenticated:
        return None
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path}, safe='/')}")


def _teaser(request: HttpRequest, page: Page) -> HttpResponse:
    audiences = ", ".join(audience.name for audience in audiences_barring(viewer_of(request), page))
    return render(request, "content/teaser.html", {"teaser": page, "audience_label": audiences}, status=403)
