"""Somebody's own calendar: the page that tells the secret address, and the feed behind it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from notifications.letters import absolute
from visibility.viewer import viewer_for

from . import feeds
from .calendars import CONTENT_TYPE, feed_of
from .permissions import accesses_to
from .queries import feed_ledgers


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """A POST gives a new address, and ends the old one."""
    if request.method == "POST":
        feeds.renew(person=request.user)
        messages.success(request, "This is your new address. The old one, if there was one, no longer works.")
        return redirect("calendar_feed")
    feed = feeds.feed_of(request.user)
    address = absolute(reverse("calendar_feed_file", args=[feeds.token_of(feed)])) if feed else ""
    return render(request, "events/calendar_feed.html", {"address": address})


@require_safe
def calendar_feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """Without a session: the address is the key. Whoever is signed in on this browser plays no part."""
    person = feeds.person_behind(token)
    if person is None:
        raise Http404
    viewer = viewer_for(person)
    ledgers = list(feed_ledgers(viewer))
    accesses = accesses_to([ledger.event for ledger in ledgers], viewer)
    content = feed_of((ledger, accesses[ledger.event_id]) for ledger in ledgers)
    headers = {"Content-Type": CONTENT_TYPE, "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(content, headers=headers)
