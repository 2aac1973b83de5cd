"""What experts have and could take, and what coordinators keep moving. For everybody else there are no such pages."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from membership.models import User

from . import coverage
from .desk_forms import DeskForm
from .desks import narrowed_desk_of, rows_for, waiting_on_desk_of
from .guard import Kind
from .models import ExpertProfile
from .people import away_dates
from .permissions import user_can_answer, user_can_coordinate
from .queries import claimable_by, held_beside, on_hand_of
from .states import Party

PER_PAGE = 25
EXPERTS_PER_PAGE = 50


class PersonsRequest(HttpRequest):
    """Of somebody who is signed in."""

    user: User


@require_safe
@cache_control(private=True, no_cache=True)
@login_required
def queue(request: PersonsRequest) -> HttpResponse:
    """An expert's page: what they have, on what they are asked for their view, and what they could take."""
    expert = request.user
    if not user_can_answer(expert):
        raise Http404
    page_obj = Paginator(claimable_by(expert), PER_PAGE).get_page(request.GET.get("page"))
    on_hand = rows_for(expert, on_hand_of(expert))
    context = {
        "own": [row for row in on_hand if Party.OWNER in row.parties],
        "consulted": [row for row in on_hand if Party.OWNER not in row.parties],
        "claimable": rows_for(expert, page_obj),
        "page_obj": page_obj,
        "profile": ExpertProfile.objects.filter(person=expert).prefetch_related("topics").first(),
        "away": away_dates().filter(person=expert).first(),
        "coordinates": user_can_coordinate(expert),
    }
    return render(request, "pathways/requests/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_cache=True)
@login_required
def desk(request: PersonsRequest) -> HttpResponse:
    """All open questions. Words are looked for by POST, so that they stand in no address and no log."""
    coordinator = request.user
    if not user_can_coordinate(coordinator):
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    form = DeskForm(given)
    wanted = form.wanted(words=request.POST.get("words", ""))
    page_obj = Paginator(narrowed_desk_of(coordinator, wanted), PER_PAGE).get_page(given.get("page"))
    context = {
        "rows": rows_for(coordinator, page_obj),
        "page_obj": page_obj,
        "query": form.query(),
        "filters": form.filters(),
        "chosen": form.chosen(),
        "words": wanted.words,
        "waiting": waiting_on_desk_of(coordinator),
        "held": [(line, [Kind(kind).label for kind in line.kinds]) for line in held_beside(coordinator)],
        "answers": user_can_answer(coordinator),
    }
    return render(request, "pathways/requests/desk.html", context)


@require_safe
@login_required
def experts(request: PersonsRequest) -> HttpResponse:
    """Who answers on what, and topics on which nobody does."""
    coordinator = request.user
    if not user_can_coordinate(coordinator):
        raise Http404
    page_obj = Paginator(coverage.experts_by_name(), EXPERTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": coverage.rows_for(coordinator, page_obj),
        "page_obj": page_obj,
        "uncovered": coverage.topics_without_experts(),
        "answers": user_can_answer(coordinator),
    }
    return render(request, "pathways/requests/experts.html", context)
