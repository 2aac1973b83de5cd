"""How people come into working groups, and how they leave them.

Of several who change one group at once, each sees what those before left: all of these services lock the group first.
"""

from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from membership.models import User
from notifications.outbox import post

from . import services
from .access import counting_entries
from .letters import DECISION, INVITATION, REQUEST
from .models import Asked, GroupInvitation, GroupRequest, Joining, RosterEntry, RosterRole, WorkingGroup
from .permissions import user_can_appoint_chairs, user_can_lead_group
from .queries import (
    ended_invitations,
    leaders_of,
    people_who_may_join,
    standing_invitations,
    unanswered_invitations,
    visible_groups,
)
from .services import AlreadyOnRoster, NotOnRoster

Row = TypeVar("Row", GroupRequest, GroupInvitation)

ASK_AGAIN_AFTER = timedelta(days=30)
TAKES_REQUESTS = (Joining.REQUEST,)
TAKES_INVITATIONS = (Joining.INVITATION, Joining.REQUEST, Joining.OPEN)


class MayNotJoin(Exception):
    """The group is closed, not for people of this person's organisation as it stands now, or unknown to them."""


class NotThisWay(Exception):
    """People do not come into this group in this way."""


class AlreadyAsked(Exception):
    """This person's request waits already."""


class AskedLately(Exception):
    """A request was declined less than `ASK_AGAIN_AFTER` ago."""


class AlreadyInvited(Exception):
    """An invitation to this address waits already."""


class NoLongerWaiting(Exception):
    """It was answered or withdrawn meanwhile, or has waited too long."""


class NotYours(Exception):
    """Only those who lead the group may do this, or only the person whom it is about."""


class LastCoordinator(Exception):
    """A group keeps somebody who looks after it."""


class CoordinatorsStay(Exception):
    """The alliance's staff appoint coordinators and take them off the roster."""


# --- By oneself ----------------------------------------------------------------------------------------------------


@transaction.atomic
def join_group(*, group: WorkingGroup, person: User) -> RosterEntry:
    """Into an open group. Raises AlreadyOnRoster, NotThisWay, MayNotJoin."""
    group = _locked(group)
    if group.joining != Joining.OPEN:
        raise NotThisWay(group)
    _check_knows(group, person)
    _check_may_join(group, person)
    return services.add_to_roster(group=group, person=person)


@transaction.atomic
def ask_to_join_group(*, group: WorkingGroup, person: User) -> GroupRequest:
    """Chairs and coordinators get a mail. Raises AlreadyOnRoster, AlreadyAsked, AskedLately, NotThisWay, MayNotJoin."""
    group = _locked(group)
    if group.joining not in TAKES_REQUESTS:
        raise NotThisWay(group)
    _check_knows(group, person)
    _check_not_on_roster(group, person)
    _check_may_join(group, person)
    theirs = GroupRequest.objects.filter(group=group, person=person)
    if theirs.filter(state=Asked.WAITING).exists():
        raise AlreadyAsked(person, group)
    if theirs.filter(state=Asked.DECLINED, decided_at__gt=timezone.now() - ASK_AGAIN_AFTER).exists():
        raise AskedLately(person, group)
    request = GroupRequest.objects.create(group=group, person=person)
    for leader in leaders_of(group):
        key = f"{REQUEST}:{request.pk}:{leader.pk}"
        post(message=REQUEST, person=leader, context={"request": request.pk}, key=key)
    return request


@transaction.atomic
def withdraw_request(*, group: WorkingGroup, person: User) -> GroupRequest:
    """Raises NoLongerWaiting."""
    group = _locked(group)
    request = GroupRequest.objects.filter(group=group, person=person, state=Asked.WAITING).first()
    if request is None:
        raise NoLongerWaiting(person, group)
    return _settled(request, Asked.WITHDRAWN, by=person)


@transaction.atomic
def leave_group(*, group: WorkingGroup, person: User) -> WorkingGroup:
    """Raises NotOnRoster, and LastCoordinator: then staff have to find another coordinator first."""
    group = _locked(group)
    entry = _entry(group, person)
    others = counting_entries().filter(group=group, role=RosterRole.COORDINATOR, person__is_active=True)
    if entry.role == RosterRole.COORDINATOR and not others.exclude(pk=entry.pk).exists():
        raise LastCoordinator(person, group)
    return services.remove_from_roster(group=group, person=person)


# --- Requests, by those who lead the group --------------------------------------------------------------------------


@transaction.atomic
def accept_group_request(*, request: GroupRequest, by: User) -> GroupRequest:
    """Puts the person on the roster. Raises NotYours, NoLongerWaiting; MayNotJoin if that has changed meanwhile."""
    group, request = _to_decide(request, by)
    _check_may_join(group, request.person)
    services.add_to_roster(group=group, person=request.person)
    return _told(_settled(request, Asked.ACCEPTED, by=by))


@transaction.atomic
def decline_group_request(*, request: GroupRequest, by: User) -> GroupRequest:
    """Raises NotYours, NoLongerWaiting."""
    _, request = _to_decide(request, by)
    return _told(_settled(request, Asked.DECLINED, by=by))


def _to_decide(request: GroupRequest, by: User) -> tuple[WorkingGroup, GroupRequest]:
    group = _locked(request.group)
    if not user_can_lead_group(by, group):
        raise NotYours(by, group)
    request = GroupRequest.objects.select_related("person").get(pk=request.pk)
    if request.state != Asked.WAITING:
        raise NoLongerWaiting(request)
    return group, request


def _told(request: GroupRequest) -> GroupRequest:
    key = f"{DECISION}:{request.pk}"
    post(message=DECISION, person=request.person, context={"request": request.pk}, key=key)
    return request


