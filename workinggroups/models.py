"""Working groups and their rosters. Page types stand in `pages.py`."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from .pages import BriefingPage, ResourcePage, WorkingGroupIndexPage, WorkingGroupPage

__all__ = [
    "BriefingPage",
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


class WorkingGroup(models.Model):
    """A group of people from several organisations who work on one subject."""

    # Its audience and Django groups carry the name too, and have no room for more.
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    purpose = models.CharField(max_length=300)
    theme = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, choices=GroupStatus.choices, default=GroupStatus.STANDING)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subgroups")
    audience = models.OneToOneField(
        "visibility.Audience", on_delete=models.PROTECT, related_name="working_group", editable=False
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


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
