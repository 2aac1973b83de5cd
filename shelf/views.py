"""A person's shelf, and the buttons that put something on it or take it off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from content.surroundings import address_of
from visibility.viewer import viewer_of

from . import services
from .forms import ADD, NO, REMOVE, YES, SwitchForm, UsefulForm
from .queries import bookmarks_of, followed_pages, followed_topics, keepable_page

PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """Something on the shelf, and where the button posts that takes it off."""

    title: str
    kind_label: str
    remove_url: str
    url: str = ""
    summary: str = ""
    made_at: datetime | None = None


@require_safe
@login_required
def shelf(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    page_obj = Paginator(bookmarks_of(viewer), PER_PAGE).get_page(request.GET.get("page"))
    bookmarks = [_line(kept.page, "shelf_bookmark", request, made_at=kept.made_at) for kept in page_obj]
    topics = [
        Line(topic.name, "Topic", reverse("shelf_topic", args=[topic.slug]), summary=topic.description)
        for topic in followed_topics(viewer)
    ]
    pages = [_line(page, "shelf_page", request) for page in followed_pages(viewer)]
    return render(
        request, "shelf/shelf.html", {"page_obj": page_obj, "bookmarks": bookmarks, "followed": [*topics, *pages]}
    )


def _line(page: Any, remove: str, request: HttpRequest, made_at: datetime | None = None) -> Line:
    remove_url, url = reverse(remove, args=[page.pk]), address_of(page, request)
    return Line(page.title, page.kind_label, remove_url, url=url, summary=page.summary, made_at=made_at)


# --- The buttons ---------------------------------------------------------------------------------------------------

# action -> (the service that does it, what the person is told afterwards)
Switching = dict[str, tuple[Callable[..., Any], str]]

BOOKMARK: Switching = {
    ADD: (services.bookmark, "Saved to your shelf."),
    REMOVE: (services.remove_bookmark, "Removed from your shelf."),
}
PAGE: Switching = {
    ADD: (services.follow_page, "You follow this now. What is new will be among your notices."),
    REMOVE: (services.unfollow_page, "You no longer follow this."),
}
TOPIC: Switching = {
    ADD: (services.follow_topic, "You follow this topic now. What is new will be among your notices."),
    REMOVE: (services.unfollow_topic, "You no longer follow this topic."),
}

# After signing in again, a button has to be pressed again: its address answers no GET, so the way back is not to there.
signed_in = login_required(redirect_field_name=None)


@require_POST
@signed_in
def bookmark(request: HttpRequest, page_id: int) -> HttpResponse:
    return _switch(request, BOOKMARK, page_id=page_id)


@require_POST
@signed_in
def page(request: HttpRequest, page_id: int) -> HttpResponse:
    return _switch(request, PAGE, page_id=page_id)


@require_POST
@signed_in
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _switch(request, TOPIC, slug=slug)


@require_POST
@signed_in
def useful(request: HttpRequest, page_id: int) -> HttpResponse:
    """Said below a page, and changed or taken back there."""
    form = UsefulForm(request.POST)
    if not form.is_valid():
        raise BadRequest("No button posts this.")
    said, viewer = form.cleaned_data["useful"], viewer_of(request)
    try:
        if said in {YES, NO}:
            services.mark_useful(viewer=viewer, page_id=page_id, is_useful=said == YES)
        else:
            services.take_mark_back(viewer=viewer, page_id=page_id)
    except services.NotToBeKept as refusal:
        raise Http404 from refusal
    messages.success(request, "Thank you." if said in {YES, NO} else "Taken back.")
    return redirect(_address_back(request, page_id))


def _switch(request: HttpRequest, switching: Switching, **what: Any) -> HttpResponse:
    form = SwitchForm(request.POST)
    if not form.is_valid():
        raise BadRequest("No button posts this.")
    change, said = switching[form.cleaned_data["action"]]
    try:
        change(viewer=viewer_of(request), **what)
    except services.NotToBeKept as refusal:
        raise Http404 from refusal
    messages.success(request, said)
    return redirect(_address_back(request, form.cleaned_data["at"]))


def _address_back(request: HttpRequest, page_id: int | None) -> str:
    """Of the page on which the button stood, if this person may open it; else of their shelf."""
    found = keepable_page(viewer_of(request), page_id) if page_id is not None else None
    return address_of(found, request) if found is not None else reverse("shelf")
