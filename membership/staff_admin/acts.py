"""An act of staff: a page that says what will follow, asks for what has to be said, and does it when posted."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from membership.accounts.reauthentication import kept_answers, recently_authenticated
from membership.models import Organisation, User
from membership.permissions import user_can_manage_organisations

MOVED_ON = "This has changed in the meantime. What you see now is how it stands."


class NothingToAsk(forms.Form):
    pass


class Act(WagtailAdminTemplateMixin, FormView):
    """Who may is asked for every GET and every POST. A GET changes nothing.

    `refusals` are the errors of the service, each with the sentence for whoever ran into it.
    """

    template_name = "membership_admin/act.html"
    form_class: type[forms.Form] = NothingToAsk
    button_label = "Yes"
    is_serious = False
    refusals: ClassVar[dict[type[Exception], str]] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.may_act():
            raise PermissionDenied
        if refusal := self.refusal_now():
            messages.warning(request, refusal)
            return redirect(self.back_url())
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        """Whoever acts: nobody enters the admin without an account."""
        return cast(User, self.request.user)

    def may_act(self) -> bool:
        raise NotImplementedError

    def refusal_now(self) -> str:
        """Why this cannot be done at all, as things stand; empty if it can."""
        return ""

    def consequences(self) -> list[str]:
        """What follows, in sentences."""
        return []

    def act(self, given: dict[str, Any]) -> str:
        """Do it. Returns what staff are told."""
        raise NotImplementedError

    def back_url(self) -> str:
        raise NotImplementedError

    def back_label(self) -> str:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            done = self.act(form.cleaned_data)
        except tuple(self.refusals) as refusal:
            messages.warning(self.request, self.refusals[type(refusal)])
        else:
            messages.success(self.request, done)
        return redirect(self.back_url())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": self.back_url(), "label": self.back_label()}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            consequences=self.consequences(),
            button_label=self.button_label,
            is_serious=self.is_serious,
            back_url=self.back_url(),
            **kwargs,
        )


def found(kwargs: dict[str, Any], rows: Any) -> Any:
    # By `id`, not by `pk`: that lookup alone takes numbers that are larger than the database can hold.
    return get_object_or_404(rows, id=kwargs["pk"])


class Dangerous:
    """Stands before `Act`: whoever may do this proves just before it once more that it is they."""

    request: HttpRequest

    @method_decorator(recently_authenticated)
    def get(self, *args: Any, **kwargs: Any) -> Any:
        return super().get(*args, **kwargs)  # type: ignore[misc]

    @method_decorator(recently_authenticated)
    def post(self, *args: Any, **kwargs: Any) -> Any:
        return super().post(*args, **kwargs)  # type: ignore[misc]

    def get_form_kwargs(self) -> dict[str, Any]:
        """With what they had filled in before they were asked."""
        given: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        kept = kept_answers(self.request) if self.request.method == "GET" else None
        if kept is None:
            return given
        answers = {name: values if name == "roles" else values[-1] for name, values in kept.lists()}
        return {**given, "initial": given["initial"] | answers}


class OrganisationAct(Act):
    """Staff act on the organisation that the address names."""

    header_icon = "globe"

    def may_act(self) -> bool:
        return user_can_manage_organisations(self.request.user)

    @cached_property
    def organisation(self) -> Organisation:
        organisation: Organisation = found(self.kwargs, Organisation.objects.all())
        return organisation

    def get_page_subtitle(self) -> str:
        return self.organisation.name

    def back_url(self) -> str:
        return reverse("organisations:inspect", args=[self.organisation.pk])

    def back_label(self) -> str:
        return self.organisation.name


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
