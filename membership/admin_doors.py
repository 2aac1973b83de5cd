"""Wagtail's own ways into and out of the admin, closed. Included before Wagtail's addresses, it stands in front.

Wagtail's sign-in counts no wrong passwords. Whoever is not signed in goes through /accounts/ like everyone else.
"""

from allauth.account.views import logout
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path
from django.utils.http import url_has_allowed_host_and_scheme

from .permissions import ENTER_ADMIN


def enter(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whoever may not enter. Someone signed in would be sent back from /accounts/ for ever."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = "/admin/"
    if not request.user.is_authenticated:
        return redirect_to_login(wanted)
    if request.user.has_perm(ENTER_ADMIN):
        return redirect(wanted)
    # Wagtail left a message that says the same as the page that follows.
    list(messages.get_messages(request))
    raise PermissionDenied


def closed(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("login/", enter),
    path("logout/", logout),
    re_path(r"^password_reset/", closed),
]
