"""Who works with whom. Rooms above know that, and register a source: this room never imports them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from membership.models import User


@dataclass(frozen=True)
class Companions:
    """`people`: the ids of those who work with this person, as a queryset of one column.

    `in_common`: for some of them, by id, what they work on together: (id of a person, its name), in order.
    """

    people: Callable[[User], QuerySet]
    in_common: Callable[[User, set[int]], Iterable[tuple[int, str]]]


_sources: dict[str, Companions] = {}


def register_companions(name: str, source: Companions) -> None:
    _sources[name] = source


def is_companion_of(user: User) -> Q:
    """A condition on people. Nobody's companion is anybody where nothing is registered."""
    condition = Q(pk__in=())
    for source in _sources.values():
        condition |= Q(pk__in=source.people(user))
    return condition


def in_common_with(user: User, people: Iterable[User]) -> dict[int, list[str]]:
    """Person -> what `user` and they work on together. One query a source, however many people."""
    ids = {person.pk for person in people} - {user.pk}
    shared: dict[int, list[str]] = {}
    for source in _sources.values():
        for person_id, name in source.in_common(user, ids):
            shared.setdefault(person_id, []).append(name)
    return shared
