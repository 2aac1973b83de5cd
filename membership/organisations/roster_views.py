"""The first page of the representatives: who is in, how many may come, and what waits for them."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from membership.joining.queries import open_invitations, people_in_seats, waiting_requests
from membership.models import Organisation

from .doors import for_representatives
from .presentation import colleague
from .queries import open_recertification, roster, unconfirmed_people

PER_PAGE = 50
LONGEST_WORDS = 200


@require_safe
@for_representatives
def organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS]
    page_obj = Paginator(roster(organisation, words), PER_PAGE).get_page(request.GET.get("page"))
    recertification = open_recertification(organisation)
    invited = open_invitations(organisation).count()
    context = {
        "organisation": organisation,
        "words": words,
        "query": f"{urlencode({'q': words})}&" if words else "",
        "page_obj": page_obj,
        "colleagues": [colleague(person) for person in page_obj],
        "seats": _seats(organisation, invited),
        "open_count": invited,
        "waiting_count": waiting_requests(organisation).count(),
        "recertification": recertification,
        "unconfirmed_count": unconfirmed_people(recertification).count() if recertification else 0,
    }
    return render(request, "organisations/roster.html", context)


def _seats(organisation: Organisation, invited: int) -> str:
    taken = people_in_seats(organisation).count()
    if organisation.seats is None:
        return f"{taken} used, without a limit"
    left = max(organisation.seats - taken - invited, 0)
    return f"{taken} of {organisation.seats} used, {invited} held by invitations, {left} left"
