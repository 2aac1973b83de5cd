"""Events for those who come: lists, registering, calendars, questions, and what is left afterwards.

Whoever may not see an event is answered as if there were none.
"""

import calendar
import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from content.surroundings import address_of
from visibility.viewer import viewer_of

from . import calendars, registering
from .forms import RegistrationForm, WhenForm, topic_choices
from .pages import EventPage
from .permissions import Access, access_to
from .presentation import Line, lines_of, place_of
from .queries import (
    attendees_shown_to,
    events_between,
    on_topic,
    own_events,
    past_events,
    upcoming_events,
    visible_event,
)
from .states import State
from .vocabulary import EventKind

PER_PAGE = 20
FORM_METHODS = ["GET", "HEAD", "POST"]
A_DAY = datetime.timedelta(days=1)


# --- Lists ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turning:
    """Turns pages without counting all that there is."""

    number: int
    has_next: bool

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1


LISTS = {"upcoming": upcoming_events, "past": past_events}


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Upcoming or past events, or those of one month; of one kind or topic."""
    asked = WhenForm(request.GET).asked()
    if asked["month"]:
        return _month(request, asked)
    when = request.GET.get("when", "")
    when = when if when in LISTS else "upcoming"
    found = _narrowed(LISTS[when](viewer_of(request), timezone.now()), asked)
    return _list(request, found, asked, when)


@require_safe
@login_required
def my_events(request: HttpRequest) -> HttpResponse:
    asked = WhenForm(request.GET).asked()
    return _list(request, _narrowed(own_events(viewer_of(request)), asked), asked, "mine")


def _list(request: HttpRequest, found: Any, asked: dict[str, Any], when: str) -> HttpResponse:
    number = asked["page"] or 1
    first = (number - 1) * PER_PAGE
    shown = list(found[first : first + PER_PAGE + 1])
    context = {
        "lines": lines_of(shown[:PER_PAGE], request),
        "turning": Turning(number, has_next=len(shown) > PER_PAGE),
    }
    return render(request, "events/events.html", _frame(request, asked, when) | context)


def _month(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    year, month = map(int, asked["month"].split("-"))
    if not datetime.MINYEAR < year < datetime.MAXYEAR:
        raise Http404
    first = datetime.datetime(year, month, 1, tzinfo=datetime.UTC)
    end = (first + 31 * A_DAY).replace(day=1)
    # A day more on either side: what is the first of the month somewhere is the last of another elsewhere.
    viewer = viewer_of(request)
    found = _narrowed(events_between(viewer, first - A_DAY, end + A_DAY), asked)
    lines = lines_of(found, request)
    weeks = [
        [Day(day, day.month == month, [line for line in lines if line.is_on(day)]) for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    context = {"weeks": weeks, "month": first, "before": first - A_DAY, "after": end}
    return render(request, "events/month.html", _frame(request, asked, "month") | context)


@dataclass(frozen=True)
class Day:
    date: datetime.date
    is_in_month: bool
    lines: list[Line]


def _narrowed(found: Any, asked: dict[str, Any]) -> Any:
    if asked["kind"]:
        found = found.filter(event_kind=asked["kind"])
    return on_topic(found, asked["topic"]) if asked["topic"] else found


def _frame(request: HttpRequest, asked: dict[str, Any], when: str) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "when": when,
        "asked": asked,
        "filters": [
            _select("kind", "Kind", EventKind.choices, asked),
            _select("topic", "Topic", topic_choices(), asked),
        ],
        "query": f"{query.urlencode()}&" if query else "",
        "this_month": timezone.localdate(),
        "is_filtered": bool(asked["kind"] or asked["topic"]),
    }


def _select(name: str, label: str, choices: Any, asked: dict[str, Any]) -> dict[str, Any]:
    options = [("", "All"), *choices]
    chosen = asked[name] or ""
    return {
        "name": name,
        "label": label,
        "choices": [{"value": value, "label": text, "selected": value == chosen} for value, text in options],
    }


# --- One event -----------------------------------------------------------------------------------------------------


def event_or_404(request: HttpRequest, event_id: int) -> tuple[EventPage, Access]:
    """The event and what this request's person may see of it. Hidden and missing are the same."""
    viewer = viewer_of(request)
    event = visible_event(viewer, event_id)
    if event is None:
        raise Http404
    return event, access_to(event, viewer)


