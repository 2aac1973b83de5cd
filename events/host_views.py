"""The pages of hosts: who comes, checking in, mail, files, cancelling. For everybody else they do not exist."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.db.models import Avg, Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.log import record
from audit.models import Action
from audit.reports import FORMULA_SIGNS
from content.surroundings import address_of

from . import hosting
from .audit_kinds import ROSTER
from .forms import HostNoteForm, MaterialForm
from .models import Feedback, Material, Registration
from .pages import EventPage
from .permissions import Access
from .queries import figures_of, roster_shown_to
from .states import State
from .views import FORM_METHODS, event_or_404

PER_PAGE = 50
COLUMNS = ("Name", "Email address", "Organisation", "State", "Registered", "May be listed")


def _hosted_or_404(request: HttpRequest, event_id: int) -> tuple[EventPage, Access]:
    found, access = event_or_404(request, event_id)
    if not access.hosts:
        raise Http404
    return found, access


# --- The roster ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    pk: int
    name: str
    organisation: str
    state: str
    state_label: str
    answers: list[list[str]]
    actions: list[tuple[str, str]]


OFFERED_TO_HOSTS = {
    State.REQUESTED: [("approve", "Approve"), ("reject", "Turn down")],
    State.WAITLISTED: [("reject", "Turn down")],
    State.REGISTERED: [("check-in", "Check in"), ("reject", "Take the seat away")],
    State.OFFERED: [("reject", "Take the offer back")],
    State.ATTENDED: [("undo", "Undo check-in")],
}


def _line(registration: Registration) -> Line:
    state = State(registration.state)
    return Line(
        pk=registration.pk,
        name=str(registration.person),
        organisation=registration.organisation.name if registration.organisation else "",
        state=state.value,
        state_label=state.label,
        answers=registration.answers,
        actions=OFFERED_TO_HOSTS.get(state, []),
    )


@require_safe
@login_required
def roster(request: HttpRequest, event_id: int) -> HttpResponse:
    """Found by a part of a name, as at the door."""
    found, access = _hosted_or_404(request, event_id)
    people = roster_shown_to(access, found)
    words = request.GET.get("q", "").strip()[:100]
    for word in words.split():
        named = Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word)
        people = people.filter(named | Q(organisation__name__icontains=word))
    page_obj = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    figures = figures_of(found)
    said = Feedback.objects.filter(event=found)
    context = {
        "event": found,
        "lines": [_line(registration) for registration in page_obj],
        "page_obj": page_obj,
        "words": words,
        "figures": figures,
        "counts": [(state.label, figures.by_state[state]) for state in State if figures.by_state.get(state)],
        "feedback": said.aggregate(count=Count("pk"), average=Avg("useful")),
        "remarks": list(said.exclude(text="").order_by("pk").values_list("text", flat=True)[:PER_PAGE]),
        "is_cancelled": access.is_cancelled,
    }
    return render(request, "events/roster.html", context)


ACTIONS: dict[str, tuple[Callable[..., Registration], str]] = {
    "approve": (hosting.approve, "{} is approved."),
    "reject": (hosting.reject, "{} has no seat at this event. They are told by email."),
    "check-in": (hosting.check_in, "{} is here."),
    "undo": (hosting.undo_check_in, "{} is not here, after all."),
}


@require_POST
@login_required(redirect_field_name=None)
def person(request: HttpRequest, event_id: int, registration_id: int) -> HttpResponse:
    """What the buttons beside a name do."""
    found, access = _hosted_or_404(request, event_id)
    registration = roster_shown_to(access, found).filter(id=registration_id).first()
    if registration is None:
        raise Http404
    act, said = ACTIONS.get(request.POST.get("action", ""), (None, ""))
    if act is None:
        raise BadRequest("No button posts this.")
    try:
        act(registration=registration, by=request.user)
    except hosting.NotAHost as refusal:
        raise Http404 from refusal
    except hosting.NotNow as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said.format(registration.person))
    return redirect("event_roster", event_id=found.pk)


@require_safe
@login_required
def export(request: HttpRequest, event_id: int) -> HttpResponse:
    """As CSV. Written down in the audit log before the first line leaves."""
    found, access = _hosted_or_404(request, event_id)
    people = list(roster_shown_to(access, found))
    record(action=Action.EXPORTED, kind=ROSTER, page=found.pk, count=len(people))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="roster-{found.pk}.csv"'
    questions = list(dict.fromkeys(question for one in people for question, _ in one.answers))
    writer = csv.writer(response)
    writer.writerow([_cell(text) for text in (*COLUMNS, *questions)])
    for one in people:
        writer.writerow([_cell(text) for text in _row(one, questions)])
    return response


def _row(registration: Registration, questions: list[str]) -> list[Any]:
    answers = dict(registration.answers)
    return [
        registration.person.get_full_name(),
        registration.person.email,
        registration.organisation.name if registration.organisation else "",
        State(registration.state).label,
        registration.registered_at.strftime("%Y-%m-%d %H:%M"),
        "yes" if registration.is_listed else "no",
        *(answers.get(question, "") for question in questions),
    ]


def _cell(text: str) -> str:
    """No cell begins a formula in the reader's spreadsheet."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


