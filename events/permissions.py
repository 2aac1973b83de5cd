"""Who may do what with an event. Everything asks the rule of visibility first, and then the circle of the part.

`access_to` is the one answer; pages, calendars, feeds, mails and the services take it from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value

from visibility.pages import visible_pages
from visibility.viewer import Viewer, viewer_for

from .models import Material, Registration
from .pages import EventPage
from .states import SEATED, State
from .vocabulary import Circle, Part


@dataclass(frozen=True)
class Access:
    """What one person may see of one event now, and how they stand to it. `state` is that of their registration."""

    sees_event: bool = False
    hosts: bool = False
    join_link: bool = False
    questions: bool = False
    attendees: bool = False
    recording: bool = False
    is_cancelled: bool = False
    has_materials: bool = False
    state: State | None = None
    offered_until: datetime | None = None


NO_ACCESS = Access()


def access_to(event: EventPage, viewer: Viewer) -> Access:
    return accesses_to([event], viewer)[event.pk]


def accesses_to(events: Iterable[EventPage], viewer: Viewer) -> dict[int, Access]:
    """By the number of the event. One query, however many events."""
    asked = {event.pk: event for event in events}
    theirs = Registration.objects.filter(event=OuterRef("pk"), person=viewer.user_id or 0)
    hosting = EventPage.hosts.through.objects.filter(eventpage=OuterRef("pk"), user=viewer.user_id or 0)
    visible = visible_pages(viewer, EventPage.objects.filter(pk__in=asked)).annotate(
        own_state=Subquery(theirs.values("state")),
        own_offer=Subquery(theirs.values("offered_until")),
        is_host=Value(value=True) if viewer.is_superuser else Exists(hosting) | Exists(_hosting_all(viewer)),
        has_materials=Exists(Material.objects.filter(event=OuterRef("pk"))),
    )
    columns = ("pk", "ledger__cancelled_at", "own_state", "own_offer", "is_host", "has_materials")
    accesses = dict.fromkeys(asked, NO_ACCESS)
    for pk, cancelled_at, state, offered_until, hosts, has_materials in visible.values_list(*columns):
        known = Access(
            sees_event=True,
            hosts=hosts,
            is_cancelled=cancelled_at is not None,
            has_materials=has_materials,
            state=State(state) if state else None,
            offered_until=offered_until,
        )
        accesses[pk] = _with_parts(asked[pk], known)
    return accesses


def _with_parts(event: EventPage, known: Access) -> Access:
    within = {part: _is_within(event.circle_of(part), known) for part in Part}
    return replace(
        known,
        join_link=within[Part.JOIN_LINK] and not known.is_cancelled,
        questions=within[Part.QUESTIONS],
        attendees=within[Part.ATTENDEES],
        recording=within[Part.RECORDING],
    )


def _is_within(circle: Circle, known: Access) -> bool:
    return {
        Circle.EVERYONE: True,
        Circle.REGISTERED: known.hosts or known.state in SEATED,
        Circle.ATTENDED: known.hosts or known.state == State.ATTENDED,
        Circle.HOSTS: known.hosts,
        Circle.NOBODY: False,
    }[circle]


def _hosting_all(viewer: Viewer) -> QuerySet[Permission]:
    return Permission.objects.filter(
        group__in=viewer.group_ids, codename="host_every_event", content_type__app_label="events"
    )


def user_can_see_event(user: Any, event: EventPage) -> bool:
    return access_to(event, viewer_for(user)).sees_event


def user_can_see_questions(user: Any, event: EventPage) -> bool:
    return access_to(event, viewer_for(user)).questions


def user_can_ask_question(user: Any, event: EventPage) -> bool:
    """A question has somebody who asks it, even if nobody is told who."""
    return bool(user.is_authenticated) and user_can_see_questions(user, event)


def user_can_host_event(user: Any, event: EventPage) -> bool:
    return access_to(event, viewer_for(user)).hosts
