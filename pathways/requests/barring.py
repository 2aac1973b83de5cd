"""For whom a request does not exist: people, and everybody at an organisation. Each service is one transaction.

Both raise TheAllianceCannotBeBarred, NotYourStep, NoSuchStep, and NobodyIsThere if nobody were left who could own it.
"""

from collections.abc import Iterable

from django.db import transaction

from membership.models import Organisation, Tier, User

from .errors import TheAllianceCannotBeBarred
from .models import Barred, ExpertRequest
from .people import may_own
from .states import OPEN, Deed
from .steps import locked_for, take, to_coordinator


@transaction.atomic
def set_barred(
    *, request: ExpertRequest, by: User, organisations: Iterable[Organisation], people: Iterable[User]
) -> ExpertRequest:
    """What the requester has not sent yet is kept from exactly these."""
    held = locked_for(request, Deed.SAVE, by=by)
    take(held, Deed.SAVE, by=by)
    Barred.objects.filter(request=held).delete()
    return _bar(held, list(organisations), list(people))


@transaction.atomic
def bar(
    *, request: ExpertRequest, by: User, organisations: Iterable[Organisation] = (), people: Iterable[User] = ()
) -> ExpertRequest:
    """The requester, or a coordinator, keeps it from these too. Whoever has it and is among them loses it at once."""
    held = locked_for(request, Deed.BAR, by=by)
    take(held, Deed.BAR, by=by)
    return _bar(held, list(organisations), list(people))


def _bar(held: ExpertRequest, organisations: list[Organisation], people: list[User]) -> ExpertRequest:
    if any(organisation.tier == Tier.ALLIANCE for organisation in organisations):
        raise TheAllianceCannotBeBarred
    rows = [Barred(request=held, organisation=organisation) for organisation in organisations]
    rows += [Barred(request=held, person=person) for person in people]
    Barred.objects.bulk_create(rows, ignore_conflicts=True)
    if held.state in OPEN and held.owner is not None and not may_own(held.owner, held):
        to_coordinator(held, Deed.COVER, by=None, besides=held.owner)
    return held
