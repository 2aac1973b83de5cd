"""Mails about coming into a group. Each asks again, when it is sent, whether the group exists for its reader.

A group that is known to its roster alone stands in no subject line: subject lines are read over shoulders.
"""

from typing import Any

from django.urls import reverse

from membership.models import User
from notifications.letters import Letter, absolute, letter, register_message
from notifications.outbox import OutboxMail

from .models import Asked, Existence, GroupInvitation, GroupRequest, WorkingGroup
from .permissions import user_can_lead_group
from .queries import open_invitations_to, visible_groups

REQUEST, DECISION, INVITATION = "group-request", "group-decision", "group-invitation"


def compose_request(mail: OutboxMail) -> Letter | None:
    """To somebody who leads the group: a request waits."""
    waiting = GroupRequest.objects.filter(pk=mail.context["request"], state=Asked.WAITING)
    request, reader = waiting.select_related("group").first(), mail.person
    if request is None or reader is None or not user_can_lead_group(reader, request.group):
        return None
    return _letter("group_request", reader, request.group, address="group_requests")


def compose_decision(mail: OutboxMail) -> Letter | None:
    """To the person who had asked."""
    decided = GroupRequest.objects.filter(pk=mail.context["request"], state__in=(Asked.ACCEPTED, Asked.DECLINED))
    request = decided.select_related("group", "person").first()
    if request is None:
        return None
    accepted = request.state == Asked.ACCEPTED
    if accepted and not request.group.roster.filter(person=request.person).exists():
        return None
    return _letter("group_decision", request.person, request.group, address="group", accepted=accepted)


def compose_invitation(mail: OutboxMail) -> Letter | None:
    """To the person invited, if there is one who can still say yes."""
    invitations = GroupInvitation.objects.exclude(person=None).select_related("group", "person")
    invitation = invitations.filter(pk=mail.context["invitation"]).first()
    if invitation is None or invitation.person is None:
        return None
    if not open_invitations_to(invitation.person).filter(pk=invitation.pk).exists():
        return None
    return _letter("group_invitation", invitation.person, invitation.group, address="group")


def _letter(template: str, reader: User, group: WorkingGroup, *, address: str, **context: Any) -> Letter | None:
    if not visible_groups(reader).filter(pk=group.pk).exists():
        return None
    context |= {
        "group": group.name,
        "in_subject": group.name if group.existence == Existence.MEMBERS else "a working group",
        "url": absolute(reverse(address, args=[group.slug])),
    }
    return letter(template, context, to=reader.email)


def register() -> None:
    register_message(REQUEST, compose_request)
    register_message(DECISION, compose_decision)
    register_message(INVITATION, compose_invitation)
