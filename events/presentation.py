"""Events as pages show them: prepared here, so that templates only print."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from content.surroundings import address_of
from visibility.viewer import Viewer

from .after import may_give_feedback, may_have_certificate
from .pages import EventPage
from .permissions import Access, access_to
from .queries import figures_of, hosts_of, materials_shown_to, notes_shown_to, upcoming_in_series
from .registering import why_not_open
from .states import LIVING, State
from .vocabulary import Admission, EventKind


@dataclass(frozen=True)
class Line:
    """An event in a list, which its reader may see."""

    title: str
    url: str
    summary: str
    kind_label: str
    starts: datetime.datetime
    ends: datetime.datetime
    time_zone: str
    place: str
    is_one_day: bool
    is_cancelled: bool
    state_label: str = ""

    def is_on(self, day: datetime.date) -> bool:
        """Where it takes place, some part of it is on that day. What ends at midnight does not touch the next."""
        return self.starts.date() <= day <= max(self.starts, self.ends - datetime.timedelta(seconds=1)).date()


def lines_of(events: Iterable[Any], request: HttpRequest) -> list[Line]:
    """Of events as `queries.py` finds them. No query of its own."""
    return [
        Line(
            title=event.title,
            url=address_of(event, request),
            summary=event.summary,
            kind_label=EventKind(event.event_kind).label,
            starts=event.local_start,
            ends=event.local_end,
            time_zone=event.time_zone,
            place=event.place,
            is_one_day=event.is_one_day,
            is_cancelled=event.ledger.cancelled_at is not None,
            state_label=State(event.own_state).label if event.own_state not in {None, State.WITHDRAWN} else "",
        )
        for event in events
    ]


@dataclass(frozen=True)
class Place:
    """How somebody stands to an event, in words, and what they can do about it."""

    state: str = ""
    sentence: str = ""
    offered_until: datetime.datetime | None = None
    can_register: bool = False
    can_accept: bool = False
    can_withdraw: bool = False
    needs_sign_in: bool = False


SENTENCES = {
    State.REQUESTED: "A host will look at your registration. You will hear by email.",
    State.REGISTERED: "You are registered.",
    State.WAITLISTED: "You are on the waitlist. If a seat becomes free for you, we hold it and write to you.",
    State.OFFERED: "A seat is held for you.",
    State.REJECTED: "The hosts could not accept your registration.",
    State.CANCELLED: "You were registered for this event, which was cancelled.",
    State.ATTENDED: "You attended this event.",
}


def place_of(event: EventPage, access: Access, viewer: Viewer) -> Place:
    """A query at most."""
    now = timezone.now()
    refusal = why_not_open(event, now, is_cancelled=access.is_cancelled)
    state = access.state
    if state is None or state == State.WITHDRAWN:
        if refusal:
            return Place(sentence=refusal)
        if not viewer.is_authenticated:
            return Place(sentence="Sign in to register.", needs_sign_in=True)
        return Place(sentence=_what_there_is(event), can_register=True)
    return Place(
        state=state.label,
        sentence=SENTENCES[state],
        offered_until=access.offered_until.astimezone(event.zone) if access.offered_until else None,
        can_accept=access.offered_until is not None and access.offered_until > now,
        can_withdraw=state in LIVING and now < event.ends_at,
    )


def _what_there_is(event: EventPage) -> str:
    if event.admission == Admission.APPROVAL:
        return "The hosts approve each registration."
    if event.capacity is None:
        return "Registration is open."
    figures = figures_of(event)
    if figures.is_full:
        return "Every seat is taken. You can join the waitlist."
    return f"{figures.free} of {figures.capacity} seats are free."


def event_context(event: EventPage, viewer: Viewer, request: HttpRequest) -> dict[str, Any]:
    """What the event's page shows to this viewer, who may see the page. In a preview it may not be stored yet."""
    now = timezone.now()
    context = {
        "event": event,
        "kind_label": EventKind(event.event_kind).label if event.event_kind else "",
        "is_over": event.is_timed and event.ends_at <= now,
        "speakers": [block.value for block in event.speakers],
        "agenda": [block.value for block in event.agenda],
    }
    return context | _stored_context(event, viewer, request, now) if event.pk else context


def _stored_context(event: EventPage, viewer: Viewer, request: HttpRequest, now: datetime.datetime) -> dict[str, Any]:
    access = access_to(event, viewer)
    return {
        "access": access,
        # Who works on what is for people of the portal, not for passers-by.
        "hosts": list(hosts_of(event)) if viewer.is_authenticated else [],
        "is_cancelled": access.is_cancelled,
        "join_link": event.join_link if access.join_link and event.ends_at > now else "",
        "place": place_of(event, access, viewer),
        "notes": list(notes_shown_to(access, event)),
        "materials": list(materials_shown_to(access, event)),
        "series": lines_of(upcoming_in_series(viewer, event, now), request),
        "can_give_feedback": may_give_feedback(event, access, now),
        "can_have_certificate": may_have_certificate(access),
    }
