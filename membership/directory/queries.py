"""Whom and which organisations somebody finds. Everything that lists people compiles from these two querysets.

A person says who finds them, and their organisation how far they may go: what counts is the narrower of the two.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from membership.models import MEMBER_TIERS, Organisation, SeenBy, Standing, Tier, User

from .companions import is_companion_of
from .permissions import user_can_read_directory


def visible_organisations(user: User) -> QuerySet[Organisation]:
    """The member organisations that this person finds in the directory."""
    if not user_can_read_directory(user):
        return Organisation.objects.none()
    return Organisation.objects.filter(
        tier__in=MEMBER_TIERS, standing=Standing.CURRENT, suspended_at=None, is_listed=True
    )


def visible_people(user: User) -> QuerySet[User]:
    """The people whom this person finds in the directory."""
    return people_shown_to(user) if user_can_read_directory(user) else User.objects.none()


def people_shown_to(user: User) -> QuerySet[User]:
    """Those who let this person see them, wherever they meet; and this person.

    Members whose organisation is not listed are found by their companions and colleagues alone: their names would list
    it. Whoever has no organisation is found by their companions.
    """
    by_members = _seen_by(SeenBy.MEMBERS) & Q(organisation__is_listed=True)
    by_groups = (_seen_by(SeenBy.GROUPS) | _without_organisation(SeenBy.GROUPS)) & is_companion_of(user)
    by_colleagues = _seen_by(SeenBy.ORGANISATION) & Q(organisation=user.organisation_id)
    shown = by_members | by_groups | by_colleagues | Q(pk=user.pk)
    return present_people().filter(shown)


def present_people() -> QuerySet[User]:
    """Those who can be met: who may sign in, and whose organisation, if they have one, is current."""
    met_at = Q(
        organisation__tier__in=(*MEMBER_TIERS, Tier.ALLIANCE),
        organisation__standing=Standing.CURRENT,
        organisation__suspended_at=None,
    )
    return User.objects.filter(Q(organisation=None) | met_at, is_active=True)


def matching_people(people: QuerySet[User], words: str) -> QuerySet[User]:
    """Each word stands in the name of the person or of their organisation."""
    for word in words.split():
        people = people.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(organisation__name__icontains=word)
        )
    return people


def matching_organisations(organisations: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    """Each word stands in the name or in what it does."""
    for word in words.split():
        organisations = organisations.filter(Q(name__icontains=word) | Q(sector__icontains=word))
    return organisations


def choices_of(person: User) -> list[SeenBy]:
    """What somebody may choose for themselves: as far as their organisation goes."""
    if person.organisation is None:
        return [SeenBy.NOBODY, SeenBy.GROUPS]
    most = SeenBy(person.organisation.people_seen_by)
    return [step for step in SeenBy if step.rank <= most.rank]


def seen_by_now(person: User) -> SeenBy:
    """What their choice comes to."""
    chosen = SeenBy(person.seen_by)
    return max((step for step in choices_of(person) if step.rank <= chosen.rank), key=lambda step: step.rank)


def _seen_by(step: SeenBy) -> Q:
    """Both the person and the organisation go this far."""
    return Q(seen_by__in=_from(step), organisation__people_seen_by__in=_from(step))


def _without_organisation(step: SeenBy) -> Q:
    return Q(seen_by__in=_from(step), organisation=None)


def _from(step: SeenBy) -> Iterable[SeenBy]:
    return [further for further in SeenBy if further.rank >= step.rank]
