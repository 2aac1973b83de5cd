"""Changes what people follow and keep. One may take up only what one may see; letting go always works.

The viewer must be somebody who is signed in.
"""

from django.db import transaction
from django.utils import timezone

from content.models import Topic
from content.pages import ContentPage
from visibility.viewer import Viewer

from .models import Bookmark, Download, PageFollow, TopicFollow, UsefulMark
from .queries import keepable_page


class NotToBeKept(Exception):
    """There is no such page or topic for this viewer: hidden, or never there."""


@transaction.atomic
def bookmark(*, viewer: Viewer, page_id: int) -> Bookmark:
    """Put a page on the viewer's shelf. A second time changes nothing. Raises NotToBeKept."""
    return Bookmark.objects.get_or_create(person_id=viewer.user_id, page=_page(viewer, page_id))[0]


@transaction.atomic
def remove_bookmark(*, viewer: Viewer, page_id: int) -> None:
    """Does the same whether it was there, and whether there is such a page: the number may be an old one."""
    Bookmark.objects.filter(person=viewer.user_id, page__id=page_id).delete()


@transaction.atomic
def follow_page(*, viewer: Viewer, page_id: int) -> PageFollow:
    """Hear of what is published below this page, and of its corrections. Raises NotToBeKept."""
    return PageFollow.objects.get_or_create(person_id=viewer.user_id, page=_page(viewer, page_id))[0]


@transaction.atomic
def unfollow_page(*, viewer: Viewer, page_id: int) -> None:
    """Does the same whether it was followed, and whether there is such a page: the number may be an old one."""
    PageFollow.objects.filter(person=viewer.user_id, page__id=page_id).delete()


@transaction.atomic
def follow_topic(*, viewer: Viewer, slug: str) -> TopicFollow:
    """Hear of what is published on this topic. Raises NotToBeKept."""
    return TopicFollow.objects.get_or_create(person_id=viewer.user_id, topic=_topic(slug))[0]


@transaction.atomic
def unfollow_topic(*, viewer: Viewer, slug: str) -> None:
    """Raises NotToBeKept if there is no such topic."""
    TopicFollow.objects.filter(person=viewer.user_id, topic=_topic(slug)).delete()


@transaction.atomic
def note_download(*, person_id: int, document_id: int) -> None:
    """Remember that this person has a copy of this file, since now. One statement, also when both arrive at once."""
    Download.objects.bulk_create(
        [Download(person_id=person_id, document_id=document_id, last_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["person", "document"],
        update_fields=["last_at"],
    )


@transaction.atomic
def mark_useful(*, viewer: Viewer, page_id: int, is_useful: bool) -> UsefulMark:
    """Say that a page was useful, or that it was not; a second time in place of the first. Raises NotToBeKept."""
    said = {"is_useful": is_useful, "at": timezone.now()}
    page = _page(viewer, page_id)
    return UsefulMark.objects.update_or_create(person_id=viewer.user_id, page=page, defaults=said)[0]


@transaction.atomic
def take_mark_back(*, viewer: Viewer, page_id: int) -> None:
    """Does the same whether they have said it, and whether there is such a page: the number may be an old one."""
    UsefulMark.objects.filter(person=viewer.user_id, page__id=page_id).delete()


def _page(viewer: Viewer, page_id: int) -> ContentPage:
    page = keepable_page(viewer, page_id)
    if page is None:
        raise NotToBeKept
    return page


def _topic(slug: str) -> Topic:
    """Topics have no audience: their names are public words."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        raise NotToBeKept
    return topic
