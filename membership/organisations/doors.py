"""Lets representatives in, each to their own organisation, and says in words what services refuse."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from membership.joining import services as joining
from membership.models import User
from membership.representation import LastRepresentative

from . import services
from .permissions import organisation_of_representative

# What may go wrong between looking at a page and pressing its button.
SENTENCES: dict[type[Exception], str] = {
    joining.AlreadyAMember: "Somebody at your organisation has this address.",
    joining.AlreadyInvited: "This address has an invitation already. You can renew it.",
    joining.NoSeatLeft: "No seat is left. Suspend whoever has gone, revoke an invitation, or ask us for more seats.",
    joining.TakesNobodyIn: "Your organisation’s membership is not current, so nobody new can come in.",
    joining.TooManyToday: "Your organisation has invited many people today. Try again tomorrow, or write to us.",
    joining.InvitationEnded: "This invitation has been accepted or revoked.",
    joining.RequestDecided: "This request has been decided already, or the person has joined an organisation.",
    LastRepresentative: "This is your only representative. Make somebody else a representative first.",
    services.NotYourself: "You cannot do this to yourself. Ask another representative.",
    services.NotActive: "They are suspended. Reinstate them first.",
    services.TheAllianceKeepsThemOut: "The alliance has suspended this person. Write to us if you think that is wrong.",
    services.WorksForTheAlliance: "They also have a role at the alliance. Suspend them, and write to us.",
}
REFUSALS = tuple(SENTENCES)

RepresentativeView = Callable[..., HttpResponseBase]


def for_representatives(view: RepresentativeView) -> RepresentativeView:
    """The view gets the organisation that the person acts for. For everyone else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponseBase:
        organisation = organisation_of_representative(request.user)
        if organisation is None:
            raise Http404
        try:
            return view(request, organisation, **named)
        except services.NotYours as refusal:  # they have just ceased to be one
            raise Http404 from refusal

    return guarded


def acting(request: HttpRequest) -> User:
    """Who a view behind `for_representatives` serves."""
    assert isinstance(request.user, User)  # noqa: S101  for the types
    return request.user


def way_here(*crumbs: tuple[str, str]) -> list[dict[str, str]]:
    """The breadcrumbs of a page below the roster: (title, name of the view). The last one is the page itself."""
    above = [{"title": "Home", "url": "/"}, {"title": "Your organisation", "url": reverse("organisation")}]
    *between, (title, _) = crumbs
    return [*above, *({"title": text, "url": reverse(name)} for text, name in between), {"title": title, "url": ""}]
