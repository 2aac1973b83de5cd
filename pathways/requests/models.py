"""A request to the experts, what is said on it, and the experts. What changes them stands in the files of services.

Nobody who takes part can be deleted while a request hangs on them: `farewell.hand_on_all_of` comes first.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .states import OPEN, Deed, State


class Urgency(models.TextChoices):
    NORMAL = "normal", "Within a week or so"
    URGENT = "urgent", "Within a day or two"


class Voice(models.TextChoices):
    """Under whose name something is said to a requester."""

    NAME = "name", "Under my name and my organisation's"
    ORGANISATION = "organisation", "Under my organisation's name alone"
    ALLIANCE = "alliance", "In the name of the alliance"
    REQUESTER = "requester", "The requester"


class ExpertRequest(models.Model):
    """A question. `queries.readable_by` alone says who may know of it."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Its name in addresses.")
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="expert_requests",
        help_text="Empty: they have left, and it is nobody's.",
    )
    organisation = models.ForeignKey(
        "membership.Organisation",
        null=True,
        on_delete=models.PROTECT,
        related_name="expert_requests",
        help_text="Where the requester was when they sent it.",
    )
    topic = models.ForeignKey(
        "content.Topic", null=True, blank=True, on_delete=models.PROTECT, related_name="expert_requests"
    )
    subject = models.CharField(max_length=160)
    question = models.TextField(max_length=5000, blank=True)
    tried = models.TextField(max_length=3000, blank=True, help_text="What they have tried or read already.")
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    is_blind = models.BooleanField(default=False, help_text="Experts do not learn who asks, nor at which organisation.")
    is_confidential = models.BooleanField(default=False, help_text="Its words go when the requester goes.")
    kept_from = models.TextField(
        max_length=2000,
        blank=True,
        help_text="Who must not see it, as the requester wrote it: a domain or an address in each line.",
    )

    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="expert_requests_owned"
    )
    owned_since = models.DateTimeField(null=True)
    next_action_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True, help_text="Whoever has to act is reminded then. Empty: they were.")
    held_for = models.JSONField(default=list, help_text="The kinds of what the guard found. Never the words.")
    kept_since = models.DateTimeField(null=True, help_text="They sent it, and nobody was there to own it.")
    next_step = models.TextField(max_length=3000, blank=True, help_text="What to do instead, when it is declined.")
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates"
    )

    fitting_shown = models.PositiveSmallIntegerField(
        default=0, help_text="How many answers of the portal's own search its requester saw before they sent it."
    )
    begun_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, help_text="When its words first passed the guard.")
    first_response_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0, help_text="How often.")

    class Meta:
        ordering: ClassVar[list[str]] = ["-begun_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "next_action_at"], name="requests_by_date"),
            models.Index(
                fields=["next_action_at", "id"], name="requests_open", condition=Q(next_action_at__isnull=False)
            ),
            models.Index(fields=["remind_at"], name="requests_to_remind", condition=Q(remind_at__isnull=False)),
            models.Index(fields=["owner", "state"], name="requests_by_owner"),
            models.Index(fields=["topic", "state"], name="requests_by_topic"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state__in=OPEN) | Q(owner__isnull=False, next_action_at__isnull=False),
                name="open_request_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN) | Q(next_action_at=None), name="only_open_request_is_due"
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(requester=None) | ~Q(owner=F("requester")),
                name="nobody_owns_their_question",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.TRIAGED) | Q(topic__isnull=False), name="triaged_request_has_topic"
            ),
        ]

    def __str__(self) -> str:
        """Never its words: this stands in logs and error pages."""
        return f"Request {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/questions/{self.code}/"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_urgent(self) -> bool:
        return self.urgency == Urgency.URGENT


class Barred(models.Model):
    """This request does not exist for this person, or for anybody at this organisation."""

    request = models.ForeignKey(ExpertRequest, on_delete=models.CASCADE, related_name="barred")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("membership.Organisation", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(person=None, organisation__isnull=False) | Q(person__isnull=False, organisation=None),
                name="barred_is_a_person_or_an_organisation",
            ),
            models.UniqueConstraint(fields=["request", "person"], name="person_barred_once"),
            models.UniqueConstraint(fields=["request", "organisation"], name="organisation_barred_once"),
        ]

    def __str__(self) -> str:
        return f"Barred from request {self.request_id}"


class Reply(models.Model):
    """What the requester and whoever answers say to one another. All who read the request read it."""

    request = models.ForeignKey(ExpertRequest, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    voice = models.CharField(max_length=20, choices=Voice.choices)
    organisation = models.ForeignKey(
        "membership.Organisation",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where the author was when they wrote it.",
    )
    text = models.TextField(max_length=10000)
    is_answer = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"Reply {self.pk}"


class InternalNote(models.Model):
    """What those who answer say among themselves. Never the requester's to read: see `queries.notes_for`."""

    request = models.ForeignKey(ExpertRequest, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=5000)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"Note {self.pk}"


class Consultation(models.Model):
    """Another expert is asked for their view, and reads the request while it is open."""

    request = models.ForeignKey(ExpertRequest, on_delete=models.CASCADE, related_name="consultations")
    expert = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consultations")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "expert"], name="one_consultation_per_expert")
        ]

    def __str__(self) -> str:
        return f"Consultation {self.pk}"


class RequestEvent(models.Model):
    """One step in the life of a request. Written with the step; never changed."""

    request = models.ForeignKey(ExpertRequest, on_delete=models.CASCADE, related_name="events")
    deed = models.CharField(max_length=20, choices=Deed.choices)
    before = models.CharField(max_length=20, choices=State.choices)
    after = models.CharField(max_length=20, choices=State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty: the portal itself, or somebody who has left.",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", help_text="After the step."
    )
    topic = models.ForeignKey(
        "content.Topic", null=True, on_delete=models.SET_NULL, related_name="+", help_text="Before the step."
    )
    reason = models.TextField(max_length=1000, blank=True, help_text="Never the requester's to read.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["before", "at"], name="request_events_by_time")]

    def __str__(self) -> str:
        return f"{self.get_deed_display()}: request {self.request_id}"


class Consent(models.Model):
    """The requester lets the alliance make an answer page of it. Withdrawn, it counts no more at once."""

    request = models.ForeignKey(ExpertRequest, on_delete=models.CASCADE, related_name="consents")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request"], condition=Q(withdrawn_at=None), name="one_consent_per_request")
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk}"


class ExpertProfile(models.Model):
    """What an expert answers on, and how. It counts while its person has the role of an expert."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="expert_profile")
    topics = models.ManyToManyField("content.Topic", blank=True, related_name="experts")
    capacity = models.PositiveSmallIntegerField(default=3, help_text="How many questions they take at a time.")
    answers_as = models.CharField(
        max_length=20,
        choices=[choice for choice in Voice.choices if choice[0] != Voice.REQUESTER],
        default=Voice.NAME,
    )

    def __str__(self) -> str:
        return f"Profile {self.pk}"


class Away(models.Model):
    """Days on which somebody answers and coordinates nothing, the first and the last included."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="away")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["first_day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="away_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"Away from {self.first_day} to {self.last_day}"
