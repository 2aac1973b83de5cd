"""The mails about an event, put together when they are sent: of each, the rule is asked once more.

A mail is dropped whose registration has moved on since, whose person may not sign in, or who may not see the event.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from content.vocabulary import Sensitivity
from notifications.letters import Attachment, Letter, address_of, letter, register_message
from notifications.mailing import letter_about
from notifications.outbox import OutboxMail
from notifications.preferences import Frequency, Subject, preferences_of
from visibility.viewer import viewer_for

from . import registering
from .calendars import CANCEL, PUBLISH, calendar_of, page_url, told_join_link, told_place, told_title
from .ledger import CHANGED
from .models import EventLedger, HostNote, Registration
from .permissions import Access, access_to
from .states import HOLDING, LIVING, SEATED, State

REMINDER, NOTE = "event-reminder", "event-note"


@dataclass(frozen=True)
class About:
    """A registration as a mail speaks of it."""

    mail: OutboxMail
    registration: Registration
    ledger: EventLedger
    access: Access

    @property
    def words(self) -> dict[str, Any]:
        event = self.ledger.event
        until = self.registration.offered_until
        return {
            "title": told_title(event),
            "starts": event.local_start,
            "ends": event.local_end,
            "is_one_day": event.is_one_day,
            "time_zone": event.time_zone,
            "place": told_place(event),
            "join_link": told_join_link(event, self.access),
            "url": page_url(event),
            "offered_until": until.astimezone(event.zone) if until else None,
        }


def _about(mail: OutboxMail) -> About | None:
    found = Registration.objects.filter(pk=mail.context["registration"]).select_related("event__ledger").first()
    if found is None or not address_of(mail):
        return None
    access = access_to(found.event, viewer_for(mail.person))
    if not access.sees_event:
        return None
    return About(mail, found, found.event.ledger, access)


def _composer(template: str, states: tuple[State, ...], *, calendar: str = "") -> Callable[[OutboxMail], Letter | None]:
    """Of a message that is true while the registration is in one of these states."""

    def compose(mail: OutboxMail) -> Letter | None:
        about = _about(mail)
        if about is None or about.registration.state not in states:
            return None
        written = letter(template, about.words, to=address_of(mail))
        return replace(written, attachments=(_attached(about, calendar),)) if calendar else written

    return compose


def _attached(about: About, method: str) -> Attachment:
    content = calendar_of(about.ledger, about.access, method=method).decode()
    return Attachment("event.ics", content, f"text/calendar; method={method}")


def compose_changed(mail: OutboxMail) -> Letter | None:
    """Whoever has a seat also gets the new calendar entry; whoever waits, the news alone."""
    about = _about(mail)
    if about is None or about.registration.state not in LIVING or about.ledger.cancelled_at is not None:
        return None
    written = letter("event_changed", about.words, to=address_of(mail))
    seated = about.registration.state in SEATED
    return replace(written, attachments=(_attached(about, PUBLISH),)) if seated else written


def compose_reminder(mail: OutboxMail) -> Letter | None:
    """Not for a start that was moved since, nor for one that is past."""
    about = _about(mail)
    if about is None or about.registration.state not in SEATED or about.ledger.cancelled_at is not None:
        return None
    event = about.ledger.event
    if event.starts_at.isoformat() != mail.context["starts_at"] or event.ends_at <= timezone.now():
        return None
    return _if_wanted(mail, template="event_reminder", **about.words)


def compose_note(mail: OutboxMail) -> Letter | None:
    """What a host wrote. Of a confidential event, only that there is something to read on its page."""
    about = _about(mail)
    note = HostNote.objects.filter(pk=mail.context["note"]).first()
    if about is None or note is None or about.registration.state not in HOLDING:
        return None
    told = about.ledger.event.sensitivity != Sensitivity.CONFIDENTIAL
    said = {"note_subject": note.subject if told else "", "note_text": note.text if told else ""}
    return _if_wanted(mail, template="event_note", **about.words, **said)


def _if_wanted(mail: OutboxMail, *, template: str, **words: Any) -> Letter | None:
    """Whoever wants no mail about events is told only what becomes of their own registration."""
    if preferences_of(mail.person)[Subject.EVENTS] == Frequency.NONE:
        return None
    return letter_about(mail, Subject.EVENTS, template=template, **words)


for message, composer in {
    registering.REGISTERED: _composer("event_registered", SEATED, calendar=PUBLISH),
    registering.REQUESTED: _composer("event_requested", (State.REQUESTED,)),
    registering.WAITLISTED: _composer("event_waitlisted", (State.WAITLISTED,)),
    registering.OFFERED: _composer("event_offered", (State.OFFERED,)),
    registering.LAPSED: _composer("event_lapsed", (State.WITHDRAWN,)),
    registering.REJECTED: _composer("event_rejected", (State.REJECTED,)),
    registering.CANCELLED: _composer("event_cancelled", (State.CANCELLED,), calendar=CANCEL),
    CHANGED: compose_changed,
    REMINDER: compose_reminder,
    NOTE: compose_note,
}.items():
    register_message(message, composer)
