"""What changes people and organisations.

Each service is one transaction. What follows from a change, groups and `is_active`, is derived inside it by receivers
in `signal_handlers.py`, so that an edit by any other way follows the same path.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .departures import depart
from .joining.models import Invitation, JoinRequest, JoinState
from .models import JoinPolicy, Organisation, Role, RoleAssignment, SeenBy, Standing, SuspendedBy, Tier, User
from .organisations import lifecycle


class OrganisationExists(Exception):
    """Another organisation has this name or slug."""


class EmailInUse(Exception):
    """Another person signs in with this address."""


class RoleNeedsOrganisation(Exception):
    """A representative stands for a company, so there has to be one."""


@transaction.atomic
def add_organisation(
    *,
    name: str,
    slug: str,
    tier: Tier,
    sector: str = "",
    standing: Standing = Standing.CURRENT,
    by: User | None = None,
) -> Organisation:
    """Raises OrganisationExists."""
    if Organisation.objects.filter(name=name).exists() or Organisation.objects.filter(slug=slug).exists():
        raise OrganisationExists(name)
    organisation = Organisation.objects.create(name=name, slug=slug, tier=tier, standing=standing, sector=sector)
    lifecycle.write_joined(organisation=organisation, by=by)
    return organisation


@transaction.atomic
def describe_organisation(*, organisation: Organisation, name: str, sector: str) -> Organisation:
    """Change what it is called and does; its slug stays. Raises OrganisationExists."""
    if Organisation.objects.filter(name=name).exclude(pk=organisation.pk).exists():
        raise OrganisationExists(name)
    organisation.name, organisation.sector = name, sector
    organisation.save(update_fields=["name", "sector"])
    return organisation


@transaction.atomic
def arrange_organisation(
    *, organisation: Organisation, seats: int | None, join_policy: JoinPolicy, is_listed: bool, people_seen_by: SeenBy
) -> Organisation:
    """How many may be in, how they come in, and who finds them. Fewer seats than people put nobody out."""
    organisation.seats, organisation.join_policy = seats, join_policy
    organisation.is_listed, organisation.people_seen_by = is_listed, people_seen_by
    organisation.save(update_fields=["seats", "join_policy", "is_listed", "people_seen_by"])
    return organisation


@transaction.atomic
def add_person(
    *,
    email: str,
    first_name: str = "",
    last_name: str = "",
    organisation: Organisation | None = None,
    password: str | None = None,
) -> User:
    """Add someone who can sign in at once. Without a password they set one through "I forgot my password".

    Raises EmailInUse.
    """
    if email_in_use(email):
        raise EmailInUse(email)
    return User.objects.create_user(
        email, password, first_name=first_name, last_name=last_name, organisation=organisation
    )


def email_in_use(email: str, *, by_others_than: User | None = None) -> bool:
    others = User.objects.exclude(pk=by_others_than.pk) if by_others_than else User.objects.all()
    return others.filter(email__iexact=email.strip()).exists()


@transaction.atomic
def describe_person(*, person: User, email: str, first_name: str, last_name: str) -> User:
    """Change someone's name and address. They sign in with the new address from then on. Raises EmailInUse."""
    if email_in_use(email, by_others_than=person):
        raise EmailInUse(email)
    person.email, person.first_name, person.last_name = email, first_name, last_name
    person.save(update_fields=["email", "first_name", "last_name"])
    return person


@transaction.atomic
def move_person(*, person: User, organisation: Organisation | None) -> User:
    """Someone changes companies. They no longer represent the old one, and do not represent the new one by that.

    Who leaves one departs: nothing that it gave them stays theirs, and nobody comes in by their invitations.
    """
    left = person.organisation
    if left == organisation:
        return person
    withdraw_role(person=person, role=Role.REPRESENTATIVE)
    person.organisation, person.organisation_since = organisation, timezone.now()
    person.save(update_fields=["organisation", "organisation_since"])
    JoinRequest.objects.filter(person=person, organisation=organisation, state=JoinState.LEFT).delete()
    if left is not None:
        JoinRequest.objects.create(person=person, organisation=left, state=JoinState.LEFT, decided_at=timezone.now())
        _sent_by(person, left).update(revoked_at=timezone.now())
        depart(person)
    return person


@transaction.atomic
def suspend_person(*, person: User, suspended_by: SuspendedBy = SuspendedBy.ALLIANCE) -> User:
    """Keep this person out, from their next request on. A second suspension keeps the time of the first.

    Nobody comes in any more by an invitation of theirs.
    """
    if person.organisation is not None:
        _sent_by(person, person.organisation).update(revoked_at=timezone.now())
    return _set_suspended(person, person.suspended_at or timezone.now(), suspended_by)


@transaction.atomic
def reinstate_person(*, person: User) -> User:
    """Let this person in again, if their organisation is not suspended too."""
    return _set_suspended(person, None, None)


@transaction.atomic
def assign_role(*, person: User, role: Role) -> RoleAssignment:
    """Raises RoleNeedsOrganisation for a representative of nothing."""
    if role == Role.REPRESENTATIVE and person.organisation is None:
        raise RoleNeedsOrganisation(person)
    assignment, _ = RoleAssignment.objects.get_or_create(person=person, role=role)
    return assignment


@transaction.atomic
def withdraw_role(*, person: User, role: Role) -> User:
    """Whoever no longer represents a company makes nobody its representative, by an invitation sent before either."""
    withdrawn, _ = RoleAssignment.objects.filter(person=person, role=role).delete()
    if withdrawn and role == Role.REPRESENTATIVE and person.organisation is not None:
        _sent_by(person, person.organisation).filter(as_representative=True).update(revoked_at=timezone.now())
    return person


@transaction.atomic
def set_roles(*, person: User, roles: set[Role]) -> User:
    """Give exactly these roles. Raises RoleNeedsOrganisation."""
    for role in Role:
        if role in roles:
            assign_role(person=person, role=role)
        else:
            withdraw_role(person=person, role=role)
    return person


def _set_suspended(person: User, at: datetime | None, suspended_by: SuspendedBy | None) -> User:
    person.suspended_at, person.suspended_by = at, suspended_by or ""
    person.save(update_fields=["suspended_at", "suspended_by"])
    return person


def _sent_by(person: User, organisation: Organisation) -> QuerySet[Invitation]:
    """The invitations into their organisation that somebody sent and nobody has answered."""
    return Invitation.objects.filter(invited_by=person, organisation=organisation, accepted_at=None, revoked_at=None)
