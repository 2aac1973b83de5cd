"""How editors tell whoever kept a page that it was wrong."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from content.pages import ContentPage
from content.vocabulary import Sensitivity
from notifications.announcements import Announcement, What, announce_correction, concerned_readers

from .forms import CorrectionForm
from .permissions import user_can_correct_page

TITLE = "Send a correction"
# As `notifications.wording` writes the mails.
SAID_BY_MAIL = {
    Sensitivity.OPEN: "This page is open, so the mail says its title, its summary and your text.",
    Sensitivity.RESTRICTED: "This page is restricted, so the mail says its title. Your text stays on the portal.",
    Sensitivity.CONFIDENTIAL: "This page is confidential, so the mail is only a link. Your text stays on the portal.",
}


class CorrectionView(WagtailAdminTemplateMixin, FormView):
    """Says how many people will hear of it before anything is sent."""

    form_class = CorrectionForm
    template_name = "shelf/correction.html"
    page_title = TITLE
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not user_can_correct_page(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> ContentPage:
        # By `id`, not by `pk`: that lookup alone takes numbers that are larger than the database can hold.
        return get_object_or_404(ContentPage, id=self.kwargs["page_id"])

    @cached_property
    def reader_count(self) -> int:
        """How many people it concerns who may open the page now."""
        return len(concerned_readers(Announcement(page=self.page, what=What.CORRECTED, by_id=self.request.user.pk)))

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {"url": self.edit_url, "label": self.page.get_admin_display_title()}
        return [*super().get_breadcrumbs_items(), edit, {"url": "", "label": TITLE}]

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "action_url": reverse("shelf_correction", args=[self.page.pk]),
            "media": context["form"].media,
            "reader_count": self.reader_count,
            "said_by_mail": SAID_BY_MAIL[Sensitivity(self.page.sensitivity)],
            "submit_button_label": TITLE,
            "submit_button_active_label": "Sending…",
        }
        return context

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        count = self.reader_count
        announce_correction(page=self.page, text=form.cleaned_data["text"], by=self.request.user)
        people = "1 person hears" if count == 1 else f"{count} people hear"
        messages.success(self.request, f"The correction is on its way: {people} of it.")
        return redirect(self.edit_url)


def addresses() -> list[Any]:
    return [path("shelf/correction/<int:page_id>/", CorrectionView.as_view(), name="shelf_correction")]
