"""Working groups as members meet them: which there are, how one comes in and leaves, and who else is there.

A group that does not exist for somebody is a page that never was: everything begins with `visible_groups`.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.surroundings import address_of
from membership.directory.permissions import user_can_read_directory
from membership.models import User
from visibility.pages import visible_pages
from visibility.viewer import viewer_of

from . import joining, services
from .limits import may_ask
from .models import RosterRole, WorkingGroup, WorkingGroupPage
from .permissions import user_can_appoint_chairs, user_can_lead_group, user_can_list_groups, user_can_see_roster
from .queries import (
    Footing,
    hidden_on_roster,
    listed_for,
    open_invitations_to,
    roster_shown_to,
    visible_groups,
    waiting_requests,
    whole_roster,
)

PER_PAGE = 30
PEOPLE_PER_PAGE = 50
TOO_MANY = "You have asked to join many groups today. Wait until tomorrow, or write to the alliance."

# What a person is told who cannot do what they asked for.
REFUSALS: dict[type[Exception], str] = {
    joining.MayNotJoin: "This group does not take in people from your organisation at the moment.",
    joining.NotThisWay: "People do not come into this group that way any more. Its page says how they do.",
    joining.AlreadyAsked: "You have asked already. The people who lead the group will answer.",
    joining.AskedLately: "Your last request was declined less than 30 days ago. You can ask again later.",
    joining.NoLongerWaiting: "That was answered or withdrawn meanwhile.",
    joining.LastCoordinator: "You are the group’s only coordinator. Ask the alliance to find another one first.",
    services.AlreadyOnRoster: "You are in this group already.",
    services.NotOnRoster: "You are not in this group.",
}

# A deed has to be done again after signing in: its address answers no GET, so the way back is not to there.
signed_in = login_required(redirect_field_name=None)


def person_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  every view here asks for a sign-in
    return request.user


def known_group(request: HttpRequest, slug: str) -> WorkingGroup:
    """Raises Http404 for a group that does not exist, or does not for this person."""
    found = visible_groups(person_of(request)).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def groups(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if not user_can_list_groups(person):
        raise Http404
    page_obj = Paginator(listed_for(person), PER_PAGE).get_page(request.GET.get("page"))
    lines = [_Line(one) for one in page_obj]
    context = {
        "page_obj": page_obj,
        "own": [line for line in lines if line.own_role],
        "others": [line for line in lines if not line.own_role],
    }
    return render(request, "workinggroups/groups.html", context)


class _Line:
    """A group in the list, and how the reader stands to it."""

    def __init__(self, group: Any) -> None:
        self.group = group
        self.own_role = RosterRole(group.own_role).label if group.own_role else ""
        self.has_asked: bool = group.has_asked
        self.is_invited: bool = group.is_invited


@require_safe
@login_required
def group(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = person_of(request), known_group(request, slug)
    leads = user_can_lead_group(person, found)
    context = {
        "group": found,
        "footing": Footing.of(person, found),
        "tiers": [tier.label for tier in found.tiers_that_may_join] if found.allowed_tiers else [],
        "page_url": _page_url(request, found),
        "sees_roster": user_can_see_roster(person, found),
        "leads": leads,
        "waiting": waiting_requests(found).count() if leads else 0,
    }
    return render(request, "workinggroups/group.html", context)


def _page_url(request: HttpRequest, group: WorkingGroup) -> str:
    """Where the group works, if the rule of visibility lets this person in."""
    page = visible_pages(viewer_of(request), WorkingGroupPage.objects.filter(group=group)).first()
    return address_of(page, request) if page else ""


@require_safe
@login_required
def roster(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = person_of(request), known_group(request, slug)
    if not user_can_see_roster(person, found):
        raise Http404
    leads = user_can_lead_group(person, found)
    entries = whole_roster(found) if leads else roster_shown_to(person, found)
    context = {
        "group": found,
        "page_obj": Paginator(entries, PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        "hidden": 0 if leads else hidden_on_roster(person, found),
        "leads": leads,
        "sees_directory": user_can_read_directory(person),
        "appoints": leads and user_can_appoint_chairs(person, found),
    }
    return render(request, "workinggroups/roster.html", context)


# --- What one does oneself -------------------------------------------------------------------------------------------


@require_POST
@signed_in
def join(request: HttpRequest, slug: str) -> HttpResponse:
    return _do(request, slug, joining.join_group, "You are in the group now.")


@require_POST
@signed_in
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    found = known_group(request, slug)
    if not may_ask(request):
        messages.error(request, TOO_MANY)
        return redirect("group", found.slug)
    return _do(request, slug, joining.ask_to_join_group, "You have asked to join. You get a mail when it is decided.")


@require_POST
@signed_in
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    return _do(request, slug, joining.withdraw_request, "You have withdrawn your request.")


@require_POST
@signed_in
def accept_invitation(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, slug, joining.accept_group_invitation, "You are in the group now.")


@require_POST
@signed_in
def decline_invitation(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, slug, joining.decline_group_invitation, "You have declined the invitation.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """A GET asks first."""
    person, found = person_of(request), known_group(request, slug)
    if Footing.of(person, found).entry is None:
        raise Http404
    if request.method == "POST":
        return _do(request, slug, joining.leave_group, "You have left the group.")
    return render(request, "workinggroups/leave.html", {"group": found})


def _answer(request: HttpRequest, slug: str, answer: Callable[..., object], said: str) -> HttpResponse:
    invitation = open_invitations_to(person_of(request)).filter(group=known_group(request, slug)).first()

    def do(*, group: WorkingGroup, person: User) -> object:
        if invitation is None:
            raise joining.NoLongerWaiting(group)
        return answer(invitation=invitation, person=person)

    return _do(request, slug, do, said)


def _do(request: HttpRequest, slug: str, change: Callable[..., object], said: str) -> HttpResponse:
    person, found = person_of(request), known_group(request, slug)
    try:
        change(group=found, person=person)
    except tuple(REFUSALS) as refusal:
        messages.error(request, REFUSALS[type(refusal)])
    else:
        messages.success(request, said)
    return redirect(*_way_back(person, found))


def _way_back(person: User, group: WorkingGroup) -> tuple[str, ...]:
    """To the group, if it still exists for this person: whoever leaves one may no longer know it."""
    if visible_groups(person).filter(pk=group.pk).exists():
        return ("group", group.slug)
    return ("groups",) if user_can_list_groups(person) else ("/",)
