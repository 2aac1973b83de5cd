"""The life of a registration. `docs/events.md` draws this table, and a test holds the drawing to it."""

from django.db import models


class State(models.TextChoices):
    REQUESTED = "requested", "Waiting for approval"
    REGISTERED = "registered", "Registered"
    WAITLISTED = "waitlisted", "On the waitlist"
    OFFERED = "offered", "A seat is held for you"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REJECTED = "rejected", "Not accepted"
    CANCELLED = "cancelled", "Event cancelled"
    ATTENDED = "attended", "Attended"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.REQUESTED: frozenset({State.REGISTERED, State.WAITLISTED, State.REJECTED, State.WITHDRAWN, State.CANCELLED}),
    State.WAITLISTED: frozenset({State.REGISTERED, State.OFFERED, State.REJECTED, State.WITHDRAWN, State.CANCELLED}),
    State.OFFERED: frozenset({State.REGISTERED, State.REJECTED, State.WITHDRAWN, State.CANCELLED}),
    State.REGISTERED: frozenset({State.ATTENDED, State.REJECTED, State.WITHDRAWN, State.CANCELLED}),
    State.WITHDRAWN: frozenset({State.REQUESTED, State.REGISTERED, State.WAITLISTED}),
    State.ATTENDED: frozenset({State.REGISTERED}),
    State.REJECTED: frozenset(),
    State.CANCELLED: frozenset(),
}

SEATED = (State.REGISTERED, State.ATTENDED)
HOLDING = (*SEATED, State.OFFERED)  # each of these takes up a seat
WAITING = (State.REQUESTED, State.WAITLISTED, State.OFFERED)
LIVING = (*WAITING, State.REGISTERED)  # these end when the event is cancelled


class NoSuchTransition(Exception):
    """A registration cannot go from where it is to there."""


def may_become(before: State, after: State) -> bool:
    return after in TRANSITIONS[before]
