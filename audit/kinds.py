"""The kinds of things that entries are about, and how the rooms that own them name such things to a reader.

This room stands below all others. A room that owns a kind registers it with a function that gives names, as far as the
reader of that request may know them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest

PAGE, FILE, COLLECTION, AUDIENCE = "page", "file", "collection", "audience"
PERSON, GROUP = "person", "group"
AUDIT_LOG = "audit-log"


def nobody_knows(request: HttpRequest, ids: set[int]) -> Mapping[int, str]:
    return {}


@dataclass(frozen=True)
class Kind:
    """`unknown` stands for a thing that the reader may not know, or that is no more."""

    label: str
    unknown: str
    names: Callable[[HttpRequest, set[int]], Mapping[int, str]] = nobody_knows
    find: Callable[[str], QuerySet] | None = None  # the ids of those that words typed by the reader name


_kinds: dict[str, Kind] = {AUDIT_LOG: Kind("Audit log", "the audit log")}


def register_kind(key: str, kind: Kind) -> None:
    _kinds[key] = kind


def all_kinds() -> Mapping[str, Kind]:
    return _kinds


def kind_choices() -> list[tuple[str, str]]:
    return sorted(((key, kind.label) for key, kind in _kinds.items()), key=lambda choice: choice[1])


class Names:
    """The names of things for one reader: one question to each kind, however many things of it there are."""

    def __init__(self, request: HttpRequest, things: Iterable[tuple[str, int]]) -> None:
        ids: dict[str, set[int]] = {}
        for key, number in things:
            ids.setdefault(key, set()).add(number)
        self._names = {key: _kinds[key].names(request, ids[key]) for key in ids if key in _kinds}

    def of(self, key: str, number: int | None) -> str:
        kind = _kinds.get(key)
        if number is None:
            return kind.unknown if kind else key
        unknown = f"{kind.unknown if kind else key} ({number})"
        return self._names.get(key, {}).get(number, unknown)
