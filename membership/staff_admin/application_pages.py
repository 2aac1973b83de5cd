"""How coordinators and staff read an application, confirm what membership asks, and decide."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from membership.models import MembershipApplication, Tier, User
from membership.organisations import applications as services
from membership.organisations.application_permissions import (
    applications_for,
    coordinators,
    user_can_decide_application,
    user_can_review_applications,
)
from membership.organisations.applications import CRITERIA
from membership.organisations.models import ApplicationState
from membership.permissions import user_can_manage_organisations

from .acts import MOVED_ON, Act, Dangerous, found, people

State = ApplicationState
# A company changes its answers while the application is with it: nobody else reads them then.
READABLE = set(State) - {State.BEGUN}
REFUSALS: dict[type[Exception], str] = {
    services.NoSuchStep: MOVED_ON,
    services.AlreadyTaken: "Another coordinator was faster: the application is taken.",
    services.NotACoordinator: "Only active coordinators and staff lead an application.",
    services.StillToConfirm: "Confirm everything that membership asks first.",
    services.OnlyPathwaysApply: "Only a Pathways company that is current and not suspended can be accepted.",
    services.AnswerNeeded: "Write what the applicant is told.",
}


class OneApplication:
    """Whoever may not read it is answered like everybody without the right, whether it exists or not."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def application(self) -> MembershipApplication:
        rows = MembershipApplication.objects.select_related("organisation", "coordinator", "applicant", "decided_by")
        if user_can_manage_organisations(self.request.user):
            application: MembershipApplication = found(self.kwargs, self.readable(rows))
            return application
        mine = self.readable(rows).filter(id=self.kwargs["pk"]).first()
        if mine is None:
            raise PermissionDenied
        return mine

    def readable(self, rows: QuerySet[MembershipApplication]) -> QuerySet[MembershipApplication]:
        return rows.filter(pk__in=applications_for(self.request.user).values("pk"))

    @property
    def review_url(self) -> str:
        return reverse("application_review", args=[self.application.pk])


class ApplicationReview(OneApplication, WagtailAdminTemplateMixin, TemplateView):
    template_name = "membership_admin/application.html"
    page_title = "Application for membership"
    header_icon = "clipboard-list"
    http_method_names = ("get", "head")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not user_can_review_applications(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.application.organisation.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("staff_waiting"), "label": "Waiting"}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, user = self.application, self.request.user
        steps = {step.key: step for step in application.steps.select_related("confirmed_by")}
        may_decide = user_can_decide_application(user, application)
        return super().get_context_data(
            application=application,
            lines=[{"key": key, "criterion": text, "step": steps.get(key)} for key, text in CRITERIA.items()],
            is_readable=application.state in READABLE,
            may_take=application.state == State.SUBMITTED,
            may_decide=may_decide and application.state == State.IN_REVIEW,
            may_see_organisation=user_can_manage_organisations(user),
            left=len(services.unconfirmed_keys(application)),
            **kwargs,
        )


class ConfirmStep(OneApplication, View):
    """One button a criterion: confirmed, or not after all."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        if not user_can_decide_application(request.user, self.application):
            raise PermissionDenied
        change = services.unconfirm_step if "not" in request.POST else services.confirm_step
        try:
            change(application=self.application, key=key, by=cast(User, request.user))
        except services.NoSuchCriterion:
            raise Http404 from None
        except services.NoSuchStep:
            messages.warning(request, MOVED_ON)
        return redirect(f"{self.review_url}#{key}")


# --- Acts -----------------------------------------------------------------------------------------------------------


class ApplicationAct(OneApplication, Act):
    header_icon = "clipboard-list"
    from_state: ClassVar[State] = State.IN_REVIEW
    refusals = REFUSALS

    def may_act(self) -> bool:
        return user_can_decide_application(self.user, self.application)

    def refusal_now(self) -> str:
        return "" if self.application.state == self.from_state else MOVED_ON

    def get_page_subtitle(self) -> str:
        return self.application.organisation.name

    def back_url(self) -> str:
        """Whoever has handed it over may not read it any more."""
        may_read = self.readable(MembershipApplication.objects.filter(pk=self.application.pk)).exists()
        return self.review_url if may_read else reverse("staff_waiting")

    def back_label(self) -> str:
        return self.application.organisation.name


class Take(ApplicationAct):
    page_title = "Take the application"
    button_label = "Take it"
    from_state = State.SUBMITTED

    def may_act(self) -> bool:
        return user_can_review_applications(self.user) and self.application is not None

    def refusal_now(self) -> str:
        if self.application.state == State.IN_REVIEW:
            return REFUSALS[services.AlreadyTaken]
        return super().refusal_now()

    def consequences(self) -> list[str]:
        return ["You lead the review from now on. The applicant gets a mail with your name."]

    def act(self, given: dict[str, Any]) -> str:
        services.take_application(application=self.application, coordinator=self.user, by=self.user)
        return "You lead this application now."


class HandOverForm(forms.Form):
    coordinator = forms.ModelChoiceField(User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = coordinators().order_by("last_name", "first_name", "email")  # type: ignore[attr-defined]


class HandOver(ApplicationAct):
    page_title = "Hand over"
    button_label = "Hand it over"
    form_class = HandOverForm

    def consequences(self) -> list[str]:
        return ["Another coordinator leads the review from now on. The applicant gets a mail with that name."]

    def act(self, given: dict[str, Any]) -> str:
        services.hand_over_application(application=self.application, coordinator=given["coordinator"], by=self.user)
        return f"{given['coordinator']} leads this application now."


class AnswerForm(forms.Form):
    answer = forms.CharField(
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="The applicant and their colleagues read this.",
        error_messages={
            "required": "Write what the applicant is told.",
            "max_length": "Shorten this to %(limit_value)d characters. It has %(show_value)d.",
        },
    )


class SendBack(ApplicationAct):
    page_title = "Send back for more"
    button_label = "Send it back"
    form_class = AnswerForm

    def consequences(self) -> list[str]:
        return ["The company changes its answers and submits again. Say what is missing."]

    def act(self, given: dict[str, Any]) -> str:
        services.send_back_application(application=self.application, by=self.user, answer=given["answer"])
        return "The company has been asked for more."


class Decline(ApplicationAct):
    page_title = "Decline"
    button_label = "Decline it"
    is_serious = True
    form_class = AnswerForm

    def consequences(self) -> list[str]:
        return ["Say why, and what they can do next. The company stays in Pathways, and can apply again."]

    def act(self, given: dict[str, Any]) -> str:
        services.decline_application(application=self.application, by=self.user, answer=given["answer"])
        return "The application is declined. The applicant gets a mail."


class AcceptForm(AnswerForm):
    tier = forms.ChoiceField(choices=[("", "–"), *((tier.value, tier.label) for tier in Tier if tier.is_member)])
    field_order = ("tier", "answer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = False


class Accept(Dangerous, ApplicationAct):
    page_title = "Accept"
    button_label = "Accept them as members"
    is_serious = True
    form_class = AcceptForm

    def refusal_now(self) -> str:
        if refusal := super().refusal_now():
            return refusal
        left = services.unconfirmed_keys(self.application)
        return REFUSALS[services.StillToConfirm] if left else ""

    def consequences(self) -> list[str]:
        count = self.application.organisation.people.filter(suspended_at=None).count()
        return [f"{people(count)} have what members of this tier have, from their next click on."]

    def act(self, given: dict[str, Any]) -> str:
        accepted = services.accept_application(
            application=self.application, tier=Tier(given["tier"]), by=self.user, answer=given["answer"]
        )
        return f"{accepted.organisation} is a member now."
