"""Follows the page: what calendars and people have to learn when it changes."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from notifications.outbox import post

from .models import EventLedger, Registration
from .pages import EventPage
from .registering import lock, settle_seats
from .states import LIVING

CHANGED = "event-changed"


@transaction.atomic
def follow_page(*, page_id: int) -> EventLedger | None:
    """Compare the stored page with what was told of it. None if there is no such event, or it is an alias of one."""
    event = EventPage.objects.filter(pk=page_id, alias_of=None).first()
    if event is None:
        return None
    EventLedger.objects.get_or_create(event=event)
    ledger = lock(event)
    told = _digest(ledger.event)
    if ledger.told != told:
        _note(ledger, told)
    settle_seats(event=event)  # there may be more seats now
    return ledger


def _note(ledger: EventLedger, told: str) -> None:
    """Nobody was told of an event that was never live: then there is nothing to correct."""
    is_news = bool(ledger.told) and ledger.event.first_published_at is not None
    ledger.told, ledger.changed_at = told, timezone.now()
    if is_news:
        ledger.sequence += 1
    ledger.save(update_fields=["told", "changed_at", "sequence"])
    if is_news and ledger.event.ends_at > timezone.now():
        tell_all(ledger.event, CHANGED, key=str(ledger.sequence))


def tell_all(event: EventPage, message: str, *, key: str) -> None:
    """Everyone who comes or may come."""
    for registration in Registration.objects.filter(event=event, state__in=LIVING).select_related("person"):
        context = {"registration": registration.pk}
        post(message=message, person=registration.person, context=context, key=f"{message}:{key}:{registration.pk}")


def _digest(event: EventPage) -> str:
    """Of all that stands in a calendar. It holds a join link, so it is kept as nothing that can be read."""
    times = [event.starts_at.isoformat(), event.ends_at.isoformat(), event.time_zone]
    stood = json.dumps([event.title, *times, event.place, event.join_link])
    return hashlib.sha256(stood.encode()).hexdigest()
