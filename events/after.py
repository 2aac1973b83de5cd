"""What people may do once an event is over."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from visibility.viewer import viewer_for

from .models import Feedback
from .pages import EventPage
from .permissions import Access, access_to
from .states import SEATED, State


class FeedbackNotAsked(Exception):
    """They had no seat, or the event is not over."""


def may_give_feedback(event: EventPage, access: Access, now: datetime) -> bool:
    return access.state in SEATED and event.ends_at <= now


def may_have_certificate(access: Access) -> bool:
    return access.state == State.ATTENDED


@transaction.atomic
def give_feedback(*, event: EventPage, person: Any, useful: int, text: str) -> Feedback:
    """Once each; a second time replaces the first. Raises FeedbackNotAsked."""
    now = timezone.now()
    if not may_give_feedback(event, access_to(event, viewer_for(person)), now):
        raise FeedbackNotAsked(event.pk)
    said = {"useful": useful, "text": text, "given_at": now}
    given, _ = Feedback.objects.update_or_create(event=event, person=person, defaults=said)
    return given
