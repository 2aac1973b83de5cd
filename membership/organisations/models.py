"""What is kept of organisations beside themselves: domains, history, applications, yearly confirmations."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class OrganisationDomain(models.Model):
    """A mail domain of an organisation. Only a verified one lets people ask to join a member organisation."""

    organisation = models.ForeignKey("membership.Organisation", on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True, help_text="In lower case, as mail servers know it.")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["domain"]

    def __str__(self) -> str:
        return self.domain


class DomainRequest(models.Model):
    """Representatives say that a mail domain is theirs. It gives nothing until staff have made it a domain of theirs.

    Kept apart from domains, so that asking for one takes it from nobody, lets nobody in, and does not tell whose it is.
    """

    organisation = models.ForeignKey(
        "membership.Organisation", on_delete=models.CASCADE, related_name="domain_requests"
    )
    domain = models.CharField(max_length=253, help_text="In lower case, as mail servers know it.")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "domain"], name="one_request_per_organisation_and_domain")
        ]

    def __str__(self) -> str:
        return f"{self.domain} for {self.organisation}"


class ChangeKind(models.TextChoices):
    JOINED = "joined", "Joined"
    STANDING = "standing", "Standing"
    TIER = "tier", "Tier"
    SUSPENDED = "suspended", "Suspended"
    REINSTATED = "reinstated", "Reinstated"


class OrganisationChange(models.Model):
    """One step in the life of an organisation. Written in the transaction of the step; never changed."""

    organisation = models.ForeignKey("membership.Organisation", on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"


class ApplicationState(models.TextChoices):
    BEGUN = "begun", "Begun"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in-review", "In review"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def open_states(cls) -> "tuple[ApplicationState, ...]":
        return (cls.BEGUN, cls.SUBMITTED, cls.IN_REVIEW)


class MembershipApplication(models.Model):
    """A Pathways company that wants to become a member. One at a time."""

    organisation = models.ForeignKey("membership.Organisation", on_delete=models.CASCADE, related_name="applications")
    state = models.CharField(max_length=20, choices=ApplicationState.choices, default=ApplicationState.BEGUN)
    wanted_tier = models.CharField(max_length=20, blank=True)
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="applications_led"
    )
    message = models.TextField(max_length=3000, blank=True)
    answer = models.TextField(max_length=3000, blank=True, help_text="What the applicant is told when it is decided.")
    begun_at = models.DateTimeField(default=timezone.now)
    state_since = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-begun_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state__in=["begun", "submitted", "in-review"]),
                name="one_open_application_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"Application of {self.organisation}"


class ApplicationStep(models.Model):
    """One of the criteria of membership, as far as this application has met it."""

    application = models.ForeignKey(MembershipApplication, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=40)
    said = models.TextField(max_length=2000, blank=True, help_text="How the company meets it, in its own words.")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "key"], name="one_step_per_application_and_key")
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.key}"


class Recertification(models.Model):
    """The yearly confirmation of an organisation's roster. At `due_at`, whoever is not confirmed is suspended."""

    organisation = models.ForeignKey(
        "membership.Organisation", on_delete=models.CASCADE, related_name="recertifications"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    warnings_sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(closed_at=None),
                name="one_open_recertification_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"Confirmation of {self.organisation} by {self.due_at:%d.%m.%Y}"


class Confirmation(models.Model):
    """A representative says that a person still works there."""

    recertification = models.ForeignKey(Recertification, on_delete=models.CASCADE, related_name="confirmations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["recertification", "person"], name="one_confirmation_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.recertification}"
