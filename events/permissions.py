"""Who may do what with an event. Everything asks the rule of visibility first, and then the circle of the part.

`access_to` is the one answer; pages, calendars, feeds, mails and the services take it from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission

from visibility.pages import visible_pages
from visibility.viewer import Viewer, viewer_for

from .models import EventLedger, Registration
from .pages import EventPage
from .states import SEATED, State
from .vocabulary import Circle, Part


@dataclass(frozen=True)
class Access:
    """What one person may see of one event now, and whether they host it. `registration` is theirs."""

    sees_event: bool = False
    hosts: bool = False
    join_link: bool = False
    questions: bool = False
    attendees: bool = False
    recording: bool = False
    registration: Registration | None = None


NO_ACCESS = Access()


def access_to(event: EventPage, viewer: Viewer) -> Access:
    return accesses_to([event], viewer)[event.pk]


def accesses_to(events: Iterable[EventPage], viewer: Viewer) -> dict[int, Access]:
    """By the number of the event. Five queries at most, however many events."""
    asked = {event.pk: event for event in events}
    visible = set(visible_pages(viewer, EventPage.objects.filter(pk__in=asked)).values_list("pk", flat=True))
    cancelled = set(
        EventLedger.objects.filter(event__in=visible, cancelled_at__isnull=False).values_list("event", flat=True)
    )
    registrations: dict[int, Registration] = {}
    hosted: set[int] = set()
    if viewer.user_id:
        theirs = Registration.objects.filter(event__in=visible, person=viewer.user_id)
        registrations = {registration.event_id: registration for registration in theirs}
        hosted = visible if _hosts_every_event(viewer) else _hosted_among(visible, viewer.user_id)
    return {
        pk: _access(event, registrations.get(pk), hosts=pk in hosted, is_cancelled=pk in cancelled)
        if pk in visible
        else NO_ACCESS
        for pk, event in asked.items()
    }


def _access(event: EventPage, registration: Registration | None, *, hosts: bool, is_cancelled: bool) -> Access:
    within = {part: _is_within(event.circle_of(part), registration, hosts=hosts) for part in Part}
    return Access(
        sees_event=True,
        hosts=hosts,
        join_link=within[Part.JOIN_LINK] and not is_cancelled,
        questions=within[Part.QUESTIONS],
        attendees=within[Part.ATTENDEES],
        recording=within[Part.RECORDING],
        registration=registration,
    )


def _is_within(circle: Circle, registration: Registration | None, *, hosts: bool) -> bool:
    state = registration.state if registration is not None else None
    return {
        Circle.EVERYONE: True,
        Circle.REGISTERED: hosts or state in SEATED,
        Circle.ATTENDED: hosts or state == State.ATTENDED,
        Circle.HOSTS: hosts,
        Circle.NOBODY: False,
    }[circle]


def _hosted_among(event_ids: set[int], person_id: int) -> set[int]:
    hosting = EventPage.hosts.through.objects.filter(eventpage__in=event_ids, user=person_id)
    return set(hosting.values_list("eventpage", flat=True))


def _hosts_every_event(viewer: Viewer) -> bool:
    if viewer.is_superuser:
        return True
    granted = Permission.objects.filter(
        group__in=viewer.group_ids, codename="host_every_event", content_type__app_label="events"
    )
    return bool(viewer.group_ids) and granted.exists()


def user_can_see_event(user: Any, event: EventPage) -> bool:
    return access_to(event, viewer_for(user)).sees_event


def user_can_see_join_link(user: Any, event: EventPage) -> bool:
    return access_to(event, viewer_for(user)).join_link


def user_can_see_questions(user: Any, event: EventPage) -> bool:
    return access_to(event, viewer_for(user)).questions


def user_can_ask_question(user: Any, event: EventPage) -> bool:
    """A question has somebody who asks it, even if nobody is told who."""
    return bool(user.is_authenticated) and user_can_see_questions(user, event)


def user_can_see_attendees(user: Any, event: EventPage) -> bool:
    return access_to(event, viewer_for(user)).attendees


def user_can_see_recording(user: Any, event: EventPage) -> bool:
    return access_to(event, viewer_for(user)).recording


def user_can_host_event(user: Any, event: EventPage) -> bool:
    return access_to(event, viewer_for(user)).hosts
