"""Before a dangerous act, people prove once more that it is they.

`recently_authenticated` stands before the view of such an act, its GET and its POST: whoever has neither signed in nor
confirmed within `ACCOUNT_REAUTHENTICATION_TIMEOUT` does so first and comes back to the page. A POST that came too late
is not carried out behind anybody's back: the person comes back to the form, as they had filled it in, and sends it
again.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]

KEPT = "kept_answers"
LONGEST_KEPT = 20_000  # characters
NEVER_KEPT = ("csrf", "password", "code", "credential")


def recently_authenticated(view: View) -> View:
    @wraps(view)
    @login_required
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if authenticated_recently(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _keep_answers(request)
            messages.warning(request, "Nothing has been done yet: confirm that it is you, then send the form again.")
        return _confirm_first(request)

    return checked


def authenticated_recently(request: HttpRequest) -> bool:
    """Whether this session's person signed in, or confirmed that it is they, a few minutes ago."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def kept_answers(request: HttpRequest) -> QueryDict | None:
    """What somebody had filled in at this address before they had to confirm; once."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(kept["fields"])


def _keep_answers(request: HttpRequest) -> None:
    fields = request.POST.copy()
    for name in [name for name in fields if any(secret in name.lower() for secret in NEVER_KEPT)]:
        del fields[name]
    answers = fields.urlencode()
    if len(answers) <= LONGEST_KEPT:
        request.session[KEPT] = {"path": request.path, "fields": answers}


def _confirm_first(request: HttpRequest) -> HttpResponse:
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:  # neither a password nor a factor: a new password comes by mail
        return redirect("account_reset_password")
    return redirect(f"{ways[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: request.path}, safe='/')}")
