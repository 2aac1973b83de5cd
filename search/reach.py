"""What of the index a viewer can reach: the nodes that keep them out, and the rule itself."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from content.models import PrivateDocument
from visibility.files import visible_files
from visibility.pages import at_or_below, visible_pages
from visibility.viewer import Viewer

from .models import SearchEntry
from .truth import document_node


def barred_nodes(viewer: Viewer) -> frozenset[str]:
    """The viewer's barred pages, and the files in their barred collections. One query, or none.

    An entry does not know in which collection its file lies: nothing announces that a collection has moved, or that
    many files were put into another one.
    """
    if not viewer.barred_collection_paths:
        return viewer.barred
    files = PrivateDocument.objects.filter(at_or_below("collection__path", viewer.barred_collection_paths))
    return viewer.barred | {document_node(document_id) for document_id in files.values_list("pk", flat=True)}


def reachable(viewer: Viewer, entries: QuerySet[SearchEntry]) -> QuerySet[SearchEntry]:
    """The entries among these whose page and file the viewer may open, asked of pages and files, not of the index."""
    pages = entries.filter(page__in=visible_pages(viewer).values("pk"))
    files = visible_files(viewer, PrivateDocument.objects.all())
    return pages.filter(Q(document=None) | Q(document__in=files.values("pk")))


def unreachable_ids(viewer: Viewer, among: Collection[int] | None = None) -> frozenset[int]:
    """The entries, of all or among these, that the viewer may not open."""
    entries = SearchEntry.objects.all() if among is None else SearchEntry.objects.filter(pk__in=among)
    return frozenset(entries.exclude(pk__in=reachable(viewer, entries).values("pk")).values_list("pk", flat=True))
