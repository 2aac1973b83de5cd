"""The ways in: sign-up by a code, invitations, and the company that somebody belongs to."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from membership.mailed_codes import MailedCodeForm
from membership.models import Organisation, Tier, User
from membership.representation import LastRepresentative
from membership.services import EmailInUse

from . import services, signing_up
from .codes import invitation_of, invitation_url
from .forms import NewcomerForm, SignUpForm
from .limits import address_may_get_code, client_may_sign_up, client_may_try_code, person_may_ask
from .models import Invitation, SignUp
from .queries import door_for, open_invitations_to, waiting_request_of

SIGN_UP = "sign_up"  # in the session: the number of the row that a code is asked for
TOO_MANY_SIGN_UPS = "Too many accounts were asked for from your network. Wait an hour and try again."
TOO_MANY_CODES = "Too many codes were tried from your network. Wait an hour and try again."
WRONG_CODE = "This is not the code. Look at the newest mail, and type the digits again."
ASKED_OFTEN = "You have asked often today. Try again tomorrow."
NO_SEAT = "There is no seat left in this organisation. Ask the person who invited you to make room."
NOT_NOW = "This cannot be done at the moment. Ask the person who invited you."
LAST_REPRESENTATIVE = (
    "You are the last representative of the organisation that you would leave. Hand over to a colleague first."
)


# --- Sign-up -------------------------------------------------------------------------------------------------------


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Whatever is known of an address, the answer is the same, and takes the same time."""
    if request.user.is_authenticated:
        return redirect("account")
    if settings.PATHWAYS_ENROLMENT == "closed":
        return render(request, "account/signup_closed.html")
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "joining/sign_up.html", {"form": form})
    if not client_may_sign_up(request):
        form.add_error(None, TOO_MANY_SIGN_UPS)
        return render(request, "joining/sign_up.html", {"form": form}, status=429)
    said = form.cleaned_data
    begun = signing_up.begin(email=said["email"], password=said["password"], given=form.given())
    if address_may_get_code(request, begun.email):
        signing_up.send_code(sign_up=begun)
    request.session[SIGN_UP] = begun.pk
    return redirect("account_signup_code")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_code(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_first_page_of(request.user))
    begun = SignUp.objects.filter(pk=request.session.get(SIGN_UP, 0)).first()
    if begun is None or settings.PATHWAYS_ENROLMENT == "closed":
        return redirect("account_signup")
    try:
        if request.POST.get("action") == "again":
            return _send_again(request, begun)
        form = MailedCodeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            return _try_code(request, begun, form)
    except signing_up.SignUpEnded:
        return render(request, "joining/code_ended.html", status=410)
    except signing_up.AccountOpened:
        return render(request, "joining/account_open.html")
    return _ask_for_code(request, begun, form)


def _try_code(request: HttpRequest, begun: SignUp, form: MailedCodeForm) -> HttpResponse:
    if not client_may_try_code(request):
        form.add_error(None, TOO_MANY_CODES)
        return _ask_for_code(request, begun, form, status=429)
    try:
        person = signing_up.open_account(sign_up=begun, code=form.cleaned_data["code"])
    except signing_up.WrongCode:
        form.add_error("code", WRONG_CODE)
        return _ask_for_code(request, begun, form)
    del request.session[SIGN_UP]
    return _enter(request, person)


def _send_again(request: HttpRequest, begun: SignUp) -> HttpResponse:
    if address_may_get_code(request, begun.email):
        signing_up.send_code(sign_up=begun)
    return _ask_for_code(request, begun, MailedCodeForm(), was_sent_again=True)


def _ask_for_code(
    request: HttpRequest, begun: SignUp, form: MailedCodeForm, *, status: int = 200, was_sent_again: bool = False
) -> HttpResponse:
    context = {"form": form, "address": begun.email, "was_sent_again": was_sent_again}
    return render(request, "joining/sign_up_code.html", context, status=status)


