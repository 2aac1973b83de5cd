"""Writes entries. What is recorded and what it tells of are one transaction: neither is there without the other."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from .models import Action, ActorKind, AuditEntry

Detail = bool | int | str | None | list[int] | list[str]

KEY = re.compile(r"[a-z0-9_.:-]{1,100}")


@dataclass
class Acting:
    """A request, and what has been recorded in it."""

    request: HttpRequest
    recorded: set[Action] = field(default_factory=set)


_acting: ContextVar[Acting | None] = ContextVar("audit_acting", default=None)


class NotForTheAuditLog(ValueError):
    """Details are numbers and keys. A title, a name, an address or a text would outlive the right to read it."""


def record(
    *, action: Action, kind: str = "", object_id: int | None = None, actor: Any = None, **details: Detail
) -> AuditEntry:
    """Write down what has just been done, or is about to be shown.

    `kind` and `object_id` say to what (see `kinds.py`). `actor` is the person who did it; left out, it is the person
    whose request this is, and outside of requests the portal itself. A detail that holds the number of a thing, or
    several, is named after its kind (`page`, `groups_before`) and shown by its name. Raises NotForTheAuditLog.
    """
    for value in details.values():
        _refuse_words(value)
    actor_kind, actor_id = (ActorKind.PERSON, actor.pk) if actor is not None else _who_acts()
    entry = AuditEntry.objects.create(
        action=action,
        actor_kind=actor_kind,
        actor_id=actor_id,
        object_kind=kind,
        object_id=object_id,
        details=details,
    )
    if acting := _acting.get():
        acting.recorded.add(action)
    return entry


@contextmanager
def acting_for(request: HttpRequest) -> Iterator[Acting]:
    """Whatever is recorded inside was done by the person of this request, who is asked for when that happens."""
    acting = Acting(request)
    token = _acting.set(acting)
    try:
        yield acting
    finally:
        _acting.reset(token)


def _who_acts() -> tuple[ActorKind, int | None]:
    acting = _acting.get()
    if acting is None:
        return ActorKind.SYSTEM, None
    if acting.request.user.is_authenticated:
        return ActorKind.PERSON, acting.request.user.pk
    return ActorKind.NOBODY, None


def _refuse_words(value: Detail) -> None:
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str) and not KEY.fullmatch(part):
            raise NotForTheAuditLog("A detail of an audit entry is neither a number nor a key.")
