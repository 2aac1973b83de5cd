"""What is kept of people before they are in: sign-ups, invitations, requests to join.

The codes and links that mails carry stand in no table: they are worked out from a row's `nonce` and the secret key.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string


def new_nonce() -> str:
    return get_random_string(32)


class SignUp(models.Model):
    """Somebody who wants an account and has still to prove an address."""

    email = models.EmailField()
    given = models.JSONField(default=dict, help_text="What they wrote: names, company, role, stage, topics.")
    password = models.CharField(max_length=128, blank=True, help_text="Hashed, as it will stand in the account.")
    nonce = models.CharField(max_length=32, default=new_nonce)
    began_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, help_text="An account was opened, or the code was guessed at too often.")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["email"], name="sign_ups_by_address")]

    def __str__(self) -> str:
        return f"Sign-up {self.pk}"


class Invitation(models.Model):
    """Staff or a representative invites one address into one organisation, once."""

    organisation = models.ForeignKey("membership.Organisation", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    as_representative = models.BooleanField(default=False)
    nonce = models.CharField(max_length=32, default=new_nonce)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-invited_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class JoinState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    LEFT = "left", "Left since"


class JoinRequest(models.Model):
    """A person with a proven address at an organisation's verified domain asks its representatives to be let in.

    A row that says `left` is kept of whoever was in and is no more: by their old address alone they do not come back.
    """

    organisation = models.ForeignKey("membership.Organisation", on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    state = models.CharField(max_length=20, choices=JoinState.choices, default=JoinState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="waiting"), name="one_waiting_join_request_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"Request {self.pk}"
