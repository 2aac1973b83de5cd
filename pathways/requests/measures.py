"""What coordinators learn from all questions together. Nothing here names a person, and few things an organisation.

All figures are counted from `queries.looked_after_by`, so what is kept from a coordinator is in none of theirs. Except
for what waits now, they are about the questions sent in a period, as these stand today. The page says in words what
each figure means.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone

from content.models import Topic

from .models import ExpertRequest
from .people import away_now, experts
from .queries import Whoever, looked_after_by
from .states import OPEN, UNSENT, State

PERIODS = (30, 90, 365)  # days
# An organisation is named from so many questions on, and none is where fewer organisations than that have asked.
THRESHOLD = 5
# The upper ends of the ages of what waits, in days. What is older comes last.
AGES = (1, 3, 7, 14)
WAITING = tuple(state for state in OPEN if state not in UNSENT)
SENT_STATES = tuple(state for state in State if state not in UNSENT)


@dataclass(frozen=True)
class Times:
    """How long it took, of the questions where it has happened: `half` of them at most that, nine in ten `most`."""

    count: int
    half: timedelta | None
    most: timedelta | None


@dataclass(frozen=True)
class TopicFigures:
    """`experts` answer on the topic or the one above it; `there` are those of them who are not away."""

    topic: str
    asked: int
    experts: int
    there: int


@dataclass(frozen=True)
class Asking:
    """How many questions came from an organisation: under its name, and blind."""

    name: str
    openly: int
    blind: int


@dataclass(frozen=True)
class Organisations:
    """`others` are all questions of the period that came from none of those `named`, or were blind."""

    named: tuple[Asking, ...]
    others: int


@dataclass(frozen=True)
class Measures:
    """`organisations` is None where too few have asked."""

    waiting_by_state: dict[State, int]
    waiting_by_age: tuple[int, ...]
    sent: int
    by_state: dict[State, int]
    first_response: Times
    answer: Times
    could_reopen: int
    reopened: int
    shown_answers: int
    asked_before_or_shown: int
    without_topic: int
    topics: tuple[TopicFigures, ...]
    organisations: Organisations | None


def measure(coordinator: Whoever, *, days: int, now: datetime | None = None) -> Measures:
    """Three queries besides the reader's own, however much there is. All zero for whoever does not coordinate."""
    now = now or timezone.now()
    since = now - timedelta(days=days)
    measured = looked_after_by(coordinator).order_by()
    by_state = _by_state(measured, since, now)
    asked = [Sent(*row) for row in measured.filter(submitted_at__gt=since).values_list(*READ_OF_SENT)]
    return Measures(
        waiting_by_state={state: by_state[state]["waiting"] for state in WAITING},
        waiting_by_age=_ages(by_state),
        sent=len(asked),
        by_state={state: by_state[state]["sent"] for state in SENT_STATES},
        first_response=times_of(one.first_response_at - one.submitted_at for one in asked if one.first_response_at),
        answer=times_of(one.answered_at - one.submitted_at for one in asked if one.answered_at),
        without_topic=sum(one.topic is None for one in asked),
        topics=_topics(Counter(one.topic for one in asked), now),
        organisations=_organisations(asked),
        **{name: sum(counts[name] for counts in by_state.values()) for name in _OF_SENT},
    )


class Sent(NamedTuple):
    """What is read of each question of the period: of a year at most. Databases differ in how they find medians."""

    submitted_at: datetime
    first_response_at: datetime | None
    answered_at: datetime | None
    topic: int | None
    organisation: str | None
    is_blind: bool


READ_OF_SENT = (
    *("submitted_at", "first_response_at", "answered_at"),
    *("topic", "organisation__name", "is_blind"),
)


# --- Counted by state -----------------------------------------------------------------------------------------------

_OF_SENT = {
    "could_reopen": Q(answered_at__isnull=False) | Q(reopened__gt=0) | Q(state__in=(State.DECLINED, State.DUPLICATE)),
    "reopened": Q(reopened__gt=0),
    "shown_answers": Q(fitting_shown__gt=0),
    "asked_before_or_shown": Q(fitting_shown__gt=0) | Q(state=State.DUPLICATE),
}


