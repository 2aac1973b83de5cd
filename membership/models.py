"""People and organisations. What follows from them, Django groups and `is_active`, is derived in `access.py`.

How organisations live stands in `organisations/`, how people come in `joining/`.
"""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.db import models
from django.utils import timezone


class Tier(models.TextChoices):
    """What an organisation is to the alliance. Members' tiers stand in the order that the alliance lists them in."""

    FOUNDATIONAL = "foundational", "Foundational"
    CORNERSTONE = "cornerstone", "Cornerstone"
    BRIDGE = "bridge", "Bridge"
    ASSOCIATE = "associate", "Associate"
    PATHWAYS = "pathways", "Pathways"
    ALLIANCE = "alliance", "Alliance staff"

    @property
    def is_member(self) -> bool:
        return self not in {Tier.PATHWAYS, Tier.ALLIANCE}


MEMBER_TIERS = tuple(tier for tier in Tier if tier.is_member)


class Standing(models.TextChoices):
    """Where an organisation stands. Only while it is current do its people get what its tier gives."""

    APPLICANT = "applicant", "Waiting for review"
    CURRENT = "current", "Current"
    LAPSED = "lapsed", "Lapsed"
    LEFT = "left", "Left"


class JoinPolicy(models.TextChoices):
    """What happens when somebody with an address at one of the organisation's verified domains wants to join it."""

    OFF = "off", "By invitation only"
    ASK = "ask", "Its representatives decide"
    AUTOMATIC = "automatic", "They join at once"


class SeenBy(models.TextChoices):
    """Who finds a person in the directory and on rosters, from the fewest to the most. Each step holds those before."""

    NOBODY = "nobody", "Nobody"
    ORGANISATION = "organisation", "People at the same organisation"
    GROUPS = "groups", "Also people in the same working groups"
    MEMBERS = "members", "Also people at all member organisations"

    @property
    def rank(self) -> int:
        return list(SeenBy).index(self)


class SuspendedBy(models.TextChoices):
    """Who keeps a person out. What the alliance has decided, a representative cannot undo."""

    ALLIANCE = "alliance", "The alliance"
    REPRESENTATIVE = "representative", "A representative"
    RECERTIFICATION = "recertification", "Nobody confirmed them"


class Stage(models.TextChoices):
    """How far a company is with child safety, as its person says."""

    STARTING = "starting", "We are just starting"
    GROWING = "growing", "We have some rules and tools"
    RUNNING = "running", "We run a safety programme"


class Organisation(models.Model):
    """A company, or the alliance itself. Its standing changes in `organisations/lifecycle.py` alone."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    tier = models.CharField(max_length=20, choices=Tier.choices, default=Tier.PATHWAYS)
    standing = models.CharField(max_length=20, choices=Standing.choices, default=Standing.CURRENT)
    sector = models.CharField(max_length=100, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True, help_text="How many people may be in. Empty: no limit.")
    join_policy = models.CharField(max_length=20, choices=JoinPolicy.choices, default=JoinPolicy.ASK)
    is_listed = models.BooleanField(default=True, help_text="Members find it in the directory.")
    people_seen_by = models.CharField(
        max_length=20,
        choices=SeenBy.choices,
        default=SeenBy.MEMBERS,
        help_text="The most that its people can choose for themselves.",
    )
    certified_at = models.DateTimeField(
        null=True, blank=True, help_text="When its representatives last confirmed every person."
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A person needs an email address: it is how they sign in.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The email address is the login; there is no user name."""

    email = models.EmailField("email address", unique=True)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    organisation_since = models.DateTimeField(default=timezone.now, editable=False)
    job_title = models.CharField(max_length=120, blank=True)
    company_stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    needs = models.JSONField(default=list, blank=True, help_text="Slugs of topics that they came for.")
    seen_by = models.CharField(max_length=20, choices=SeenBy.choices, default=SeenBy.GROUPS)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_by = models.CharField(max_length=20, choices=SuspendedBy.choices, blank=True)
    is_active = models.BooleanField(
        default=True, help_text="Derived: neither suspended, nor is the organisation suspended or gone."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering: ClassVar[list[str]] = ["email"]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Addresses are compared as they stand, so they stand in one way."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email

    @property
    def is_staff(self) -> bool:
        """Django's own admin is not installed; libraries ask all the same."""
        return self.is_superuser


class Role(models.TextChoices):
    """What a person does on the portal, besides what their organisation's tier gives them."""

    REPRESENTATIVE = "representative", "Representative"
    EXPERT = "expert", "Expert"
    COORDINATOR = "coordinator", "Coordinator"
    EDITOR = "editor", "Editor"
    PUBLISHER = "publisher", "Publisher"
    STAFF = "staff", "Alliance staff"


class RoleAssignment(models.Model):
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "role"], name="one_assignment_per_person_and_role")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class DerivedGroup(models.Model):
    """A Django group whose members are worked out from a source, and that nobody edits by hand."""

    key = models.CharField(max_length=100, unique=True, help_text="For example `tier:bridge` or `role:editor`.")
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="derived")

    def __str__(self) -> str:
        return self.key


from .accounts.models import GuessCount  # noqa: E402  for Django to find it
from .joining.models import Invitation, JoinRequest, SignUp  # noqa: E402  they point at the classes above
from .organisations.models import (  # noqa: E402
    ApplicationStep,
    Confirmation,
    DomainRequest,
    MembershipApplication,
    OrganisationChange,
    OrganisationDomain,
    Recertification,
)

__all__ = [
    "MEMBER_TIERS",
    "ApplicationStep",
    "Confirmation",
    "DerivedGroup",
    "DomainRequest",
    "GuessCount",
    "Invitation",
    "JoinPolicy",
    "JoinRequest",
    "MembershipApplication",
    "Organisation",
    "OrganisationChange",
    "OrganisationDomain",
    "Recertification",
    "Role",
    "RoleAssignment",
    "SeenBy",
    "SignUp",
    "Stage",
    "Standing",
    "SuspendedBy",
    "Tier",
    "User",
]
