"""Who has which part in making an answer page of a request, what they read of it, and what they may do next.

Before it is a page, a text is read by coordinators, and once they send it by requester and expert; by nobody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse

from membership.models import User
from pathways.pages import AnswerPage
from visibility.pages import visible_pages
from visibility.viewer import Viewer

from .models import ExpertRequest, Reply
from .publishing_models import Approval, Publication, Side
from .queries import can_read_request, readable_by, reader_of
from .states import State

# Its answer is given, and nobody asks on.
PUBLISHABLE = (State.ANSWERED, State.CLOSED)


class Stage(models.TextChoices):
    """How far a text is. It follows from the rows, and is stored nowhere."""

    WRITING = "writing", "A coordinator is writing it"
    WISHED = "wished", "A coordinator is changing what was asked for"
    READING = "reading", "Requester and expert are reading it"
    APPROVED = "approved", "Requester and expert have approved it"
    HANDED_OVER = "handed-over", "Editors have it"


@dataclass(frozen=True)
class Part:
    """What somebody has to do with the text. Nothing, for almost everybody."""

    is_requester: bool = False
    is_coordinator: bool = False
    sides: frozenset[Side] = frozenset()  # for which they approve


@dataclass(frozen=True)
class Reading:
    """A text as one of its readers has it before them."""

    publication: Publication
    part: Part
    approvals: tuple[Approval, ...]

    @property
    def stage(self) -> Stage:
        return stage_of(self.publication, self.approvals)

    @property
    def may_say(self) -> bool:
        """Whether it waits for, or still hears, what this reader says to it."""
        return bool(self.part.sides) and self.stage in {Stage.READING, Stage.APPROVED}

    @property
    def may_approve(self) -> bool:
        approved = {approval.side for approval in self.approvals if approval.approved_at}
        return self.may_say and bool(self.part.sides - approved)


def stage_of(publication: Publication, approvals: Iterable[Approval]) -> Stage:
    approvals = list(approvals)
    if publication.handed_over_at:
        return Stage.HANDED_OVER
    if publication.sent_at is None:
        return Stage.WISHED if any(approval.wishes for approval in approvals) else Stage.WRITING
    approved = {approval.side for approval in approvals if approval.approved_at}
    return Stage.APPROVED if approved == set(Side) else Stage.READING


def current_publication(request: ExpertRequest) -> Publication | None:
    """The text that rests on the consent which stands now. What rested on an earlier one is nobody's to read."""
    standing = Publication.objects.filter(consent__request=request, consent__withdrawn_at=None)
    return standing.select_related("consent", "audience").first()


def part_of(user: User | AnonymousUser, request: ExpertRequest) -> Part:
    """Nothing for whoever does not read the request. The requester is the requester alone."""
    reader = reader_of(user)
    if reader is None or not can_read_request(user, request):
        return Part()
    if request.requester_id == reader.person_id:
        return Part(is_requester=True, sides=frozenset({Side.REQUESTER}))
    expert = expert_of(request)
    stands_in = reader.is_coordinator if expert is None else expert.pk == reader.person_id
    return Part(is_coordinator=reader.is_coordinator, sides=frozenset({Side.EXPERT} if stands_in else ()))


def expert_of(request: ExpertRequest) -> User | None:
    """Who wrote the latest answer, while they read the request. None: a coordinator approves in their place."""
    answers = Reply.objects.filter(request=request, is_answer=True, author__isnull=False)
    last = answers.select_related("author").last()
    if last is None or last.author is None or last.author_id == request.requester_id:
        return None
    return last.author if can_read_request(last.author, request) else None


def reading_of(user: User | AnonymousUser, request: ExpertRequest) -> Reading | None:
    """None for whoever may not know whether there is such a text."""
    publication = current_publication(request)
    part = part_of(user, request) if publication else Part()
    if publication is None or not (part.is_coordinator or part.sides):
        return None
    if publication.sent_at is None and not part.is_coordinator:
        return None
    return Reading(publication, part, tuple(publication.approvals.select_related("by")))


def page_for(viewer: Viewer, request: ExpertRequest) -> AnswerPage | None:
    """The page that was made of this request, if the viewer may open it."""
    pages = AnswerPage.objects.filter(publication__consent__request=request, alias_of=None)
    page: AnswerPage | None = visible_pages(viewer, pages).order_by("-pk").first()
    return page


# --- What comes next --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Move:
    """A sentence for one person, and where they do it."""

    sentence: str
    url: str


COORDINATORS_MOVES = {
    Stage.WRITING: ("The text for the answer page is not finished.", "question_publication"),
    Stage.WISHED: ("Somebody asks for changes to the text for the answer page.", "question_publication"),
    Stage.READING: ("The text for the answer page waits for approval.", "question_publication"),
    Stage.APPROVED: ("Everybody has approved the text: hand it to the editors.", "question_publication"),
    Stage.HANDED_OVER: ("The text for the answer page is with the editors.", "question_publication"),
}


def next_move_for(user: User | AnonymousUser, request: ExpertRequest) -> Move | None:
    """What the page of the request offers this person. None for whoever has no part in it."""
    if not readable_by(user).filter(pk=request.pk).exists():
        return None
    reading = reading_of(user, request)
    if reading is not None and reading.may_approve and not reading.part.is_coordinator:
        return _move("A text for an answer page waits for your approval.", "question_publication", request)
    has_consent = request.consents.filter(withdrawn_at=None).exists()
    if request.requester_id == user.pk:
        return _requesters_move(request, has_consent=has_consent)
    if reading is not None and reading.part.is_coordinator:
        return _move(*COORDINATORS_MOVES[reading.stage], request)
    is_waiting = reading is None and has_consent and request.state in PUBLISHABLE
    if is_waiting and part_of(user, request).is_coordinator:
        sentence = "The requester agrees to an answer page. Prepare a text for it."
        return _move(sentence, "question_publication_edit", request)
    return None


def _requesters_move(request: ExpertRequest, *, has_consent: bool) -> Move | None:
    if has_consent:
        sentence = "You agree to an answer page. See how far it is, or take your consent back."
        return _move(sentence, "question_consent", request)
    if request.state in PUBLISHABLE:
        sentence = "Others may have the same question. You can let us make an answer page of it."
        return _move(sentence, "question_consent", request)
    return None


def _move(sentence: str, name: str, request: ExpertRequest) -> Move:
    return Move(sentence, reverse(name, args=[request.code]))
