"""What experts have and could take, and what coordinators keep moving. For everybody else there are no such pages."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from . import coverage
from .desk_forms import DeskForm
from .desks import figures_of_desk, narrowing, rows_of
from .doors import PersonsRequest, coordinator_or_404, in_confidence
from .guard import Kind
from .people import away_dates
from .profiles import described
from .queries import claimable_by, desk_of, held_first, on_hand_of, reader_of, with_parties
from .states import Party

PER_PAGE = 20
HELD_AT_ONCE = 5  # the next to go back; nobody can do anything about them here
EXPERTS_PER_PAGE = 50


@require_safe
@in_confidence
def queue(request: PersonsRequest) -> HttpResponse:
    """An expert's page: what they have, on what they are asked for their view, and what they could take."""
    expert = reader_of(request.user)
    if expert is None or not expert.is_expert:
        raise Http404
    page_obj = Paginator(with_parties(claimable_by(expert), expert), PER_PAGE).get_page(request.GET.get("page"))
    on_hand = rows_of(with_parties(on_hand_of(expert), expert))
    context = {
        "own": [row for row in on_hand if Party.OWNER in row.parties],
        "consulted": [row for row in on_hand if Party.OWNER not in row.parties],
        "claimable": rows_of(page_obj),
        "page_obj": page_obj,
        "profile": described(request.user),
        "away": away_dates().filter(person=request.user).first(),
        "coordinates": expert.is_coordinator,
    }
    return render(request, "pathways/requests/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_confidence
def desk(request: PersonsRequest) -> HttpResponse:
    """All open questions. Words are looked for by POST, so that they stand in no address and no log."""
    coordinator = coordinator_or_404(request.user)
    given = request.POST if request.method == "POST" else request.GET
    form = DeskForm(given)
    wanted = form.wanted(words=request.POST.get("words", ""))
    chosen = narrowing(coordinator, wanted)
    figures = figures_of_desk(coordinator, chosen)
    pages = Paginator(with_parties(desk_of(coordinator).filter(chosen), coordinator), PER_PAGE)
    pages.count = figures.matching  # they are counted with the rest
    page_obj = pages.get_page(given.get("page"))
    held, all_held = held_first(coordinator, most=HELD_AT_ONCE)
    context = {
        "rows": rows_of(page_obj),
        "page_obj": page_obj,
        "query": form.query(),
        "filters": form.filters(),
        "chosen": form.chosen(),
        "words": wanted.words,
        "figures": figures,
        "held": [(line, [Kind(kind).label for kind in line.kinds]) for line in held],
        "held_count": all_held,
        "held_later": max(all_held - HELD_AT_ONCE, 0),
        "answers": coordinator.is_expert,
    }
    return render(request, "pathways/requests/desk.html", context)


@require_safe
@login_required
def experts(request: PersonsRequest) -> HttpResponse:
    """Who answers on what, and topics on which nobody does."""
    coordinator = coordinator_or_404(request.user)
    found = coverage.experts_shown_to(coordinator)
    page_obj = Paginator(found, EXPERTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [coverage.row_of(person) for person in page_obj],
        "page_obj": page_obj,
        "uncovered": coverage.topics_without_experts(),
        "answers": coordinator.is_expert,
    }
    return render(request, "pathways/requests/experts.html", context)
