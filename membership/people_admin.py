"""How staff look after people and organisations in the admin."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.users.forms import GroupForm
from wagtail.users.views.groups import CreateView as GroupCreateView
from wagtail.users.views.groups import DeleteView as GroupDeleteView
from wagtail.users.views.groups import EditView as GroupEditView
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import DeleteView

from .accounts.farewell import LastSuperuser, StillNeeded, delete_account
from .forms import OrganisationEditForm, OrganisationForm, PersonEditForm, PersonForm
from .models import DerivedGroup, Organisation, User
from .permissions import user_can_manage_person, user_can_suspend_person
from .recording import grants_of, record_grant
from .representation import LastRepresentative
from .staff_admin.acts import Dangerous
from .staff_admin.organisation_page import OrganisationPage
from .staff_admin.people_acts import warn_of_missing_representative
from .staff_admin.queues import lacks_representative


class OrganisationIndexView(generic.IndexView):
    """The name leads to what is known of an organisation, not to the form that changes it."""

    def get_base_queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.annotate(count=Count("people", filter=Q(people__suspended_at=None)))

    def get_edit_url(self, instance: Organisation) -> str:
        return str(self.get_inspect_url(instance))


class OrganisationCreateView(generic.CreateView):
    """Its history says who added it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    name = "organisations"
    icon = "globe"
    menu_label = "Organisations"
    menu_order = 590
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    inspect_view_enabled = True
    inspect_view_class = OrganisationPage
    index_view_class = OrganisationIndexView
    add_view_class = OrganisationCreateView
    list_display: ClassVar[list[Any]] = [
        "name",
        "tier",
        "standing",
        Column("count", label="People", sort_key="count"),
        Column("seats", label="Seats", sort_key="seats"),
        DateColumn("certified_at", label="Confirmed", sort_key="certified_at"),
        DateColumn("suspended_at", label="Suspended", sort_key="suspended_at"),
    ]
    list_filter: ClassVar[list[str]] = ["standing", "tier", "sector"]
    search_fields: ClassVar[list[str]] = ["name"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:  # noqa: FBT001, FBT002  Wagtail's signature
        return OrganisationEditForm if for_update else OrganisationForm


class PersonIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[User]:
        return User.objects.select_related("organisation").prefetch_related("role_assignments")


class PersonCreateView(Dangerous, generic.CreateView):
    pass


class PersonEditView(Dangerous, generic.EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_manage_person(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Keeping somebody out asks first."""
        buttons: list[Button] = super().header_more_buttons
        if self.object.suspended_at:
            url = reverse("person_reinstate", args=[self.object.pk])
            return [*buttons, Button("Reinstate", url=url, icon_name="undo", priority=30)]
        if user_can_suspend_person(self.request.user, self.object):
            url = reverse("person_suspend", args=[self.object.pk])
            return [*buttons, Button("Suspend", url=url, icon_name="no-view", priority=30)]
        return buttons

    def form_valid(self, form: ModelForm) -> HttpResponse:
        before = User.objects.select_related("organisation").get(pk=self.object.pk).organisation
        was_alone = before is not None and lacks_representative(before)
        response: HttpResponse = super().form_valid(form)
        if not was_alone:
            warn_of_missing_representative(self.request, before)
        return response


class PersonDeleteView(Dangerous, DeleteView):
    """Deletes as somebody does who leaves by themselves: what must not die with them is handed on first."""

    def delete_action(self) -> None:
        delete_account(person=self.object)

    def form_valid(self, form: ModelForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except (LastSuperuser, LastRepresentative, StillNeeded):
            messages.error(self.request, "Nobody could take their place. Give somebody else their role first.")
            return redirect(reverse("wagtailusers_users:edit", args=[self.object.pk]))


def roles_of(person: User) -> str:
    return ", ".join(assignment.get_role_display() for assignment in person.role_assignments.all())


class PersonViewSet(ModelViewSet):
    """People are suspended, not deleted; only superusers may delete. There are no actions on many at once."""

    model = User
    icon = "user"
    menu_name = "users"
    menu_label = "People"
    menu_order = 600
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    list_display: ClassVar[list[Any]] = [
        "__str__",
        "email",
        "organisation",
        Column("roles", label="Roles", accessor=roles_of),
        BooleanColumn("is_active", label="May sign in"),
        DateColumn("last_login", label="Last signed in", sort_key="last_login"),
    ]
    list_filter: ClassVar[list[str]] = ["organisation", "role_assignments__role", "is_active"]
    search_fields: ClassVar[list[str]] = ["first_name", "last_name", "email"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:  # noqa: FBT001, FBT002  Wagtail's signature
        return PersonEditForm if for_update else PersonForm


class UnderivedGroupDeleteView(GroupDeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if DerivedGroup.objects.filter(group=kwargs["pk"]).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RecordedGrantsMixin:
    """Wagtail's form makes the rows of what a group may do on pages and collections without a signal."""

    object: Any

    @transaction.atomic
    def process_form(self) -> HttpResponse:
        before = grants_of(self.object)
        response: HttpResponse = super().process_form()  # type: ignore[misc]
        for grant in grants_of(self.object):
            if grant not in before:
                record_grant(grant)
        return response


class RecordedGroupCreateView(RecordedGrantsMixin, GroupCreateView):
    pass


class RecordedGroupEditView(RecordedGrantsMixin, GroupEditView):
    pass


class KeptPermissionsGroupForm(GroupForm):
    """Wagtail's takes the permissions that it does not list from the group and gives them back. Here they stay."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if self.instance.pk and "permissions" in given:
            unlisted = self.instance.permissions.exclude(pk__in=self.registered_permissions)
            given["permissions"] = [*given["permissions"], *unlisted]
        return given


class DjangoGroupViewSet(GroupViewSet):
    """What groups may do. Who is in a derived one is worked out, so it is neither edited here nor deleted."""

    add_view_class = RecordedGroupCreateView
    edit_view_class = RecordedGroupEditView
    delete_view_class = UnderivedGroupDeleteView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:  # noqa: FBT001, FBT002  Wagtail's signature
        return KeptPermissionsGroupForm
