"""Takes the steps of the table, and no others. Services lock a request, change what is theirs, and call `take`.

A step writes the request, its line of history and the mails about it: neither is there without the others.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from membership.models import User

from .errors import NobodyIsThere, NoSuchStep, NotYourStep
from .models import ExpertRequest, RequestEvent
from .notices import post_notices
from .people import coordinator_for
from .queries import parties_of
from .states import BY_DEED, OPEN, Date, Deed, Owner, Party, State, due_within, who_may

REMIND_AFTER = 2 / 3  # of the time that there is


def locked(request: ExpertRequest) -> ExpertRequest:
    """The request as it is now, ours until the transaction ends."""
    return ExpertRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def locked_for(request: ExpertRequest, deed: Deed, *, by: User) -> ExpertRequest:
    """The same, once it is known that `by` may do this to it now. Raises NotYourStep and NoSuchStep.

    NotYourStep comes first: to whoever may not know of the request, it says nothing of its state.
    """
    held = locked(request)
    _check(held, deed, parties_of(by, held))
    return held


def take(
    request: ExpertRequest,
    deed: Deed,
    *,
    by: User | None,
    owner: User | None = None,
    due: datetime | None = None,
    reason: str = "",
    tell: User | None = None,
    now: datetime | None = None,
) -> RequestEvent:
    """Take this step with a request that is locked, and save all of it. `by` None is the portal.

    `owner` and `due` where the table says that they are chosen, or that a coordinator owns it. `tell` is who is
    consulted. Raises NoSuchStep and NotYourStep; nothing is written then.
    """
    now = now or timezone.now()
    transition = BY_DEED[deed]
    _check(request, deed, frozenset({Party.PORTAL}) if by is None else parties_of(by, request))
    before = State(request.state)
    topic_before = ExpertRequest.objects.values_list("topic", flat=True).get(pk=request.pk)
    request.state = transition.moves[before]
    _set_owner(request, transition.owner, by=by, given=owner, now=now)
    _set_date(request, transition.date, chosen=due, now=now)
    request.save()
    event = RequestEvent.objects.create(
        request=request,
        deed=deed,
        before=before,
        after=request.state,
        by=by,
        owner=request.owner,
        topic_id=topic_before,
        reason=reason,
        at=now,
    )
    post_notices(event, consulted=tell, now=now)
    return event


def to_coordinator(
    request: ExpertRequest,
    deed: Deed,
    *,
    by: User | None,
    besides: User | None = None,
    now: datetime | None = None,
    **more: Any,
) -> RequestEvent:
    """Take a step after which a coordinator owns it. Raises NobodyIsThere."""
    return take(request, deed, by=by, owner=a_coordinator(request, besides=besides, now=now), now=now, **more)


def a_coordinator(request: ExpertRequest, *, besides: User | None = None, now: datetime | None = None) -> User:
    """Raises NobodyIsThere."""
    coordinator = coordinator_for(request, besides=besides, now=now)
    if coordinator is None:
        raise NobodyIsThere(request)
    return coordinator


def _check(request: ExpertRequest, deed: Deed, parties: frozenset[Party]) -> None:
    if not parties & who_may(deed, is_blind=request.is_blind):
        raise NotYourStep(deed, request)
    if request.state not in BY_DEED[deed].moves:
        raise NoSuchStep(deed, request)


def _set_owner(request: ExpertRequest, rule: Owner, *, by: User | None, given: User | None, now: datetime) -> None:
    if rule == Owner.STAYS:
        return
    before = request.owner_id
    request.owner = {Owner.WHO_DOES_IT: by, Owner.NOBODY: None}.get(rule, given)
    if request.owner_id != before:
        request.owned_since = now if request.owner_id else None


def _set_date(request: ExpertRequest, rule: Date, *, chosen: datetime | None, now: datetime) -> None:
    if rule == Date.STAYS:
        return
    within = due_within(State(request.state), is_urgent=request.is_urgent) if request.state in OPEN else None
    if within is None:
        request.next_action_at = request.remind_at = None
        return
    request.next_action_at = chosen if rule == Date.CHOSEN and chosen is not None else now + within
    request.remind_at = now + _remind_after(request.next_action_at - now)


def _remind_after(time: timedelta) -> timedelta:
    return time * REMIND_AFTER
