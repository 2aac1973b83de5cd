"""Working groups and their rosters. Page types stand in `pages.py`."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from membership.models import MEMBER_TIERS, Tier

from .pages import BriefingPage, ResourcePage, WorkingGroupIndexPage, WorkingGroupPage

__all__ = [
    "BriefingPage",
    "GroupInvitation",
    "GroupRequest",
    "ResourcePage",
    "RosterEntry",
    "WorkingGroup",
    "WorkingGroupIndexPage",
    "WorkingGroupPage",
]


class GroupStatus(models.TextChoices):
    STANDING = "standing", "Standing"
    TIME_BOXED = "time-boxed", "For a limited time"
    CLOSED = "closed", "Closed"


class Joining(models.TextChoices):
    """How one comes in. Each step holds those before it: where one may ask, chairs and coordinators also invite."""

    STAFF = "staff", "Alliance staff add people"
    INVITATION = "invitation", "Chairs and coordinators invite people"
    REQUEST = "request", "Whoever may join asks, and chairs and coordinators decide"
    OPEN = "open", "Whoever may join comes in at once"


class Existence(models.TextChoices):
    """Who knows that there is such a group. Who reads its pages is another matter: their audience says that."""

    ROSTER = "roster", "Only the people in it, people invited to it, and alliance staff"
    MEMBERS = "members", "All members"


class WorkingGroup(models.Model):
    """A group of people from several organisations who work on one subject."""

    # Its audience and Django groups carry the name too, and have no room for more.
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    purpose = models.CharField(max_length=300)
    theme = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, choices=GroupStatus.choices, default=GroupStatus.STANDING)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subgroups")
    joining = models.CharField("how people come in", max_length=20, choices=Joining.choices, default=Joining.STAFF)
    existence = models.CharField("who knows of it", max_length=20, choices=Existence.choices, default=Existence.ROSTER)
    allowed_tiers = models.JSONField(default=list, blank=True, help_text="Tiers that may join. Empty: all members'.")
    audience = models.OneToOneField(
        "visibility.Audience", on_delete=models.PROTECT, related_name="working_group", editable=False
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.status == GroupStatus.CLOSED

    @property
    def tiers_that_may_join(self) -> tuple[Tier, ...]:
        return tuple(tier for tier in MEMBER_TIERS if not self.allowed_tiers or tier in self.allowed_tiers)


class RosterRole(models.TextChoices):
    MEMBER = "member", "Member"
    CHAIR = "chair", "Chair"
    COORDINATOR = "coordinator", "Coordinator"


class RosterEntry(models.Model):
    """One person on the roster of one group."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="roster")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roster_entries")
    role = models.CharField(max_length=20, choices=RosterRole.choices, default=RosterRole.MEMBER)

    class Meta:
        verbose_name_plural = "roster entries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "person"], name="one_roster_entry_per_person_and_group")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.group}"


class Asked(models.TextChoices):
    """Where a request or an invitation stands. Only one that waits can still become something else."""

    WAITING = "waiting", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class GroupRequest(models.Model):
    """A person asks the chairs and coordinators of a group to be let in."""

    # In addresses instead of the number, which would count the requests to other groups.
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_requests")
    state = models.CharField(max_length=20, choices=Asked.choices, default=Asked.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=models.Q(state="waiting"),
                name="one_waiting_request_per_person_and_group",
            )
        ]

    def __str__(self) -> str:
        return f"Request {self.pk}"


class GroupInvitation(models.Model):
    """A chair or coordinator invites whoever signs in with an address.

    A row is kept, and shown to whoever leads the group, for every address, also for one that nobody has or whose owner
    may not join: inviting must not tell who has an account. Only one with a `person` is ever told to anybody.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="invitations")
    address = models.EmailField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="group_invitations"
    )
    state = models.CharField(max_length=20, choices=Asked.choices, default=Asked.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["group", "address"],
                condition=models.Q(state="waiting"),
                name="one_waiting_invitation_per_address_and_group",
            ),
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=models.Q(state="waiting"),
                name="one_waiting_invitation_per_person_and_group",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"
