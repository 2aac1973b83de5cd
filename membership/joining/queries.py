"""What is open: seats, invitations, requests, and doors. Whoever asks has been asked first whether they may see it."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from membership.models import JoinPolicy, Organisation, OrganisationDomain, Role, Standing, Tier, User

from .addresses import domain_of
from .models import Invitation, JoinRequest, JoinState


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Those that somebody can still accept, the newest first."""
    return unanswered_invitations().filter(organisation=organisation, expires_at__gt=timezone.now())


def open_invitations_to(email: str) -> QuerySet[Invitation]:
    """For whoever has proved that the address is theirs."""
    answerable = unanswered_invitations().filter(email=email, expires_at__gt=timezone.now())
    return answerable.filter(organisation__standing=Standing.CURRENT, organisation__suspended_at=None).select_related(
        "organisation"
    )


def unanswered_invitations() -> QuerySet[Invitation]:
    """Neither accepted nor revoked, but perhaps too old."""
    return Invitation.objects.filter(accepted_at=None, revoked_at=None)


def waiting_requests(organisation: Organisation) -> QuerySet[JoinRequest]:
    """Who asks to be let in, the longest waiting first."""
    return JoinRequest.objects.filter(organisation=organisation, state=JoinState.WAITING).select_related("person")


def waiting_request_of(person: User) -> JoinRequest | None:
    return JoinRequest.objects.filter(person=person, state=JoinState.WAITING).select_related("organisation").first()


def active_representatives(organisation: Organisation) -> QuerySet[User]:
    return User.objects.filter(organisation=organisation, is_active=True, role_assignments__role=Role.REPRESENTATIVE)


def people_in_seats(organisation: Organisation) -> QuerySet[User]:
    return User.objects.filter(organisation=organisation, suspended_at=None)


def seats_left(organisation: Organisation) -> int | None:
    """How many more can be invited; None without a limit. Open invitations hold seats."""
    if organisation.seats is None:
        return None
    taken = people_in_seats(organisation).count() + open_invitations(organisation).count()
    return max(organisation.seats - taken, 0)


def takes_people_in(organisation: Organisation) -> bool:
    return organisation.standing == Standing.CURRENT and organisation.suspended_at is None


@dataclass(frozen=True)
class Door:
    """An organisation that somebody may learn of, because their own address is at its domain."""

    organisation: Organisation
    opens_at_once: bool


def door_for(person: User) -> Door | None:
    """Where the proven address of somebody without an organisation lets them in, or lets them ask.

    None tells apart neither an unknown domain, nor an organisation that takes people in by invitation only or not at
    all. Whoever was in and is no more asks, whatever the policy: the address was proven while it was theirs.
    """
    owner = owner_of(domain_of(person.email))
    if person.organisation_id is not None or owner is None or not takes_people_in(owner):
        return None
    if owner.tier == Tier.ALLIANCE or owner.join_policy == JoinPolicy.OFF:
        return None
    was_in = JoinRequest.objects.filter(person=person, organisation=owner, state=JoinState.LEFT).exists()
    at_once = owner.join_policy == JoinPolicy.AUTOMATIC and not was_in
    return Door(owner, opens_at_once=at_once and seats_left(owner) != 0)


def owner_of(domain: str) -> Organisation | None:
    """Whose domain this is, as the alliance has verified it.

    Of a Pathways company it is enough that somebody proved an address there when they founded it: no row comes about
    in another way. That stays so when they are suspended or gone, or a suspended company would simply begin anew.
    """
    row = OrganisationDomain.objects.filter(domain=domain).select_related("organisation").first()
    if row is None:
        return None
    organisation: Organisation = row.organisation
    return organisation if row.verified_at is not None or organisation.tier == Tier.PATHWAYS else None
