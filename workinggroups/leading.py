"""What chairs, coordinators and alliance staff do for a group: decide, invite, and look after its roster.

For everybody else these pages never were.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from membership.models import User

from . import joining, services
from .invitation_form import InvitationForm
from .limits import may_invite
from .models import RosterEntry, WorkingGroup
from .permissions import user_can_appoint_chairs, user_can_lead_group
from .queries import standing_invitations, waiting_requests
from .views import known_group, person_of, signed_in

PER_PAGE = 30
TOO_MANY = "You have invited many people. Wait an hour and try again, or wait until tomorrow."
INVITED = (
    "The invitation is on its way. If somebody who may join this group signs in with that address, they get a mail and "
    "find the invitation on the portal. We do not say whether anybody does."
)

REFUSALS: dict[type[Exception], str] = {
    joining.MayNotJoin: "This person may not join the group at the moment: it is closed, or not open to their "
    "organisation. You can decline the request, or leave it waiting.",
    joining.NoLongerWaiting: "That was answered or withdrawn meanwhile.",
    joining.CoordinatorsStay: "Coordinators are appointed and removed by the alliance’s staff.",
    services.AlreadyOnRoster: "This person is in the group already.",
    services.NotOnRoster: "This person is no longer in the group.",
}
INVITING_REFUSALS: dict[type[Exception], str] = {
    joining.NotThisWay: "Nobody can be invited to this group.",
    joining.AlreadyInvited: "An invitation to this address is waiting for an answer.",
    joining.AlreadyAsked: "Somebody with this address has asked to join. Accept their request instead.",
    services.AlreadyOnRoster: "Somebody with this address is in the group already.",
}


def led_group(request: HttpRequest, slug: str) -> WorkingGroup:
    """Raises Http404 for whoever does not lead it."""
    found = known_group(request, slug)
    if not user_can_lead_group(person_of(request), found):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits, and the form to invite somebody."""
    group = led_group(request, slug)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not may_invite(request):
            form.add_error(None, TOO_MANY)
            status = 429
        elif _invite(request, group, form):
            return redirect("group_requests", group.slug)
    context = {
        "group": group,
        "form": form,
        "takes_invitations": not group.is_closed and group.joining in joining.TAKES_INVITATIONS,
        "page_obj": Paginator(waiting_requests(group), PER_PAGE).get_page(request.GET.get("page")),
        "invitations": Paginator(standing_invitations(group), PER_PAGE).get_page(request.GET.get("invitations")),
    }
    return render(request, "workinggroups/requests.html", context, status=status)


def _invite(request: HttpRequest, group: WorkingGroup, form: InvitationForm) -> bool:
    try:
        joining.invite_to_group(group=group, address=form.cleaned_data["address"], by=person_of(request))
    except tuple(INVITING_REFUSALS) as refusal:
        form.add_error("address", INVITING_REFUSALS[type(refusal)])
        return False
    messages.success(request, INVITED)
    return True


@require_POST
@signed_in
def accept_request(request: HttpRequest, slug: str, code: UUID) -> HttpResponse:
    asked = _one_of(led_group(request, slug).requests, code=code)
    said = "They are in the group now, and get a mail."
    return _do(request, "group_requests", slug, said, joining.accept_group_request, request=asked)


@require_POST
@signed_in
def decline_request(request: HttpRequest, slug: str, code: UUID) -> HttpResponse:
    asked = _one_of(led_group(request, slug).requests, code=code)
    said = "You have declined the request. The person gets a mail."
    return _do(request, "group_requests", slug, said, joining.decline_group_request, request=asked)


@require_POST
@signed_in
def withdraw_invitation(request: HttpRequest, slug: str, code: UUID) -> HttpResponse:
    invitation = _one_of(led_group(request, slug).invitations, code=code)
    said = "The invitation is withdrawn."
    return _do(request, "group_requests", slug, said, joining.withdraw_group_invitation, invitation=invitation)


@require_POST
@signed_in
def remove(request: HttpRequest, slug: str, entry_id: int) -> HttpResponse:
    group = led_group(request, slug)
    person = _on_roster(group, entry_id)
    said = "They are no longer in the group."
    return _do(request, "group_roster", slug, said, joining.remove_from_group, group=group, person=person)


@require_POST
@signed_in
def appoint(request: HttpRequest, slug: str, entry_id: int) -> HttpResponse:
    return _change_chair(request, slug, entry_id, "They are a chair now.", joining.appoint_chair)


@require_POST
@signed_in
def release(request: HttpRequest, slug: str, entry_id: int) -> HttpResponse:
    return _change_chair(request, slug, entry_id, "They are no longer a chair.", joining.release_chair)


def _change_chair(
    request: HttpRequest, slug: str, entry_id: int, said: str, change: Callable[..., object]
) -> HttpResponse:
    group = led_group(request, slug)
    if not user_can_appoint_chairs(person_of(request), group):
        raise Http404
    return _do(request, "group_roster", slug, said, change, group=group, person=_on_roster(group, entry_id))


def _on_roster(group: WorkingGroup, entry_id: int) -> User:
    # By `id`, not by `pk`: that lookup alone takes numbers that are larger than the database can hold.
    entry: RosterEntry = _one_of(group.roster.select_related("person"), id=entry_id)
    return entry.person


def _one_of(rows: Any, **named: Any) -> Any:
    found = rows.filter(**named).first()
    if found is None:
        raise Http404
    return found


def _do(
    request: HttpRequest, back: str, slug: str, said: str, change: Callable[..., object], /, **what: Any
) -> HttpResponse:
    try:
        change(by=person_of(request), **what)
    except tuple(REFUSALS) as refusal:
        messages.error(request, REFUSALS[type(refusal)])
    else:
        messages.success(request, said)
    return redirect(back, slug)
