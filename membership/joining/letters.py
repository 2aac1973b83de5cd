"""What the mails of this room say. No word that a stranger typed stands in a mail to an address that is not proven."""

from django.urls import reverse

from membership.models import Organisation, Role, Tier, User
from notifications.letters import Letter, absolute, address_of, letter, register_message
from notifications.outbox import OutboxMail

from .codes import code_of, invitation_url
from .models import Invitation, JoinRequest, JoinState, SignUp
from .queries import open_invitations_to

SIGN_UP, INVITATION = "joining-sign-up", "joining-invitation"
REQUEST, DECISION = "joining-request", "joining-decision"


def compose_sign_up(mail: OutboxMail) -> Letter | None:
    """The code; or word that there is an account already, whatever has become of it."""
    sign_up = SignUp.objects.filter(pk=mail.context["sign_up"], ended_at=None).first()
    if sign_up is None:
        return None
    if User.objects.filter(email=sign_up.email).exists():
        urls = {"sign_in_url": _url("account_login"), "reset_url": _url("account_reset_password")}
        return letter("joining_already", urls, to=sign_up.email)
    return letter("joining_code", {"code": code_of(sign_up), "expires_at": sign_up.expires_at}, to=sign_up.email)


def compose_invitation(mail: OutboxMail) -> Letter | None:
    invitation = Invitation.objects.select_related("organisation").filter(pk=mail.context["invitation"]).first()
    if invitation is None or not open_invitations_to(invitation.email).filter(pk=invitation.pk).exists():
        return None
    context = {
        "organisation": _proven_name(invitation.organisation),
        "invitation_url": invitation_url(invitation),
        "expires_at": invitation.expires_at,
    }
    return letter("joining_invitation", context, to=invitation.email)


def _proven_name(organisation: Organisation) -> str:
    """Whoever signs up may call a startup what they like. We do not write that to others: its domain stands for it."""
    if organisation.tier != Tier.PATHWAYS:
        return organisation.name
    domain = organisation.domains.first()
    return f"the company at {domain}" if domain else "a company"


def compose_request(mail: OutboxMail) -> Letter | None:
    """To somebody who represents the organisation now, while the request waits."""
    found = JoinRequest.objects.select_related("person").filter(pk=mail.context["request"], state=JoinState.WAITING)
    represents = User.objects.filter(
        outbox_mails=mail, organisation__join_requests__in=found, role_assignments__role=Role.REPRESENTATIVE
    )
    request = found.first()
    if request is None or not address_of(mail) or not represents.exists():
        return None
    context = {"person": request.person, "requests_url": absolute("/organisation/requests/")}
    return letter("joining_request", context, to=address_of(mail))


def compose_decision(mail: OutboxMail) -> Letter | None:
    request = JoinRequest.objects.select_related("organisation").filter(pk=mail.context["request"]).first()
    if request is None or not address_of(mail):
        return None
    template = {JoinState.ACCEPTED: "joining_accepted", JoinState.DECLINED: "joining_declined"}.get(
        JoinState(request.state)
    )
    context = {"organisation": request.organisation.name, "sign_in_url": _url("account_login")}
    return letter(template, context, to=address_of(mail)) if template else None


def _url(name: str) -> str:
    return absolute(reverse(name))


register_message(SIGN_UP, compose_sign_up)
register_message(INVITATION, compose_invitation)
register_message(REQUEST, compose_request)
register_message(DECISION, compose_decision)
