"""How this portal signs people in, where it differs from what allauth does by itself."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest

from membership.models import User
from notifications.outbox import post

from . import guesses
from .letters import ACCOUNT_CHANGED, CHANGES
from .passwords import person_with_password
from .reauthentication import authenticated_recently

# How somebody confirms that it is they, by allauth's names.
WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "Too many failed attempts to sign in. Try again in an hour. "
        "You can sign in at once with a passkey, or by resetting your password.",
        "email_password_mismatch": "The email address or the password is not correct.",
        "enter_current_password": "That is not your current password.",
        "incorrect_password": "That is not your password.",
        "incorrect_code": "That code is not correct. A code works once, and one from an app for half a minute only.",
        "rate_limited": "Too many attempts. Wait a few minutes and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """allauth's own is shut: people sign up through `membership.joining`."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before anything is compared: this client, this client at this address, then all at this address."""
        super().pre_authenticate(request, **credentials)
        if not guesses.take(guesses.PASSWORD, credentials.get("email", "")):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Someone suspended is returned too, and told so. In place of Django's, which asks more where nobody is."""
        self.pre_authenticate(request, **credentials)
        address = credentials.get("email", "")
        person = person_with_password(address, credentials.get("password", ""))
        if person is None:
            guesses.note_wrong(guesses.PASSWORD, address, person=User.objects.filter(email=address.lower()).first())
            return None
        self._rollback_login_failed_rl_usage()
        guesses.give_back(guesses.PASSWORD, address)
        return person

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth counts by address alone: five wrong passwords from anywhere would keep the owner out."""
        return f"{get_ip(request)} {credentials.get('email', '').lower()}"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS[way["id"]]} for way in ways]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Having just signed in counts, too."""
        return not authenticated_recently(self.request)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """What changed about the safety of somebody's account, by our own letter."""
        change = template_prefix.rpartition("/")[2]
        if change in CHANGES:
            post(message=ACCOUNT_CHANGED, person=user, context={"change": change}, rank=0)
