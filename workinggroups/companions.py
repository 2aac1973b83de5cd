"""People on the roster of one group are companions: the directory shows them to each other, if they want that."""

from collections.abc import Iterable

from django.db.models import QuerySet

from membership.directory.companions import Companions, register_companions
from membership.models import User

from .access import counting_entries
from .models import RosterEntry


def register() -> None:
    register_companions("rosters", Companions(people=_people, in_common=_in_common))


def _people(user: User) -> QuerySet:
    return _beside(user).values("person")


def _in_common(user: User, people: set[int]) -> Iterable[tuple[int, str]]:
    beside = _beside(user).filter(person__in=people).order_by("group__name")
    return beside.values_list("person", "group__name")


def _beside(user: User) -> QuerySet[RosterEntry]:
    """The entries on the rosters that this person is on."""
    return counting_entries().filter(group__in=counting_entries().filter(person=user).values("group"))
