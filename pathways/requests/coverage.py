"""Which topics have experts, and how much each of these has to do. For coordinators alone: it tells of others' work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from content.models import Topic
from membership.models import User

from .models import Away, ExpertProfile
from .people import away_dates, experts
from .queries import looked_after_by
from .states import WITH_EXPERT
from .voices import signed


@dataclass(frozen=True)
class ExpertRow:
    """`open_requests` and `last_taken` are of requests that the coordinator who reads this may know of."""

    name: str
    topics: tuple[str, ...]
    open_requests: int
    capacity: int | None
    away: Away | None
    last_taken: datetime | None


def topics_without_experts() -> QuerySet[Topic]:
    """Whoever answers on a topic answers on those below it."""
    answered = ExpertProfile.topics.through.objects.filter(expertprofile__person__in=experts()).values("topic")
    return Topic.objects.exclude(Q(pk__in=answered) | Q(parent__isnull=False, parent__in=answered))


def experts_by_name() -> QuerySet[User]:
    shown = experts().select_related("organisation", "expert_profile").prefetch_related("expert_profile__topics")
    return shown.order_by("last_name", "first_name", "pk")


def rows_for(coordinator: User, people: Iterable[User]) -> list[ExpertRow]:
    """Three queries, however many they are."""
    found = list(people)
    owned = looked_after_by(coordinator).filter(owner__in=found).order_by()
    work = owned.values("owner").annotate(
        open_requests=Count("pk", filter=Q(state__in=WITH_EXPERT)), last_taken=Max("owned_since")
    )
    work_of = {row["owner"]: (row["open_requests"], row["last_taken"]) for row in work}
    # The latest first, so that the next of each person is what stays.
    next_away = {away.person_id: away for away in away_dates().filter(person__in=found).order_by("-first_day", "-pk")}
    return [_row(person, *work_of.get(person.pk, (0, None)), next_away.get(person.pk)) for person in found]


def _row(person: User, open_requests: int, last_taken: datetime | None, away: Away | None) -> ExpertRow:
    profile = getattr(person, "expert_profile", None)
    return ExpertRow(
        name=signed(person, person.organisation),
        topics=tuple(str(topic) for topic in profile.topics.all()) if profile else (),
        open_requests=open_requests,
        capacity=profile.capacity if profile else None,
        away=away,
        last_taken=last_taken,
    )
