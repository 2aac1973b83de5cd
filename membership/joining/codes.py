"""Codes and links for people who are not in yet. They stand in no table: only who has the secret key can make them."""

from django.core import signing
from django.urls import reverse

from membership.mailed_codes import code_for
from notifications.letters import absolute

from .models import Invitation, SignUp

SIGN_UP, INVITATION = "membership.sign-up", "membership.invitation"


def code_of(sign_up: SignUp) -> str:
    return code_for(SIGN_UP, sign_up.pk, sign_up.nonce)


def invitation_url(invitation: Invitation) -> str:
    return absolute(reverse("invitation", args=[invitation_token(invitation)]))


def invitation_token(invitation: Invitation) -> str:
    """Proves that its holder has the newest mail that was sent to the invited address, or got it from there."""
    return signing.Signer(salt=INVITATION).sign_object([invitation.pk, invitation.nonce])


def invitation_of(token: str) -> Invitation | None:
    """The invitation that this is the newest link of, in whatever state. None if we never made it."""
    try:
        pk, nonce = signing.Signer(salt=INVITATION).unsign_object(token)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("organisation").filter(pk=pk, nonce=nonce).first()
