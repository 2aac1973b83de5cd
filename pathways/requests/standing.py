"""Whether a page made of a request may be published: asked of the row itself, whoever publishes it in whatever way."""

from django.core.exceptions import PermissionDenied

from visibility.models import Audience

from .publishing_models import Publication, Side

WHY_NOT = (
    "This page was made of a question to the experts, and whoever asked it does not agree to it now, or not to this "
    "text. It cannot be published. Please leave it unpublished, or delete it."
)
NOT_THIS_AUDIENCE = "Requester and expert have agreed to a page for {}, and to no other readers."
EVERYBODY = "Everybody"


class ConsentMissing(PermissionDenied):
    """Its requester has taken their consent back, or text and readers are not what requester and expert approved."""


def may_be_published(publication_id: int | None) -> bool:
    """Whether consent and both approvals stand. Where no question stands behind a page, nobody has to agree."""
    if publication_id is None:
        return True
    handed_over = Publication.objects.filter(
        pk=publication_id, handed_over_at__isnull=False, consent__withdrawn_at=None
    )
    approved = {"approvals__side": Side.REQUESTER, "approvals__approved_at__isnull": False}
    by_both = handed_over.filter(**approved).filter(**{**approved, "approvals__side": Side.EXPERT})
    return by_both.exists()


def refuse_without_consent(publication_id: int | None, audience: Audience | None) -> None:
    """In the transaction that publishes. Whoever takes back a consent meanwhile waits for it, and then finds the page.

    Raises ConsentMissing.
    """
    if publication_id is None:
        return
    Publication.objects.select_for_update(of=("self",)).get(pk=publication_id)
    if not may_be_published(publication_id):
        raise ConsentMissing(WHY_NOT)
    agreed = agreed_audience(publication_id)
    if agreed != audience:
        raise ConsentMissing(NOT_THIS_AUDIENCE.format(agreed or EVERYBODY))


def agreed_audience(publication_id: int) -> Audience | None:
    return Publication.objects.select_related("audience").get(pk=publication_id).audience
