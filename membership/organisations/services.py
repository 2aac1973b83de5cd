"""What representatives do to their colleagues and to their organisation.

Each service holds the organisation's row first and asks then whether `by` still acts for it: of two representatives who
suspend each other at once, the first one wins. Changes of the same organisation wait for one another.
"""

from django.db import transaction

from membership import services as people
from membership.joining.services import NoSeatLeft, seats_left
from membership.models import JoinPolicy, Organisation, Role, RoleAssignment, SeenBy, SuspendedBy, User
from membership.representation import keep_a_representative

from .permissions import organisation_of_representative, user_can_look_after_colleague
from .queries import people_of


class NotYours(Exception):
    """Whoever asks for this does not act for the organisation of that person, invitation or request."""


class NotYourself(Exception):
    """Representatives neither suspend nor release themselves."""


class NotActive(Exception):
    """Whoever is suspended represents nobody."""


class TheAllianceKeepsThemOut(Exception):
    """The alliance suspended this person, so only the alliance reinstates them."""


class WorksForTheAlliance(Exception):
    """Someone with a role of the alliance is released by the alliance."""


# --- Colleagues ----------------------------------------------------------------------------------------------------


@transaction.atomic
def suspend_colleague(*, person: User, by: User) -> User:
    """Nothing happens to whoever is suspended already. Raises NotYours, NotYourself and LastRepresentative."""
    person = _other_colleague(person, by)
    if person.suspended_at is not None:
        return person
    keep_a_representative(person)
    return people.suspend_person(person=person, suspended_by=SuspendedBy.REPRESENTATIVE)


@transaction.atomic
def reinstate_colleague(*, person: User, by: User) -> User:
    """Nothing happens to whoever is not suspended. Raises NotYours, TheAllianceKeepsThemOut and NoSeatLeft."""
    person = _colleague(person, by)
    if person.suspended_at is None:
        return person
    if person.suspended_by not in {SuspendedBy.REPRESENTATIVE, SuspendedBy.RECERTIFICATION}:
        raise TheAllianceKeepsThemOut(person)
    if person.organisation is not None and seats_left(person.organisation) == 0:
        raise NoSeatLeft(person.organisation)
    return people.reinstate_person(person=person)


@transaction.atomic
def make_representative(*, person: User, by: User) -> RoleAssignment:
    """Raises NotYours and NotActive."""
    person = _colleague(person, by)
    if not person.is_active:
        raise NotActive(person)
    return people.assign_role(person=person, role=Role.REPRESENTATIVE)


@transaction.atomic
def withdraw_representative(*, person: User, by: User) -> User:
    """Also one's own role. Raises NotYours and LastRepresentative."""
    person = _colleague(person, by)
    keep_a_representative(person)
    return people.withdraw_role(person=person, role=Role.REPRESENTATIVE)


@transaction.atomic
def hand_over(*, person: User, by: User) -> User:
    """`person` becomes representative, and `by` no longer is one. Raises NotYours, NotYourself and NotActive."""
    person = _other_colleague(person, by)
    make_representative(person=person, by=by)
    people.withdraw_role(person=by, role=Role.REPRESENTATIVE)
    return person


@transaction.atomic
def release_colleague(*, person: User, by: User) -> User:
    """They leave the organisation and keep an account without one; who was suspended stays so.

    Raises NotYours, NotYourself, WorksForTheAlliance and LastRepresentative.
    """
    person = _other_colleague(person, by)
    if person.role_assignments.exclude(role=Role.REPRESENTATIVE).exists():
        raise WorksForTheAlliance(person)
    keep_a_representative(person)
    return people.move_person(person=person, organisation=None)


def held(organisation_id: int) -> Organisation:
    """The organisation, which nobody else changes until the end of the transaction."""
    return Organisation.objects.select_for_update().get(pk=organisation_id)


def held_by(by: User) -> Organisation:
    """The organisation that `by` acts for, held. Raises NotYours if it is none, or no longer."""
    organisation = organisation_of_representative(by)
    if organisation is not None:
        organisation = held(organisation.pk)
    if organisation is None or organisation_of_representative(by) != organisation:
        raise NotYours(by)
    return organisation


def _colleague(person: User, by: User) -> User:
    """As they stand now, with their organisation held."""
    organisation = held_by(by)
    found = people_of(organisation).filter(pk=person.pk).select_related("organisation").first()
    if found is None or not user_can_look_after_colleague(by, found):
        raise NotYours(person)
    return found


def _other_colleague(person: User, by: User) -> User:
    if person.pk == by.pk:
        raise NotYourself(person)
    return _colleague(person, by)


# --- The organisation ----------------------------------------------------------------------------------------------


@transaction.atomic
def change_settings(
    *, organisation: Organisation, join_policy: JoinPolicy, people_seen_by: SeenBy, is_listed: bool, by: User
) -> Organisation:
    """Raises NotYours."""
    organisation = own(organisation, by)
    return people.arrange_organisation(
        organisation=organisation,
        seats=organisation.seats,
        join_policy=join_policy,
        is_listed=is_listed,
        people_seen_by=people_seen_by,
    )


def own(organisation: Organisation, by: User) -> Organisation:
    """The organisation, held, if `by` acts for it. Raises NotYours."""
    acting_for = held_by(by)
    if acting_for != organisation:
        raise NotYours(organisation)
    return acting_for
