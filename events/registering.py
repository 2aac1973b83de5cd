"""Seats: registering, waiting, being offered a seat, taking it, giving it back.

Each service locks the event's ledger first, so that whoever comes at the same instant waits, and is told the truth
then. Under the lock, offers that have lapsed are taken back and free seats are offered on, before and after anything
else happens. So a free seat never stands beside somebody who could have it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from notifications.outbox import post

from .models import EventLedger, Registration
from .pages import EventPage
from .permissions import user_can_see_event
from .states import HOLDING, LIVING, NoSuchTransition, State, may_become
from .vocabulary import Admission

REGISTERED, REQUESTED, WAITLISTED = "event-registered", "event-requested", "event-waitlisted"
OFFERED, LAPSED, REJECTED, CANCELLED = "event-offered", "event-lapsed", "event-rejected", "event-cancelled"
MAIL_OF = {State.REGISTERED: REGISTERED, State.REQUESTED: REQUESTED, State.WAITLISTED: WAITLISTED}


class EventNotThere(Exception):
    """There is no such event for this person."""


class RegistrationNotOpen(Exception):
    """The words say why, to whoever wanted to register."""


class NotAcceptedBefore(Exception):
    """A host has turned this person down, and would be asked again and again."""


class NoSeatHeld(Exception):
    """No seat is held for this person, or none any more."""


class NothingToWithdraw(Exception):
    """They are not registered, or the event has begun."""


# --- What people do ------------------------------------------------------------------------------------------------


@transaction.atomic
def register(
    *, event: EventPage, person: Any, is_listed: bool = False, answers: Sequence[tuple[str, str]] = ()
) -> Registration:
    """Give a seat, a place on the waitlist, or a place among those whom a host has to approve.

    Somebody who has one keeps it as it is. Raises EventNotThere, RegistrationNotOpen and NotAcceptedBefore.
    """
    if not user_can_see_event(person, event):
        raise EventNotThere(event.pk)
    ledger = lock(event)
    event, now = ledger.event, timezone.now()
    registration = Registration.objects.filter(event=event, person=person).first()
    if registration is not None and registration.state == State.REJECTED:
        raise NotAcceptedBefore(registration)
    if registration is not None and registration.state != State.WITHDRAWN:
        return registration
    refusal = why_not_open(event, now, is_cancelled=ledger.cancelled_at is not None)
    if refusal:
        raise RegistrationNotOpen(refusal)
    _settle(event, now)
    state = _first_state(event, person.organisation_id)
    if registration is None:
        registration = Registration(event=event, person=person, state=state)
    else:
        _check(registration, state)
    registration.organisation_id = person.organisation_id
    registration.place = _next_place(ledger)
    registration.is_listed, registration.answers = is_listed, [list(pair) for pair in answers]
    registration.state, registration.registered_at, registration.changed_at = state, now, now
    registration.save()
    tell(registration, MAIL_OF[state])
    return registration


@transaction.atomic
def withdraw(*, event: EventPage, person: Any) -> Registration:
    """Give back a seat, an offer or a place on the waitlist; what becomes free is offered on.

    Also for somebody who may not see the event any more. Raises NothingToWithdraw.
    """
    ledger = lock(event)
    event, now = ledger.event, timezone.now()
    registration = Registration.objects.filter(event=event, person=person, state__in=LIVING).first()
    if registration is None or now >= event.ends_at:
        raise NothingToWithdraw(event.pk)
    move(registration, State.WITHDRAWN, now)
    _settle(event, now)
    return registration


@transaction.atomic
def accept_offer(*, event: EventPage, person: Any) -> Registration:
    """Take the seat that is held. A second time changes nothing. Raises EventNotThere and NoSeatHeld."""
    if not user_can_see_event(person, event):
        raise EventNotThere(event.pk)
    ledger = lock(event)
    event, now = ledger.event, timezone.now()
    registration = Registration.objects.filter(event=event, person=person).first()
    if registration is not None and registration.state == State.REGISTERED:
        return registration
    if registration is None or registration.offered_until is None or registration.offered_until <= now:
        raise NoSeatHeld(event.pk)
    move(registration, State.REGISTERED, now)
    tell(registration, REGISTERED)
    return registration


def why_not_open(event: EventPage, now: datetime, *, is_cancelled: bool) -> str:
    """A sentence for whoever wants to register and cannot now; empty if they can."""
    if is_cancelled:
        return "This event has been cancelled."
    if event.admission == Admission.NONE:
        return "This event needs no registration."
    if now >= event.starts_at:
        return "This event has already begun."
    if event.registration_opens_at and now < event.registration_opens_at:
        opens = event.registration_opens_at.astimezone(event.zone)
        return f"Registration opens on {opens:%-d %B %Y at %H:%M} ({event.time_zone})."
    if now >= event.closes_at:
        return "Registration for this event has closed."
    return ""


# --- Seats ---------------------------------------------------------------------------------------------------------


def lock(event: EventPage) -> EventLedger:
    """The event's ledger, ours until the transaction ends, with the event as it is stored now."""
    ledger = EventLedger.objects.select_for_update().get(event=event.pk)
    ledger.event = EventPage.objects.get(pk=event.pk)  # asked after the wait: joined, it would be as it was before
    return ledger


