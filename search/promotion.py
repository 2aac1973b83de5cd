"""Pages that editors show first for some queries. They stand beside what was found and are not counted with it."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from visibility.pages import visible_pages
from visibility.viewer import Viewer

from .curation import PromotedResult
from .synonyms import keys_of

MOST = 3


@dataclass(frozen=True)
class Promoted:
    page: Page
    reason: str


def promoted_to(viewer: Viewer, text: str) -> tuple[Promoted, ...]:
    """What is promoted for exactly this query, of the pages that `viewer` may open. One query, or two."""
    asked = keys_of(text)
    if not asked:
        return ()
    every = PromotedResult.objects.order_by("pk").values_list("pk", "queries")
    matching = [number for number, queries in every if asked in map(keys_of, queries.splitlines())]
    if not matching:
        return ()
    pages = visible_pages(viewer, Page.objects.all())
    promoted = PromotedResult.objects.filter(pk__in=matching, page__in=pages.values("pk"))
    if not viewer.is_superuser:
        promoted = promoted.filter(Q(audiences=None) | Q(audiences__groups__in=viewer.group_ids))
    shown = {one.page_id: Promoted(one.page, one.reason) for one in promoted.order_by("pk").select_related("page")}
    return tuple(shown.values())[:MOST]
