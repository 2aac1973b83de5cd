"""Whom news and corrections concern because of what they follow, keep or have downloaded."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from content.models import PrivateDocument
from notifications.announcements import Announcement, What, register_recipient_source
from notifications.preferences import Subject
from visibility.pages import ALIAS_SOURCES

from .models import Bookmark, Download, PageFollow, TopicFollow


def register() -> None:
    register_recipient_source("followers", _followers)
    register_recipient_source("readers", _readers)


def _followers(announcement: Announcement) -> Iterable[tuple[int, Subject]]:
    """Of something new: whoever follows one of its topics, or a page above it. One query."""
    if announcement.what != What.PUBLISHED:
        return
    of_topics = TopicFollow.objects.filter(topic__pages=announcement.page_id)
    of_pages = PageFollow.objects.filter(page__in=announcement.page.get_ancestors().values("pk"))
    yield from ((person_id, Subject.TOPICS) for person_id in _people(of_topics, of_pages))


def _readers(announcement: Announcement) -> Iterable[tuple[int, Subject]]:
    """Of a correction: whoever keeps or follows the page or an alias of it, or has one of its files. One query."""
    if announcement.what != What.CORRECTED:
        return
    places = _places_of(announcement.page_id)
    people = _people(
        Bookmark.objects.filter(page__in=places),
        PageFollow.objects.filter(page__in=places),
        Download.objects.filter(document__in=_documents_of(announcement.page_id)),
    )
    yield from ((person_id, Subject.CORRECTIONS) for person_id in people)


def _places_of(page_id: int) -> QuerySet[Any]:
    """The numbers of the page, of its aliases, and of theirs."""
    there = Q(pk=page_id)
    for source in ALIAS_SOURCES:
        there |= Q(**{source: page_id})
    return Page.objects.filter(there).values("pk")


def _documents_of(page_id: int) -> QuerySet[Any]:
    """The numbers of the documents that the live page refers to."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page_id),
        to_content_type=ContentType.objects.get_for_model(PrivateDocument),
    )
    return references.annotate(document=Cast("to_object_id", IntegerField())).values("document")


def _people(first: QuerySet[Any], *others: QuerySet[Any]) -> QuerySet[Any]:
    """The ids of the people in these rows, once each."""
    return first.values_list("person", flat=True).union(*(rows.values_list("person", flat=True) for rows in others))