@transaction.atomic
def settle_seats(*, event: EventPage) -> int:
    """Take back what lapsed and offer what is free. Returns how many seats were offered."""
    return _settle(lock(event).event, timezone.now())


def free_seats(event: EventPage) -> int | None:
    """How many seats nobody has or is offered; None if there is no limit. Whoever acts on it holds the lock."""
    if event.capacity is None:
        return None
    return max(event.capacity - Registration.objects.filter(event=event, state__in=HOLDING).count(), 0)


def has_room_for(event: EventPage, organisation_id: int | None) -> bool:
    """Whether there is a seat, and the organisation has not used up its own. Whoever acts on it holds the lock."""
    if free_seats(event) == 0:
        return False
    if event.seats_per_organisation is None or organisation_id is None:
        return True
    used = Registration.objects.filter(event=event, organisation=organisation_id, state__in=HOLDING).count()
    return used < event.seats_per_organisation


def move(registration: Registration, after: State, now: datetime, *, offered_until: datetime | None = None) -> None:
    """Raises NoSuchTransition."""
    _check(registration, after)
    registration.state, registration.offered_until, registration.changed_at = after, offered_until, now
    registration.save(update_fields=["state", "offered_until", "changed_at"])


def tell(registration: Registration, message: str) -> None:
    """By mail. What it may say is asked when it is sent."""
    post(message=message, person=registration.person, context={"registration": registration.pk})


def _check(registration: Registration, after: State) -> None:
    if not may_become(State(registration.state), after):
        raise NoSuchTransition(f"{registration.state} to {after}")


def _first_state(event: EventPage, organisation_id: int | None) -> State:
    if event.admission == Admission.APPROVAL:
        return State.REQUESTED
    return State.REGISTERED if has_room_for(event, organisation_id) else State.WAITLISTED


def _next_place(ledger: EventLedger) -> int:
    ledger.last_place += 1
    ledger.save(update_fields=["last_place"])
    return ledger.last_place


def _settle(event: EventPage, now: datetime) -> int:
    for registration in Registration.objects.filter(event=event, offered_until__lte=now).select_related("person"):
        move(registration, State.WITHDRAWN, now)
        tell(registration, LAPSED)
    if now >= event.starts_at:
        return 0
    offers = list(_next_in_line(event))
    until = min(now + timedelta(hours=event.hold_hours), event.starts_at)
    for registration in offers:
        move(registration, State.OFFERED, now, offered_until=until)
        tell(registration, OFFERED)
    return len(offers)


def _next_in_line(event: EventPage) -> Iterable[Registration]:
    """Those on the waitlist who can have a seat now: in the order in which they came, whose organisation has room."""
    free, limit = free_seats(event), event.seats_per_organisation
    if free == 0:
        return
    holding = Registration.objects.filter(event=event, state__in=HOLDING).values_list("organisation", flat=True)
    used: Counter[int | None] = Counter(holding)
    waiting = Registration.objects.filter(event=event, state=State.WAITLISTED).order_by("place")
    for registration in waiting.select_related("person"):
        organisation_id = registration.organisation_id
        if limit is not None and organisation_id is not None and used[organisation_id] >= limit:
            continue
        yield registration
        used[organisation_id] += 1
        free = free - 1 if free is not None else None
        if free == 0:
            return