# --- Invitations -----------------------------------------------------------------------------------------------------


@transaction.atomic
def invite_to_group(*, group: WorkingGroup, address: str, by: User) -> GroupInvitation:
    """Invite whoever signs in with this address. Does the same whether there is such a person or not.

    Raises NotYours, NotThisWay, AlreadyOnRoster, AlreadyAsked, AlreadyInvited.
    """
    group = _locked(group)
    address = address.strip().lower()
    if not user_can_lead_group(by, group):
        raise NotYours(by, group)
    if group.is_closed or group.joining not in TAKES_INVITATIONS:
        raise NotThisWay(group)
    if group.roster.filter(person__email=address).exists():
        raise AlreadyOnRoster(address, group)
    if group.requests.filter(person__email=address, state=Asked.WAITING).exists():
        raise AlreadyAsked(address, group)
    ended_invitations().filter(group=group).delete()
    standing = standing_invitations(group)
    if standing.filter(address=address).exists():
        raise AlreadyInvited(address, group)
    free = people_who_may_join(group).exclude(pk__in=standing.exclude(person=None).values("person"))
    person = free.filter(email=address).first()
    invitation = GroupInvitation.objects.create(group=group, address=address, person=person, asked_by=by)
    post(message=INVITATION, context={"invitation": invitation.pk}, key=f"{INVITATION}:{invitation.pk}")
    return invitation


@transaction.atomic
def accept_group_invitation(*, invitation: GroupInvitation, person: User) -> RosterEntry:
    """Raises NotYours, NoLongerWaiting; MayNotJoin if that has changed meanwhile."""
    group, invitation = _to_answer(invitation, person)
    _check_may_join(group, person)
    entry = services.add_to_roster(group=group, person=person)
    _settled(invitation, Asked.ACCEPTED, by=person)
    return entry


@transaction.atomic
def decline_group_invitation(*, invitation: GroupInvitation, person: User) -> GroupInvitation:
    """Raises NotYours, NoLongerWaiting."""
    _, invitation = _to_answer(invitation, person)
    return _settled(invitation, Asked.DECLINED, by=person)


@transaction.atomic
def withdraw_group_invitation(*, invitation: GroupInvitation, by: User) -> GroupInvitation:
    """Raises NotYours, NoLongerWaiting."""
    group = _locked(invitation.group)
    if not user_can_lead_group(by, group):
        raise NotYours(by, group)
    found = standing_invitations(group).filter(pk=invitation.pk).first()
    if found is None:
        raise NoLongerWaiting(invitation)
    return _settled(found, Asked.WITHDRAWN, by=by)


def _to_answer(invitation: GroupInvitation, person: User) -> tuple[WorkingGroup, GroupInvitation]:
    group, invitation = _waiting(invitation)
    if invitation.person != person:
        raise NotYours(person, group)
    return group, invitation


def _waiting(invitation: GroupInvitation) -> tuple[WorkingGroup, GroupInvitation]:
    group = _locked(invitation.group)
    found = unanswered_invitations().filter(pk=invitation.pk).select_related("person").first()
    if found is None:
        raise NoLongerWaiting(invitation)
    return group, found


# --- The roster, by those who lead the group --------------------------------------------------------------------------


@transaction.atomic
def remove_from_group(*, group: WorkingGroup, person: User, by: User) -> WorkingGroup:
    """Raises NotYours, NotOnRoster, CoordinatorsStay."""
    group = _locked(group)
    if not user_can_lead_group(by, group):
        raise NotYours(by, group)
    _check_is_no_coordinator(_entry(group, person))
    return services.remove_from_roster(group=group, person=person)


@transaction.atomic
def appoint_chair(*, group: WorkingGroup, person: User, by: User) -> RosterEntry:
    """Raises NotYours, NotOnRoster, CoordinatorsStay."""
    return _change_role(group, person, RosterRole.CHAIR, by)


@transaction.atomic
def release_chair(*, group: WorkingGroup, person: User, by: User) -> RosterEntry:
    """The person stays in the group. Raises NotYours, NotOnRoster, CoordinatorsStay."""
    return _change_role(group, person, RosterRole.MEMBER, by)


def _change_role(group: WorkingGroup, person: User, role: RosterRole, by: User) -> RosterEntry:
    group = _locked(group)
    if not user_can_appoint_chairs(by, group):
        raise NotYours(by, group)
    _check_is_no_coordinator(_entry(group, person))
    return services.change_roster_role(group=group, person=person, role=role)


# --- What has to be so ------------------------------------------------------------------------------------------------


def _locked(group: WorkingGroup) -> WorkingGroup:
    return WorkingGroup.objects.select_for_update().get(pk=group.pk)


def _entry(group: WorkingGroup, person: User) -> RosterEntry:
    entry = group.roster.filter(person=person).first()
    if entry is None:
        raise NotOnRoster(person, group)
    return entry


def _check_knows(group: WorkingGroup, person: User) -> None:
    if not visible_groups(person).filter(pk=group.pk).exists():
        raise MayNotJoin(person, group)


def _check_may_join(group: WorkingGroup, person: User) -> None:
    if not people_who_may_join(group).filter(pk=person.pk).exists():
        raise MayNotJoin(person, group)


def _check_not_on_roster(group: WorkingGroup, person: User) -> None:
    if group.roster.filter(person=person).exists():
        raise AlreadyOnRoster(person, group)


def _check_is_no_coordinator(entry: RosterEntry) -> None:
    if entry.role == RosterRole.COORDINATOR:
        raise CoordinatorsStay(entry)


def _settled(row: Row, state: Asked, *, by: User) -> Row:
    row.state, row.decided_at, row.decided_by = state, timezone.now(), by
    row.save(update_fields=["state", "decided_at", "decided_by"])
    return row
