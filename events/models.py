"""What the portal keeps of an event beside its page: who comes, what is asked, what is left afterwards.

Page types stand in `pages.py`. Nothing here is part of a page's revisions: publishing an older draft changes nothing.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string

from .pages import EventPage
from .states import State

__all__ = [
    "CalendarFeed",
    "EventLedger",
    "EventPage",
    "Feedback",
    "HostNote",
    "Material",
    "Question",
    "QuestionVote",
    "Registration",
]


class EventLedger(models.Model):
    """One row an event, made with its page. Whoever changes the event's seats locks it first.

    `sequence` rises whenever calendars have to learn something new; `told` is a digest of what they were told last.
    """

    event = models.OneToOneField(EventPage, on_delete=models.CASCADE, related_name="ledger")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    told = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True)
    last_place = models.PositiveIntegerField(default=0, help_text="The highest place that was given on the waitlist.")
    reminded_for = models.DateTimeField(null=True, help_text="The start of which people were reminded.")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        permissions = (("host_every_event", "Can host every event"),)

    def __str__(self) -> str:
        return f"Ledger of event {self.event_id}"


class Registration(models.Model):
    """One person and one event. Changed by `registering.py` and `hosting.py` alone."""

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="event_registrations")
    organisation = models.ForeignKey(
        "membership.Organisation",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where the person was when they registered: its limit counts them.",
    )
    state = models.CharField(max_length=20, choices=State.choices)
    place = models.PositiveIntegerField(help_text="In the order in which people came. Later places wait longer.")
    offered_until = models.DateTimeField(null=True)
    is_listed = models.BooleanField(default=False, help_text="They agreed that other attendees see their name.")
    answers = models.JSONField(default=list, help_text="Question and answer, in pairs.")
    registered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "person"], name="one_registration_per_event_and_person"),
            models.CheckConstraint(
                condition=models.Q(state=State.OFFERED, offered_until__isnull=False)
                | (~models.Q(state=State.OFFERED) & models.Q(offered_until=None)),
                name="an_offer_and_no_other_state_has_an_end",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["event", "state", "place"], name="registrations_in_order"),
            models.Index(
                fields=["offered_until"], name="offers_to_lapse", condition=models.Q(offered_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Registration {self.pk}"


class Question(models.Model):
    """What somebody wants to have answered at the event. Others see it once a host has let it through."""

    class Standing(models.TextChoices):
        WAITING = "waiting", "Waiting for a host"
        SHOWN = "shown", "Shown"
        ANSWERED = "answered", "Answered"
        HIDDEN = "hidden", "Hidden"

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=500)
    is_anonymous = models.BooleanField(default=False, help_text="Nobody is shown who asked, hosts included.")
    standing = models.CharField(max_length=20, choices=Standing.choices, default=Standing.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Question {self.pk}"


class QuestionVote(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "person"], name="one_vote_per_question_and_person")
        ]

    def __str__(self) -> str:
        return f"Vote {self.pk}"


class Material(models.Model):
    """A recording, slides or something to read on. Its file is on no page, so that this room alone hands it out."""

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=200)
    document = models.OneToOneField(
        "content.PrivateDocument", null=True, on_delete=models.PROTECT, related_name="event_material"
    )
    link = models.URLField(max_length=500, blank=True, help_text="Where a recording is, if it is not a file.")
    added_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(models.Q(document=None) & ~models.Q(link="")) | models.Q(document__isnull=False, link=""),
                name="material_is_a_file_or_a_link",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Feedback(models.Model):
    """What somebody says of an event afterwards. Hosts read it without a name."""

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="feedback")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    useful = models.PositiveSmallIntegerField(help_text="From 1, not at all, to 5, very.")
    text = models.TextField(blank=True, max_length=2000)
    given_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "person"], name="one_feedback_per_event_and_person"),
            models.CheckConstraint(condition=models.Q(useful__range=(1, 5)), name="useful_from_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"Feedback {self.pk}"


class HostNote(models.Model):
    """What a host wrote to those who come. Mails read it when they are sent."""

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.CharField(max_length=120)
    text = models.TextField(max_length=5000)
    written_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Note {self.pk}"


def new_feed_secret() -> str:
    return get_random_string(22)


class CalendarFeed(models.Model):
    """Somebody's secret address for calendar programs. A new secret ends the old address."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    secret = models.CharField(max_length=22, default=new_feed_secret, unique=True)
    renewed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Calendar feed of {self.person_id}"

    def renew(self) -> None:
        self.secret, self.renewed_at = new_feed_secret(), timezone.now()
