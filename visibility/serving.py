"""Keeps hidden pages from being served, whichever way they were found."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from wagtail.models import Page

from .models import Audience
from .pages import can_view_page, listable_pages
from .viewer import PAGE, Viewer, viewer_of


def refuse_hidden_page(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Nothing to a viewer who may see the page; a teaser where every failed restriction allows one; else 404.

    Registered before Wagtail's own check, which would send a signed-in person to sign in again, for ever.
    """
    viewer = viewer_of(request)
    if can_view_page(viewer, page):
        return None
    if listable_pages(viewer).filter(pk=page.pk).exists():
        return to_sign_in(request) or _teaser(page, request, viewer)
    raise Http404


def to_sign_in(request: HttpRequest) -> HttpResponse | None:
    """Where the relative link `?sign-in` leads: to the sign-in page, and from there back to this address.

    Pages that refuse someone offer that link instead of one that names the address, so that their bodies are equal.
    """
    if "sign-in" not in request.GET or request.user.is_authenticated:
        return None
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}")


def _teaser(page: Page, request: HttpRequest, viewer: Viewer) -> HttpResponse:
    barred = [barrier.id for barrier in viewer.barriers if barrier.kind == PAGE and page.path.startswith(barrier.path)]
    audiences = Audience.objects.filter(restrictions__restriction__page__in=barred).distinct()
    label = ", ".join(audience.name for audience in audiences)
    context = {"page": page, "teaser": page.specific, "audience_label": label}
    return render(request, "visibility/teaser.html", context, status=403)
