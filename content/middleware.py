"""The gate of the admin: a page that a request names by number must be known to whoever asks.

Wagtail asks before it changes a page, but several of its views show the title of any page whose number one types: the
explorer, the page chooser, confirmations, bulk actions and the error messages of forms. Here they all answer 404, as
they do for a page that never was.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from wagtail.admin.views.chooser import page_models_from_string
from wagtail.log_actions import LogContext
from wagtail.models import Page

from visibility.viewer import viewer_of

from .permissions import pages_known_to

IN_THE_ADDRESS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
# Names of views, and the parameters in which each of them takes numbers of pages.
IN_THE_QUERY = {
    "wagtail_bulk_action": ("id", "childOf"),
    "wagtailadmin_choose_page": ("target_pages[]",),
    "wagtailadmin_choose_page_child": ("target_pages[]",),
    "wagtailadmin_choose_page_chosen_multiple": ("id",),
}
IN_THE_FORM = {
    "wagtail_bulk_action": ("chooser",),
    "wagtailadmin_pages:choose_parent": ("parent_page",),
    "wagtailadmin_pages:copy": ("new_parent_page",),
    "wagtailadmin_pages:move": ("new_parent_page",),
}
# These name pages of all kinds from the whole portal, and offer nothing to filter them by.
FOR_SUPERUSERS = {"wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:page_types_usage_results"}


class KnownPagesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_for_the_admin(request):
            return self.get_response(request)
        # Wagtail says who is at work while a view runs, but not while its template is rendered. Forms ask then, too.
        with LogContext(user=request.user):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        if not _is_for_the_admin(request):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in FOR_SUPERUSERS and not request.user.is_superuser:
            raise Http404
        named = _numbers(_named_pages(name, request, kwargs))
        # Numbers that are larger than the database can hold are those of pages that never were.
        askable = {number for number in named if abs(number) <= BigIntegerField.MAX_BIGINT}
        if named and named - set(_known(request).filter(pk__in=askable).values_list("pk", flat=True)):
            raise Http404
        if name == "wagtailadmin_choose_page":
            return _begin_where_known(request)
        return None


def _is_for_the_admin(request: HttpRequest) -> bool:
    """Whether this is the admin, and somebody whom it lets in. Wagtail refuses everybody else."""
    in_the_admin = request.path.startswith(reverse("wagtailadmin_home"))
    return in_the_admin and request.user.has_perm("wagtailadmin.access_admin")


def _known(request: HttpRequest) -> Any:
    return pages_known_to(request.user, viewer_of(request), Page.objects.all())


def _named_pages(name: str, request: HttpRequest, kwargs: dict[str, Any]) -> Iterable[Any]:
    yield from (kwargs[key] for key in IN_THE_ADDRESS if key in kwargs)
    if name == "wagtailadmin_pages:revisions_compare":
        yield kwargs["pk"]
    if name == "wagtail_bulk_action" and kwargs.get("model_name") != "page":
        return
    yield from _values(request.GET, IN_THE_QUERY.get(name, ()))
    yield from _values(request.POST, IN_THE_FORM.get(name, ()))


def _values(parameters: QueryDict, keys: Iterable[str]) -> Iterable[str]:
    return (value for key in keys for value in parameters.getlist(key))


def _numbers(values: Iterable[Any]) -> set[int]:
    """Those that the views could read as the number of a page; the rest finds nothing there."""
    numbers = set()
    for value in values:
        try:
            numbers.add(int(value))
        except ValueError:
            continue
    return numbers


def _begin_where_known(request: HttpRequest) -> HttpResponse | None:
    """A chooser of one type of page begins at the page above all pages of that type: here, above all known ones."""
    wanted = request.GET.get("page_type", "")
    if not wanted or wanted.lower() == "wagtailcore.page":
        return None
    try:
        models = page_models_from_string(wanted)
    except (ValueError, LookupError):
        return None
    above = _known(request).type(*models).first_common_ancestor()
    if not _known(request).filter(pk=above.pk).exists():
        above = Page.get_first_root_node()
    address = reverse("wagtailadmin_choose_page_child", args=[above.pk])
    return HttpResponseRedirect(f"{address}?{request.GET.urlencode()}")
