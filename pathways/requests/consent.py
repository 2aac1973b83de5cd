"""The requester's consent to an answer page made of their question. Withdrawn, it counts no more at once."""

from django.db import transaction
from django.utils import timezone

from membership.models import User

from .errors import NoSuchStep, NotYourStep
from .models import Consent, ExpertRequest
from .states import State
from .steps import locked


@transaction.atomic
def give_consent(*, request: ExpertRequest, by: User) -> Consent:
    """Once it is answered. Raises NotYourStep for everybody but the requester, and NoSuchStep before."""
    held = locked(request)
    if held.requester_id != by.pk:
        raise NotYourStep(held)
    if held.state not in {State.ANSWERED, State.CLOSED}:
        raise NoSuchStep(held)
    consent, _ = Consent.objects.get_or_create(request=held, withdrawn_at=None)
    return consent


@transaction.atomic
def withdraw_consent(*, request: ExpertRequest, by: User) -> ExpertRequest:
    """At any time, whatever has been made of it. Raises NotYourStep."""
    held = locked(request)
    if held.requester_id != by.pk:
        raise NotYourStep(held)
    Consent.objects.filter(request=held, withdrawn_at=None).update(withdrawn_at=timezone.now())
    return held


def has_consent(request: ExpertRequest) -> bool:
    return Consent.objects.filter(request=request, withdrawn_at=None).exists()
