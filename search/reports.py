"""The report of what people looked for in vain: what to write next. It holds numbers and never says who."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from .curation import ZeroResultQuery
from .zero_results import ENOUGH_PEOPLE

TITLE = "Searched in vain"
MAY_READ = ["view"]


class SearchedInVainReport(ReportView):
    """The terms that three people or more looked for in a month, the newest month first."""

    model = ZeroResultQuery
    page_title = TITLE
    header_icon = "search"
    results_template_name = "wagtailadmin/reports/searched_in_vain_results.html"
    index_url_name = "searched_in_vain"
    index_results_url_name = "searched_in_vain_results"
    any_permission_required = MAY_READ
    list_export = ("month", "terms", "people")
    export_headings: ClassVar[dict[str, str]] = {"month": "Month", "terms": "Terms", "people": "People"}
    columns = (
        Column("terms", label="Words"),
        Column("people", label="People who asked"),
        Column("month", label="Month", accessor=lambda query: f"{query.month:%B %Y}"),
    )

    def get_filename(self) -> str:
        return "searched-in-vain"

    def get_queryset(self) -> QuerySet[ZeroResultQuery]:
        asked = ZeroResultQuery.objects.filter(people__gte=ENOUGH_PEOPLE)
        self.queryset = asked.order_by("-month", "-people", "terms")
        return super().get_queryset()


class SearchedInVainMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(policy_registry.get_by_type(ZeroResultQuery).user_has_any_permission(request.user, MAY_READ))


def menu_item() -> SearchedInVainMenuItem:
    return SearchedInVainMenuItem(
        TITLE, reverse("searched_in_vain"), name="searched-in-vain", icon_name="search", order=200
    )


def addresses() -> list[Any]:
    return [
        path("reports/searched-in-vain/", SearchedInVainReport.as_view(), name="searched_in_vain"),
        path(
            "reports/searched-in-vain/results/",
            SearchedInVainReport.as_view(results_only=True),
            name="searched_in_vain_results",
        ),
    ]
