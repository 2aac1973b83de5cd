"""How the audit log names pages and files: to whoever may know of them."""

from collections.abc import Mapping

from django.http import HttpRequest
from wagtail.models import Page

from audit.kinds import FILE, PAGE, Kind, register_kind
from visibility.viewer import viewer_of

from .models import PrivateDocument
from .permissions import files_known_to, pages_known_to


def titles_of_pages(request: HttpRequest, ids: set[int]) -> Mapping[int, str]:
    known = pages_known_to(request.user, viewer_of(request), Page.objects.filter(pk__in=ids))
    return dict(known.values_list("pk", "title"))


def titles_of_files(request: HttpRequest, ids: set[int]) -> Mapping[int, str]:
    known = files_known_to(request.user, viewer_of(request), PrivateDocument.objects.filter(pk__in=ids))
    return dict(known.values_list("pk", "title"))


def register() -> None:
    register_kind(PAGE, Kind("Page", "a page that you may not open", titles_of_pages))
    register_kind(FILE, Kind("File", "a file that you may not open", titles_of_files))
