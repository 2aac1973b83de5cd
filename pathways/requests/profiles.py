"""What experts answer on, how many at a time, in which voice, and when they are away."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from content.models import Topic
from membership.models import User

from .errors import DateNotUsable
from .models import Away, ExpertProfile, Voice

MOST_AT_A_TIME = 50


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
    """Their questions go to a coordinator when the first day comes, and no others come. Raises DateNotUsable."""
    if last_day < first_day or last_day < timezone.localdate():
        raise DateNotUsable(first_day, last_day)
    return Away.objects.create(person=person, first_day=first_day, last_day=last_day)


@transaction.atomic
def come_back(*, away: Away) -> User:
    """They are there after all. What went to a coordinator meanwhile stays there."""
    away.delete()
    return away.person
