"""What ends when somebody leaves their organisation. Rooms above register theirs: this one never imports them."""

from collections.abc import Callable

from .models import User

# Called in the transaction in which the person leaves.
Departure = Callable[[User], None]

_departures: dict[str, Departure] = {}


def register_departure(name: str, departure: Departure) -> None:
    _departures[name] = departure


def depart(person: User) -> None:
    for departure in _departures.values():
        departure(person)
