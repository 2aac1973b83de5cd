"""The report of restricted pages: which pages not everyone may see, and who may."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, PageViewRestriction
from wagtail.permissions import policy_registry

from visibility.explanation import who_sees_each
from visibility.pages import at_or_below
from visibility.viewer import viewer_of

from .permissions import pages_known_to

TITLE = "Restricted pages"
MAY_READ = ["add", "change", "publish"]


class RestrictedPagesReport(ReportView):
    """The same number of queries for one page as for fifty. An export holds the same rows."""

    model = Page
    page_title = TITLE
    header_icon = "no-view"
    index_url_name = "restricted_pages"
    index_results_url_name = "restricted_pages_results"
    any_permission_required = MAY_READ
    default_ordering = "path"
    list_export = ("title", "who_sees", "live")
    export_headings: ClassVar[dict[str, str]] = {"title": "Title", "who_sees": "Who sees it", "live": "Live"}
    columns = (
        TitleColumn("title", label="Title", get_url=lambda page: reverse("wagtailadmin_explore", args=[page.pk])),
        Column("who_sees", label="Who sees it", accessor="who_sees"),
        Column("status", label="Status", accessor=lambda page: "Live" if page.live else "Not live"),
    )

    def get_filename(self) -> str:
        return "restricted-pages"

    def get_queryset(self) -> QuerySet[Page]:
        pages = pages_known_to(self.request.user, viewer_of(self.request), restricted_pages())
        self.queryset = pages.select_related("alias_of__alias_of__alias_of").order_by("path")
        return super().get_queryset()

    def get_table(self, object_list: Iterable[Page], **kwargs: Any) -> Any:
        return super().get_table(with_sentences(object_list), **kwargs)

    def decorate_paginated_queryset(self, object_list: Iterable[Page]) -> list[Page]:
        return with_sentences(object_list)


def restricted_pages() -> QuerySet[Page]:
    """The pages with a restriction on their path, or on the path of what they are an alias of."""
    paths = list(PageViewRestriction.objects.values_list("page__path", flat=True))
    if not paths:
        return Page.objects.none()
    return Page.objects.filter(Q(at_or_below("path", paths)) | Q(at_or_below("alias_of__path", paths)))


def with_sentences(pages: Iterable[Page]) -> list[Page]:
    listed = list(pages)
    sentences = who_sees_each(listed)
    for page in listed:
        page.who_sees = sentences[page.pk]
    return listed


class RestrictedPagesMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_any_permission(request.user, MAY_READ))


def menu_item() -> RestrictedPagesMenuItem:
    return RestrictedPagesMenuItem(
        TITLE, reverse("restricted_pages"), name="restricted-pages", icon_name="no-view", order=100
    )


def addresses() -> list[Any]:
    return [
        path("reports/restricted-pages/", RestrictedPagesReport.as_view(), name="restricted_pages"),
        path(
            "reports/restricted-pages/results/",
            RestrictedPagesReport.as_view(results_only=True),
            name="restricted_pages_results",
        ),
    ]