def _enter(request: HttpRequest, person: User) -> HttpResponse:
    """Sign in somebody who has just proved an address, by the same door as everybody."""
    record_authentication(request, person, method="code", email=person.email)
    response: HttpResponse = perform_login(request, person, redirect_url=_first_page_of(person), email=person.email)
    return response


def _first_page_of(person: User) -> str:
    if person.organisation is None:
        return reverse("account_join")
    return reverse("welcome") if person.organisation.tier == Tier.PATHWAYS else "/"


# --- Invitations ---------------------------------------------------------------------------------------------------


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever is signed in with another address learns no more than from a link that never was."""
    invited = invitation_of(token)
    if invited is None:
        return _neutral(request)
    if request.user.is_authenticated:
        return _for_person(request, invited, request.user) if request.user.email == invited.email else _neutral(request)
    if not _is_open(invited):
        return _neutral(request)
    if User.objects.filter(email=invited.email).exists():
        return _sign_in_first(request, invited)
    return _for_newcomer(request, invited)


def _for_newcomer(request: HttpRequest, invited: Invitation) -> HttpResponse:
    names = {"first_name": invited.first_name, "last_name": invited.last_name}
    form = NewcomerForm(request.POST if request.method == "POST" else None, initial=names, address=invited.email)
    if form.is_valid():
        try:
            return _enter(request, services.accept_as_newcomer(invitation=invited, **form.cleaned_data))
        except EmailInUse:
            return _sign_in_first(request, invited)
        except services.NoSeatLeft:
            form.add_error(None, NO_SEAT)
        except (services.InvitationEnded, services.TakesNobodyIn):
            return _neutral(request)
    return render(request, "joining/invitation.html", {"invitation": invited, "form": form})


def _for_person(request: HttpRequest, invited: Invitation, person: User) -> HttpResponse:
    """They say with the button that they leave the organisation which the page names, and no other."""
    leaves = person.organisation if person.organisation != invited.organisation else None
    trouble = ""
    if request.method == "POST":
        try:
            person = services.accept_invitation(invitation=invited, person=person, leaves=_named(request, leaves))
        except services.NoSeatLeft:
            trouble = NO_SEAT
        except LastRepresentative:
            trouble = LAST_REPRESENTATIVE
        except services.TakesNobodyIn:
            trouble = NOT_NOW
        except (services.InvitationEnded, services.NotTheirs):
            invited.refresh_from_db()
        else:
            messages.success(request, f"You belong to {invited.organisation} now.")
            return redirect(_first_page_of(person))
    context = {"invitation": invited, "leaves": leaves, "is_open": _is_open(invited), "trouble": trouble}
    return render(request, "joining/invitation_for_person.html", context)


def _named(request: HttpRequest, leaves: Organisation | None) -> Organisation | None:
    return leaves if leaves and request.POST.get("leaves") == str(leaves.pk) else None


def _sign_in_first(request: HttpRequest, invited: Invitation) -> HttpResponse:
    return render(request, "joining/invitation_sign_in.html", {"invitation": invited})


def _neutral(request: HttpRequest) -> HttpResponse:
    return render(request, "joining/link_ended.html", status=410)


def _is_open(invited: Invitation) -> bool:
    return invited.accepted_at is None and invited.revoked_at is None and invited.expires_at > timezone.now()


# --- The company that somebody belongs to --------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request: HttpRequest) -> HttpResponse:
    """Where somebody stands: with whom, invited by whom, waiting for whom, or at whose door."""
    person: User = request.user  # type: ignore[assignment]  # the decorator has seen to it
    if request.method == "POST":
        if not person_may_ask(request):
            messages.warning(request, ASKED_OFTEN)
            return redirect("account_join")
        try:
            person = services.ask_to_join(person=person)
        except (services.NoDoor, services.TakesNobodyIn):
            return redirect("account_join")
        return redirect(_first_page_of(person))
    asked = waiting_request_of(person)
    invitations = [(found, invitation_url(found)) for found in open_invitations_to(person.email)]
    context = {"asked": asked, "door": None if asked else door_for(person), "invitations": invitations}
    return render(request, "joining/join.html", context)
