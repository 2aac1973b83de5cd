"""The page of one question: for who asked it, and for those who look after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from membership.models import User
from visibility.viewer import viewer_of

from .acts import ACTS, Act
from .doors import PersonsRequest, in_confidence, readable_or_404
from .models import ExpertRequest
from .people import suggested_experts
from .permissions import steps_for
from .publication import next_move_for, page_for
from .queries import parties_told
from .states import UNSENT, WITH_COORDINATOR, Deed, Party, State
from .thread import INSIDERS, history_for, notes_for, record_reading, replies_for
from .voices import Parties, author_for, owner_for, requester_for, standing_for

# What somebody most likely wants to do comes first: one button, two quieter ones, the rest behind "More".
LIKELY = (
    *(Deed.REPLY, Deed.CLOSE, Deed.CLAIM, Deed.ANSWER, Deed.TRIAGE, Deed.ASSIGN),
    *(Deed.ASK_BACK, Deed.FOLLOW_UP, Deed.REOPEN, Deed.WORK, Deed.ADD, Deed.NOTE),
)
AT_ONCE = 3


@dataclass(frozen=True)
class Way:
    label: str
    url: str


# Where somebody comes from, by what they are to the question.
BACK = {
    Party.REQUESTER: Way("All your questions", "/questions/"),
    Party.COORDINATOR: Way("All open questions", "/questions/desk/"),
    Party.OWNER: Way("Questions for you", "/questions/queue/"),
}


@dataclass(frozen=True)
class StepLink:
    deed: Deed
    act: Act
    url: str


@dataclass(frozen=True)
class Said:
    """A reply or a note, as somebody reads it."""

    author: str
    text: str
    at: datetime
    is_answer: bool = False


@require_safe
@in_confidence
def question(request: PersonsRequest, code: UUID) -> HttpResponse:
    found = readable_or_404(request.user, code)
    if found.state in UNSENT and found.requester_id == request.user.pk:
        return redirect(f"{found.get_absolute_url()}edit/")
    parties = parties_told(found)
    context = shown(request.user, found, parties)
    links = step_links(parties, found)
    likely = [link for link in links if link.deed in LIKELY][:AT_ONCE]
    was_answered = found.answered_at is not None  # also if it is open again: a consent may still stand
    is_to_assign = any(link.deed in {Deed.ASSIGN, Deed.REASSIGN} for link in links)
    context |= {
        "published": page_for(viewer_of(request), found) if was_answered else None,
        "move": next_move_for(request.user, found) if was_answered else None,
        "at_once": likely,
        "more": [link for link in links if link not in likely],
        "back": BACK[_desk_of(parties)],
        "suggestions": suggested_experts(found) if is_to_assign and found.state in WITH_COORDINATOR else [],
    }
    return render(request, "pathways/requests/question.html", context)


def step_links(parties: Parties, found: ExpertRequest) -> list[StepLink]:
    """What they can do now, the likeliest first."""
    may = steps_for(parties, found) & set(ACTS)
    order = [*(deed for deed in LIKELY if deed in may), *(deed for deed in ACTS if deed in may and deed not in LIKELY)]
    return [StepLink(deed, ACTS[deed], f"{found.get_absolute_url()}{deed.value}/") for deed in order]


def shown(person: User, found: ExpertRequest, parties: Parties) -> dict[str, Any]:
    """What this person reads of it; that they do is written down."""
    record_reading(request=found, by=person)
    return {
        "question": found,
        "name": name_of(found),
        "is_requester": Party.REQUESTER in parties,
        "is_insider": bool(parties & INSIDERS),
        "stands": standing_for(parties, found),
        "requester": requester_for(parties, found),
        "has_it": owner_for(parties, found),
        "next_by": next_by(parties, found),
        "replies": _replies(parties, found),
        "notes": [
            Said(str(note.author or "Somebody who has left"), note.text, note.written_at)
            for note in notes_for(parties, found)
        ],
        "history": history_for(parties, found),
    }


def _desk_of(parties: Parties) -> Party:
    return next((party for party in (Party.REQUESTER, Party.COORDINATOR) if party in parties), Party.OWNER)


def name_of(found: ExpertRequest) -> str:
    """How titles and breadcrumbs call it: never by its words, which would stand in a browser's history."""
    return f"Question {str(found.code)[:4].upper()}"


def next_by(parties: Parties, found: ExpertRequest) -> str:
    """Who has the next move, for the line with its date."""
    return {
        State.SUBMITTED: "a coordinator finds an expert",
        State.TRIAGED: "an expert takes it",
        State.ASSIGNED: "the expert answers, or says when",
        State.AWAITING: "you reply" if Party.REQUESTER in parties else "the requester replies",
        State.ANSWERED: "it is closed, unless there is more to ask",
    }.get(State(found.state), "")


def _replies(parties: Parties, found: ExpertRequest) -> list[Said]:
    return [
        Said(author_for(parties, found, reply), reply.text, reply.written_at, reply.is_answer)
        for reply in replies_for(parties, found)
    ]
