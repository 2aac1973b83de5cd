"""For whom a request does not exist: people, and everybody at an organisation.

Before it is sent, these are exactly those whom its lines name (`kept_from.py`); afterwards more can be added.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from membership.models import Organisation, Tier, User

from .errors import NobodyIsThere, TheAllianceCannotBeBarred
from .kept_from import Named, named_in
from .models import Barred, ExpertRequest
from .people import may_own
from .states import OPEN, UNSENT, Deed
from .steps import locked_for, take, to_coordinator


@transaction.atomic
def bar(
    *, request: ExpertRequest, by: User, organisations: Iterable[Organisation] = (), people: Iterable[User] = ()
) -> ExpertRequest:
    """The requester, or a coordinator, keeps it from these too. Whoever has it and is among them loses it at once.

    Raises TheAllianceCannotBeBarred, NotYourStep, NoSuchStep, and NobodyIsThere if nobody were left who could own it.
    """
    held = locked_for(request, Deed.BAR, by=by)
    take(held, Deed.BAR, by=by)
    barred = list(organisations)
    if any(organisation.tier == Tier.ALLIANCE for organisation in barred):
        raise TheAllianceCannotBeBarred
    named = Named(frozenset(company.pk for company in barred), frozenset(person.pk for person in people))
    _add(held.pk, named)
    if _has_lost_its_owner(held):
        to_coordinator(held, Deed.COVER, by=None, besides=held.owner)
    return held


def bar_exactly_as_written(unsent: ExpertRequest) -> None:
    """Of a locked request that its requester has just changed. If nobody could own what is held, it is a draft again.

    The alliance is left out until it is sent: what is only kept is never refused.
    """
    Barred.objects.filter(request=unsent).delete()
    bar_as_written(unsent)
    if not _has_lost_its_owner(unsent):
        return
    try:
        to_coordinator(unsent, Deed.COVER, by=None, besides=unsent.owner)
    except NobodyIsThere:
        take(unsent, Deed.SET_ASIDE, by=None)


def bar_as_written(request: ExpertRequest) -> None:
    """Whom its lines name by now, besides those who are barred already."""
    _add(request.pk, *named_in([request.kept_from]))


def bar_latecomers() -> int:
    """Whoever has joined since it was sent. Five queries at most; who had it, and is barred now, is covered for."""
    written = list(_sent_with_lines().values_list("pk", "kept_from"))
    named = named_in(text for _, text in written)
    known = set(Barred.objects.values_list("request", "organisation", "person"))
    late = [row for (pk, _), whom in zip(written, named, strict=True) for row in _rows(pk, whom)]
    late = [row for row in late if (row.request_id, row.organisation_id, row.person_id) not in known]
    Barred.objects.bulk_create(late, ignore_conflicts=True)
    return len(late)


def refuse_the_alliance(request: ExpertRequest) -> None:
    """Raises TheAllianceCannotBeBarred if its lines name it."""
    if any(named.is_alliance for named in named_in([request.kept_from])):
        raise TheAllianceCannotBeBarred


def _sent_with_lines() -> QuerySet[ExpertRequest]:
    return ExpertRequest.objects.exclude(kept_from="").exclude(state__in=UNSENT).exclude(submitted_at=None)


def _add(request_id: int, named: Named) -> None:
    Barred.objects.bulk_create(_rows(request_id, named), ignore_conflicts=True)


def _rows(request_id: int, named: Named) -> list[Barred]:
    rows = [Barred(request_id=request_id, organisation_id=organisation) for organisation in named.organisations]
    return rows + [Barred(request_id=request_id, person_id=person) for person in named.people]


def _has_lost_its_owner(held: ExpertRequest) -> bool:
    return held.state in OPEN and held.owner is not None and not may_own(held.owner, held)
