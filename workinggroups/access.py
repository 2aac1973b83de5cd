"""Which Django groups follow from the rosters of working groups."""

from collections.abc import Iterable

from membership.access import register_group_source
from membership.accounts.personal_data import Row, register_personal_data
from membership.models import Tier, User

from .models import RosterEntry, RosterRole


def roster_key(group_id: int) -> str:
    return f"workinggroup:{group_id}"


def coordinators_key(group_id: int) -> str:
    return f"workinggroup:{group_id}:coordinators"


def register() -> None:
    register_group_source("rosters", _from_rosters)
    register_personal_data("working groups", _groups_of)


def _from_rosters(people: set[int]) -> Iterable[tuple[int, str]]:
    """Rosters do not count in Pathways: a company that drops to it keeps its entries, but loses the way in."""
    entries = RosterEntry.objects.filter(person__in=people).exclude(person__organisation__tier=Tier.PATHWAYS)
    for person_id, group_id, role in entries.values_list("person", "group", "role"):
        yield person_id, roster_key(group_id)
        if role == RosterRole.COORDINATOR:
            yield person_id, coordinators_key(group_id)


def _groups_of(person: User) -> Iterable[Row]:
    """The rosters that somebody is on."""
    for entry in RosterEntry.objects.filter(person=person).order_by("pk").select_related("group"):
        yield {"group": entry.group.name, "as": entry.get_role_display()}
