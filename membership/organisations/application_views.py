"""The company's side of its application for membership. Its representatives write, their colleagues read."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from membership.models import Organisation, Tier, User

from . import application_permissions as permissions
from . import applications as services
from .application_forms import HINTS, StepForm, SubmitForm
from .applications import CRITERIA
from .models import ApplicationState, MembershipApplication

State = ApplicationState


class PersonsRequest(HttpRequest):
    """Of somebody who is signed in."""

    user: User


MOVED_ON = "The application has moved on in the meantime. This is where it stands now."
# What may go wrong when somebody acts on what another person has just changed.
OVERTAKEN = (services.NoSuchStep, services.OnlyPathwaysApply, services.ApplicationOpen)


@require_safe
@login_required
def application(request: PersonsRequest) -> HttpResponse:
    """What membership asks, and where the company's application stands."""
    organisation = permissions.applying_organisation(request.user)
    if organisation is None:
        raise Http404
    current = newest_application(organisation)
    context = {
        "organisation": organisation,
        "application": current,
        "lines": lines_of(current),
        "is_member": Tier(organisation.tier).is_member,
        "may_write": permissions.user_can_write_application(request.user),
        "is_open": current is not None and current.state in State.open_states(),
        "left": len(services.unsaid_keys(current)) if current else len(CRITERIA),
    }
    return render(request, "organisations/application.html", context)


@require_POST
@login_required
def begin(request: PersonsRequest) -> HttpResponse:
    organisation = _representatives_organisation(request)
    return _act(request, lambda: services.begin_application(organisation=organisation, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: PersonsRequest, key: str) -> HttpResponse:
    """One criterion. What is written is kept at once, and nobody else reads it before the company submits."""
    current = _open_application(request)
    if key not in CRITERIA:
        raise Http404
    if current.state != State.BEGUN:
        return _overtaken(request)
    said = current.steps.filter(key=key).values_list("said", flat=True).first()
    given = request.POST if request.method == "POST" else None
    form = StepForm(given, initial={"said": said}, criterion=CRITERIA[key], hint=HINTS[key])
    if form.is_valid():
        try:
            services.say_step(application=current, key=key, said=form.cleaned_data["said"], by=request.user)
        except OVERTAKEN:
            return _overtaken(request)
        messages.success(request, "Your answer is kept.")
        return redirect("organisation_application")
    return render(request, "organisations/application_step.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submit(request: PersonsRequest) -> HttpResponse:
    """All answers once more, then off they go."""
    current = _open_application(request)
    if current.state != State.BEGUN:
        return _overtaken(request)
    if services.unsaid_keys(current):
        messages.error(request, "Some answers are still missing. Write them, then submit the application.")
        return redirect("organisation_application")
    form = SubmitForm(request.POST if request.method == "POST" else None, initial={"message": current.message})
    if not form.is_valid():
        context = {"form": form, "application": current, "lines": lines_of(current)}
        return render(request, "organisations/application_submit.html", context)
    message = form.cleaned_data["message"]
    return _act(request, lambda: services.submit_application(application=current, by=request.user, message=message))


@require_POST
@login_required
def take_back(request: PersonsRequest) -> HttpResponse:
    current = _open_application(request)
    return _act(request, lambda: services.take_back_application(application=current, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: PersonsRequest) -> HttpResponse:
    current = _open_application(request)
    if request.method != "POST":
        return render(request, "organisations/application_withdraw.html")
    return _act(request, lambda: services.withdraw_application(application=current, by=request.user))


def newest_application(organisation: Organisation) -> MembershipApplication | None:
    found = organisation.applications.select_related("coordinator", "applicant").prefetch_related("steps")
    return found.order_by("-begun_at", "-pk").first()


def lines_of(current: MembershipApplication | None) -> list[dict[str, Any]]:
    """Each criterion with what the company says to it."""
    steps = {step.key: step for step in current.steps.all()} if current else {}
    return [{"key": key, "criterion": criterion, "step": steps.get(key)} for key, criterion in CRITERIA.items()]


def _representatives_organisation(request: PersonsRequest) -> Organisation:
    organisation = request.user.organisation
    if organisation is None or not permissions.user_can_write_application(request.user):
        raise Http404
    return organisation


def _open_application(request: PersonsRequest) -> MembershipApplication:
    current = newest_application(_representatives_organisation(request))
    if current is None or current.state not in State.open_states():
        raise Http404
    return current


def _act(request: PersonsRequest, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except OVERTAKEN:
        return _overtaken(request)
    except services.StillToSay:
        messages.error(request, "Some answers are still missing. Write them, then submit the application.")
    return redirect("organisation_application")


def _overtaken(request: PersonsRequest) -> HttpResponse:
    messages.warning(request, MOVED_ON)
    return redirect("organisation_application")
