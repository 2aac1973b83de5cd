"""Which Django groups follow from the rosters of working groups."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from membership.access import register_group_source
from membership.models import Standing, Tier

from .models import RosterEntry, RosterRole


def roster_key(group_id: int) -> str:
    return f"workinggroup:{group_id}"


def coordinators_key(group_id: int) -> str:
    return f"workinggroup:{group_id}:coordinators"


def register() -> None:
    register_group_source("rosters", _from_rosters)


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
