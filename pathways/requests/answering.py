"""What experts do with a request. Each service is one transaction.

All raise NotYourStep for whoever may not (a view answers 404), and NoSuchStep if the request has moved on. What is
written passes the guard: TextIsGuarded. Without words: NothingAsked or, for a reason, ReasonMissing.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from membership.models import User

from .errors import DateNotUsable, NoSuchStep, NotSuitable, NotYourStep, RequestAlreadyClaimed
from .models import Consultation, ExpertRequest, InternalNote, Reply, Voice
from .people import assignable_to, consultable_on
from .queries import claimable_by, offered_to
from .saying import guarded, needed, note, say
from .states import Deed
from .steps import locked, locked_for, take, to_coordinator
from .voices import voice_of

LONGEST_WORK = timedelta(days=14)


@transaction.atomic
def claim(*, request: ExpertRequest, by: User) -> ExpertRequest:
    """Take an unclaimed request on a topic of theirs. Of several at once, one gets it.

    Raises RequestAlreadyClaimed if they could have had it within the last hour and it is gone, and NotYourStep if not.
    A view finds the request in `queries.offered_to(by)`, so that the first of these is told and not a 404.
    """
    held = locked(request)
    if claimable_by(by).filter(pk=held.pk).exists():
        take(held, Deed.CLAIM, by=by)
        return held
    if held.owner_id == by.pk:
        raise NoSuchStep(Deed.CLAIM, held)
    if offered_to(by).filter(pk=held.pk).exists():
        raise RequestAlreadyClaimed(held)
    raise NotYourStep(Deed.CLAIM, held)


@transaction.atomic
def transfer(*, request: ExpertRequest, by: User, expert: User, reason: str) -> ExpertRequest:
    """The owner hands it to another expert. Raises NotSuitable and ReasonMissing."""
    held = locked_for(request, Deed.TRANSFER, by=by)
    words = needed(reason)
    if expert.pk == by.pk or not assignable_to(held).filter(pk=expert.pk).exists():
        raise NotSuitable(expert, held)
    take(held, Deed.TRANSFER, by=by, owner=expert, reason=words)
    return held


@transaction.atomic
def hand_back(*, request: ExpertRequest, by: User, reason: str) -> ExpertRequest:
    """The owner declines to answer, and a coordinator looks for somebody else. Raises ReasonMissing, NobodyIsThere."""
    held = locked_for(request, Deed.HAND_BACK, by=by)
    to_coordinator(held, Deed.HAND_BACK, by=by, besides=by, reason=needed(reason))
    return held


@transaction.atomic
def escalate(*, request: ExpertRequest, by: User, reason: str) -> ExpertRequest:
    """The owner wants a coordinator, or another one, to look after it. Raises ReasonMissing and NobodyIsThere."""
    held = locked_for(request, Deed.ESCALATE, by=by)
    to_coordinator(held, Deed.ESCALATE, by=by, besides=by, reason=needed(reason))
    return held


@transaction.atomic
def work_on(*, request: ExpertRequest, by: User, until: datetime) -> ExpertRequest:
    """The owner says that they are working on it, and until when. Raises DateNotUsable: from now to 14 days."""
    held = locked_for(request, Deed.WORK, by=by)
    now = timezone.now()
    if not now < until <= now + LONGEST_WORK:
        raise DateNotUsable(until)
    take(held, Deed.WORK, by=by, due=until, now=now)
    return held


@transaction.atomic
def ask_back(*, request: ExpertRequest, by: User, text: str, voice: Voice | None = None) -> Reply:
    """The owner needs to know something from the requester, who has the next move."""
    held = locked_for(request, Deed.ASK_BACK, by=by)
    said = say(held, text=text, by=by, voice=_usable(voice, by))
    held.first_response_at = held.first_response_at or said.written_at
    take(held, Deed.ASK_BACK, by=by)
    return said


@transaction.atomic
def answer(*, request: ExpertRequest, by: User, text: str, voice: Voice | None = None) -> Reply:
    """The owner answers, or adds to their answer. Without a `voice`, in the one of their profile."""
    held = locked_for(request, Deed.ANSWER, by=by)
    said = say(held, text=text, by=by, voice=_usable(voice, by), is_answer=True)
    held.first_response_at = held.first_response_at or said.written_at
    held.answered_at = said.written_at
    take(held, Deed.ANSWER, by=by)
    return said


def _usable(voice: Voice | None, by: User) -> Voice:
    return voice_of(by) if voice in {None, Voice.REQUESTER} else Voice(voice)


@transaction.atomic
def consult(*, request: ExpertRequest, by: User, expert: User, text: str = "") -> Consultation:
    """Ask another expert for their view: they read the request while it is open, and write notes.

    Raises NotSuitable.
    """
    held = locked_for(request, Deed.CONSULT, by=by)
    guarded(text)
    if not consultable_on(held).filter(pk=expert.pk).exists():
        raise NotSuitable(expert, held)
    consultation, _ = Consultation.objects.get_or_create(request=held, expert=expert, defaults={"asked_by": by})
    if text.strip():
        note(held, text=text, by=by)
    take(held, Deed.CONSULT, by=by, tell=expert)
    return consultation


@transaction.atomic
def write_note(*, request: ExpertRequest, by: User, text: str) -> InternalNote:
    """For owner, consulted experts and coordinators; never for the requester."""
    held = locked_for(request, Deed.NOTE, by=by)
    written = note(held, text=text, by=by)
    take(held, Deed.NOTE, by=by)
    return written
