"""What experts answer on, how many at a time, in which voice, and when they are away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from content.models import Topic
from membership.models import User

from .errors import DateNotUsable
from .models import Away, ExpertProfile, Voice

MOST_AT_A_TIME = 50
FURTHEST_AWAY = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Described:
    """What somebody says of themselves as an expert."""

    capacity: int
    topics: tuple[str, ...]


def described(person: User) -> Described | None:
    """None if they have said nothing yet. One query."""
    profiles = ExpertProfile.objects.filter(person=person)
    rows = list(profiles.order_by("topics__name").values_list("capacity", "topics__name"))
    return Described(rows[0][0], tuple(name for _, name in rows if name)) if rows else None


@transaction.atomic
def describe_expert(
    *, person: User, topics: Iterable[Topic], capacity: int = 3, answers_as: Voice = Voice.NAME
) -> ExpertProfile:
    """What they answer on, and how. Written at the first time. It counts while they have the role of an expert."""
    given = {"capacity": min(capacity, MOST_AT_A_TIME), "answers_as": answers_as}
    profile, _ = ExpertProfile.objects.update_or_create(person=person, defaults=given)
    profile.topics.set(topics)
    return profile


@transaction.atomic
def go_away(*, person: User, first_day: date, last_day: date) -> Away:
    """Their questions go to a coordinator when the first day comes, and no others come.

    Raises DateNotUsable if it ends before it begins, before today, or more than two years from now.
    """
    today = timezone.localdate()
    if not max(first_day, today) <= last_day <= today + FURTHEST_AWAY:
        raise DateNotUsable(first_day, last_day)
    days = {"first_day": first_day, "last_day": last_day}
    return Away.objects.filter(person=person, **days).first() or Away.objects.create(person=person, **days)


@transaction.atomic
def come_back(*, away: Away) -> User:
    """They are there after all. What went to a coordinator meanwhile stays there."""
    away.delete()
    return away.person
