"""How staff look after the worker and mail: three lists in the admin, each with a button that tries once more."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from . import permissions
from .addresses import UndeliverableAddress
from .backends import WRITTEN
from .job_states import TRIES
from .jobs import NoSuchJob, Standing, standings, try_again
from .letters import address_of
from .outbox import OutboxMail
from .sending import clear_address, send_again
from .watching import age, worker_is_silent

PER_PAGE = 50
# How staff know the messages whose names in the code say little to them.
MESSAGES = {WRITTEN: "Sign-in or review"}

MayDo = Callable[[Any], bool]


class StaffList(WagtailAdminTemplateMixin, TemplateView):
    """Whether one may is asked for every GET and for every POST."""

    may_view: ClassVar[MayDo]
    may_act: ClassVar[MayDo]
    url_name: ClassVar[str]
    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        allowed = type(self).may_act if request.method == "POST" else type(self).may_view
        if not allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        messages.success(request, self.act())
        return redirect(self.url_name)

    def act(self) -> str:
        """Do what was asked for. Returns what staff are told. Raises Http404 for a thing that is not there."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_act=type(self).may_act(self.request.user), **kwargs)

    def page_of(self, rows: QuerySet) -> dict[str, Any]:
        """What the templates need of one page of these rows."""
        paginator = WagtailPaginator(rows, PER_PAGE)
        page: Page = paginator.get_page(self.request.GET.get("p"))
        return {"rows": page, "elided_page_range": paginator.get_elided_page_range(page.number)}


# --- The worker ----------------------------------------------------------------------------------------------------


class BackgroundWork(StaffList):
    page_title = "Background work"
    header_icon = "cogs"
    template_name = "notifications/background_work.html"
    url_name = "background_work"
    may_view = permissions.user_can_view_jobs
    may_act = permissions.user_can_run_jobs

    def act(self) -> str:
        name = self.request.POST.get("job", "")
        try:
            try_again(name)
        except NoSuchJob:
            raise Http404 from None
        return f"The worker runs {name} as soon as it is free."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        troubled_first = sorted(standings(), key=lambda standing: not standing.state.failures)
        lines = [job_line(standing) for standing in troubled_first]
        return super().get_context_data(lines=lines, is_silent=worker_is_silent(), tries=TRIES, **kwargs)


def job_line(standing: Standing) -> dict[str, Any]:
    return {
        "standing": standing,
        "last_run": age(standing.state.started_at),
        "oldest": age(standing.waiting.oldest),
        "needs_a_person": bool(standing.state.failures),
    }


# --- Mail ----------------------------------------------------------------------------------------------------------


class ParkedMails(StaffList):
    page_title = "Mail that did not arrive"
    header_icon = "mail"
    template_name = "notifications/parked_mails.html"
    url_name = "parked_mails"
    may_view = permissions.user_can_view_mails
    may_act = permissions.user_can_send_mails_again

    def act(self) -> str:
        count = send_again(mails=self.chosen())
        return f"{count} mail{' is' if count == 1 else 's are'} on the way again."

    def chosen(self) -> QuerySet[OutboxMail]:
        """All, the one whose button was pressed, or those whose boxes are ticked."""
        if "all" in self.request.POST:
            return OutboxMail.objects.all()
        ids = self.request.POST.getlist("only") or self.request.POST.getlist("mail")
        return OutboxMail.objects.filter(pk__in=[one for one in ids if one.isascii() and one.isdigit()])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parked = OutboxMail.objects.filter(parked_at__isnull=False).select_related("person").order_by("-parked_at")
        found = self.page_of(parked)
        lines = [mail_line(mail) for mail in found["rows"]]
        return super().get_context_data(lines=lines, **found, **kwargs)


def mail_line(mail: OutboxMail) -> dict[str, Any]:
    """Of what the mail says, nothing."""
    return {
        "mail": mail,
        "message": MESSAGES.get(mail.message) or mail.message.replace("_", " ").capitalize(),
        "address": address_of(mail),
    }


class UndeliverableAddresses(StaffList):
    page_title = "Undeliverable addresses"
    header_icon = "warning"
    template_name = "notifications/undeliverable_addresses.html"
    url_name = "undeliverable_addresses"
    may_view = permissions.user_can_view_addresses
    may_act = permissions.user_can_clear_addresses

    def act(self) -> str:
        number = self.request.POST.get("address", "")
        if not (number.isascii() and number.isdigit()):
            raise Http404
        count = clear_address(noted=get_object_or_404(UndeliverableAddress, pk=number))
        mails = "No mail had waited for it." if not count else f"Parked mails that are on the way again: {count}."
        return f"The address gets mail again. {mails}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.page_of(UndeliverableAddress.objects.all()), **kwargs)


# --- Where they stand in the admin ---------------------------------------------------------------------------------

LISTS: tuple[type[StaffList], ...] = (BackgroundWork, ParkedMails, UndeliverableAddresses)


class StaffListMenuItem(MenuItem):
    def __init__(self, view: type[StaffList], *, order: int) -> None:
        name = view.url_name.replace("_", "-")
        super().__init__(view.page_title, reverse(view.url_name), name=name, icon_name=view.header_icon, order=order)
        self.may_view = view.may_view

    def is_shown(self, request: Any) -> bool:
        return self.may_view(request.user)


def addresses() -> list[Any]:
    return [path(f"{view.url_name.replace('_', '-')}/", view.as_view(), name=view.url_name) for view in LISTS]
