"""What hosts do with their event. Each service asks whether `by` hosts it, and raises NotAHost if not."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction

from content.models import PrivateDocument
from notifications.outbox import post

from .letters import NOTE
from .models import EventLedger, HostNote, Material, Registration
from .pages import EventPage
from .permissions import user_can_host_event
from .registering import CANCELLED, REGISTERED, REJECTED, WAITLISTED, has_room_for, lock, move, settle_seats, tell
from .states import HOLDING, LIVING, NoSuchTransition, State

COLLECTION = "Files of events"


class NotAHost(Exception):
    """They do not host this event, or may not see it."""


class NotNow(Exception):
    """The words say to the host why not."""


def _refuse_others(event: EventPage, by: Any) -> None:
    if not user_can_host_event(by, event):
        raise NotAHost(event.pk)


# --- People --------------------------------------------------------------------------------------------------------


@transaction.atomic
def approve(*, registration: Registration, by: Any) -> Registration:
    """Give a seat to somebody who asked for one; a place on the waitlist if there is none. Raises NotAHost, NotNow."""
    registration = _locked(registration, by)
    if registration.state != State.REQUESTED:
        raise NotNow("This registration does not wait for approval any more.")
    has_seat = has_room_for(registration.event, registration.organisation_id)
    move(registration, State.REGISTERED if has_seat else State.WAITLISTED, timezone.now())
    tell(registration, REGISTERED if has_seat else WAITLISTED)
    return registration


@transaction.atomic
def reject(*, registration: Registration, by: Any) -> Registration:
    """Turn somebody down, or take their seat away; what becomes free is offered on. Raises NotAHost and NotNow."""
    registration = _locked(registration, by)
    _move(registration, State.REJECTED)
    tell(registration, REJECTED)
    settle_seats(event=registration.event)
    return registration


@transaction.atomic
def check_in(*, registration: Registration, by: Any) -> Registration:
    """They are here. A second time changes nothing. Raises NotAHost and NotNow."""
    registration = _locked(registration, by)
    if registration.state != State.ATTENDED:
        _move(registration, State.ATTENDED)
    return registration


@transaction.atomic
def undo_check_in(*, registration: Registration, by: Any) -> Registration:
    """Raises NotAHost and NotNow."""
    registration = _locked(registration, by)
    _move(registration, State.REGISTERED)
    return registration


def _locked(registration: Registration, by: Any) -> Registration:
    """The registration as it is now, with its event, which nobody else changes until the transaction ends."""
    _refuse_others(registration.event, by)
    ledger = lock(registration.event)
    found = Registration.objects.select_related("person").get(pk=registration.pk)
    found.event = ledger.event
    return found


def _move(registration: Registration, after: State) -> None:
    try:
        move(registration, after, timezone.now())
    except NoSuchTransition as refusal:
        state = State(registration.state).label.lower()
        raise NotNow(f"This is not possible while the registration is: {state}.") from refusal


# --- The event -----------------------------------------------------------------------------------------------------


@transaction.atomic
def cancel_event(*, event: EventPage, by: Any) -> EventLedger:
    """Everyone who comes or waits is told, with a calendar entry that takes the event out. For good.

    A second time changes nothing. Raises NotAHost, and NotNow for an event that is over.
    """
    _refuse_others(event, by)
    ledger = lock(event)
    now = timezone.now()
    if ledger.cancelled_at is not None:
        return ledger
    if ledger.event.ends_at <= now:
        raise NotNow("This event is over.")
    ledger.cancelled_at = ledger.changed_at = now
    ledger.sequence += 1
    ledger.save(update_fields=["cancelled_at", "changed_at", "sequence"])
    for registration in Registration.objects.filter(event=event, state__in=LIVING).select_related("person"):
        move(registration, State.CANCELLED, now)
        tell(registration, CANCELLED)
    return ledger


@transaction.atomic
def write_to_attendees(*, event: EventPage, by: Any, subject: str, text: str) -> HostNote:
    """To everybody who has a seat or is offered one. Raises NotAHost."""
    _refuse_others(event, by)
    note = HostNote.objects.create(event=event, by=by, subject=subject, text=text)
    for registration in Registration.objects.filter(event=event, state__in=HOLDING).select_related("person"):
        context = {"registration": registration.pk, "note": note.pk}
        post(message=NOTE, person=registration.person, context=context, key=f"{NOTE}:{note.pk}:{registration.pk}")
    return note


# --- Recording and slides ------------------------------------------------------------------------------------------


@transaction.atomic
def add_link(*, event: EventPage, by: Any, title: str, link: str) -> Material:
    """Raises NotAHost."""
    _refuse_others(event, by)
    return Material.objects.create(event=event, title=title, link=link)


@transaction.atomic
def add_file(*, event: EventPage, by: Any, title: str, file: File) -> Material:
    """Raises NotAHost, and ValidationError for a file that the portal does not take."""
    _refuse_others(event, by)
    document = PrivateDocument(title=title, file=file, collection=_collection(), uploaded_by_user=by)
    document.full_clean(exclude=["tags", "file_size", "file_hash"])
    document.save()
    return Material.objects.create(event=event, title=title, document=document)


@transaction.atomic
def remove_material(*, material: Material, by: Any) -> None:
    """The file goes with it. Raises NotAHost."""
    _refuse_others(material.event, by)
    document = material.document
    material.delete()
    if document is not None:
        document.delete()


def _collection() -> Collection:
    """Restricted to nobody: these files leave by this room's own address, which knows their circle."""
    found = Collection.objects.filter(name=COLLECTION).first()
    if found is None:
        found = Collection.get_first_root_node().add_child(name=COLLECTION)
        CollectionViewRestriction.objects.create(collection=found, restriction_type=BaseViewRestriction.GROUPS)
    return found
