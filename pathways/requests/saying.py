"""Every text that others read goes through here, and so through the guard."""

from membership.models import User

from .errors import NothingAsked, ReasonMissing, TextIsGuarded
from .guard import holding
from .models import ExpertRequest, InternalNote, Reply, Voice


def guarded(*texts: str) -> None:
    """Raises TextIsGuarded. The text stays with its writer, on the screen."""
    findings = holding(texts)
    if findings:
        raise TextIsGuarded(findings)


def needed(text: str) -> str:
    """A reason or a next step, which has to be there. Raises ReasonMissing and TextIsGuarded."""
    if not text.strip():
        raise ReasonMissing
    guarded(text)
    return text.strip()


def say(request: ExpertRequest, *, text: str, by: User, voice: Voice, is_answer: bool = False) -> Reply:
    """Raises NothingAsked and TextIsGuarded."""
    words = _words(text)
    return Reply.objects.create(
        request=request, author=by, voice=voice, organisation=by.organisation, text=words, is_answer=is_answer
    )


def note(request: ExpertRequest, *, text: str, by: User) -> InternalNote:
    """Raises NothingAsked and TextIsGuarded."""
    return InternalNote.objects.create(request=request, author=by, text=_words(text))


def _words(text: str) -> str:
    if not text.strip():
        raise NothingAsked
    guarded(text)
    return text.strip()
