"""Who can harm many people with one account needs more than a password.

The middleware asks at every request, so that a role that was just given asks for its factor at the next click. Until it
is set up, and until this session has shown it, everything else is shut: pages, files, search, feeds and the admin.
"""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from membership.models import Role, RoleAssignment, Tier, User
from visibility.viewer import set_viewer, viewer_for

ROLES = (Role.STAFF, Role.COORDINATOR, Role.EDITOR, Role.PUBLISHER, Role.REPRESENTATIVE)
# Recovery codes are for the day on which one of these is lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

# Names of views. What somebody needs who has no factor yet …
TO_SET_UP = {
    "second_factor_required",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_logout",
}
# … and who has one that this session has not shown: the password is not enough, nor may they add another factor.
TO_SHOW = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"}


@dataclass(frozen=True)
class Need:
    """`required`: this person's roles demand a second factor."""

    required: bool
    has_factor: bool


def need_of(person: User) -> Need:
    """One query. Whoever may enter the admin needs a factor, by whatever group they came to it.

    Who represents a startup does not need one yet: they can let in nobody who could not sign up, and have just come.
    """
    roles = RoleAssignment.objects.filter(person=OuterRef("pk"), role__in=ROLES)
    at_startup = Q(person__organisation__tier=Tier.PATHWAYS)
    enters_admin = Permission.objects.filter(
        Q(group__user=OuterRef("pk")) | Q(user=OuterRef("pk")),
        content_type__app_label="wagtailadmin",
        codename="access_admin",
    )
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    required = (
        Q(is_superuser=True) | Q(Exists(roles.exclude(at_startup, role=Role.REPRESENTATIVE))) | Q(Exists(enters_admin))
    )
    row = (
        User.objects.filter(pk=person.pk)
        .annotate(required=ExpressionWrapper(required, output_field=BooleanField()), has_factor=Exists(factors))
        .values_list("required", "has_factor")
        .get()
    )
    return Need(*row)


def is_last_needed_factor(factor: Authenticator) -> bool:
    """Whether taking this one away would leave somebody without a factor who needs one."""
    if not settings.SECOND_FACTOR_REQUIRED or factor.type not in FACTORS or not need_of(factor.user).required:
        return False
    return not Authenticator.objects.filter(user=factor.user, type__in=FACTORS).exclude(pk=factor.pk).exists()


def session_has_shown_factor(request: HttpRequest) -> bool:
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


class SecondFactorMiddleware:
    """Costs one query at each request of somebody who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        missing = self._missing(request)
        if missing is None:
            return self.get_response(request)
        name = _view_name(request)
        open_names, first = missing
        if name not in open_names:
            return redirect(first)
        # The frame of these pages, too, is the one that strangers see.
        set_viewer(request, viewer_for(AnonymousUser()))
        return self.get_response(request)

    def _missing(self, request: HttpRequest) -> tuple[set[str], str] | None:
        """Which views are open nevertheless, and where to begin; None if nothing is missing."""
        # Without a session there is nobody, and a response that does not ask does not vary by cookie.
        if not settings.SECOND_FACTOR_REQUIRED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not isinstance(request.user, User):
            return None
        need = need_of(request.user)
        if not need.required or (need.has_factor and session_has_shown_factor(request)):
            return None
        return (TO_SHOW, _way_to_show(request)) if need.has_factor else (TO_SET_UP, "second_factor_required")


def _view_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _way_to_show(request: HttpRequest) -> str:
    has_app = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.TOTP).exists()
    return "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"
