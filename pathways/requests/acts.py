"""Every step that somebody takes on a page: what it asks for, and which service does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from membership.models import User

from . import answering, asking, step_forms, triage
from .models import ExpertRequest
from .states import Deed


@dataclass(frozen=True)
class Act:
    """`do` gets the question, who acts, and what the form holds. `done` is said afterwards, and names nothing."""

    title: str
    button: str
    done: str
    do: Callable[..., Any]
    form: type[step_forms.StepForm] = step_forms.StepForm
    lead: str = ""
    is_grave: bool = False


ACTS: Mapping[Deed, Act] = {
    # --- the requester ---
    Deed.REPLY: Act("Reply", "Send your reply", "Your reply is sent.", asking.reply, step_forms.ReplyForm),
    Deed.ADD: Act(
        "Add something",
        "Send",
        "It is added to your question.",
        asking.reply,
        step_forms.ReplyForm,
        "Whoever looks after your question reads it.",
    ),
    Deed.CLOSE: Act(
        "Close the question",
        "Close it",
        "The question is closed.",
        asking.close,
        step_forms.ThanksForm,
        "It stays here for whoever could read it so far, and can be opened again.",
    ),
    Deed.FOLLOW_UP: Act(
        "Ask on",
        "Send",
        "It goes back to whoever answered.",
        asking.reopen,
        step_forms.MoreForm,
        "The question goes back to whoever answered it.",
    ),
    Deed.REOPEN: Act(
        "Open it again",
        "Open it again",
        "The question is open again.",
        asking.reopen,
        step_forms.MoreForm,
        "The question goes to a coordinator, who looks for somebody who can help.",
    ),
    Deed.WITHDRAW: Act(
        "Withdraw the question",
        "Withdraw it",
        "Your question is withdrawn.",
        asking.withdraw,
        step_forms.WithdrawForm,
        "Nobody works on it any more. You cannot undo this, but you can ask again.",
        is_grave=True,
    ),
    # --- experts ---
    Deed.CLAIM: Act(
        "Take this question",
        "Take it",
        "The question is yours. Thank you.",
        answering.claim,
        lead="You answer it then, or give it back with a reason.",
    ),
    Deed.ANSWER: Act("Answer", "Send the answer", "Your answer is sent.", answering.answer, step_forms.AnswerForm),
    Deed.ASK_BACK: Act(
        "Ask back",
        "Send",
        "The requester is asked.",
        answering.ask_back,
        step_forms.AskBackForm,
        "The question waits for the requester then.",
    ),
    Deed.WORK: Act(
        "Say that you are working on it",
        "Tell the requester",
        "The requester sees the new date.",
        answering.work_on,
        step_forms.WorkForm,
    ),
    Deed.NOTE: Act("Write a note", "Keep the note", "Your note is kept.", answering.write_note, step_forms.NoteForm),
    Deed.CONSULT: Act(
        "Ask another expert for their view",
        "Ask them",
        "They are asked, and can read the question while it is open.",
        answering.consult,
        step_forms.ConsultForm,
        "They read the question and its notes while it is open, and write notes. You stay the one who answers.",
    ),
    Deed.TRANSFER: Act(
        "Hand it to another expert",
        "Hand it over",
        "The question is handed over.",
        answering.transfer,
        step_forms.TransferForm,
    ),
    Deed.HAND_BACK: Act(
        "Give it back",
        "Give it back",
        "A coordinator looks for somebody else. Thank you for saying so.",
        answering.hand_back,
        step_forms.HandBackForm,
        "A coordinator finds another expert. That is no failure: it is better than a question that waits.",
    ),
    Deed.ESCALATE: Act(
        "Ask a coordinator to look after it",
        "Ask a coordinator",
        "A coordinator looks after it now.",
        answering.escalate,
        step_forms.HandBackForm,
    ),
    # --- coordinators ---
    Deed.TRIAGE: Act(
        "Sort it",
        "Offer it to experts",
        "The experts on the topic can take it now.",
        triage.triage,
        step_forms.TriageForm,
        "The experts on the topic are told. You look after it until one of them takes it.",
    ),
    Deed.ASSIGN: Act("Assign it", "Assign it", "The question is assigned.", triage.assign, step_forms.AssignForm),
    Deed.REASSIGN: Act(
        "Give it to somebody else",
        "Give it to them",
        "The question has another owner.",
        triage.reassign,
        step_forms.AssignForm,
    ),
    Deed.DECLINE: Act(
        "Decline it",
        "Decline it",
        "The question is declined, and the requester reads what to do instead.",
        triage.decline,
        step_forms.DeclineForm,
        is_grave=True,
    ),
    Deed.MARK_DUPLICATE: Act(
        "Mark it as asked before",
        "Mark it",
        "The requester reads where to look.",
        triage.mark_duplicate,
        step_forms.DuplicateForm,
    ),
}


def perform(deed: Deed, *, question: ExpertRequest, by: User, given: Mapping[str, Any]) -> None:
    ACTS[deed].do(request=question, by=by, **given)
