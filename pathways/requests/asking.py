"""What a requester does: draft, send, reply, close, ask on, reopen, withdraw. Each service is one transaction.

All raise NotYourStep for whoever is not the requester (a view answers 404), and NoSuchStep if the request has moved on.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from content.models import Topic
from membership.models import User

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
    """What somebody has written so far. Of a draft, anything may be missing."""

    subject: str = ""
    question: str = ""
    tried: str = ""
    topic: Topic | None = None
    urgency: Urgency = Urgency.NORMAL
    is_blind: bool = False
    is_confidential: bool = False


@transaction.atomic
def begin_draft(*, by: User, given: Question) -> ExpertRequest:
    """Keep what somebody writes, for them alone. Nothing is refused, so that nothing is lost. Raises MayNotAsk."""
    if not user_can_ask(by):
        raise MayNotAsk(by)
    draft = ExpertRequest(requester=by, organisation=by.organisation)
    _write(draft, given)
    draft.save()
    return draft


@transaction.atomic
def save_draft(*, request: ExpertRequest, by: User, given: Question) -> ExpertRequest:
    """Change what was not sent on yet: a draft, or what the guard holds. It is sent on when it is submitted again."""
    draft = locked_for(request, Deed.SAVE, by=by)
    draft.kept_since = None
    _write(draft, given)
    take(draft, Deed.SAVE, by=by)
    return draft


def _write(draft: ExpertRequest, given: Question) -> None:
    draft.subject, draft.question, draft.tried = given.subject.strip(), given.question.strip(), given.tried.strip()
    draft.topic, draft.urgency = given.topic, given.urgency
    draft.is_blind, draft.is_confidential = given.is_blind, given.is_confidential


@transaction.atomic
def submit(*, request: ExpertRequest, by: User) -> ExpertRequest:
    """Send a draft, or what was held, to a coordinator. See its state for what became of it.

    SUBMITTED; or HELD, with `held_for`, if the guard found something; or, if there is nobody who could own it, still
    DRAFT with `kept_since`: the portal sends it on by itself as soon as somebody is there.
    Raises MayNotAsk, and NothingAsked without a subject and a question.
    """
    draft = locked_for(request, Deed.SUBMIT, by=by)
    if not user_can_ask(by):
        raise MayNotAsk(by)
    if not (draft.subject and draft.question):
        raise NothingAsked(draft)
    draft.organisation = by.organisation
    try:
        send_on(draft, by=by)
    except NobodyIsThere:
        draft.kept_since = draft.kept_since or timezone.now()
        take(draft, Deed.KEEP, by=by)
    return draft


def send_on(draft: ExpertRequest, *, by: User | None, now: datetime | None = None) -> None:
    """A locked draft goes to a coordinator, or is held. Raises NobodyIsThere; nothing is written then."""
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
    held.subject = held.question = held.tried = ""
    held.held_for = []
