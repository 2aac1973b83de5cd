"""Entries as their reader sees them: with names instead of numbers, where the reader may know the names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from .kinds import PERSON, Names, all_kinds
from .models import ActorKind, AuditEntry


@dataclass(frozen=True)
class Line:
    at: datetime
    action: str
    actor: str
    about: str
    number: int | None
    details: str


def lines_of(request: HttpRequest, entries: Sequence[AuditEntry]) -> list[Line]:
    """One question to each kind of thing that the entries name, however many they are."""
    names = Names(request, (thing for entry in entries for thing in _things_in(entry)))
    return [
        Line(
            at=entry.at,
            action=entry.get_action_display(),
            actor=names.of(PERSON, entry.actor_id) if entry.actor_id else ActorKind(entry.actor_kind).label,
            about=names.of(entry.object_kind, entry.object_id),
            number=entry.object_id,
            details="; ".join(
                f"{key.replace('_', ' ')}: {_told(key, value, names)}" for key, value in sorted(entry.details.items())
            ),
        )
        for entry in entries
    ]


def _things_in(entry: AuditEntry) -> Iterator[tuple[str, int]]:
    if entry.actor_id is not None:
        yield PERSON, entry.actor_id
    if entry.object_id is not None:
        yield entry.object_kind, entry.object_id
    for key, value in entry.details.items():
        if kind := _kind_of(key):
            yield from ((kind, part) for part in _parts(value) if isinstance(part, int))


def _kind_of(key: str) -> str:
    """The kind that a detail is named after: `group` for `groups_before`. Empty if it holds no numbers of things."""
    kind = key.split("_", maxsplit=1)[0].removesuffix("s")
    return kind if kind in all_kinds() else ""


def _told(key: str, value: Any, names: Names) -> str:
    kind = _kind_of(key)
    told = (names.of(kind, part) if kind and isinstance(part, int) else _plain(part) for part in _parts(value))
    return ", ".join(told) or "none"


def _plain(part: Any) -> str:
    if part is None:
        return "–"
    return {True: "yes", False: "no"}[part] if isinstance(part, bool) else str(part)


def _parts(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]
