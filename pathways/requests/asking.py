"""What a requester does: draft, send, reply, close, ask on, reopen, withdraw. Each service is one transaction.

All raise NotYourStep for whoever is not the requester (a view answers 404), and NoSuchStep if the request has moved on.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from content.models import Topic
from membership.models import User

from .barring import bar_as_written, bar_exactly_as_written, refuse_the_alliance
from .errors import MayNotAsk, NobodyIsThere, NothingAsked
from .guard import holding, kinds_of
from .models import ExpertRequest, Reply, Urgency, Voice
from .permissions import user_can_ask
from .publishing import end_consent
from .saying import guarded, say
from .states import Deed, State
from .steps import a_coordinator, locked, locked_for, take, to_coordinator


@dataclass(frozen=True)
class Question:
    """What somebody has written so far. Of a draft, anything may be missing.

    `kept_from` are lines: see `kept_from.py`. Texts are as long as their columns take; a form says so before.
    """

    subject: str = ""
    question: str = ""
    tried: str = ""
    topic: Topic | None = None
    urgency: Urgency = Urgency.NORMAL
    is_blind: bool = False
    is_confidential: bool = False
    kept_from: str = ""


@transaction.atomic
def begin_draft(*, by: User, given: Question, code: UUID | None = None) -> ExpertRequest:
    """Keep what somebody writes, for them alone. Nothing is refused, so that nothing is lost. Raises MayNotAsk.

    With a `code`, the same form makes one draft however often it is sent: the second time raises IntegrityError.
    """
    if not user_can_ask(by):
        raise MayNotAsk(by)
    draft = ExpertRequest(requester=by, organisation=by.organisation, code=code or uuid4())
    _write(draft, given)
    draft.save()
    bar_as_written(draft)
    return draft


@transaction.atomic
def save_draft(*, request: ExpertRequest, by: User, given: Question) -> ExpertRequest:
    """Change what was not sent on yet: a draft, or what the guard holds. It is sent on when it is submitted again.

    What was kept until somebody is there is a plain draft again.
    """
    draft = locked_for(request, Deed.SAVE, by=by)
    draft.kept_since = None
    _write(draft, given)
    take(draft, Deed.SAVE, by=by)
    bar_exactly_as_written(draft)
    return draft


WRITTEN = ("subject", "question", "tried", "kept_from")
LONGEST = {field.name: field.max_length or 0 for field in ExpertRequest._meta.fields if field.name in WRITTEN}


def _write(draft: ExpertRequest, given: Question) -> None:
    for name in WRITTEN:
        setattr(draft, name, _fitting_its_column(getattr(given, name), name))
    draft.topic, draft.urgency = given.topic, given.urgency
    draft.is_blind, draft.is_confidential = given.is_blind, given.is_confidential


def _fitting_its_column(text: str, name: str) -> str:
    """PostgreSQL takes neither more characters than that nor NUL."""
    return text.replace("\x00", "").strip()[: LONGEST[name]]


@transaction.atomic
def note_fitting_answers(*, request: ExpertRequest, by: User, shown: int) -> ExpertRequest:
    """How many pages that may answer it the requester was shown, before it is sent. The most of all times counts."""
    draft = locked_for(request, Deed.SAVE, by=by)
    draft.fitting_shown = max(draft.fitting_shown, shown)
    draft.save(update_fields=["fitting_shown"])
    return draft


@transaction.atomic
def submit(*, request: ExpertRequest, by: User) -> ExpertRequest:
    """Send a draft, or what was held, to a coordinator. See its state for what became of it.

    SUBMITTED; or HELD, with `held_for`, if the guard found something; or, if there is nobody who could own it, still
    DRAFT with `kept_since`: the portal sends it on by itself as soon as somebody is there.
    Raises MayNotAsk, NothingAsked without a subject and a question, and TheAllianceCannotBeBarred.
    """
    draft = locked_for(request, Deed.SUBMIT, by=by)
    if not user_can_ask(by):
        raise MayNotAsk(by)
    if not (draft.subject and draft.question):
        raise NothingAsked(draft)
    refuse_the_alliance(draft)
    draft.organisation = by.organisation
    try:
        send_on(draft, by=by)
    except NobodyIsThere:
        draft.kept_since = draft.kept_since or timezone.now()
        take(draft, Deed.KEEP, by=by)
    return draft


def send_on(draft: ExpertRequest, *, by: User | None, now: datetime | None = None) -> None:
    """A locked draft goes to a coordinator, or is held. Raises NobodyIsThere; no step is taken then."""
    bar_as_written(draft)
    coordinator = a_coordinator(draft, now=now)
    findings = holding([draft.subject, draft.question, draft.tried])
    draft.held_for, draft.kept_since = kinds_of(findings), None
    if findings:
        take(draft, Deed.HOLD, by=by, owner=coordinator, now=now)
    else:
        draft.submitted_at = now or timezone.now()
        take(draft, Deed.SUBMIT, by=by, owner=coordinator, now=now)


@transaction.atomic
def reply(*, request: ExpertRequest, by: User, text: str) -> Reply:
    """The requester says something: what was asked of them, or something that they thought of since.

    Raises NothingAsked and TextIsGuarded.
    """
    deed = Deed.REPLY if locked(request).state == State.AWAITING else Deed.ADD
    held = locked_for(request, deed, by=by)
    said = say(held, text=text, by=by, voice=Voice.REQUESTER)
    take(held, deed, by=by)
    return said


@transaction.atomic
def close(*, request: ExpertRequest, by: User, thanks: str = "") -> ExpertRequest:
    """The requester, or a coordinator, needs no more. Raises TextIsGuarded."""
    held = locked_for(request, Deed.CLOSE, by=by)
    if thanks.strip():
        say(held, text=thanks, by=by, voice=Voice.REQUESTER if by.pk == held.requester_id else Voice.ALLIANCE)
    held.closed_at = timezone.now()
    take(held, Deed.CLOSE, by=by)
    return held


@transaction.atomic
def reopen(*, request: ExpertRequest, by: User, text: str) -> ExpertRequest:
    """The answer did not help, or there is more to ask. By the requester or a coordinator.

    It goes back to whoever answered; once it has ended, to a coordinator. Raises NothingAsked, TextIsGuarded and
    NobodyIsThere.
    """
    deed = Deed.FOLLOW_UP if locked(request).state == State.ANSWERED else Deed.REOPEN
    held = locked_for(request, deed, by=by)
    say(held, text=text, by=by, voice=Voice.REQUESTER if by.pk == held.requester_id else Voice.ALLIANCE)
    held.reopened += 1
    held.closed_at = None
    if deed == Deed.FOLLOW_UP:
        take(held, deed, by=by)
    else:
        held.next_step, held.duplicate_of = "", None
        to_coordinator(held, deed, by=by)
    return held


@transaction.atomic
def withdraw(*, request: ExpertRequest, by: User, reason: str = "") -> ExpertRequest:
    """The requester no longer asks. What nobody else has read yet is emptied: of a draft nothing is left.

    Raises TextIsGuarded for the reason.
    """
    held = locked_for(request, Deed.WITHDRAW, by=by)
    guarded(reason)
    end_for_good(held, by=by, reason=reason)
    return held


def end_for_good(held: ExpertRequest, *, by: User | None, reason: str = "") -> None:
    """Withdraw a locked request, and with it whatever was published of it."""
    end_consent(held)
    if held.submitted_at is None:
        empty(held)
    held.kept_since = None
    take(held, Deed.WITHDRAW, by=by, reason=reason)


def empty(held: ExpertRequest) -> None:
    held.subject = held.question = held.tried = held.kept_from = ""
    held.held_for = []
