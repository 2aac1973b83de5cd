"""What waits for a decision, on whom and since when, on one page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from membership.organisations.application_permissions import user_can_review_applications
from membership.permissions import user_can_manage_organisations

from .queues import QUEUES, Queue, queues_for, waiting_count

TITLE = "Waiting"
SHOWN = 25


def user_can_see_what_waits(user: Any) -> bool:
    return user_can_manage_organisations(user) or user_can_review_applications(user)


class Waiting(WagtailAdminTemplateMixin, TemplateView):
    """The first of each queue."""

    page_title = TITLE
    header_icon = "time"
    template_name = "membership_admin/waiting.html"
    http_method_names = ("get", "head")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not user_can_see_what_waits(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sections = [section_of(queue, self.request.user) for queue in queues_for(self.request.user)]
        return super().get_context_data(sections=sections, **kwargs)


def section_of(queue: Queue, user: Any) -> dict[str, Any]:
    rows = queue.rows(user)
    lines = [queue.line(row) for row in rows[: SHOWN + 1]]
    return {
        "queue": queue,
        "lines": lines[:SHOWN],
        "more_url": reverse("staff_waiting_queue", args=[queue.slug]) if len(lines) > SHOWN else "",
    }


class WaitingQueue(Waiting):
    """The whole of one queue, page by page."""

    template_name = "membership_admin/waiting_queue.html"

    @cached_property
    def queue(self) -> Queue:
        queue = next((queue for queue in QUEUES if queue.slug == self.kwargs["slug"]), None)
        if queue is None:
            raise Http404
        if not queue.may_see(self.request.user):
            raise PermissionDenied
        return queue

    def get_page_title(self) -> str:
        return self.queue.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("staff_waiting"), "label": TITLE}
        return [*WagtailAdminTemplateMixin.get_breadcrumbs_items(self), above, {"url": "", "label": self.queue.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = WagtailPaginator(self.queue.rows(self.request.user), SHOWN)
        page = paginator.get_page(self.request.GET.get("p"))
        lines = [self.queue.line(row) for row in page]
        elided = paginator.get_elided_page_range(page.number)
        return WagtailAdminTemplateMixin.get_context_data(
            self, lines=lines, rows=page, elided_page_range=elided, **kwargs
        )


class WaitingMenuItem(MenuItem):
    """Says how much waits for the alliance."""

    def __init__(self) -> None:
        super().__init__(TITLE, reverse("staff_waiting"), name="waiting", icon_name="time", order=120)

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_see_what_waits(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if count := waiting_count(request.user):
            component.label = f"{TITLE} ({count})"
        return component
