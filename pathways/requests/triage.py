"""What a coordinator does with a request. Each service is one transaction.

All raise NotYourStep for whoever may not (a view answers 404), and NoSuchStep if the request has moved on. Reasons and
next steps pass the guard: TextIsGuarded.
"""

from django.db import transaction
from django.utils import timezone

from content.models import Topic
from membership.models import User

from .errors import NotSuitable
from .models import ExpertRequest, Urgency
from .people import assignable_to
from .saying import guarded, needed
from .states import Deed
from .steps import locked_for, take


@transaction.atomic
def triage(*, request: ExpertRequest, by: User, topic: Topic, urgency: Urgency) -> ExpertRequest:
    """Sort it, and offer it to the experts on its topic. `by` owns it until one of them takes it."""
    held = locked_for(request, Deed.TRIAGE, by=by)
    held.topic, held.urgency = topic, urgency
    take(held, Deed.TRIAGE, by=by)
    return held


@transaction.atomic
def assign(*, request: ExpertRequest, by: User, expert: User, reason: str = "") -> ExpertRequest:
    """Give it to an expert, or to a coordinator, `by` included, who answers it then. Raises NotSuitable."""
    return _hand_to(request, Deed.ASSIGN, by=by, expert=expert, reason=reason)


@transaction.atomic
def reassign(*, request: ExpertRequest, by: User, expert: User, reason: str = "") -> ExpertRequest:
    """Take it from its owner and give it to another expert; the state stays. Raises NotSuitable."""
    return _hand_to(request, Deed.REASSIGN, by=by, expert=expert, reason=reason)


def _hand_to(request: ExpertRequest, deed: Deed, *, by: User, expert: User, reason: str) -> ExpertRequest:
    held = locked_for(request, deed, by=by)
    guarded(reason)
    if not assignable_to(held).filter(pk=expert.pk).exists():
        raise NotSuitable(expert, held)
    take(held, deed, by=by, owner=expert, reason=reason)
    return held


@transaction.atomic
def decline(*, request: ExpertRequest, by: User, next_step: str, reason: str = "") -> ExpertRequest:
    """It cannot be answered here. `next_step` tells the requester what they can do instead. Raises ReasonMissing."""
    held = locked_for(request, Deed.DECLINE, by=by)
    guarded(reason)
    held.next_step, held.closed_at = needed(next_step), timezone.now()
    take(held, Deed.DECLINE, by=by, reason=reason)
    return held


@transaction.atomic
def mark_duplicate(
    *, request: ExpertRequest, by: User, next_step: str, original: ExpertRequest | None = None
) -> ExpertRequest:
    """It was asked before. `next_step` tells the requester where to look; `original` is for coordinators alone.

    Raises ReasonMissing, and NotSuitable if the original is the request itself.
    """
    held = locked_for(request, Deed.MARK_DUPLICATE, by=by)
    if original is not None and original.pk == held.pk:
        raise NotSuitable(original, held)
    held.next_step, held.duplicate_of, held.closed_at = needed(next_step), original, timezone.now()
    take(held, Deed.MARK_DUPLICATE, by=by)
    return held