def _by_state(measured: QuerySet[ExpertRequest], since: datetime, now: datetime) -> dict[State, Counter[str]]:
    """For each state what waits in it, that of each age, and what was sent in the period. One query."""
    in_period = Q(submitted_at__gt=since)
    counts = {
        "waiting": Count("pk"),
        "sent": Count("pk", filter=in_period),
        **{_under(days): Count("pk", filter=Q(submitted_at__gt=now - timedelta(days=days))) for days in AGES},
        **{name: Count("pk", filter=in_period & condition) for name, condition in _OF_SENT.items()},
    }
    rows = {state: row for state, *row in measured.values_list("state").annotate(**counts)}
    return {state: Counter(dict(zip(counts, rows.get(state, ()), strict=False))) for state in SENT_STATES}


def _under(days: int) -> str:
    return f"under_{days}"


def _ages(by_state: dict[State, Counter[str]]) -> tuple[int, ...]:
    """Those of an age are those that are younger than its upper end and not than its lower."""
    columns = [*map(_under, AGES), "waiting"]
    younger = [sum(by_state[state][column] for state in WAITING) for column in columns]
    return tuple(end - start for start, end in pairwise([0, *younger]))


# --- Times ----------------------------------------------------------------------------------------------------------


def times_of(took: Iterable[timedelta]) -> Times:
    in_order = sorted(took)
    return Times(len(in_order), _nearest_rank(in_order, 50), _nearest_rank(in_order, 90))


def _nearest_rank(in_order: Sequence[timedelta], percent: int) -> timedelta | None:
    """The shortest time that at least so many of them do not exceed."""
    return in_order[ceil(percent * len(in_order) / 100) - 1] if in_order else None


# --- By topic -------------------------------------------------------------------------------------------------------


def _topics(asked: Counter[int | None], now: datetime) -> tuple[TopicFigures, ...]:
    """All topics: those with the most questions first, then by name. One query."""
    is_expert = Q(experts__person__in=experts().values("pk"))
    is_there = is_expert & ~Q(experts__person__in=away_now(now))
    rows = Topic.objects.order_by("name").annotate(is_expert=_one_if(is_expert), is_there=_one_if(is_there))
    answering, there = defaultdict[int | None, set[int]](set), defaultdict[int | None, set[int]](set)
    topics: dict[int, tuple[str, int | None]] = {}
    columns = ("pk", "name", "parent", "experts__person", "is_expert", "is_there")
    for topic, name, above, person, counts, counts_now in rows.values_list(*columns):
        topics[topic] = name, above
        answering[topic] |= {person} if counts else set()
        there[topic] |= {person} if counts_now else set()
    figures = [
        TopicFigures(
            topic=name,
            asked=asked[topic],
            experts=len(answering[topic] | answering[above]),
            there=len(there[topic] | there[above]),
        )
        for topic, (name, above) in topics.items()
    ]
    return tuple(sorted(figures, key=lambda one: -one.asked))


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0))


# --- By organisation ------------------------------------------------------------------------------------------------


def _organisations(asked: list[Sent]) -> Organisations | None:
    by_name = Counter((one.organisation, one.is_blind) for one in asked)
    names = {name for name, _ in by_name if name is not None}
    named = named_among([Asking(name, by_name[name, False], by_name[name, True]) for name in sorted(names)])
    if named is None:
        return None
    return Organisations(named, len(asked) - sum(one.openly for one in named))


def named_among(asking: Sequence[Asking]) -> tuple[Asking, ...] | None:
    """Those whose number may stand beside their name, the most first; None if too few organisations have asked.

    The total is known, so whatever is left of it must be of two organisations at least, or of none: the next smallest
    is not named either where it would be of one. What is blind is left over, whoever asked it.
    """
    if sum(one.openly > 0 for one in asking) < THRESHOLD:
        return None
    named = [one for one in asking if one.openly >= THRESHOLD]
    named.sort(key=lambda one: (-one.openly, one.name))
    while _left_over(asking, named) == 1:
        named.pop()
    return tuple(named)


def _left_over(asking: Sequence[Asking], named: Sequence[Asking]) -> int:
    """How many organisations are behind the questions that are under nobody's name."""
    return sum(one.blind > 0 or (one.openly > 0 and one not in named) for one in asking)
