"""Who gets the newsletter, for staff: to look at, and to export for the tool that sends it."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from audit.kinds import Kind, register_kind
from audit.log import record
from audit.models import Action
from audit.reports import FORMULA_SIGNS

from .links import leave_url
from .models import Subscriber, confirmed_subscribers
from .permissions import user_can_export_subscribers

TITLE = "Newsletter subscribers"
MAY_READ = ["view"]
NEWSLETTER = "newsletter"


class SubscribersReport(ReportView):
    """The confirmed ones, the newest first. Nothing is changed here: people come and go by themselves."""

    model = Subscriber
    page_title = TITLE
    header_icon = "mail"
    results_template_name = "wagtailadmin/reports/newsletter_subscribers_results.html"
    index_url_name = "newsletter_subscribers"
    index_results_url_name = "newsletter_subscribers_results"
    any_permission_required = MAY_READ
    is_searchable = True
    search_fields = ("address",)
    search_backend_name = None
    default_ordering = ("-confirmed_at", "-pk")
    list_export = ("address", "confirmed_at", "leave_url")
    export_headings: ClassVar[dict[str, str]] = {
        "address": "Address",
        "confirmed_at": "Confirmed",
        "leave_url": "Unsubscribe link",
    }
    columns = (
        Column("address", label="Address", sort_key="address"),
        DateColumn("confirmed_at", label="Confirmed", sort_key="confirmed_at"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_export:
            return super().get(request, *args, **kwargs)
        if not user_can_export_subscribers(request.user):
            raise PermissionDenied
        subscribers = list(self.get_queryset())
        record(action=Action.EXPORTED, kind=NEWSLETTER, count=len(subscribers))
        return self.as_spreadsheet(subscribers, request.GET["export"])

    def get_base_queryset(self) -> QuerySet[Subscriber]:
        return confirmed_subscribers()

    @property
    def show_export_buttons(self) -> bool:
        return user_can_export_subscribers(self.request.user)

    def get_filename(self) -> str:
        return f"newsletter-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: Subscriber) -> dict[str, Any]:
        return {"address": item.address, "confirmed_at": item.confirmed_at, "leave_url": leave_url(item.pk)}

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """No address begins a formula in the reader's spreadsheet: `=…@example.com` is a valid one."""
        cell = super().preprocess_field_value(field, value, export_format)
        return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


class SubscribersMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(policy_registry.get_by_type(Subscriber).user_has_any_permission(request.user, MAY_READ))


def menu_item() -> SubscribersMenuItem:
    return SubscribersMenuItem(
        TITLE, reverse("newsletter_subscribers"), name="newsletter-subscribers", icon_name="mail", order=300
    )


def addresses() -> list[Any]:
    return [
        path("reports/newsletter/", SubscribersReport.as_view(), name="newsletter_subscribers"),
        path(
            "reports/newsletter/results/",
            SubscribersReport.as_view(results_only=True),
            name="newsletter_subscribers_results",
        ),
    ]


register_kind(NEWSLETTER, Kind("Newsletter", "the newsletter's subscribers"))
