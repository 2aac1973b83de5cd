"""What the body of a page refers to, and which of it the viewer may see. Three queries a page, whatever its length."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from wagtail.blocks import StreamValue
from wagtail.models import Page

from visibility.files import visible_files
from visibility.pages import visible_pages
from visibility.viewer import Viewer


def references_in(body: StreamValue) -> dict[type, set[int]]:
    """The ids of pages, documents and images that a body names, by model. Works on drafts too: no query."""
    found: dict[type, set[int]] = defaultdict(set)
    for model, object_id, _model_path, _content_path in body.stream_block.extract_references(body):
        found[model].add(int(object_id))
    return found


@dataclass(frozen=True)
class LinkedPage:
    title: str
    url: str
    summary: str
    kind_label: str


@dataclass(frozen=True)
class VisibleReferences:
    """The pages, documents and images named by a body that this viewer may see. Blocks render nothing else."""

    pages: dict[int, LinkedPage] = field(default_factory=dict)
    documents: dict[int, Any] = field(default_factory=dict)
    images: dict[int, Any] = field(default_factory=dict)


def visible_references(body: StreamValue, viewer: Viewer, request: HttpRequest) -> VisibleReferences:
    from .pages import ContentPage

    references = references_in(body)
    document_model, image_model = apps.get_model("content.PrivateDocument"), apps.get_model("content.PrivateImage")
    page_ids = {pk for model, ids in references.items() if issubclass(model, Page) for pk in ids}
    pages = visible_pages(viewer, ContentPage.objects.filter(pk__in=page_ids)) if page_ids else []
    return VisibleReferences(
        pages={
            page.pk: LinkedPage(page.title, page.get_url(request) or "", page.summary, page.get_kind_display())
            for page in pages
        },
        documents=_visible(viewer, document_model, references),
        images=_visible(viewer, image_model, references),
    )


def _visible(viewer: Viewer, model: Any, references: dict[type, set[int]]) -> dict[int, Any]:
    ids = references.get(model)
    return visible_files(viewer, model.objects.filter(pk__in=ids)).in_bulk() if ids else {}
