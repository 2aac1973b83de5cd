"""What has been said and done on one request, as somebody reads it: replies, notes, history, and who reads it.

`parties` is what the reader is to the request: `queries.parties_of`, asked once for a page.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from audit.kinds import Kind, register_kind
from audit.log import record
from audit.models import Action
from membership.models import User

from .models import ExpertRequest, InternalNote, Reply, RequestEvent
from .states import Deed, Party, sentence
from .voices import Parties, requester_for

INSIDERS = frozenset({Party.OWNER, Party.CONSULTED, Party.COORDINATOR})
REQUEST = "request"  # a kind of the audit log


def record_reading(*, request: ExpertRequest, by: User) -> None:
    """Write down that somebody is about to read it. The requester's own reading is nobody's business.

    A view calls this before it shows the request, in the transaction of its answer.
    """
    if request.requester_id != by.pk:
        record(action=Action.REQUEST_READ, kind=REQUEST, object_id=request.pk, actor=by)


def register_audit_kind() -> None:
    """The log knows requests by number alone: their words are not for everybody who reads it."""
    register_kind(REQUEST, Kind("Question to the experts", "question"))


def replies_for(parties: Parties, request: ExpertRequest) -> QuerySet[Reply]:
    """What requester and experts said to one another, for whoever reads the request."""
    if not parties:
        return Reply.objects.none()
    return Reply.objects.filter(request=request).select_related("author", "organisation")


def notes_for(parties: Parties, request: ExpertRequest) -> QuerySet[InternalNote]:
    """For owner, consulted experts and coordinators. Never for the requester, whatever else they are."""
    if not parties & INSIDERS:
        return InternalNote.objects.none()
    return InternalNote.objects.filter(request=request).select_related("author")


@dataclass(frozen=True)
class Line:
    """A line of the history as somebody reads it. `by`, `owner` and `reason` are empty for the requester."""

    at: datetime
    words: str
    by: str = ""
    owner: str = ""
    reason: str = ""


def history_for(parties: Parties, request: ExpertRequest) -> list[Line]:
    """All steps for those who look after it; for the requester those that say something to them, and their own."""
    events = RequestEvent.objects.filter(request=request).exclude(deed=Deed.SAVE).select_related("by", "owner")
    if Party.REQUESTER in parties:
        lines = [(event, _to_requester(event, request)) for event in events]
        return [Line(event.at, words) for event, words in lines if words]
    if not parties & INSIDERS:
        return []
    return [_to_insider(event, parties, request) for event in events]


def _to_requester(event: RequestEvent, request: ExpertRequest) -> str:
    told = sentence(event.deed, Party.REQUESTER)
    return told or (event.get_deed_display() if event.by_id == request.requester_id else "")


def _to_insider(event: RequestEvent, parties: Parties, request: ExpertRequest) -> Line:
    if event.by_id is not None and event.by_id == request.requester_id:
        by = requester_for(parties, request)
    else:
        by = str(event.by or "The portal")
    return Line(event.at, event.get_deed_display(), by, str(event.owner or ""), event.reason)
