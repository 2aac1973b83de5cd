"""How editors have an event come again."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .pages import EventPage
from .recurrence import MOST, Every, repeat, user_can_repeat_event

TITLE = "Repeat this event"


class RepeatForm(forms.Form):
    every = forms.TypedChoiceField(label="How often", coerce=int, choices=Every.choices)
    times = forms.IntegerField(
        label="How many more",
        min_value=1,
        max_value=MOST,
        help_text="Each becomes a draft with the same time of day. Review and publish them like any other page.",
        error_messages={
            "min_value": "Enter 1 or more.",
            "max_value": f"Enter {MOST} or less.",
            "required": "Enter how many more there will be.",
        },
    )


class RepeatView(WagtailAdminTemplateMixin, FormView):
    form_class = RepeatForm
    template_name = "wagtailadmin/generic/form.html"
    page_title = TITLE
    header_icon = "date"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not user_can_repeat_event(request.user, self.event):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def event(self) -> EventPage:
        # By `id`, not by `pk`: that lookup alone takes numbers that are larger than the database can hold.
        return get_object_or_404(EventPage, id=self.kwargs["page_id"], alias_of=None)

    def get_page_subtitle(self) -> str:
        return self.event.get_admin_display_title()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "action_url": reverse("event_repeat", args=[self.event.pk]),
            "media": context["form"].media,
            "submit_button_label": TITLE,
            "submit_button_active_label": "Writing…",
        }

    def form_valid(self, form: RepeatForm) -> HttpResponse:
        drafts = repeat(event=self.event, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"Drafts written: {len(drafts)}.")
        return redirect("wagtailadmin_explore", self.event.get_parent().pk)


def addresses() -> list[Any]:
    return [path("events/repeat/<int:page_id>/", RepeatView.as_view(), name="event_repeat")]
