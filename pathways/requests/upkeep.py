"""By the clock: nothing lies anywhere. Each job looks for requests that are due, and takes one step with each.

A request is locked and looked at again before its step, and a step moves what made it due: so a job may be killed at
any instant and run twice at once.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import takewhile

from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from notifications.jobs import Job, Waiting, each, register_job

from .asking import send_on
from .barring import bar_latecomers
from .errors import NobodyIsThere
from .models import Barred, ExpertRequest
from .people import away_now, coordinator_for, coordinators, experts, is_away, may_coordinate, may_own
from .permissions import user_can_ask
from .states import OPEN, WITH_COORDINATOR, WITH_EXPERT, WITH_REQUESTER, Deed, State
from .steps import locked, take

SECONDS_AT_ONCE = 25.0  # a job has a minute; the rest is looked at in the next one


def _each(due: QuerySet[ExpertRequest], look_after: Callable[[ExpertRequest, datetime], int], now: datetime) -> int:
    """One transaction for each. Raises SomeFailed after the others are done."""

    def step(request: ExpertRequest) -> int:
        with transaction.atomic():
            return look_after(locked(request), now)

    return each(_in_time(list(due.order_by("next_action_at", "pk"))), step)


def _in_time(requests: list[ExpertRequest]) -> Iterator[ExpertRequest]:
    ends = time.monotonic() + SECONDS_AT_ONCE
    yield from takewhile(lambda _: time.monotonic() < ends, requests)


# --- Whoever is not there -------------------------------------------------------------------------------------------


def cover_absent_owners(now: datetime) -> int:
    """A coordinator gets what somebody has who is away, suspended, barred, or no longer what they were."""
    return _each(_with_absent_owner(now), _cover, now)


def _with_absent_owner(now: datetime) -> QuerySet[ExpertRequest]:
    """As far as the owner tells. Those who may have it but are away do not matter while it is the requester's turn."""
    coordinating, answering = coordinators().values("pk"), experts().values("pk")
    gone = Q(state__in=WITH_COORDINATOR) & ~Q(owner__in=coordinating)
    gone |= ~Q(owner__in=coordinating) & ~Q(owner__in=answering)
    away = Q(owner__in=away_now(now), state__in=[*WITH_COORDINATOR, *WITH_EXPERT])
    colleague = Q(owner__organisation=F("organisation")) | Q(owner__organisation=F("requester__organisation"))
    gone |= ~Q(owner__in=coordinating) & colleague
    of_owner = Q(person=OuterRef("owner")) | Q(organisation=OuterRef("owner__organisation"))
    barred = Exists(Barred.objects.filter(of_owner, request=OuterRef("pk")))
    return ExpertRequest.objects.filter(gone | away | barred, state__in=OPEN)


def _cover(request: ExpertRequest, now: datetime) -> int:
    owner = request.owner
    if request.state not in OPEN or owner is None:
        return 0
    awaited = request.state != State.ANSWERED and is_away(owner, now=now)
    if may_own(owner, request) and not awaited:
        return 0
    successor = coordinator_for(request, besides=owner, now=now)
    # From one who is away to another who is away too, it would go to and fro.
    if successor is None or (may_coordinate(owner, request) and is_away(successor, now=now)):
        return 0
    take(request, Deed.COVER, by=None, owner=successor, now=now)
    return 1


# --- Dates that have passed -----------------------------------------------------------------------------------------


def move_overdue(now: datetime) -> int:
    """What waited in vain goes to a coordinator; what was held, to the drafts; what was answered is closed."""
    return _each(_overdue(now), _move, now)


def _overdue(now: datetime) -> QuerySet[ExpertRequest]:
    return ExpertRequest.objects.filter(state__in=OPEN, next_action_at__lte=now)


def _move(request: ExpertRequest, now: datetime) -> int:
    if request.next_action_at is None or request.next_action_at > now:
        return 0
    if request.state == State.HELD:
        take(request, Deed.SET_ASIDE, by=None, now=now)
    elif request.state == State.ANSWERED:
        request.closed_at = now
        take(request, Deed.CLOSE, by=None, now=now)
    else:
        return _escalate(request, now)
    return 1


def _escalate(request: ExpertRequest, now: datetime) -> int:
    """To another coordinator who is there. If there is none, a coordinator keeps it, with a new date."""
    owner = request.owner
    successor = coordinator_for(request, besides=owner, now=now)
    if owner is not None and may_coordinate(owner, request) and (successor is None or is_away(successor, now=now)):
        successor = owner
    if successor is None:
        return 0
    take(request, Deed.ESCALATE, by=None, owner=successor, now=now)
    return 1


# --- Reminders ------------------------------------------------------------------------------------------------------


def remind(now: datetime) -> int:
    """Whoever has the next move, once for each date."""
    return _each(_to_remind(now), _remind, now)


def _to_remind(now: datetime) -> QuerySet[ExpertRequest]:
    return ExpertRequest.objects.filter(state__in=OPEN, remind_at__lte=now)


def _remind(request: ExpertRequest, now: datetime) -> int:
    if request.remind_at is None or request.remind_at > now:
        return 0
    request.remind_at = None
    take(request, Deed.REMIND_REQUESTER if request.state in WITH_REQUESTER else Deed.REMIND_OWNER, by=None, now=now)
    return 1


# --- What could not be sent on --------------------------------------------------------------------------------------


def send_kept(now: datetime) -> int:
    """Questions that were sent while nobody was there."""
    return _each(_kept(), _send_on, now)


def _kept() -> QuerySet[ExpertRequest]:
    return ExpertRequest.objects.filter(state=State.DRAFT, kept_since__isnull=False)


def _send_on(request: ExpertRequest, now: datetime) -> int:
    if request.kept_since is None or request.requester is None or not user_can_ask(request.requester):
        return 0
    try:
        send_on(request, by=None, now=now)
    except NobodyIsThere:
        return 0
    return 1


# --- The jobs -------------------------------------------------------------------------------------------------------


def _waiting(requests: Callable[[datetime], QuerySet[ExpertRequest]], column: str) -> Callable[[], Waiting]:
    return lambda: Waiting(**requests(timezone.now()).aggregate(count=Count("pk"), oldest=Min(column)))


register_job(
    Job(
        "send_kept_questions",
        "Sends on questions to the experts that came while nobody was there.",
        lambda: f"{send_kept(timezone.now())} sent on",
        waiting=_waiting(lambda now: _kept(), "kept_since"),
    )
)
register_job(
    Job(
        "bar_latecomers",
        "Keeps questions also from people and companies that joined after they were named.",
        lambda: f"{bar_latecomers()} barred",
    )
)
register_job(
    Job(
        "cover_absent_owners",
        "Gives questions to a coordinator whose owner is away or may not have them any more.",
        lambda: f"{cover_absent_owners(timezone.now())} covered",
        waiting=_waiting(_with_absent_owner, "owned_since"),
    )
)
register_job(
    Job(
        "move_overdue_questions",
        "Gives questions that waited in vain to a coordinator, and closes those that were answered.",
        lambda: f"{move_overdue(timezone.now())} moved",
        waiting=_waiting(_overdue, "next_action_at"),
    )
)
register_job(
    Job(
        "remind_of_questions",
        "Reminds whoever has to do something about a question.",
        lambda: f"{remind(timezone.now())} reminded",
        waiting=_waiting(_to_remind, "remind_at"),
    )
)
