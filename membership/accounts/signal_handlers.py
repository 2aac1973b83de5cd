"""What follows from a change to somebody's password or factors."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.core import context
from allauth.core.ratelimit import clear
from allauth.mfa.models import Authenticator
from django.db.models.signals import post_save
from django.http import HttpRequest

from membership.models import User

from . import guesses
from .second_factor import FACTORS
from .sessions import end_all_sessions, end_other_sessions


def on_password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever is signed in elsewhere knew the old one. Django refuses such sessions; here they go from the list."""
    end_other_sessions(request=request, person=user)


def on_password_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever reads the owner's mail is the owner, and begins anew: what others guessed does not keep them out."""
    end_all_sessions(person=user)
    guesses.forget(guesses.PASSWORD, user.email)
    guesses.forget(guesses.CODE, str(user.pk))
    clear(request, action="login_failed", key=f"mfa-auth-user-{user.pk}")  # allauth's own count of codes


def on_factor_saved(instance: Authenticator, *, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """The session that adds a factor has just shown it. Others began without it, so they end, in the same transaction.

    allauth's own signal comes after that, and not at all from a process that died.
    """
    request = context.request
    if raw or not created or instance.type not in FACTORS or request is None or request.user != instance.user:
        return
    record_authentication(request, instance.user, method="mfa", type=str(instance.type))
    end_other_sessions(request=request, person=instance.user)


def connect() -> None:
    for signal in (password_changed, password_set):
        signal.connect(on_password_changed, dispatch_uid="membership.on_password_changed")
    password_reset.connect(on_password_reset, dispatch_uid="membership.on_password_reset")
    post_save.connect(on_factor_saved, sender=Authenticator, dispatch_uid="membership.on_factor_saved")
