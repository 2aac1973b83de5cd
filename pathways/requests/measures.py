"""What coordinators learn from all questions together. Nothing here names a person, and few things an organisation.

All figures are counted from `queries.measured_by`, so what is kept from a coordinator is in none of theirs. Except for
what waits now, they are about the questions sent in a period, as these stand today. The page says in words what each
figure means.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from content.models import Topic
from membership.models import User

from .models import ExpertProfile, ExpertRequest
from .people import away_now, experts
from .queries import measured_by
from .states import OPEN, UNSENT, State

PERIODS = (30, 90, 365)  # days
# An organisation is named from so many questions on, and none is where fewer organisations than that have asked.
THRESHOLD = 5
# The upper ends of the ages of what waits, in days. What is older comes last.
AGES = (1, 3, 7, 14)
WAITING = tuple(state for state in OPEN if state not in UNSENT)


@dataclass(frozen=True)
class Times:
    """How long it took, of the questions where it has happened: `half` of them at most that, nine in ten `most`."""

    count: int
    half: timedelta | None
    most: timedelta | None


@dataclass(frozen=True)
class TopicFigures:
    """`experts` answer on the topic or the one above it; `there` are those of them who are not away."""

    topic: Topic
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


def measure(coordinator: User, *, days: int, now: datetime | None = None) -> Measures:
    """Nine queries, however much there is. All zero for whoever does not coordinate."""
    now = now or timezone.now()
    measured = measured_by(coordinator).order_by()
    by_state, by_age = _waiting(measured.filter(state__in=WAITING), now)
    sent = measured.filter(submitted_at__gt=now - timedelta(days=days))
    counts = sent.aggregate(**_COUNTS)
    first_response, answer = _times(sent)
    return Measures(
        waiting_by_state=by_state,
        waiting_by_age=by_age,
        by_state={state: counts.pop(state.name) for state in _SENT_STATES},
        first_response=first_response,
        answer=answer,
        topics=_topics(sent, now),
        organisations=_organisations(sent, counts["sent"]),
        **counts,
    )


# --- What waits -----------------------------------------------------------------------------------------------------


def _waiting(waiting: QuerySet[ExpertRequest], now: datetime) -> tuple[dict[State, int], tuple[int, ...]]:
    """By state, which says who has to move; and by age since it was first sent."""
    younger = {f"under_{days}": Count("pk", filter=Q(submitted_at__gt=now - timedelta(days=days))) for days in AGES}
    rows = {row["state"]: row for row in waiting.values("state").annotate(count=Count("pk"), **younger)}
    ends = [sum(row[column] for row in rows.values()) for column in (*younger, "count")]
    ages = tuple(end - start for start, end in zip([0, *ends], ends, strict=False))
    return {state: rows[state]["count"] if state in rows else 0 for state in WAITING}, ages


# --- What was sent in the period ------------------------------------------------------------------------------------

_SENT_STATES = tuple(state for state in State if state not in UNSENT)
_CAN_REOPEN = Q(answered_at__isnull=False) | Q(reopened__gt=0) | Q(state__in=(State.DECLINED, State.DUPLICATE))
_COUNTS = {
    "sent": Count("pk"),
    **{state.name: Count("pk", filter=Q(state=state)) for state in _SENT_STATES},
    "could_reopen": Count("pk", filter=_CAN_REOPEN),
    "reopened": Count("pk", filter=Q(reopened__gt=0)),
    "shown_answers": Count("pk", filter=Q(fitting_shown__gt=0)),
    "asked_before_or_shown": Count("pk", filter=Q(fitting_shown__gt=0) | Q(state=State.DUPLICATE)),
    "without_topic": Count("pk", filter=Q(topic=None)),
}


def _times(sent: QuerySet[ExpertRequest]) -> tuple[Times, Times]:
    """To the first response, and to the last answer. Of a year at most, so they are sorted here."""
    rows = list(sent.values_list("submitted_at", "first_response_at", "answered_at"))
    return (
        times_of(response - start for start, response, _ in rows if response),
        times_of(answer - start for start, _, answer in rows if answer),
    )


def times_of(took: Iterable[timedelta]) -> Times:
    in_order = sorted(took)
    return Times(len(in_order), _nearest_rank(in_order, 0.5), _nearest_rank(in_order, 0.9))


def _nearest_rank(in_order: Sequence[timedelta], share: float) -> timedelta | None:
    """The shortest time that at least this share of them does not exceed."""
    return in_order[ceil(share * len(in_order)) - 1] if in_order else None


# --- By topic -------------------------------------------------------------------------------------------------------


def _topics(sent: QuerySet[ExpertRequest], now: datetime) -> tuple[TopicFigures, ...]:
    """All topics: those with the most questions first, then by name."""
    asked = dict(sent.values_list("topic").annotate(Count("pk")))
    away = {row["person"] for row in away_now(now)}
    answering: dict[int, set[int]] = defaultdict(set)
    rows = ExpertProfile.topics.through.objects.filter(expertprofile__person__in=experts().values("pk"))
    for topic_id, person_id in rows.values_list("topic", "expertprofile__person"):
        answering[topic_id].add(person_id)
    figures = []
    for topic in Topic.objects.order_by("name"):
        on_it = answering[topic.pk] | (answering[topic.parent_id] if topic.parent_id else set())
        figures.append(TopicFigures(topic, asked.get(topic.pk, 0), len(on_it), len(on_it - away)))
    return tuple(sorted(figures, key=lambda one: -one.asked))


# --- By organisation ------------------------------------------------------------------------------------------------


def _organisations(sent: QuerySet[ExpertRequest], total: int) -> Organisations | None:
    by_organisation = (
        sent.filter(organisation__isnull=False)
        .values_list("organisation__name")
        .annotate(openly=Count("pk", filter=Q(is_blind=False)), blind=Count("pk", filter=Q(is_blind=True)))
    )
    named = named_among([Asking(*row) for row in by_organisation])
    if named is None:
        return None
    return Organisations(named, total - sum(one.openly for one in named))


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
