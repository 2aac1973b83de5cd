"""Invitations, and requests to join: how people come into an organisation that is there already.

Who may call them is asked before, in views. An organisation's row is locked first, so that seats are counted once.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from membership import services as people
from membership.models import Organisation, Role, Tier, User
from membership.representation import keep_a_representative
from notifications.outbox import post

from .addresses import AddressNotUsable, normal_address
from .letters import DECISION, INVITATION, REQUEST
from .models import Invitation, JoinRequest, JoinState, new_nonce
from .queries import (
    active_representatives,
    door_for,
    open_invitations,
    people_in_seats,
    seats_left,
    takes_people_in,
    unanswered_invitations,
    waiting_requests,
)

INVITED_FOR = timedelta(days=14)
# So many mails to strangers may an organisation cause within a day: at a startup anybody who signs up represents it.
MOST_A_DAY, MOST_A_DAY_AT_STARTUPS = 500, 30

__all__ = [
    "INVITED_FOR",
    "AddressNotUsable",
    "AlreadyAMember",
    "AlreadyInvited",
    "InvitationEnded",
    "NoDoor",
    "NoSeatLeft",
    "NotTheirs",
    "RequestDecided",
    "TakesNobodyIn",
    "TooManyToday",
    "accept_as_newcomer",
    "accept_invitation",
    "accept_request",
    "ask_to_join",
    "decline_request",
    "invite",
    "renew_invitation",
    "revoke_invitation",
    "seats_left",
]


class AlreadyAMember(Exception):
    """Somebody in the organisation signs in with this address."""


class AlreadyInvited(Exception):
    """The address has an invitation into this organisation that is still open."""


class NoSeatLeft(Exception):
    """The organisation has as many people and open invitations as it may have."""


class TooManyToday(Exception):
    """The organisation has sent as many invitations within a day as it may."""


class TakesNobodyIn(Exception):
    """The organisation is suspended, or not current."""


class InvitationEnded(Exception):
    """It was accepted or revoked, or is too old."""


class NotTheirs(Exception):
    """The invitation is for another address."""


class NoDoor(Exception):
    """No organisation takes people in by this address."""


class RequestDecided(Exception):
    """Somebody else was faster, or the person belongs to an organisation by now."""


# --- Invitations ---------------------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    by: User,
    first_name: str = "",
    last_name: str = "",
    as_representative: bool = False,
) -> Invitation:
    """Write to an address. Nothing tells `by` whether it has an account in another organisation.

    Raises AddressNotUsable, AlreadyAMember, AlreadyInvited, NoSeatLeft, TooManyToday, TakesNobodyIn.
    """
    address = normal_address(email)
    organisation = locked_and_open(organisation)
    if User.objects.filter(organisation=organisation, email=address).exists():
        raise AlreadyAMember(address)
    if open_invitations(organisation).filter(email=address).exists():
        raise AlreadyInvited(address)
    if seats_left(organisation) == 0:
        raise NoSeatLeft(organisation)
    refuse_too_many(organisation, 1)
    now = timezone.now()
    unanswered_invitations().filter(organisation=organisation, email=address).update(revoked_at=now)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        first_name=first_name,
        last_name=last_name,
        as_representative=as_representative,
        invited_by=by,
        invited_at=now,
        expires_at=now + INVITED_FOR,
    )
    return _send(invitation)


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Write again, with a new link; the links before it end. Raises InvitationEnded, NoSeatLeft, TakesNobodyIn."""
    organisation = locked_and_open(invitation.organisation)
    invitation = _unanswered(invitation)
    now = timezone.now()
    if invitation.expires_at <= now and seats_left(organisation) == 0:
        raise NoSeatLeft(organisation)
    invitation.nonce, invitation.expires_at, invitation.invited_by = new_nonce(), now + INVITED_FOR, by
    invitation.save(update_fields=["nonce", "expires_at", "invited_by"])
    return _send(invitation)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Its link ends. Raises InvitationEnded."""
    invitation = _unanswered(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    return invitation


@transaction.atomic
def accept_as_newcomer(
    *, invitation: Invitation, first_name: str, last_name: str, job_title: str, password: str
) -> User:
    """Open an account for the invited address: whoever has the link has the mailbox.

    Raises InvitationEnded, NoSeatLeft, TakesNobodyIn, and EmailInUse if the address has an account by now.
    """
    organisation, invitation = _acceptable(invitation)
    person = people.add_person(
        email=invitation.email,
        first_name=first_name,
        last_name=last_name,
        organisation=organisation,
        password=password,
    )
    person.job_title = job_title
    person.save(update_fields=["job_title"])
    return _close(invitation, person)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, person: User, leaves: Organisation | None = None) -> User:
    """Bring in somebody with an account. `leaves` is the organisation that they know they leave.

    Raises NotTheirs, InvitationEnded, NoSeatLeft, TakesNobodyIn, and LastRepresentative of what they leave.
    """
    organisation, invitation = _acceptable(invitation)
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.email != invitation.email or person.organisation not in {None, leaves, organisation}:
        raise NotTheirs(invitation)
    if person.organisation is not None and person.organisation != organisation:
        keep_a_representative(person)
    people.move_person(person=person, organisation=organisation)
    return _close(invitation, person)


def _acceptable(invitation: Invitation) -> tuple[Organisation, Invitation]:
    organisation = locked_and_open(invitation.organisation)
    nonce = invitation.nonce
    invitation = _unanswered(invitation)
    if invitation.nonce != nonce or invitation.expires_at <= timezone.now():
        raise InvitationEnded(invitation)
    if organisation.seats is not None and people_in_seats(organisation).count() >= organisation.seats:
        raise NoSeatLeft(organisation)
    return organisation, invitation


def _unanswered(invitation: Invitation) -> Invitation:
    found = unanswered_invitations().select_for_update().filter(pk=invitation.pk).first()
    if found is None:
        raise InvitationEnded(invitation)
    return found


def _close(invitation: Invitation, person: User) -> User:
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    JoinRequest.objects.filter(person=person, state=JoinState.WAITING).delete()
    if invitation.as_representative:
        people.assign_role(person=person, role=Role.REPRESENTATIVE)
    return person


def _send(invitation: Invitation) -> Invitation:
    post(
        message=INVITATION,
        context={"invitation": invitation.pk},
        key=f"{INVITATION}:{invitation.pk}:{invitation.nonce}",
    )
    return invitation


# --- Requests ------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_to_join(*, person: User) -> User:
    """Knock at the organisation whose domain the person's address is at. Where it lets people in at once, they are in.

    Asking a second time changes nothing. Raises NoDoor.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    door = door_for(person)
    if door is None:
        raise NoDoor(person)
    organisation = locked_and_open(door.organisation)
    if door.opens_at_once and seats_left(organisation) != 0:
        JoinRequest.objects.filter(person=person, state=JoinState.WAITING).delete()
        return people.move_person(person=person, organisation=organisation)
    request, is_new = JoinRequest.objects.get_or_create(
        person=person, state=JoinState.WAITING, defaults={"organisation": organisation}
    )
    if is_new:
        for representative in active_representatives(organisation):
            key = f"{REQUEST}:{request.pk}:{representative.pk}"
            post(message=REQUEST, person=representative, context={"request": request.pk}, key=key)
    return person


