"""The pages of one's own account that allauth has none for, or none that would do."""

from datetime import datetime
from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from membership.mailed_codes import MailedCodeForm
from membership.models import User
from membership.representation import LastRepresentative
from membership.services import EmailInUse

from . import change_address, farewell, sessions
from .forms import DeleteAccountForm, NewAddressForm
from .personal_data import export_of
from .reauthentication import kept_answers, recently_authenticated
from .second_factor import need_of

ASKED = "address_asked"  # in the session: the new address, when it was asked for, and what its code is derived from
PAGE_AND_FORM = ["GET", "HEAD", "POST"]

TOO_MANY_ADDRESSES = "You have asked for several codes. Wait an hour and try again."
CODE_ENDED = "That code does not work any more. Enter the new address again to get another one."
WRONG_CODE = "That is not the code from the mail. Look for the newest mail from us."
ADDRESS_TAKEN = "Somebody has an account with this address by now."
LAST_SUPERUSER = (
    "You are the only superuser. Make somebody else a superuser first, so that the portal is not left alone."
)
STILL_NEEDED = (
    "You look after questions to the experts, and there is nobody who could take them over. "
    "Write to us, and we find somebody before you go."
)
LAST_REPRESENTATIVE = (
    "You are the only representative of your organisation, and others of it have accounts. "
    "Ask the alliance to make one of them a representative first."
)


def _me(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


# --- Second factor ------------------------------------------------------------------------------------------------


@require_safe
@login_required
def second_factor_required(request: HttpRequest) -> HttpResponse:
    """Where people land who need a second factor and have none."""
    if need_of(_me(request)).has_factor:
        return redirect("mfa_index")
    return render(request, "account/second_factor.html")


# --- Sessions -----------------------------------------------------------------------------------------------------


@require_http_methods(PAGE_AND_FORM)
@never_cache
@recently_authenticated
def own_sessions(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "usersessions/usersession_list.html", {"sessions": sessions.sessions_of(request)})
    wanted = request.POST.get("end", "")
    if wanted == "others":
        sessions.end_other_sessions(request=request, person=_me(request))
        messages.success(request, "You are signed out everywhere else.")
        return redirect("usersessions_list")
    try:
        sessions.end_session(request=request, session_id=int(wanted))
    except (ValueError, OverflowError, sessions.NoSuchSession):
        raise Http404 from None
    messages.success(request, "That session has ended.")
    return redirect("usersessions_list")


# --- Address ------------------------------------------------------------------------------------------------------


@require_http_methods(PAGE_AND_FORM)
@never_cache
@recently_authenticated
def new_address(request: HttpRequest) -> HttpResponse:
    """Whoever has the address that somebody types, the answer is the same."""
    person = _me(request)
    if request.method != "POST":
        kept = kept_answers(request)
        return render(request, "account/email_change.html", {"form": NewAddressForm(kept, person=person)})
    form = NewAddressForm(request.POST, person=person)
    if form.is_valid():
        if not consume(request, action="change_address", user=person):
            form.add_error(None, TOO_MANY_ADDRESSES)
            return render(request, "account/email_change.html", {"form": form}, status=429)
        address = form.cleaned_data["address"]
        nonce = change_address.ask(request=request, person=person, address=address)
        request.session[ASKED] = {"address": address, "nonce": nonce, "at": timezone.now().isoformat()}
        return redirect("account_email_code")
    return render(request, "account/email_change.html", {"form": form})


@require_http_methods(PAGE_AND_FORM)
@never_cache
@recently_authenticated
def new_address_code(request: HttpRequest) -> HttpResponse:
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("account_email")
    form = MailedCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            change_address.confirm(
                person=_me(request),
                address=asked["address"],
                nonce=asked["nonce"],
                asked_at=datetime.fromisoformat(asked["at"]),
                code=form.cleaned_data["code"],
            )
        except change_address.WrongCode:
            form.add_error("code", WRONG_CODE)
        except change_address.CodeTooOld:
            return _ask_again(request, CODE_ENDED)
        except EmailInUse:
            return _ask_again(request, ADDRESS_TAKEN)
        else:
            del request.session[ASKED]
            messages.success(request, "Your address is changed. You sign in with the new one from now on.")
            return redirect("account")
    return render(request, "account/email_code.html", {"form": form, "address": asked["address"]})


def _ask_again(request: HttpRequest, sentence: str) -> HttpResponse:
    del request.session[ASKED]
    messages.error(request, sentence)
    return redirect("account_email")


# --- Taking one's data along, and leaving -------------------------------------------------------------------------


@require_http_methods(PAGE_AND_FORM)
@never_cache
@recently_authenticated
def export(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "account/export.html")
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return HttpResponse(export_of(person=_me(request)), content_type="application/json", headers=headers)


@require_http_methods(PAGE_AND_FORM)
@never_cache
@recently_authenticated
def delete(request: HttpRequest) -> HttpResponse:
    person = _me(request)
    given = request.POST if request.method == "POST" else kept_answers(request)
    form = DeleteAccountForm(given, person=person)
    context: dict[str, Any] = {"form": form, "obstacle": _obstacle(person)}
    if request.method != "POST" or context["obstacle"] or not form.is_valid():
        return render(request, "account/delete.html", context)
    try:
        farewell.delete_account(person=person)
    except (farewell.LastSuperuser, LastRepresentative):
        return render(request, "account/delete.html", context | {"obstacle": _obstacle(person)})
    except farewell.StillNeeded:
        return render(request, "account/delete.html", context | {"obstacle": STILL_NEEDED})
    logout(request, show_message=False)
    return render(request, "account/deleted.html")


def _obstacle(person: User) -> str:
    """Why this person cannot leave, in a sentence; or nothing."""
    try:
        farewell.check_may_leave(person)
    except farewell.LastSuperuser:
        return LAST_SUPERUSER
    except LastRepresentative:
        return LAST_REPRESENTATIVE
    return ""