# --- Mail, files, cancelling ---------------------------------------------------------------------------------------


@require_http_methods(FORM_METHODS)
@login_required
def message(request: HttpRequest, event_id: int) -> HttpResponse:
    found, _ = _hosted_or_404(request, event_id)
    form = HostNoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            hosting.write_to_attendees(event=found, by=request.user, **form.cleaned_data)
        except hosting.NotAHost as refusal:
            raise Http404 from refusal
        messages.success(request, "Your message is on its way to everybody who has a seat.")
        return redirect("event_roster", event_id=found.pk)
    return render(request, "events/message.html", {"event": found, "form": form, "figures": figures_of(found)})


@require_http_methods(FORM_METHODS)
@login_required
def materials(request: HttpRequest, event_id: int) -> HttpResponse:
    found, _ = _hosted_or_404(request, event_id)
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, found)
    is_new = request.method == "POST"
    form = MaterialForm(request.POST if is_new else None, request.FILES if is_new else None)
    if form.is_valid() and _add(request, found, form):
        messages.success(request, "Added.")
        return redirect("event_materials", event_id=found.pk)
    context = {"event": found, "form": form, "materials": list(found.materials.order_by("added_at", "pk"))}
    return render(request, "events/materials.html", context)


def _add(request: HttpRequest, found: EventPage, form: MaterialForm) -> bool:
    """False if the form now says what is wrong."""
    title, file, link = (form.cleaned_data[name] for name in ("title", "file", "link"))
    try:
        if file:
            hosting.add_file(event=found, by=request.user, title=title, file=file)
        else:
            hosting.add_link(event=found, by=request.user, title=title, link=link)
    except hosting.NotAHost as refusal:
        raise Http404 from refusal
    except ValidationError as refusal:
        form.add_error("file", ValidationError(refusal.messages))
        return False
    return True


def _remove(request: HttpRequest, found: EventPage) -> HttpResponse:
    number = request.POST["remove"]
    material = (
        Material.objects.filter(event=found, id=int(number)).first() if number.isascii() and number.isdigit() else None
    )
    if material is None:
        raise Http404
    hosting.remove_material(material=material, by=request.user)
    messages.success(request, "Removed.")
    return redirect("event_materials", event_id=found.pk)


@require_http_methods(FORM_METHODS)
@login_required
def cancel(request: HttpRequest, event_id: int) -> HttpResponse:
    """A GET asks first."""
    found, _ = _hosted_or_404(request, event_id)
    if request.method != "POST":
        return render(request, "events/cancel.html", {"event": found, "figures": figures_of(found)})
    try:
        hosting.cancel_event(event=found, by=request.user)
    except hosting.NotAHost as refusal:
        raise Http404 from refusal
    except hosting.NotNow as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The event is cancelled. Everybody who was coming is told by email.")
    return redirect(address_of(found, request))
