"""What the portal writes to people about their accounts. Links and codes are made at sending; rows hold none."""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from membership.mailed_codes import code_for
from membership.models import User
from membership.services import email_in_use
from notifications.letters import Letter, absolute, address_of, letter, register_message
from notifications.outbox import OutboxMail

from .guesses import GUESSED

RESET_PASSWORD = "account-reset-password"  # noqa: S105  the name of a message
ACCOUNT_CHANGED = "account-changed"
ADDRESS_CODE = "account-address-code"
CODE_LASTS = timedelta(minutes=15)
ADDRESS_CHANGED = "account-address-changed"
ACCOUNT_DELETED = "account-deleted"

# allauth's names of what happened, in our words.
CHANGES = {
    "password_changed": "Your password was changed",
    "password_reset": "Your password was reset",
    "password_set": "You have a password now",
    "totp_activated": "An authenticator app was added to your account",
    "totp_deactivated": "The authenticator app was removed from your account",
    "webauthn_added": "A passkey was added to your account",
    "webauthn_removed": "A passkey was removed from your account",
    "recovery_codes_generated": "Your account has new recovery codes",
}


def compose_reset(mail: OutboxMail) -> Letter | None:
    """The link works once, and not after a change of password or address."""
    if mail.person is None or not address_of(mail):
        return None
    key = f"{user_pk_to_url_str(mail.person)}-{default_token_generator.make_token(mail.person)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}).replace("UID-KEY", key)
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return letter("account_reset", {"reset_url": absolute(path), "hours": hours}, to=address_of(mail))


def compose_guessed(mail: OutboxMail) -> Letter | None:
    if mail.person is None or not address_of(mail):
        return None
    context = _contact() | {"codes": mail.context["kind"] == "code", "reset_url": _reset_url()}
    return letter("account_guessed", context, to=address_of(mail))


def compose_changed(mail: OutboxMail) -> Letter | None:
    if not address_of(mail):
        return None
    context = _contact() | {"change": CHANGES[mail.context["change"]], "reset_url": _reset_url()}
    return letter("account_changed", context, to=address_of(mail))


def address_code(*, person_id: int, address: str, nonce: str) -> str:
    """Shows that this person reads mail to this address."""
    return code_for("membership.new-address", person_id, nonce, address)


def compose_address_code(mail: OutboxMail) -> Letter | None:
    """To the new address: the code, or, where somebody has an account with it, word that somebody asked."""
    person = User.objects.filter(pk=mail.context["person"], is_active=True).first()
    if person is None or timezone.now() > mail.written_at + CODE_LASTS:
        return None
    if email_in_use(mail.address, by_others_than=person):
        return letter("account_address_taken", _contact(), to=mail.address)
    code = address_code(person_id=person.pk, address=mail.address, nonce=mail.context["nonce"])
    minutes = int(CODE_LASTS.total_seconds() // 60)
    return letter("account_address_code", {"code": code, "minutes": minutes}, to=mail.address)


def compose_address_changed(mail: OutboxMail) -> Letter | None:
    """To the old address, and says no more than that: somebody else may read it now."""
    return letter("account_address_changed", _contact(), to=mail.address)


def compose_deleted(mail: OutboxMail) -> Letter | None:
    return letter("account_deleted", _contact(), to=mail.address)


def _contact() -> dict[str, str]:
    return {"contact_email": settings.CONTACT_EMAIL}


def _reset_url() -> str:
    return absolute(reverse("account_reset_password"))


register_message(RESET_PASSWORD, compose_reset)
register_message(GUESSED, compose_guessed)
register_message(ACCOUNT_CHANGED, compose_changed)
register_message(ADDRESS_CODE, compose_address_code)
register_message(ADDRESS_CHANGED, compose_address_changed)
register_message(ACCOUNT_DELETED, compose_deleted)