@require_safe
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    """Where calendars and mails lead, without naming the page: on to it, or to sign in first."""
    found = visible_event(viewer_of(request), event_id)
    if found is not None:
        return redirect(address_of(found, request))
    if not request.user.is_authenticated:
        from django.contrib.auth.views import redirect_to_login

        return redirect_to_login(request.path)
    raise Http404


@require_safe
def event_calendar(request: HttpRequest, event_id: int) -> HttpResponse:
    found, access = event_or_404(request, event_id)
    response = HttpResponse(
        calendars.calendar_of(found.ledger, access), headers={"Content-Type": calendars.CONTENT_TYPE}
    )
    response.headers["Content-Disposition"] = f'attachment; filename="event-{found.pk}.ics"'
    return response


@require_http_methods(FORM_METHODS)
@login_required
def register(request: HttpRequest, event_id: int) -> HttpResponse:
    found, access = event_or_404(request, event_id)
    place = place_of(found, access, viewer_of(request))
    form = RegistrationForm(request.POST if request.method == "POST" else None, event=found)
    if form.is_valid():
        try:
            registration = registering.register(
                event=found,
                person=request.user,
                is_listed=form.cleaned_data["is_listed"],
                answers=form.answers(),
            )
        except registering.RegistrationNotOpen as refusal:
            form.add_error(None, str(refusal))
        except registering.NotAcceptedBefore:
            form.add_error(
                None, "The hosts could not accept your registration. Write to them if you think it is a mistake."
            )
        except registering.EventNotThere as refusal:
            raise Http404 from refusal
        else:
            messages.success(request, SAID[State(registration.state)])
            return redirect(address_of(found, request))
    return render(request, "events/register.html", {"event": found, "place": place, "form": form})


SAID = {
    State.REGISTERED: "You are registered. We have sent you an email with a calendar entry.",
    State.WAITLISTED: "You are on the waitlist. We will write to you when a seat becomes free for you.",
    State.REQUESTED: "Thank you. The hosts will look at your registration, and you will hear by email.",
    State.OFFERED: "A seat is already held for you. Take it on this page.",
    State.ATTENDED: "You have attended this event.",
    State.CANCELLED: "This event was cancelled.",
}


@require_http_methods(FORM_METHODS)
@login_required
def withdraw(request: HttpRequest, event_id: int) -> HttpResponse:
    """A GET asks first."""
    found, access = event_or_404(request, event_id)
    if request.method == "POST":
        try:
            registering.withdraw(event=found, person=request.user)
        except registering.NothingToWithdraw:
            messages.info(request, "You are not registered for this event, or it is over.")
        else:
            messages.success(request, "You have withdrawn. Thank you for giving others the chance to come.")
        return redirect(address_of(found, request))
    return render(request, "events/withdraw.html", {"event": found, "access": access})


@require_http_methods(FORM_METHODS)
@login_required
def accept(request: HttpRequest, event_id: int) -> HttpResponse:
    """A GET asks first: mails lead here."""
    found, access = event_or_404(request, event_id)
    if request.method == "POST":
        try:
            registering.accept_offer(event=found, person=request.user)
        except registering.NoSeatHeld:
            messages.warning(request, "No seat is held for you any more. You can register again.")
        except registering.EventNotThere as refusal:
            raise Http404 from refusal
        else:
            messages.success(request, SAID[State.REGISTERED])
        return redirect(address_of(found, request))
    place = place_of(found, access, viewer_of(request))
    return render(request, "events/accept.html", {"event": found, "place": place})


@require_safe
def attendees(request: HttpRequest, event_id: int) -> HttpResponse:
    """Names are for people of the portal, whatever circle was chosen."""
    found, access = event_or_404(request, event_id)
    if not access.attendees or not request.user.is_authenticated:
        raise Http404
    return render(request, "events/attendees.html", {"event": found, "people": attendees_shown_to(access, found)})
