"""How often each person wants mail about what. On the portal every notice is listed, whatever they choose here."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.utils import timezone

UNSUBSCRIBE = "notifications.unsubscribe"
DIGEST_HOUR = time(7)  # in the portal's time zone; weekly ones on Mondays


class Subject(models.TextChoices):
    """What a notice is about, as people choose it."""

    REQUESTS = "requests", "My questions to experts"
    GROUPS = "groups", "My working groups"
    TOPICS = "topics", "Topics and pages that I follow"
    EVENTS = "events", "Events"
    BRIEFINGS = "briefings", "Policy briefings"
    CORRECTIONS = "corrections", "Corrections to what I downloaded, bookmarked or follow"


class Frequency(models.TextChoices):
    NONE = "none", "No mail"
    AT_ONCE = "at-once", "At once"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"


DEFAULTS = {
    Subject.REQUESTS: Frequency.AT_ONCE,
    Subject.GROUPS: Frequency.DAILY,
    Subject.TOPICS: Frequency.WEEKLY,
    Subject.EVENTS: Frequency.AT_ONCE,
    Subject.BRIEFINGS: Frequency.WEEKLY,
    Subject.CORRECTIONS: Frequency.AT_ONCE,
}


class Preference(models.Model):
    """A choice that somebody made. Without one, `DEFAULTS` says."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences")
    subject = models.CharField(max_length=20, choices=Subject.choices)
    frequency = models.CharField(max_length=20, choices=Frequency.choices)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "subject"], name="one_preference_per_person_and_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.frequency}"


def preferences_of(person: Any) -> dict[Subject, Frequency]:
    """For every subject how often this person wants mail. One query."""
    chosen = Preference.objects.filter(person=person).values_list("subject", "frequency")
    return {**DEFAULTS, **{Subject(subject): Frequency(frequency) for subject, frequency in chosen}}


@transaction.atomic
def choose(*, person: Any, choices: dict[Subject, Frequency]) -> dict[Subject, Frequency]:
    """Remember how often this person wants mail about these subjects. Notices that wait follow the new choice."""
    for subject, frequency in choices.items():
        Preference.objects.update_or_create(person=person, subject=subject, defaults={"frequency": frequency})
    return preferences_of(person)


def last_digest(frequency: Frequency, now: datetime) -> datetime:
    """When digests of this frequency were last due. What is older and was not mailed yet belongs into one now."""
    local = timezone.localtime(now)
    due = timezone.make_aware(datetime.combine(local.date(), DIGEST_HOUR))
    if due > now:
        due = timezone.make_aware(datetime.combine(local.date() - timedelta(days=1), DIGEST_HOUR))
    if frequency == Frequency.WEEKLY:
        day = timezone.localtime(due).date()
        due = timezone.make_aware(datetime.combine(day - timedelta(days=day.weekday()), DIGEST_HOUR))
    return due


# --- Leaving without signing in ------------------------------------------------------------------------------------


def unsubscribe_token(*, person: Any, subject: Subject) -> str:
    """Lets whoever has the mail end mails of this subject to this person, and nothing else. Never expires."""
    return signing.dumps([person.pk, subject.value], salt=UNSUBSCRIBE)


def read_unsubscribe_token(token: str) -> tuple[int, Subject] | None:
    """Whom and what a token is for; None if we never made it."""
    try:
        person_id, subject = signing.loads(token, salt=UNSUBSCRIBE)
        return int(person_id), Subject(subject)
    except (signing.BadSignature, TypeError, ValueError):
        return None


def unsubscribe(*, person_id: int, subject: Subject) -> None:
    """No more mail about this subject. Does nothing for a person who is no more."""
    from django.contrib.auth import get_user_model

    person = get_user_model()._default_manager.filter(pk=person_id).first()
    if person is not None:
        choose(person=person, choices={subject: Frequency.NONE})
