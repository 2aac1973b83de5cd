"""What follows from a change to somebody's password or factors."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
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


def on_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """This session has just shown the factor. Others began without it, so they end."""
    if authenticator.type in FACTORS and request.user == user:
        record_authentication(request, user, method="mfa", type=str(authenticator.type))
        end_other_sessions(request=request, person=user)


def connect() -> None:
    for signal in (password_changed, password_set):
        signal.connect(on_password_changed, dispatch_uid="membership.on_password_changed")
    password_reset.connect(on_password_reset, dispatch_uid="membership.on_password_reset")
    authenticator_added.connect(on_factor_added, dispatch_uid="membership.on_factor_added")
