"""The life of a request: its states, and the table of all steps between them. No step is taken that is not in it.

`steps.py` takes the steps. The drawing in docs/ask-an-expert.md is made from this table (`drawing.py`).

One rule stands beside the table, in `who_may`: to pass a blind request on, and to ask others for their view on it, is
for coordinators. Whoever chooses sees among whom, and the company that is missing there is the one that asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    HELD = "held", "Held: something has to be taken out"
    SUBMITTED = "submitted", "With a coordinator"
    TRIAGED = "triaged", "Waiting for an expert"
    ASSIGNED = "assigned", "With an expert"
    AWAITING = "awaiting-requester", "Waiting for the requester"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"
    DECLINED = "declined", "Declined"
    DUPLICATE = "duplicate", "Asked before"
    WITHDRAWN = "withdrawn", "Withdrawn"


# Somebody has to do something. The database refuses such a request without an owner and a date.
OPEN = (State.HELD, State.SUBMITTED, State.TRIAGED, State.ASSIGNED, State.AWAITING, State.ANSWERED)
ENDED = (State.CLOSED, State.DECLINED, State.DUPLICATE, State.WITHDRAWN)
# The text has not passed the guard, or was not sent: it is the requester's alone.
UNSENT = (State.DRAFT, State.HELD)
WITH_COORDINATOR = (State.HELD, State.SUBMITTED, State.TRIAGED)
WITH_EXPERT = (State.ASSIGNED, State.AWAITING)
# Here the requester is the one who has to do something, and is reminded.
WITH_REQUESTER = (State.HELD, State.AWAITING, State.ANSWERED)

# Until when the next thing has to happen, and until when if it is urgent. Figures of ours; nothing else fixes them.
DUE: dict[State, tuple[timedelta, timedelta]] = {
    State.HELD: (timedelta(days=7), timedelta(days=3)),
    State.SUBMITTED: (timedelta(days=1), timedelta(hours=4)),
    State.TRIAGED: (timedelta(days=2), timedelta(hours=8)),
    State.ASSIGNED: (timedelta(days=3), timedelta(days=1)),
    State.AWAITING: (timedelta(days=7), timedelta(days=3)),
    State.ANSWERED: (timedelta(days=14), timedelta(days=14)),
}


class Deed(models.TextChoices):
    """What somebody does with a request, as its history names it."""

    SAVE = "save", "Saved"
    SUBMIT = "submit", "Sent"
    HOLD = "hold", "Held by the guard"
    KEEP = "keep", "Kept until somebody is there"
    SET_ASIDE = "set-aside", "Put back among the drafts"
    WITHDRAW = "withdraw", "Withdrawn"
    TRIAGE = "triage", "Sorted"
    ASSIGN = "assign", "Assigned"
    REASSIGN = "reassign", "Reassigned"
    DECLINE = "decline", "Declined"
    MARK_DUPLICATE = "mark-duplicate", "Marked as asked before"
    CLAIM = "claim", "Claimed"
    TRANSFER = "transfer", "Transferred"
    HAND_BACK = "hand-back", "Given back"
    WORK = "work", "Being worked on"
    CONSULT = "consult", "Another expert consulted"
    NOTE = "note", "Note written"
    ASK_BACK = "ask-back", "Asked back"
    ANSWER = "answer", "Answered"
    ADD = "add", "Added to"
    REPLY = "reply", "Replied"
    CLOSE = "close", "Closed"
    FOLLOW_UP = "follow-up", "Asked on"
    REOPEN = "reopen", "Reopened"
    BAR = "bar", "Kept from somebody"
    ESCALATE = "escalate", "Escalated"
    COVER = "cover", "Covered for whoever is away"
    REMIND_OWNER = "remind-owner", "Owner reminded"
    REMIND_REQUESTER = "remind-requester", "Requester reminded"


class Party(models.TextChoices):
    """What somebody is to one request. `PORTAL` is the worker, by the clock."""

    REQUESTER = "requester", "requester"
    OWNER = "owner", "owner"
    EXPERT = "expert", "expert on its topic"
    CONSULTED = "consulted", "consulted expert"
    COORDINATOR = "coordinator", "coordinator"
    PORTAL = "portal", "the portal"


class Owner(Enum):
    """Who owns the request after a step."""

    STAYS = "stays"
    WHO_DOES_IT = "whoever does it"
    CHOSEN = "the expert chosen"
    COORDINATOR = "a coordinator"
    NOBODY = "nobody"


class Date(Enum):
    """When the next thing has to happen after a step. Nothing has to where a request is not open."""

    STAYS = "stays"
    BY_STATE = "by state"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class Transition:
    """`moves` says from which state to which. `tells` are the words for each party, on the portal and in mail.

    The words go into mail as they stand, so they name nobody and quote nothing. The owner told is the one after the
    step; the experts told are the first few that would suit.
    """

    deed: Deed
    moves: Mapping[State, State]
    who: tuple[Party, ...]
    owner: Owner = Owner.STAYS
    date: Date = Date.BY_STATE
    tells: Mapping[Party, str] = field(default_factory=dict)


def to(target: State, *sources: State) -> dict[State, State]:
    return dict.fromkeys(sources, target)


def staying(*states: State) -> dict[State, State]:
    return {state: state for state in states}


S, P = State, Party
SENT_AND_OPEN = tuple(state for state in OPEN if state not in UNSENT)

TRANSITIONS: tuple[Transition, ...] = (
    # --- asking ---
    Transition(Deed.SAVE, staying(S.DRAFT, S.HELD), (P.REQUESTER,), date=Date.STAYS),
    Transition(
        Deed.SUBMIT,
        to(S.SUBMITTED, S.DRAFT, S.HELD),
        (P.REQUESTER, P.PORTAL),
        Owner.COORDINATOR,
        tells={P.REQUESTER: "We have your question", P.OWNER: "A new question waits for you"},
    ),
    Transition(
        Deed.HOLD,
        to(S.HELD, S.DRAFT, S.HELD),
        (P.REQUESTER, P.PORTAL),
        Owner.COORDINATOR,
        tells={P.REQUESTER: "Your question is held until you change it, and nobody else has read it"},
    ),
    Transition(
        Deed.KEEP,
        to(S.DRAFT, S.DRAFT, S.HELD),
        (P.REQUESTER,),
        Owner.NOBODY,
        tells={P.REQUESTER: "We keep your question and send it on as soon as somebody is there"},
    ),
    Transition(
        Deed.SET_ASIDE,
        to(S.DRAFT, S.HELD),
        (P.PORTAL,),
        Owner.NOBODY,
        tells={P.REQUESTER: "Your question has not been sent and is among your drafts"},
    ),
    Transition(Deed.WITHDRAW, to(S.WITHDRAWN, S.DRAFT, *OPEN), (P.REQUESTER, P.PORTAL), Owner.NOBODY),
    # --- coordinating ---
    Transition(
        Deed.TRIAGE,
        to(S.TRIAGED, S.SUBMITTED, S.TRIAGED),
        (P.COORDINATOR,),
        Owner.WHO_DOES_IT,
        tells={
            P.REQUESTER: "Your question waits for an expert on its topic",
            P.EXPERT: "You can take a question on one of your topics",
        },
    ),
    Transition(
        Deed.ASSIGN,
        to(S.ASSIGNED, S.SUBMITTED, S.TRIAGED),
        (P.COORDINATOR,),
        Owner.CHOSEN,
        tells={P.REQUESTER: "Your question has an expert", P.OWNER: "A question has been assigned to you"},
    ),
    Transition(
        Deed.REASSIGN,
        staying(S.ASSIGNED, S.AWAITING, S.ANSWERED),
        (P.COORDINATOR,),
        Owner.CHOSEN,
        tells={P.REQUESTER: "Your question has another expert", P.OWNER: "A question has been assigned to you"},
    ),
    Transition(
        Deed.DECLINE,
        to(S.DECLINED, S.SUBMITTED, S.TRIAGED, S.ASSIGNED, S.AWAITING),
        (P.COORDINATOR,),
        Owner.WHO_DOES_IT,
        tells={P.REQUESTER: "We cannot answer your question here, and tell you what you can do instead"},
    ),
    Transition(
        Deed.MARK_DUPLICATE,
        to(S.DUPLICATE, S.SUBMITTED, S.TRIAGED, S.ASSIGNED, S.AWAITING),
        (P.COORDINATOR,),
        Owner.WHO_DOES_IT,
        tells={P.REQUESTER: "Your question has been asked before, and we tell you where to look"},
    ),
    # --- answering ---
    Transition(
        Deed.CLAIM,
        to(S.ASSIGNED, S.TRIAGED),
        (P.EXPERT,),
        Owner.WHO_DOES_IT,
        tells={P.REQUESTER: "An expert has taken your question"},
    ),
    Transition(
        Deed.TRANSFER,
        staying(S.ASSIGNED, S.AWAITING),
        (P.OWNER,),
        Owner.CHOSEN,
        tells={P.REQUESTER: "Your question has another expert", P.OWNER: "An expert hands a question to you"},
    ),
    Transition(
        Deed.HAND_BACK,
        to(S.SUBMITTED, S.ASSIGNED, S.AWAITING),
        (P.OWNER,),
        Owner.COORDINATOR,
        tells={
            P.REQUESTER: "We are looking for another expert for your question",
            P.OWNER: "An expert gave a question back",
        },
    ),
    Transition(
        Deed.WORK,
        staying(S.ASSIGNED),
        (P.OWNER,),
        date=Date.CHOSEN,
        tells={P.REQUESTER: "The expert is working on your question"},
    ),
    Transition(
        Deed.CONSULT,
        staying(S.SUBMITTED, S.TRIAGED, S.ASSIGNED, S.AWAITING),
        (P.OWNER, P.COORDINATOR),
        date=Date.STAYS,
        tells={P.CONSULTED: "Somebody would like your view on a question"},
    ),
    Transition(
        Deed.NOTE,
        staying(*SENT_AND_OPEN),
        (P.OWNER, P.CONSULTED, P.COORDINATOR),
        date=Date.STAYS,
        tells={P.OWNER: "There is a new note on a question that you have"},
    ),
    Transition(
        Deed.ASK_BACK,
        to(S.AWAITING, S.ASSIGNED, S.AWAITING),
        (P.OWNER,),
        tells={P.REQUESTER: "The expert needs to know something from you"},
    ),
    Transition(
        Deed.ANSWER,
        to(S.ANSWERED, S.ASSIGNED, S.AWAITING, S.ANSWERED),
        (P.OWNER,),
        tells={P.REQUESTER: "Your question has an answer"},
    ),
    # --- what the requester does next ---
    Transition(
        Deed.ADD,
        staying(S.SUBMITTED, S.TRIAGED, S.ASSIGNED),
        (P.REQUESTER,),
        date=Date.STAYS,
        tells={P.OWNER: "The requester added something to a question that you have"},
    ),
    Transition(
        Deed.REPLY,
        to(S.ASSIGNED, S.AWAITING),
        (P.REQUESTER,),
        tells={P.OWNER: "The requester replied to you"},
    ),
    Transition(
        Deed.CLOSE,
        to(S.CLOSED, S.ANSWERED),
        (P.REQUESTER, P.COORDINATOR, P.PORTAL),
        tells={P.REQUESTER: "Your question is closed", P.OWNER: "A question that you answered is closed"},
    ),
    Transition(
        Deed.FOLLOW_UP,
        to(S.ASSIGNED, S.ANSWERED),
        (P.REQUESTER, P.COORDINATOR),
        tells={P.OWNER: "There is more to say on a question that you answered"},
    ),
    Transition(
        Deed.REOPEN,
        to(S.SUBMITTED, S.CLOSED, S.DECLINED, S.DUPLICATE),
        (P.REQUESTER, P.COORDINATOR),
        Owner.COORDINATOR,
        tells={P.REQUESTER: "Your question is open again", P.OWNER: "A question is open again and waits for you"},
    ),
    # --- so that it reaches nobody whom it should not, and does not lie anywhere ---
    Transition(
        Deed.BAR,
        staying(*SENT_AND_OPEN, S.CLOSED, S.DECLINED, S.DUPLICATE),
        (P.REQUESTER, P.COORDINATOR),
        date=Date.STAYS,
    ),
    Transition(
        Deed.ESCALATE,
        {**to(S.SUBMITTED, S.SUBMITTED, S.ASSIGNED, S.AWAITING), S.TRIAGED: S.TRIAGED},
        (P.OWNER, P.PORTAL),
        Owner.COORDINATOR,
        tells={
            P.REQUESTER: "A coordinator is looking after your question",
            P.OWNER: "A question has waited too long and is yours now",
        },
    ),
    Transition(
        Deed.COVER,
        {**staying(S.HELD, S.SUBMITTED, S.TRIAGED, S.ANSWERED), **to(S.SUBMITTED, S.ASSIGNED, S.AWAITING)},
        (P.PORTAL,),
        Owner.COORDINATOR,
        tells={
            P.REQUESTER: "A coordinator is looking after your question",
            P.OWNER: "A question is yours now, because whoever had it is not there",
        },
    ),
    Transition(
        Deed.REMIND_OWNER,
        staying(S.SUBMITTED, S.TRIAGED, S.ASSIGNED),
        (P.PORTAL,),
        date=Date.STAYS,
        tells={P.OWNER: "A question waits for you"},
    ),
    Transition(
        Deed.REMIND_REQUESTER,
        staying(*WITH_REQUESTER),
        (P.PORTAL,),
        date=Date.STAYS,
        tells={P.REQUESTER: "Your question waits for you"},
    ),
)

BY_DEED: dict[Deed, Transition] = {transition.deed: transition for transition in TRANSITIONS}
# What an owner does not do while they are not to learn who asks. Coordinators reassign instead of transferring.
CHOOSING_EXPERTS = frozenset({Deed.TRANSFER, Deed.CONSULT})


def who_may(deed: Deed, *, is_blind: bool) -> frozenset[Party]:
    """The parties of the table; of a blind request, its owner does not choose experts."""
    who = frozenset(BY_DEED[deed].who)
    return who - {Party.OWNER} if is_blind and deed in CHOOSING_EXPERTS else who


def due_within(state: State, *, is_urgent: bool) -> timedelta | None:
    """How long the next thing may take in this state; None where nothing has to happen."""
    if state not in DUE:
        return None
    usual, urgent = DUE[state]
    return urgent if is_urgent else usual


def sentence(deed: str, party: Party) -> str:
    """What this step says to this party; empty if nothing."""
    return BY_DEED[Deed(deed)].tells.get(party, "")
