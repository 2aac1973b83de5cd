"""What of the index a viewer can reach: the nodes that keep them out, and the rule itself."""

from django.db.models import Q

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


def unreachable_ids(viewer: Viewer) -> frozenset[int]:
    """The entries whose page or file the viewer may not open, asked of pages and files, not of the index."""
    open_pages = Q(page__in=visible_pages(viewer).values("pk"))
    open_files = Q(document=None) | Q(document__in=visible_files(viewer, PrivateDocument.objects.all()).values("pk"))
    reachable = SearchEntry.objects.filter(open_pages, open_files)
    return frozenset(SearchEntry.objects.exclude(pk__in=reachable.values("pk")).values_list("pk", flat=True))
