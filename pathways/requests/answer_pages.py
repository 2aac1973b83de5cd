"""The pages that editors publish of approved texts, and how they go when a consent is taken back."""

from django.utils.html import linebreaks
from wagtail.models import Page

from content.blocks import TextBlock
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
    pieces = (f"<h2>The question</h2>{question}", f"<h2>The answer</h2>{answer}")
    return [("text", _as_the_editor_writes(piece)) for piece in pieces]


def _as_the_editor_writes(html: str) -> str:
    """With the keys that Wagtail's editor gives to each paragraph.

    Without them whoever opens and approves the page seems to have changed it, and may not approve their own change.
    """
    widget = TextBlock().field.widget
    return str(widget.value_from_datadict({"text": widget.format_value(html)}, {}, "text"))
