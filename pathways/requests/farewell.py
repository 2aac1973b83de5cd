"""Somebody leaves the portal, and nothing is lost: what they had goes on, what they asked is nobody's any more."""

from django.db import transaction
from django.utils import timezone

from membership.models import User

from .asking import empty, end_for_good
from .models import Consultation, ExpertRequest, InternalNote, Reply, RequestEvent, Voice
from .publishing import end_consent
from .publishing_models import Approval, Publication
from .states import OPEN, Deed, State
from .steps import locked, take, to_coordinator

# Rows that stay, and the columns of theirs that are emptied.
NAMING = (
    (Reply, ("author",)),
    (InternalNote, ("author",)),
    (RequestEvent, ("by", "owner")),
    (Publication, ("prepared_by",)),
    (Approval, ("by",)),
)


@transaction.atomic
def hand_on_all_of(person: User) -> User:
    """Before a person is deleted. Afterwards no row of requests names them.

    What they own goes to a coordinator. What they asked and nobody has answered is withdrawn; the rest stays, without
    their name and company, and of what was confidential without its words. Pages that were made of it go. Raises
    NobodyIsThere if nobody could own what they own: then they must not be deleted, and the database refuses it.
    """
    for owned in ExpertRequest.objects.filter(owner=person).order_by("pk"):
        _hand_on(locked(owned), person)
    for asked in ExpertRequest.objects.filter(requester=person).order_by("pk"):
        _unname(locked(asked))
    Consultation.objects.filter(expert=person).delete()
    for model, columns in NAMING:
        for column in columns:
            model._default_manager.filter(**{column: person}).update(**{column: None})
    return person


def _hand_on(owned: ExpertRequest, person: User) -> None:
    if owned.state in OPEN:
        to_coordinator(owned, Deed.COVER, by=None, besides=person)
    else:
        owned.owner = owned.owned_since = None
        owned.save(update_fields=["owner", "owned_since"])


def _unname(asked: ExpertRequest) -> None:
    end_consent(asked)
    if asked.state == State.ANSWERED:
        asked.closed_at = timezone.now()
        take(asked, Deed.CLOSE, by=None)
    elif asked.state in (State.DRAFT, *OPEN):
        end_for_good(asked, by=None)
    if asked.is_confidential:
        empty_all(asked)
    Reply.objects.filter(request=asked, voice=Voice.REQUESTER).update(organisation=None)
    asked.requester = asked.organisation = None
    asked.save()


def empty_all(asked: ExpertRequest) -> None:
    """What was answered and noted speaks of what was asked, and goes with it."""
    empty(asked)
    asked.next_step = ""
    Reply.objects.filter(request=asked).update(text="")
    InternalNote.objects.filter(request=asked).update(text="")
    RequestEvent.objects.filter(request=asked).update(reason="")
