"""The audit log in the admin: searched and exported by whoever may. Looking at it is recorded, too."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from .kinds import AUDIT_LOG, PERSON, all_kinds, kind_choices
from .log import record
from .models import Action, AuditEntry
from .presentation import Line, lines_of

TITLE = "Audit log"
MAY_READ = ["view"]
EXPORTED_AT_ONCE = 500
LONGEST_WORDS = 254  # an address
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class AuditFilterSet(WagtailFilterSet):
    action = django_filters.MultipleChoiceFilter(choices=Action.choices, widget=CheckboxSelectMultiple)
    person = django_filters.CharFilter(
        label="Person (name, address or number), as who did it or to whom it was done",
        method="by_person",
        max_length=LONGEST_WORDS,
    )
    object_kind = django_filters.ChoiceFilter(label="About", choices=kind_choices)
    object_id = django_filters.NumberFilter(label="Number of what it is about")
    at = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []

    def by_person(self, entries: QuerySet[AuditEntry], name: str, words: str) -> QuerySet[AuditEntry]:
        """Somebody who is no more has no name to be found by, but has a number."""
        words = words.strip()
        if words.isascii() and words.isdigit():
            # Not `in`: `exact` alone takes numbers that are larger than the database can hold.
            return entries.filter(Q(actor_id=int(words)) | Q(object_kind=PERSON, object_id=int(words)))
        find = all_kinds()[PERSON].find
        people: Any = find(words) if find else []
        return entries.filter(Q(actor_id__in=people) | Q(object_kind=PERSON, object_id__in=people))


class AuditLogReport(ReportView):
    model = AuditEntry
    page_title = TITLE
    header_icon = "history"
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    any_permission_required = MAY_READ
    filterset_class = AuditFilterSet
    default_ordering = ("-at", "-pk")
    list_export = ("at", "actor", "action", "about", "number", "details")
    export_headings: ClassVar[dict[str, str]] = {
        "at": "Time",
        "actor": "Who",
        "action": "What",
        "about": "About",
        "number": "Number",
        "details": "Details",
    }
    columns = (
        DateColumn("at", label="When"),
        Column("actor", label="Who"),
        Column("action", label="What"),
        Column("about", label="About"),
        Column("details", label="Details"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_export:
            record(action=Action.AUDIT_READ, kind=AUDIT_LOG, filters=self.used_filters())
            return super().get(request, *args, **kwargs)
        wanted = request.GET["export"]
        record(action=Action.EXPORTED, kind=AUDIT_LOG, format=wanted, filters=self.used_filters())
        return self.as_spreadsheet(self.exported_lines(), wanted)

    def used_filters(self) -> list[str]:
        """Which filters were set. What was typed into them may be a name."""
        return sorted(self.filters.form.changed_data)

    def get_filtered_queryset(self) -> QuerySet[AuditEntry]:
        entries: QuerySet[AuditEntry] = self.get_queryset()  # it filters, too
        return entries

    def get_table(self, object_list: Iterable[AuditEntry], **kwargs: Any) -> Any:
        return super().get_table(lines_of(self.request, list(object_list)), **kwargs)

    def exported_lines(self) -> Iterator[Line]:
        """A batch at a time: the log may be longer than memory."""
        entries = self.get_filtered_queryset().iterator(chunk_size=EXPORTED_AT_ONCE)
        while batch := list(islice(entries, EXPORTED_AT_ONCE)):
            yield from lines_of(self.request, batch)

    def get_filename(self) -> str:
        return f"audit-log-{timezone.localdate():%Y-%m-%d}"

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """No name begins a formula in the reader's spreadsheet."""
        cell = super().preprocess_field_value(field, value, export_format)
        return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


class AuditLogMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(policy_registry.get_by_type(AuditEntry).user_has_any_permission(request.user, MAY_READ))


def menu_item() -> AuditLogMenuItem:
    return AuditLogMenuItem(TITLE, reverse("audit_log"), name="audit-log", icon_name="history", order=950)


def addresses() -> list[Any]:
    return [
        path("reports/audit-log/", AuditLogReport.as_view(), name="audit_log"),
        path("reports/audit-log/results/", AuditLogReport.as_view(results_only=True), name="audit_log_results"),
    ]
