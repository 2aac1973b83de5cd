"""People and invitations as the pages of representatives show them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from membership.joining.models import Invitation
from membership.models import SuspendedBy, User


@dataclass(frozen=True)
class Colleague:
    """`last_seen` is told by the month: representatives look after access, not after working hours."""

    name: str
    email: str
    job_title: str
    roles: str
    state: str
    last_seen: datetime | None
    url: str


def colleague(person: User) -> Colleague:
    """With their roles fetched before."""
    return Colleague(
        name=str(person),
        email=person.email,
        job_title=person.job_title,
        roles=", ".join(sorted(assigned.get_role_display() for assigned in person.role_assignments.all())),
        state=state_of(person),
        last_seen=person.last_login,
        url=reverse("organisation_person", args=[person.pk]),
    )


def state_of(person: User) -> str:
    if person.suspended_at is None:
        return "Active"
    return {
        SuspendedBy.REPRESENTATIVE: "Suspended",
        SuspendedBy.RECERTIFICATION: "Suspended: nobody confirmed them",
    }.get(SuspendedBy(person.suspended_by or SuspendedBy.ALLIANCE), "Suspended by the alliance")


@dataclass(frozen=True)
class InvitationLine:
    email: str
    name: str
    as_representative: bool
    is_open: bool
    expires_at: datetime
    renew_url: str
    revoke_url: str


def invitation_line(invitation: Invitation) -> InvitationLine:
    return InvitationLine(
        email=invitation.email,
        name=f"{invitation.first_name} {invitation.last_name}".strip(),
        as_representative=invitation.as_representative,
        is_open=invitation.expires_at > timezone.now(),
        expires_at=invitation.expires_at,
        renew_url=reverse("organisation_invitation_renew", args=[invitation.pk]),
        revoke_url=reverse("organisation_invitation_revoke", args=[invitation.pk]),
    )
