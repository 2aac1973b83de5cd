"""Once a year, representatives confirm who still works at their organisation.

    365 days after the last time   it opens; representatives get a letter
    14 and 3 days before it is due they are reminded
    7 days before                  everyone who is not confirmed is told to ask their representative
    due, somebody was confirmed    whoever is not is suspended, representatives excepted; it closes
    due, nobody was confirmed      nobody has looked: nobody is suspended; it stays open, and staff are told
    begun after that               it is due seven days later

It closes earlier as soon as nobody is left to confirm. Who comes in while it is open needs no confirmation: somebody
has just let them in. Everything follows from rows (`warnings_sent` counts the steps of `WARNINGS` that are done), so
the jobs may be killed at any time, run late or twice. Nobody is suspended within three days of the last warning.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from membership import services as people
from membership.joining.queries import active_representatives
from membership.models import Organisation, Standing, SuspendedBy, Tier, User
from notifications.jobs import Job, each, register_job

from . import letters
from .models import Confirmation, Recertification
from .queries import confirmable_people, open_recertification, open_recertifications, unconfirmed_people
from .services import held, own

EVERY = timedelta(days=365)
OPEN_FOR = timedelta(days=30)
DAILY = 24 * 60  # minutes
LATE_BEGINNERS_HAVE = timedelta(days=7)
LAST_WARNING_BEFORE = timedelta(days=3)


class Warned(NamedTuple):
    before_due: timedelta
    unconfirmed_too: bool  # those whom it is about, and not their representatives


WARNINGS = (
    Warned(OPEN_FOR, unconfirmed_too=False),
    Warned(timedelta(days=14), unconfirmed_too=False),
    Warned(timedelta(days=7), unconfirmed_too=True),
    Warned(LAST_WARNING_BEFORE, unconfirmed_too=False),
)


class NothingToConfirm(Exception):
    """No confirmation is open: it was finished, or its time ran out."""


# --- What representatives do ---------------------------------------------------------------------------------------


@transaction.atomic
def confirm_people(*, organisation: Organisation, person_ids: Iterable[int], by: User) -> Recertification:
    """These people still work there. Numbers of others are passed over. Raises NotYours and NothingToConfirm."""
    organisation = own(organisation, by)
    recertification = open_recertification(organisation)
    if recertification is None:
        raise NothingToConfirm(organisation)
    confirmed = unconfirmed_people(recertification).filter(id__in=list(person_ids))
    _give_late_beginners_time(recertification, confirmed)
    Confirmation.objects.bulk_create(
        [Confirmation(recertification=recertification, person=person, by=by) for person in confirmed],
        ignore_conflicts=True,
    )
    if not unconfirmed_people(recertification).exists():
        _close(recertification, timezone.now())
    return recertification


def _give_late_beginners_time(recertification: Recertification, confirmed: QuerySet[User]) -> None:
    """Otherwise the next run of the job would suspend whomever the first page did not show."""
    now = timezone.now()
    if recertification.due_at <= now and not recertification.confirmations.exists() and confirmed.exists():
        recertification.due_at = now + LATE_BEGINNERS_HAVE
        recertification.save(update_fields=["due_at"])


# --- What the worker does ------------------------------------------------------------------------------------------


def open_due_recertifications() -> str:
    """A job of the worker. Raises SomeFailed."""
    return f"{each(list(organisations_to_certify()), _open)} opened"


def move_recertifications_on() -> str:
    """A job of the worker. Raises SomeFailed."""
    return f"{each(list(open_recertifications()), _move_on)} warned or closed"


def organisations_to_certify() -> QuerySet[Organisation]:
    """Members whose last confirmation is a year old and who have somebody to confirm."""
    now = timezone.now()
    somebody = confirmable_people().filter(organisation=OuterRef("pk"))
    still_open = Recertification.objects.filter(organisation=OuterRef("pk"), closed_at=None)
    return (
        Organisation.objects.exclude(tier__in=[Tier.PATHWAYS, Tier.ALLIANCE])
        .filter(standing=Standing.CURRENT, suspended_at=None)
        .annotate(since=Coalesce("certified_at", "joined_at"))
        .filter(Q(since__lte=now - EVERY) & Exists(somebody) & ~Exists(still_open))
        .order_by("pk")
    )


@transaction.atomic
def _open(organisation: Organisation) -> int:
    """Another run of the job may have been faster."""
    held(organisation.pk)
    if not organisations_to_certify().filter(pk=organisation.pk).exists():
        return 0
    now = timezone.now()
    opened = Recertification.objects.create(organisation=organisation, opened_at=now, due_at=now + OPEN_FOR)
    return _warn(opened, now)


@transaction.atomic
def _move_on(found: Recertification) -> int:
    organisation = held(found.organisation_id)
    recertification = open_recertifications().filter(pk=found.pk).first()
    if recertification is None or not _counts(organisation):
        return 0
    now = timezone.now()
    if not unconfirmed_people(recertification).exists():
        return _close(recertification, now)
    if recertification.due_at <= now and recertification.warnings_sent == len(WARNINGS):
        return _end(recertification, now)
    return _warn(recertification, now)


def _counts(organisation: Organisation) -> bool:
    """While the organisation is suspended or no current member, nothing happens: nobody is there to confirm anybody."""
    return (
        organisation.standing == Standing.CURRENT
        and organisation.suspended_at is None
        and Tier(organisation.tier).is_member
    )


def _warn(recertification: Recertification, now: datetime) -> int:
    """Who gets the last warning late has as long after it as who gets it in time."""
    due = [step for step in WARNINGS if recertification.due_at - step.before_due <= now]
    new = due[recertification.warnings_sent :]
    if not new:
        return 0
    if len(due) == len(WARNINGS) and recertification.due_at - now < LAST_WARNING_BEFORE - timedelta(days=1):
        recertification.due_at = now + LAST_WARNING_BEFORE
    recertification.warnings_sent = len(due)
    recertification.save(update_fields=["warnings_sent", "due_at"])
    if any(step.unconfirmed_too for step in new):
        letters.tell_unconfirmed(recertification, unconfirmed_people(recertification))
    if not all(step.unconfirmed_too for step in new):
        letters.ask_representatives(recertification, active_representatives(recertification.organisation))
    return 1


def _end(recertification: Recertification, now: datetime) -> int:
    if not recertification.confirmations.exists():
        return letters.tell_staff(recertification)
    suspended = list(unconfirmed_people(recertification))
    for person in suspended:
        people.suspend_person(person=person, suspended_by=SuspendedBy.RECERTIFICATION)
    letters.tell_suspended(recertification, suspended)
    return _close(recertification, now)


def _close(recertification: Recertification, now: datetime) -> int:
    recertification.closed_at = now
    recertification.save(update_fields=["closed_at"])
    Organisation.objects.filter(pk=recertification.organisation_id).update(certified_at=now)
    return 1


register_job(
    Job(
        "open_recertifications",
        "Asks representatives once a year to confirm who still works at their organisation.",
        open_due_recertifications,
        minutes=DAILY,
    )
)
register_job(
    Job(
        "move_recertifications_on",
        "Reminds representatives of people to confirm, and suspends in the end whom nobody confirmed.",
        move_recertifications_on,
        minutes=DAILY,
    )
)
