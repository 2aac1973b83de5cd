"""Who asks to be let in, and what representatives answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from membership.joining import services as joining
from membership.joining.models import JoinRequest
from membership.joining.queries import seats_left, waiting_requests
from membership.models import Organisation

from .doors import REFUSALS, SENTENCES, acting, for_representatives, way_here

PER_PAGE = 50
REQUESTS = ("Requests to join", "organisation_requests")


@require_safe
@for_representatives
def requests(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    page_obj = Paginator(waiting_requests(organisation), PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "name": str(waiting.person),
            "email": waiting.person.email,
            "job_title": waiting.person.job_title,
            "asked_at": waiting.asked_at,
            "accept_url": reverse("organisation_request_accept", args=[waiting.pk]),
            "decline_url": reverse("organisation_request_decline", args=[waiting.pk]),
        }
        for waiting in page_obj
    ]
    context = {
        "lines": lines,
        "page_obj": page_obj,
        "seats_left": seats_left(organisation),
        "crumbs": way_here(REQUESTS),
    }
    return render(request, "organisations/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
def accept(request: HttpRequest, organisation: Organisation, *, request_id: int) -> HttpResponse:
    waiting = _waiting_or_404(organisation, request_id)
    return _decide(
        request,
        waiting,
        joining.accept_request,
        title=f"Let {waiting.person} in?",
        explained="They see at once what your people see, and take a seat. We write to them.",
        button="Let them in",
        done=f"{waiting.person} is in.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
def decline(request: HttpRequest, organisation: Organisation, *, request_id: int) -> HttpResponse:
    waiting = _waiting_or_404(organisation, request_id)
    return _decide(
        request,
        waiting,
        joining.decline_request,
        title=f"Decline {waiting.person}?",
        explained="They stay outside your organisation. We write to them that their request was declined.",
        button="Decline",
        done=f"You have declined {waiting.person}.",
    )


def _decide(
    request: HttpRequest, waiting: JoinRequest, decide: Callable[..., Any], *, title: str, done: str, **asked: str
) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            decide(request=waiting, by=acting(request))
        except REFUSALS as refused:
            refusal = SENTENCES[type(refused)]
        else:
            messages.success(request, done)
            return redirect("organisation_requests")
    context = {
        **asked,
        "title": title,
        "refusal": refusal,
        "back_url": reverse("organisation_requests"),
        "crumbs": way_here(REQUESTS, (title, "")),
    }
    return render(request, "organisations/ask.html", context, status=409 if refusal else 200)


def _waiting_or_404(organisation: Organisation, request_id: int) -> JoinRequest:
    found = waiting_requests(organisation).filter(id=request_id).select_related("organisation").first()
    if found is None:
        raise Http404
    return found
