"""What the clock does for events: offers lapse, the suspended give up their seats, and people are reminded."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from notifications.jobs import Job, Waiting, each, register_job
from notifications.outbox import post

from .letters import REMINDER
from .models import EventLedger, Registration
from .pages import EventPage
from .registering import lock, move, settle_seats
from .states import LIVING, SEATED, State

REMIND_BEFORE = timedelta(hours=24)


def lapse_offers() -> str:
    """The worker's job: take back what nobody took in time, and offer it to the next. Raises SomeFailed."""
    lapsed = Registration.objects.filter(offered_until__lte=timezone.now()).values("event")
    return f"{each(list(EventPage.objects.filter(pk__in=lapsed)), _settle)} seats offered"


def _settle(event: EventPage) -> int:
    return settle_seats(event=event)


def lapsed_offers() -> Waiting:
    late = Registration.objects.filter(offered_until__lte=timezone.now())
    return Waiting(late.count(), oldest=late.aggregate(oldest=Min("offered_until"))["oldest"])


def free_seats_of_suspended() -> int:
    """The worker's job: whoever may not sign in any more has no seat. Returns how many gave theirs up."""
    gone = Registration.objects.filter(state__in=LIVING, person__is_active=False, event__ends_at__gt=timezone.now())
    return each(list(EventPage.objects.filter(pk__in=gone.values("event"))), _let_go)


@transaction.atomic
def _let_go(event: EventPage) -> int:
    lock(event)
    gone = list(Registration.objects.filter(event=event, state__in=LIVING, person__is_active=False))
    for registration in gone:
        move(registration, State.WITHDRAWN, timezone.now())
    settle_seats(event=event)
    return len(gone)


def remind() -> int:
    """The worker's job: write the reminders of events that start within a day. Returns how many."""
    now = timezone.now()
    soon = EventLedger.objects.filter(
        ~Q(reminded_for=F("event__starts_at")) | Q(reminded_for=None),
        cancelled_at=None,
        event__live=True,
        event__starts_at__gt=now,
        event__starts_at__lte=now + REMIND_BEFORE,
    )
    return each(list(soon.select_related("event")), _remind)


@transaction.atomic
def _remind(ledger: EventLedger) -> int:
    """An event that is moved is reminded of again: then its start is another."""
    ledger = lock(ledger.event)
    starts_at = ledger.event.starts_at
    if ledger.reminded_for == starts_at:
        return 0
    coming = Registration.objects.filter(event=ledger.event, state__in=SEATED).select_related("person")
    for registration in coming:
        context = {"registration": registration.pk, "starts_at": starts_at.isoformat()}
        key = f"{REMINDER}:{registration.pk}:{starts_at.isoformat()}"
        post(message=REMINDER, person=registration.person, context=context, key=key)
    ledger.reminded_for = starts_at
    ledger.save(update_fields=["reminded_for"])
    return len(coming)


for job in (
    Job(
        "lapse_offers",
        "Takes back seats that nobody took in time, and offers them on.",
        lapse_offers,
        waiting=lapsed_offers,
    ),
    Job(
        "free_seats_of_suspended", "Gives on the seats of people who may not sign in any more.", free_seats_of_suspended
    ),
    Job("remind_of_events", "Reminds people of events that start within a day.", remind),
):
    register_job(job)
