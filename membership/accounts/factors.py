"""Passkeys, authenticator apps and recovery codes, where the portal differs from what allauth does by itself."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.encoding import force_bytes

from membership.models import User

from . import guesses
from .second_factor import is_last_needed_factor

LAST_FACTOR = (
    "What you do on the portal needs a second factor, and this is the only one that you have. "
    "Add another one first; then you can remove this one."
)


class FactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": LAST_FACTOR,
        "cannot_generate_recovery_codes": "Recovery codes stand in for a passkey or an app: add one of those first.",
        "incorrect_code": "That code is not correct. A code works once, and one from an app for half a minute only.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_last_needed_factor(authenticator)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": settings.PORTAL_NAME}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  allauth's name
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def build_totp_svg(self, url: str) -> str:
        """Stands in the page itself: the policy allows no pictures out of addresses."""
        return super().build_totp_svg(url).partition("?>")[2].strip()

    def encrypt(self, text: str) -> str:
        """Whoever reads the database, or a backup of it, can make no codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """By the key that signs sessions. Of former keys, those in SECRET_KEY_FALLBACKS still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"membership.factors " + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class CountedCode:
    """Wrong codes are counted for the person, whichever session and client they come from."""

    user: User

    def clean_code(self) -> str:
        whose = str(self.user.pk)
        if not guesses.take(guesses.CODE, whose):
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            guesses.note_wrong(guesses.CODE, whose, person=self.user)
            raise
        guesses.give_back(guesses.CODE, whose)
        return code


class CountedAuthenticateForm(CountedCode, AuthenticateForm):
    pass


class CountedReauthenticateForm(CountedCode, ReauthenticateForm):
    pass


class PasskeyForm(AddWebAuthnForm):
    """One kind of key: a passkey, which signs in by itself and serves as a second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 60
        self.fields["name"].help_text = "So that you can tell your passkeys apart. For example: work laptop."
        self.fields["passwordless"].label = "Sign in with this passkey alone"
        self.fields["passwordless"].initial = True
        self.fields[
            "passwordless"
        ].help_text = "It asks for your fingerprint, face or PIN. Without this, it is asked for after your password."


class PasskeySignInForm(LoginWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages = {
            "required": "Your browser offered no passkey. Sign in with your address and password.",
            "invalid": "Your browser offered no passkey. Sign in with your address and password.",
        }


class RemovePasskeyView(RemoveWebAuthnView):
    def form_valid(self, form: forms.Form) -> HttpResponseBase:
        if is_last_needed_factor(self.get_object()):
            messages.error(self.request, LAST_FACTOR)
            return redirect("mfa_list_webauthn")
        response: HttpResponseBase = super().form_valid(form)
        return response


def remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    response: HttpResponseBase = RemovePasskeyView.as_view()(request, pk=pk)
    return response
