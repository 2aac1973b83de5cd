"""Knows a list that leaves the admin as a spreadsheet, whichever view made it, and writes it down."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from .log import record
from .models import Action

SPREADSHEETS = ("csv", "spreadsheet", "excel")  # words of their content types


def is_export(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Wagtail's lists take `export=csv` and `export=xlsx`. A file of a reader may be a spreadsheet, and is no list."""
    if "export" not in request.GET or response.status_code >= 300:
        return False
    content_type = response.headers.get("Content-Type", "").lower()
    is_spreadsheet = any(word in content_type for word in SPREADSHEETS)
    return is_spreadsheet and request.path.startswith(reverse("wagtailadmin_home"))


def record_export(request: HttpRequest) -> None:
    """By the name of the view: its address may hold words, and so may the filters."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    record(action=Action.EXPORTED, view=view.lower() or "unknown")
