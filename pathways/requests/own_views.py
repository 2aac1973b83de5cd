"""The questions that somebody has asked."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, F, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .doors import PersonsRequest
from .models import ExpertRequest
from .permissions import user_can_ask
from .queries import own_requests, reader_of
from .states import ENDED, UNSENT, Party, State
from .voices import owner_for, standing_for
from .who_may_ask import why_not

PER_PAGE = 20
REQUESTER = frozenset({Party.REQUESTER})
YOURS, OURS, OVER = "Your move", "With us", "Ended"

# What the requester reads of each state, and what they can do.
KEPT = "Kept until somebody is there. We send it on by ourselves."
WHAT_NOW: dict[State, str] = {
    State.HELD: "Take out what is named on its page, and send it again. Nobody else has read it.",
    State.AWAITING: "The expert has asked you something. Reply, so that they can go on.",
    State.ANSWERED: "Read the answer. Then close the question, or ask on.",
    State.DRAFT: "Not sent. Go on writing, or send it.",
    State.SUBMITTED: "A coordinator looks for somebody who can answer it.",
    State.TRIAGED: "It is offered to the experts on its topic.",
    State.ASSIGNED: "An expert works on it.",
    State.CLOSED: "If there is more to ask, open it again.",
    State.DECLINED: "Read what you can do instead.",
    State.DUPLICATE: "Read where it has been answered.",
    State.WITHDRAWN: "You took it back.",
}
IN_ORDER = (State.HELD, State.AWAITING, State.ANSWERED, State.DRAFT)


@dataclass(frozen=True)
class Line:
    subject: str
    url: str
    state: str
    what_now: str
    owner: str
    next_at: datetime | None
    begun_at: datetime
    section: str


@require_safe
@login_required
def questions(request: PersonsRequest) -> HttpResponse:
    """What somebody has to do comes first, then what others do, then what has ended."""
    page_obj = Paginator(_in_order(own_requests(request.user)), PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(asked) for asked in page_obj]
    can_ask, reader = user_can_ask(request.user), reader_of(request.user)
    context = {
        "sections": [(name, [line for line in lines if line.section == name]) for name in (YOURS, OURS, OVER)],
        "page_obj": page_obj,
        "can_ask": can_ask,
        "why_not": None if can_ask else why_not(request.user),
        "has_queue": reader is not None and reader.is_expert,
        "has_desk": reader is not None and reader.is_coordinator,
    }
    return render(request, "pathways/requests/questions.html", context)


def _in_order(asked: QuerySet[ExpertRequest]) -> QuerySet[ExpertRequest]:
    """Drafts that are kept need nothing from their requester: they wait with the open ones."""
    kept = When(kept_since__isnull=False, then=Value(len(IN_ORDER)))
    theirs = [When(state=state, then=Value(place)) for place, state in enumerate(IN_ORDER)]
    over = When(state__in=ENDED, then=Value(len(IN_ORDER) + 1))
    return asked.order_by(Case(kept, *theirs, over, default=Value(len(IN_ORDER))), F("begun_at").desc(), F("pk").desc())


def _line(asked: ExpertRequest) -> Line:
    state = State(asked.state)
    is_kept = asked.kept_since is not None
    return Line(
        subject=asked.subject or "Without a subject",
        url=reverse("question_edit", args=[asked.code]) if state in UNSENT else asked.get_absolute_url(),
        state=standing_for(REQUESTER, asked),
        what_now=KEPT if is_kept else WHAT_NOW[state],
        owner=owner_for(REQUESTER, asked) if state != State.HELD else "",
        next_at=asked.next_action_at,
        begun_at=asked.begun_at,
        section=OVER if state in ENDED else YOURS if state in IN_ORDER and not is_kept else OURS,
    )
