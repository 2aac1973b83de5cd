"""The one rule of visibility, for pages.

A page is visible to a viewer if it is live and no page on its path, itself and its alias source's path included,
carries a restriction that the viewer fails.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Substr
from django.db.models.lookups import In
from wagtail.models import Page

from .viewer import Viewer

# An alias may point at an alias. Further than this nobody goes by hand, and what goes further is hidden.
ALIAS_DEPTH = 3
# From an alias to its source, to the source of that, and so on.
ALIAS_SOURCES = tuple("alias_of" + "__alias_of" * step for step in range(ALIAS_DEPTH))


def visible_pages(viewer: Viewer, pages: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The live pages among `pages` that `viewer` may open. One query, whatever the number of restrictions."""
    live = (Page.objects.all() if pages is None else pages).filter(live=True)
    if viewer.is_superuser or not viewer.barred_page_paths:
        return live
    return live.exclude(at_or_below("path", viewer.barred_page_paths)).exclude(pk__in=_barred_aliases(viewer))


def listable_pages(viewer: Viewer, pages: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The pages among `pages` whose title and summary `viewer` may see: the visible ones and the teased ones.

    Each says by `is_open` whether it is visible. For lists in pages only: search, feeds, mail and counts never tease.
    """
    listable = visible_pages(viewer.allowing_teasers(), pages)
    if not viewer.is_teased:
        return listable.annotate(is_open=Value(value=True, output_field=BooleanField()))
    return listable.annotate(is_open=Exists(visible_pages(viewer, Page.objects.filter(pk=OuterRef("pk")))))


def can_view_page(viewer: Viewer, page: Page) -> bool:
    return visible_pages(viewer).filter(pk=page.pk).exists()


def at_or_below(field: str, paths: Iterable[str]) -> Q:
    """Rows whose tree path `field` is one of `paths` or below it.

    Compares the beginning of the path once for each depth that occurs; a correlated query costs a hundred times more.
    """
    by_length: dict[int, list[str]] = defaultdict(list)
    for path in paths:
        by_length[len(path)].append(path)
    condition = Q()
    for length, same_length in sorted(by_length.items()):
        condition |= Q(In(Substr(F(field), 1, length), same_length))
    return condition


def _barred_aliases(viewer: Viewer) -> QuerySet[Any]:
    """The aliases whose source, or whose source's source, stands behind a barrier."""
    barred = Q(**{f"{ALIAS_SOURCES[-1]}__alias_of__isnull": False})
    for source in ALIAS_SOURCES:
        barred |= at_or_below(f"{source}__path", viewer.barred_page_paths)
    return Page.objects.filter(alias_of__isnull=False).filter(barred).values("pk")
