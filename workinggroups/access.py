"""Which Django groups follow from the rosters of working groups."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from membership.access import register_group_source
from membership.accounts.personal_data import Row, register_personal_data
from membership.departures import register_departure
from membership.models import Standing, Tier, User

from .models import RosterEntry, RosterRole


def roster_key(group_id: int) -> str:
    return f"workinggroup:{group_id}"


def coordinators_key(group_id: int) -> str:
    return f"workinggroup:{group_id}:coordinators"


def register() -> None:
    register_group_source("rosters", _from_rosters)
    register_departure("rosters", _leave_rosters)
    register_personal_data("working groups", _groups_of)


def counting_entries() -> QuerySet[RosterEntry]:
    """Rosters do not count in Pathways, nor while a company is not current: its people keep their entries, but lose
    the way in. People of no organisation are the alliance's own guests.
    """
    is_current = Q(person__organisation=None) | Q(person__organisation__standing=Standing.CURRENT)
    return RosterEntry.objects.filter(is_current).exclude(person__organisation__tier=Tier.PATHWAYS)


def _from_rosters(people: set[int]) -> Iterable[tuple[int, str]]:
    entries = counting_entries().filter(person__in=people)
    for person_id, group_id, role in entries.values_list("person", "group", "role"):
        yield person_id, roster_key(group_id)
        if role == RosterRole.COORDINATOR:
            yield person_id, coordinators_key(group_id)


def _leave_rosters(person: User) -> None:
    """A company's people are on rosters for their company. Whom the alliance wants as its guest, it adds anew."""
    RosterEntry.objects.filter(person=person).delete()


def _groups_of(person: User) -> Iterable[Row]:
    """The rosters that somebody is on, as far as they count: of another group not even the name is theirs."""
    for entry in counting_entries().filter(person=person).order_by("pk").select_related("group"):
        yield {"group": entry.group.name, "as": entry.get_role_display()}
