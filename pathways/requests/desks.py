"""The lines of queue and desk, and how coordinators narrow theirs. All of it compiles from `queries.py`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from membership.models import User

from .models import ExpertRequest
from .queries import desk_of, parties_in
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


def rows_for(reader: User, requests: Iterable[ExpertRequest]) -> list[Row]:
    """Two queries. What the reader has lost since it was found is left out."""
    found = list(requests)
    parties, now = parties_in(found, reader), timezone.now()
    return [_row(request, parties[request.pk], now) for request in found if parties[request.pk]]


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
class Waiting:
    """How many of all that is on the desk."""

    coordinators: int
    experts: int
    requesters: int
    overdue: int


def waiting_on_desk_of(coordinator: User) -> Waiting:
    """Two queries."""
    return Waiting(
        **desk_of(coordinator).aggregate(
            coordinators=Count("pk", filter=Q(state__in=WAITS_FOR_COORDINATORS)),
            experts=Count("pk", filter=Q(state__in=WAITS_FOR_EXPERTS)),
            requesters=Count("pk", filter=Q(state__in=WAITS_FOR_REQUESTERS)),
            overdue=Count("pk", filter=_overdue()),
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


def narrowed_desk_of(coordinator: User, wanted: Wanted) -> QuerySet[ExpertRequest]:
    found = desk_of(coordinator)
    conditions = {
        "state": Q(state=wanted.state),
        "topic": Q(topic__slug=wanted.topic),
        "owner": _owned(wanted.owner, coordinator),
        "date": _overdue(),
        "urgency": Q(urgency=wanted.urgency),
        "names": Q(is_blind=True),
    }
    for name, condition in conditions.items():
        if getattr(wanted, name):
            found = found.filter(condition)
    for word in wanted.words.split():
        found = found.filter(Q(subject__icontains=word) | Q(question__icontains=word))
    return found


def _owned(owner: str, coordinator: User) -> Q:
    if owner == "me":
        return Q(owner=coordinator)
    with_coordinator = Q(state__in=WITH_COORDINATOR)
    return with_coordinator if owner == "coordinator" else ~with_coordinator


def _overdue() -> Q:
    return Q(next_action_at__lte=timezone.now())
