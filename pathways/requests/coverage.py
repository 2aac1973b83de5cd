"""Which topics have experts, and how much each of these has to do. For coordinators alone: it tells of others' work."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from content.models import Topic
from membership.models import User

from .models import ExpertProfile
from .people import away_dates, experts
from .queries import Reader, looked_after_by
from .states import WITH_EXPERT
from .voices import signed


@dataclass(frozen=True)
class ExpertRow:
    """`open_requests` and `last_taken` are of requests that the coordinator who reads this may know of."""

    name: str
    topics: tuple[str, ...]
    open_requests: int
    capacity: int | None
    away_from: date | None
    away_until: date | None
    last_taken: datetime | None


def topics_without_experts() -> QuerySet[Topic]:
    """Whoever answers on a topic answers on those below it."""
    answered = ExpertProfile.topics.through.objects.filter(expertprofile__person__in=experts()).values("topic")
    return Topic.objects.exclude(Q(pk__in=answered) | Q(parent__isnull=False, parent__in=answered))


def experts_shown_to(coordinator: Reader) -> QuerySet[User]:
    """By name, with what stands in an ExpertRow."""
    theirs = looked_after_by(coordinator).filter(owner=OuterRef("pk")).order_by().values("owner")
    having = theirs.filter(state__in=WITH_EXPERT).annotate(number=Count("pk")).values("number")
    last = theirs.annotate(last=Max("owned_since")).values("last")
    shown = experts().select_related("organisation", "expert_profile").prefetch_related("expert_profile__topics")
    away = away_dates().filter(person=OuterRef("pk"))
    return shown.annotate(
        open_requests=Coalesce(Subquery(having), 0),
        last_taken=Subquery(last),
        away_from=Subquery(away.values("first_day")[:1]),
        away_until=Subquery(away.values("last_day")[:1]),
    ).order_by("last_name", "first_name", "pk")


def row_of(person: Any) -> ExpertRow:
    """Of `experts_shown_to` somebody. None of this asks anything."""
    profile = getattr(person, "expert_profile", None)
    return ExpertRow(
        name=signed(person, person.organisation),
        topics=tuple(str(topic) for topic in profile.topics.all()) if profile else (),
        open_requests=person.open_requests,
        capacity=profile.capacity if profile else None,
        away_from=person.away_from,
        away_until=person.away_until,
        last_taken=person.last_taken,
    )
