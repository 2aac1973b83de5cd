"""The pages that editors publish of approved texts, and how they go when a consent is taken back."""

from django.utils.html import linebreaks
from wagtail.models import Page

from content.models import SectionPage, Topic
from content.vocabulary import Sensitivity
from membership.models import User
from pathways.pages import AnswerPage, PathwaysHubPage

from .errors import NoPlaceForAnswers
from .publishing_models import Publication

SECTION = "answers"  # as `portal.establish` makes it


def make_page(publication: Publication, *, topic: Topic | None, by: User) -> AnswerPage:
    """An unpublished page, owned by the coordinator and under review: somebody else reads and publishes it."""
    page = AnswerPage(
        title=publication.title,
        summary=publication.short_answer,
        body=_body(publication),
        audience=publication.audience,
        sensitivity=Sensitivity.RESTRICTED if publication.audience else Sensitivity.OPEN,
        content_owner=by,
        owner=by,
        live=False,
        publication=publication,
    )
    page.topics = [topic] if topic else []
    _place().add_child(instance=page)
    page.save_revision(user=by)
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, by)
    return page


def unpublish_pages_of(publication: Publication) -> None:
    """In the transaction that ends the consent: what is live, what is on the calendar, what is under review.

    The log of pages names nobody who did it: editors would read there who asked.
    """
    for page in AnswerPage.objects.filter(publication=publication):
        page.unpublish(user=None)
        page.revisions.update(approved_go_live_at=None)
        review = page.current_workflow_state
        if review is not None:
            review.cancel(user=None)


def _place() -> Page:
    """The section of answers; the hub itself where editors have done away with that."""
    hub = PathwaysHubPage.objects.first()
    if hub is None:
        raise NoPlaceForAnswers
    return SectionPage.objects.child_of(hub).filter(slug=SECTION).first() or hub


def _body(publication: Publication) -> list[tuple[str, str]]:
    question, answer = (linebreaks(text, autoescape=True) for text in (publication.question, publication.answer))
    return [("text", f"<h2>The question</h2>{question}"), ("text", f"<h2>The answer</h2>{answer}")]
