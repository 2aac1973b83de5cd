"""The requester's consent to an answer page made of their question. Withdrawn, it counts no more at once."""

from django.db import transaction

from membership.models import User

from .errors import NoSuchStep, NotYourStep
from .models import Consent, ExpertRequest
from .publication import PUBLISHABLE
from .publication_notices import tell_of_consent
from .publishing import end_consent
from .steps import locked


@transaction.atomic
def give_consent(*, request: ExpertRequest, by: User) -> Consent:
    """Once it is answered. Raises NotYourStep for everybody but the requester, and NoSuchStep before."""
    held = locked(request)
    if held.requester_id != by.pk:
        raise NotYourStep(held)
    if held.state not in PUBLISHABLE:
        raise NoSuchStep(held)
    consent, is_new = Consent.objects.get_or_create(request=held, withdrawn_at=None)
    if is_new:
        tell_of_consent(held)
    return consent


@transaction.atomic
def withdraw_consent(*, request: ExpertRequest, by: User) -> ExpertRequest:
    """At any time, whatever has been made of it: its page is gone when this is done. Raises NotYourStep."""
    held = locked(request)
    if held.requester_id != by.pk:
        raise NotYourStep(held)
    end_consent(held)
    return held


def has_consent(request: ExpertRequest) -> bool:
    return Consent.objects.filter(request=request, withdrawn_at=None).exists()
