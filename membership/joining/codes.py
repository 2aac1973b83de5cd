"""Codes and links for people who are not in yet. They stand in no table: only who has the secret key can make them."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from notifications.letters import absolute

from .models import Invitation, SignUp

SIGN_UP, INVITATION = "membership.sign-up", "membership.invitation"
DIGITS = 8


def code_of(sign_up: SignUp) -> str:
    """Eight digits, as the mail shows them: in two groups."""
    digest = salted_hmac(SIGN_UP, f"{sign_up.pk}:{sign_up.nonce}", secret=settings.SECRET_KEY, algorithm="sha256")
    digits = f"{int(digest.hexdigest(), 16) % 10**DIGITS:0{DIGITS}}"
    return f"{digits[:4]} {digits[4:]}"


def is_code_of(sign_up: SignUp, typed: str) -> bool:
    """However the digits are grouped."""
    return constant_time_compare(_digits_of(typed), _digits_of(code_of(sign_up)))


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


def _digits_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())