@transaction.atomic
def accept_request(*, request: JoinRequest, by: User) -> JoinRequest:
    """Raises RequestDecided, NoSeatLeft, TakesNobodyIn."""
    organisation = locked_and_open(request.organisation)
    request = _waiting(request)
    person = User.objects.select_for_update().get(pk=request.person_id)
    if person.organisation is not None:
        raise RequestDecided(request)
    if seats_left(organisation) == 0:
        raise NoSeatLeft(organisation)
    people.move_person(person=person, organisation=organisation)
    return _decide(request, JoinState.ACCEPTED, by)


@transaction.atomic
def decline_request(*, request: JoinRequest, by: User) -> JoinRequest:
    """Raises RequestDecided."""
    return _decide(_waiting(request), JoinState.DECLINED, by)


def _waiting(request: JoinRequest) -> JoinRequest:
    found = waiting_requests(request.organisation).select_for_update(of=("self",)).filter(pk=request.pk).first()
    if found is None:
        raise RequestDecided(request)
    return found


def _decide(request: JoinRequest, state: JoinState, by: User) -> JoinRequest:
    request.state, request.decided_at, request.decided_by = state, timezone.now(), by
    request.save(update_fields=["state", "decided_at", "decided_by"])
    post(message=DECISION, person=request.person, context={"request": request.pk}, key=f"{DECISION}:{request.pk}")
    return request


def refuse_too_many(organisation: Organisation, count: int) -> None:
    """Whoever calls it holds the organisation. Raises TooManyToday if these many more are too many."""
    most = MOST_A_DAY_AT_STARTUPS if organisation.tier == Tier.PATHWAYS else MOST_A_DAY
    today = Invitation.objects.filter(organisation=organisation, invited_at__gt=timezone.now() - timedelta(days=1))
    if today.count() + count > most:
        raise TooManyToday(organisation)


def locked_and_open(organisation: Organisation) -> Organisation:
    """Raises TakesNobodyIn."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not takes_people_in(organisation):
        raise TakesNobodyIn(organisation)
    return organisation
