"""The one rule of visibility, for files.

A file is visible if its collections' restrictions pass and some live page visible to that viewer refers to it.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, IntegerField, Model, OuterRef, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from .pages import at_or_below, visible_pages
from .viewer import Viewer


def visible_files(viewer: Viewer, files: QuerySet[Any]) -> QuerySet[Any]:
    """The documents or images among `files` that `viewer` may open. One query."""
    if viewer.is_superuser:
        return files
    # The reference index is written in the page's own transaction and reads the stored row: drafts do not count.
    references = (
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(files.model),
            to_object_id=Cast(OuterRef("pk"), CharField()),
            base_content_type=ContentType.objects.get_for_model(Page),
        )
        .annotate(page=Cast("object_id", IntegerField()))
        .filter(page__in=visible_pages(viewer).values("pk"))
    )
    visible = files.filter(Exists(references))
    if viewer.barred_collection_paths:
        visible = visible.exclude(at_or_below("collection__path", viewer.barred_collection_paths))
    return visible


def can_view_file(viewer: Viewer, file: Model) -> bool:
    return visible_files(viewer, type(file)._default_manager.filter(pk=file.pk)).exists()
