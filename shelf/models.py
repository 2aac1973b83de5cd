"""What people follow, what they keep, what they found useful, and which files they took home.

None of it makes a page or a file "in use" for editors: who wants to hear of a page is no reason to keep it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models import PrivateDocument, Topic
from content.pages import ContentPage


class TopicFollow(models.Model):
    """Somebody wants to hear of what is published on a topic."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_follows")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="follows")
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "topic"], name="a_topic_is_followed_once")
        ]

    def __str__(self) -> str:
        return f"Topic {self.topic_id}"


class PageFollow(models.Model):
    """Somebody wants to hear of what is published below a page, and of corrections to it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="page_follows")
    page = models.ForeignKey(ContentPage, on_delete=models.CASCADE, related_name="follows")
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "page"], name="a_page_is_followed_once")
        ]

    def __str__(self) -> str:
        return f"Page {self.page_id}"


class Bookmark(models.Model):
    """A page that somebody keeps on their shelf."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    page = models.ForeignKey(ContentPage, on_delete=models.CASCADE, related_name="bookmarks")
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "page"], name="a_page_is_bookmarked_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-made_at"], name="bookmarks_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"Page {self.page_id}"


class Download(models.Model):
    """Somebody has a copy of a file, so they hear when a page that offers it is corrected."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="downloads")
    document = models.ForeignKey(PrivateDocument, on_delete=models.CASCADE, related_name="downloads")
    last_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "document"], name="a_download_is_noted_once")
        ]

    def __str__(self) -> str:
        return f"Document {self.document_id}"


class UsefulMark(models.Model):
    """Somebody says whether a page was useful to them. Others are never told who said what."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="useful_marks")
    page = models.ForeignKey(ContentPage, on_delete=models.CASCADE, related_name="useful_marks")
    is_useful = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "page"], name="a_page_is_marked_once")
        ]

    def __str__(self) -> str:
        return f"Page {self.page_id}"
