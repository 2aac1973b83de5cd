"""What the body of a page refers to, and which of it the viewer may see. Three queries at most, however long it is."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from wagtail.blocks import StreamValue
from wagtail.models import Page

from visibility.files import visible_files
from visibility.viewer import Viewer

from .surroundings import Link


def references_in(body: StreamValue) -> dict[type, set[int]]:
    """The ids of pages, documents and images that a body names, by model. Works on drafts too: no query."""
    found: dict[type, set[int]] = defaultdict(set)
    for model, object_id, _model_path, _content_path in body.stream_block.extract_references(body):
        found[model].add(int(object_id))
    return found


@dataclass(frozen=True)
class VisibleReferences:
    """The pages, documents and images named by a body that this viewer may see. Blocks render nothing else."""

    pages: dict[int, Link] = field(default_factory=dict)
    documents: dict[int, Any] = field(default_factory=dict)
    images: dict[int, Any] = field(default_factory=dict)


def pages_in(references: dict[type, set[int]]) -> set[int]:
    return {pk for model, ids in references.items() if issubclass(model, Page) for pk in ids}


def visible_references(references: dict[type, set[int]], viewer: Viewer, pages: dict[int, Link]) -> VisibleReferences:
    """What of `references` the viewer may see. Of the pages, `pages` already are."""
    return VisibleReferences(
        pages=pages,
        documents=_visible(viewer, apps.get_model("content.PrivateDocument"), references),
        images=_visible(viewer, apps.get_model("content.PrivateImage"), references, "renditions"),
    )


def _visible(viewer: Viewer, model: Any, references: dict[type, set[int]], *prefetched: str) -> dict[int, Any]:
    ids = references.get(model)
    return (
        visible_files(viewer, model.objects.filter(pk__in=ids)).prefetch_related(*prefetched).in_bulk() if ids else {}
    )
