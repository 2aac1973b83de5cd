"""Mails about a text that may become an answer page. As with `notices`: a sentence of ours and a link, no word of it.

When a mail is sent, its reader is asked for once more: whoever has no part in it by then gets none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from membership.models import User
from notifications.letters import Letter, absolute, address_of, letter, register_message
from notifications.outbox import OutboxMail, post

from .models import ExpertRequest
from .notices import STEP
from .people import coordinator_for, may_coordinate
from .publication import current_publication, expert_of, part_of, reading_of
from .publishing_models import Publication

MESSAGE = "expert_request_publication"

AGREED, TO_APPROVE, APPROVED, WISHED, HANDED_OVER, ENDED = "agreed", "approve", "approved", "wished", "over", "ended"


@dataclass(frozen=True)
class Told:
    """What a mail says, and the name of the address that it links to."""

    words: str
    route: str


TOLD = {
    AGREED: Told("A requester agrees to an answer page made of their question", "question_publication_edit"),
    TO_APPROVE: Told("A text for an answer page waits for your approval", "question_publication"),
    APPROVED: Told("Everybody has approved a text for an answer page", "question_publication"),
    WISHED: Told("Somebody asks for changes to a text for an answer page", "question_publication"),
    HANDED_OVER: Told("The text that you approved is with the editors", "question_publication"),
    ENDED: Told("A requester has taken back their consent to an answer page", ""),
}
FOR_COORDINATORS = {AGREED, APPROVED, WISHED, ENDED}


def tell_of_consent(request: ExpertRequest) -> None:
    owner = request.owner
    coordinator = owner if owner and may_coordinate(owner, request) else coordinator_for(request)
    _post(request, AGREED, [coordinator])


def tell_of_text_to_approve(publication: Publication) -> None:
    request = publication.request
    _post(request, TO_APPROVE, [request.requester, expert_of(request)])


def tell_of_hand_over(publication: Publication) -> None:
    request = publication.request
    _post(request, HANDED_OVER, [request.requester, expert_of(request)])


def tell_of_end(publication: Publication) -> None:
    tell_coordinator(publication, ENDED)


def tell_coordinator(publication: Publication, what: str) -> None:
    """Who wrote it, or another one if they no longer coordinate it."""
    request, writer = publication.request, publication.prepared_by
    _post(request, what, [writer if writer and may_coordinate(writer, request) else coordinator_for(request)])


def _post(request: ExpertRequest, what: str, people: Iterable[User | None]) -> None:
    for person in people:
        if person is not None:
            post(message=MESSAGE, person=person, context={"request": request.pk, "what": what})


def compose_publication(mail: OutboxMail) -> Letter | None:
    what = mail.context["what"]
    request = ExpertRequest.objects.filter(pk=mail.context["request"]).first()
    if request is None or mail.person is None or not address_of(mail):
        return None
    if not _still_concerns(mail.person, request, what):
        return None
    told = TOLD[what]
    path = reverse(told.route, args=[request.code]) if told.route else request.get_absolute_url()
    return letter(STEP, {"words": told.words, "url": absolute(path)}, to=address_of(mail))


def _still_concerns(person: User, request: ExpertRequest, what: str) -> bool:
    part = part_of(person, request)
    if what in {AGREED, ENDED}:
        return part.is_coordinator and (what == ENDED or request.consents.filter(withdrawn_at=None).exists())
    if current_publication(request) is None:
        return False
    if what in FOR_COORDINATORS:
        return part.is_coordinator
    reading = reading_of(person, request)
    return reading is not None and (reading.may_approve if what == TO_APPROVE else bool(part.sides))


register_message(MESSAGE, compose_publication)
