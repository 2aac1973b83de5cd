"""From a consent to an answer page: prepare, revise, send, approve or ask for changes, hand over. And taking it back.

Each service is one transaction. All raise NotYourStep for whoever may not (a view answers 404), and NoSuchStep if the
text, or the request, has moved on. What is written passes the guard: TextIsGuarded.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from audit.log import record
from audit.models import Action
from membership.models import User
from visibility.models import Audience

from . import publication_notices as notices
from .answer_pages import make_page, unpublish_pages_of
from .errors import AnswerIsNewer, NoSuchStep, NothingAsked, NotYourStep, TextHasChanged
from .models import Consent, ExpertRequest, Reply
from .publication import PUBLISHABLE, Part, Stage, part_of, stage_of
from .publishing_models import Approval, Publication
from .saying import guarded
from .steps import locked
from .thread import REQUEST


@dataclass(frozen=True)
class Words:
    """What a coordinator writes, and for whom."""

    title: str
    short_answer: str
    question: str
    answer: str
    audience: Audience | None = None

    @property
    def texts(self) -> tuple[str, str, str, str]:
        return (self.title, self.short_answer, self.question, self.answer)


def words_of(request: ExpertRequest) -> Words:
    """What a coordinator begins with: question and answers as they were written."""
    answers = Reply.objects.filter(request=request, is_answer=True).values_list("text", flat=True)
    return Words(request.subject, "", request.question, "\n\n".join(answers))


@transaction.atomic
def prepare(*, request: ExpertRequest, by: User, given: Words) -> Publication:
    """A coordinator writes the first version. It needs a standing consent."""
    held = _for_coordinator(request, by)
    consent = Consent.objects.filter(request=held, withdrawn_at=None).first()
    if consent is None or held.state not in PUBLISHABLE or Publication.objects.filter(consent=consent).exists():
        raise NoSuchStep(held)
    publication = Publication(consent=consent, prepared_by=by)
    _write(publication, given)
    publication.save()
    _record(held, by, "prepared")
    return publication


@transaction.atomic
def revise(*, request: ExpertRequest, by: User, given: Words, version: int) -> Publication:
    """A coordinator changes it, before it is a page. Whatever was approved has to be approved anew.

    Raises TextHasChanged if it is no longer the version that they began with.
    """
    held = _for_coordinator(request, by)
    publication, stage = _current(held)
    if stage == Stage.HANDED_OVER:
        raise NoSuchStep(held)
    _check_version(publication, version)
    _write(publication, given)
    publication.version += 1
    publication.sent_at, publication.prepared_by = None, by
    publication.approvals.filter(approved_at__isnull=False).delete()
    publication.save()
    _record(held, by, "revised")
    return publication


@transaction.atomic
def send_for_approval(*, request: ExpertRequest, by: User) -> Publication:
    """From now on requester and expert read it."""
    held = _for_coordinator(request, by)
    publication, stage = _current(held)
    if stage not in {Stage.WRITING, Stage.WISHED} or held.state not in PUBLISHABLE:
        raise NoSuchStep(held)
    publication.approvals.all().delete()
    publication.sent_at = timezone.now()
    publication.save(update_fields=["sent_at"])
    _record(held, by, "sent")
    notices.tell_of_text_to_approve(publication)
    return publication


@transaction.atomic
def approve(*, request: ExpertRequest, by: User, version: int) -> Publication:
    """Requester or expert agree to this version being published. Raises TextHasChanged if it is another one by now."""
    held, publication, part = _for_reader(request, by)
    _check_version(publication, version)
    given = {"approved_at": timezone.now(), "by": by, "wishes": ""}
    for side in part.sides:
        Approval.objects.update_or_create(publication=publication, side=side, defaults=given)
    _record_unless_requester(held, by, "approved")
    if stage_of(publication, publication.approvals.all()) == Stage.APPROVED:
        notices.tell_coordinator(publication, notices.APPROVED)
    return publication


@transaction.atomic
def ask_for_changes(*, request: ExpertRequest, by: User, wishes: str) -> Publication:
    """Back to the coordinator. What the other side has approved will not be the same text. Raises NothingAsked."""
    held, publication, part = _for_reader(request, by)
    if not wishes.strip():
        raise NothingAsked
    guarded(wishes)
    publication.approvals.filter(approved_at__isnull=False).delete()
    given = {"approved_at": None, "by": by, "wishes": wishes.strip()}
    for side in part.sides:
        Approval.objects.update_or_create(publication=publication, side=side, defaults=given)
    publication.sent_at = None
    publication.save(update_fields=["sent_at"])
    _record_unless_requester(held, by, "changes-asked")
    notices.tell_coordinator(publication, notices.WISHED)
    return publication


@transaction.atomic
def hand_to_editors(*, request: ExpertRequest, by: User) -> Publication:
    """Make an unpublished page of what all have approved, and begin its review.

    Raises NoPlaceForAnswers, and AnswerIsNewer.
    """
    held = _for_coordinator(request, by)
    publication, stage = _current(held)
    if stage != Stage.APPROVED or held.state not in PUBLISHABLE:
        raise NoSuchStep(held)
    if Reply.objects.filter(request=held, is_answer=True, written_at__gt=publication.sent_at).exists():
        raise AnswerIsNewer(held)
    publication.handed_over_at = timezone.now()
    publication.save(update_fields=["handed_over_at"])
    make_page(publication, topic=held.topic, by=by)
    _record(held, by, "handed-over")
    notices.tell_of_hand_over(publication)
    return publication


def end_consent(held: ExpertRequest) -> None:
    """Of a locked request, at once and for good: no consent, no text, and no page that anybody reads.

    The pages stay among the drafts, where editors alone read and delete them.
    """
    consents = Consent.objects.filter(request=held, withdrawn_at=None)
    publication = Publication.objects.select_for_update(of=("self",)).filter(consent__in=consents).first()
    consents.update(withdrawn_at=timezone.now())
    if publication is None:
        return
    publication.title = publication.short_answer = publication.question = publication.answer = ""
    publication.save()
    publication.approvals.all().update(wishes="")
    unpublish_pages_of(publication)
    notices.tell_of_end(publication)


# --- Who, which, and whether it is still the same -------------------------------------------------------------------


def _for_coordinator(request: ExpertRequest, by: User) -> ExpertRequest:
    held = locked(request)
    if not part_of(by, held).is_coordinator:
        raise NotYourStep(held)
    return held


def _for_reader(request: ExpertRequest, by: User) -> tuple[ExpertRequest, Publication, Part]:
    """For whoever approves: requester and expert, once it was sent to them."""
    held = locked(request)
    part = part_of(by, held)
    if not part.sides:
        raise NotYourStep(held)
    publication, stage = _current(held)
    if stage not in {Stage.READING, Stage.APPROVED}:
        raise NoSuchStep(held)
    return held, publication, part


def _current(held: ExpertRequest) -> tuple[Publication, Stage]:
    standing = Publication.objects.filter(consent__request=held, consent__withdrawn_at=None)
    publication = standing.select_for_update(of=("self",)).select_related("consent__request").first()
    if publication is None:
        raise NoSuchStep(held)
    return publication, stage_of(publication, publication.approvals.all())


def _check_version(publication: Publication, version: int) -> None:
    if publication.version != version:
        raise TextHasChanged(publication)


def _write(publication: Publication, given: Words) -> None:
    texts = [text.replace("\r\n", "\n").strip() for text in given.texts]
    if not all(texts):
        raise NothingAsked
    guarded(*texts)
    publication.title, publication.short_answer, publication.question, publication.answer = texts
    publication.audience = given.audience


def _record(held: ExpertRequest, by: User, step: str) -> None:
    record(action=Action.REQUEST_PUBLISHING, kind=REQUEST, object_id=held.pk, actor=by, step=step)


def _record_unless_requester(held: ExpertRequest, by: User, step: str) -> None:
    """The log is read by some from whom the request is kept: it never says who asked. The approval itself does."""
    if by.pk != held.requester_id:
        _record(held, by, step)
