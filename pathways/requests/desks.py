"""The lines of queue and desk, and how coordinators narrow theirs. All of it compiles from `queries.py`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_

from django.db.models import Count, Q
from django.utils import timezone

from .models import ExpertRequest
from .queries import Reader, desk_of, parties_told
from .states import WITH_COORDINATOR, Party, State
from .voices import owner_for, requester_for


@dataclass(frozen=True)
class Row:
    """A request in a list, as one reader sees it. `parties` is what they are to it."""

    parties: frozenset[Party]
    url: str
    subject: str
    topic: str
    state: str
    is_urgent: bool
    is_blind: bool
    is_overdue: bool
    asker: str
    owner: str
    asked_at: datetime | None
    owned_since: datetime | None
    next_action_at: datetime | None


def rows_of(requests: Iterable[ExpertRequest]) -> list[Row]:
    """Of requests that were found `with_parties`. None of this asks anything."""
    now = timezone.now()
    return [_row(request, parties_told(request), now) for request in requests]


def _row(request: ExpertRequest, parties: frozenset[Party], now: datetime) -> Row:
    return Row(
        parties=parties,
        url=request.get_absolute_url(),
        subject=request.subject,
        topic=str(request.topic or ""),
        state=request.get_state_display(),
        is_urgent=request.is_urgent,
        is_blind=request.is_blind,
        is_overdue=request.next_action_at is not None and request.next_action_at <= now,
        asker=requester_for(parties, request),
        owner=owner_for(parties, request),
        asked_at=request.submitted_at,
        owned_since=request.owned_since,
        next_action_at=request.next_action_at,
    )


# --- The desk -------------------------------------------------------------------------------------------------------


# Who has to do something next. Every state in which a request is on the desk is in one of these.
WAITS_FOR_COORDINATORS = (State.SUBMITTED,)
WAITS_FOR_EXPERTS = (State.TRIAGED, State.ASSIGNED)
WAITS_FOR_REQUESTERS = (State.AWAITING, State.ANSWERED)


@dataclass(frozen=True)
class Figures:
    """How many of all that is on the desk, and how many of them match what a coordinator wants to see."""

    coordinators: int
    experts: int
    requesters: int
    overdue: int
    matching: int


def figures_of_desk(coordinator: Reader, narrowing: Q) -> Figures:
    """One query."""
    return Figures(
        **desk_of(coordinator).aggregate(
            coordinators=Count("pk", filter=Q(state__in=WAITS_FOR_COORDINATORS)),
            experts=Count("pk", filter=Q(state__in=WAITS_FOR_EXPERTS)),
            requesters=Count("pk", filter=Q(state__in=WAITS_FOR_REQUESTERS)),
            overdue=Count("pk", filter=_overdue()),
            matching=Count("pk", filter=narrowing),
        )
    )


@dataclass(frozen=True)
class Wanted:
    """What a coordinator wants to see of their desk; what is empty narrows nothing. `words` have to be there, all."""

    state: str = ""
    topic: str = ""
    owner: str = ""
    date: str = ""
    urgency: str = ""
    names: str = ""
    words: str = ""


OWNERS = {
    "me": "Me",
    "coordinator": "Nobody but a coordinator",
    "answering": "Somebody who answers",
}


def narrowing(coordinator: Reader, wanted: Wanted) -> Q:
    """What of their desk they want to see."""
    conditions = {
        "state": Q(state=wanted.state),
        "topic": Q(topic__slug=wanted.topic) | Q(topic__parent__slug=wanted.topic),
        "owner": _owned(wanted.owner, coordinator),
        "date": _overdue(),
        "urgency": Q(urgency=wanted.urgency),
        "names": Q(is_blind=True),
    }
    narrowed = [condition for name, condition in conditions.items() if getattr(wanted, name)]
    narrowed += [Q(subject__icontains=word) | Q(question__icontains=word) for word in wanted.words.split()]
    return reduce(and_, narrowed, Q(pk__isnull=False))


def _owned(owner: str, coordinator: Reader) -> Q:
    if owner == "me":
        return Q(owner=coordinator.person_id)
    with_coordinator = Q(state__in=WITH_COORDINATOR)
    return with_coordinator if owner == "coordinator" else ~with_coordinator


def _overdue() -> Q:
    return Q(next_action_at__lte=timezone.now())
