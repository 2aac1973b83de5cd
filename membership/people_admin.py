"""How staff look after people and organisations in the admin."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views.groups import DeleteView as GroupDeleteView
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import DeleteView

from .forms import OrganisationEditForm, OrganisationForm, PersonEditForm, PersonForm
from .models import DerivedGroup, Organisation, User
from .permissions import user_can_manage_person, user_can_suspend_person


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    name = "organisations"
    icon = "globe"
    menu_label = "Organisations"
    menu_order = 590
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_display: ClassVar[list[Any]] = ["name", "tier", "sector", Column("suspended_at", label="Suspended")]
    list_filter: ClassVar[list[str]] = ["tier", "sector"]
    search_fields: ClassVar[list[str]] = ["name"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:  # noqa: FBT001, FBT002  Wagtail's signature
        return OrganisationEditForm if for_update else OrganisationForm


class PersonIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[User]:
        return User.objects.select_related("organisation").prefetch_related("role_assignments")


class PersonEditView(generic.EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_manage_person(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        may_suspend = user_can_suspend_person(self.request.user, self.object)
        return {**super().get_form_kwargs(), "may_suspend": may_suspend}


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
    edit_view_class = PersonEditView
    delete_view_class = DeleteView
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


class DjangoGroupViewSet(GroupViewSet):
    """What groups may do. Who is in a derived one is worked out, so it is neither edited here nor deleted."""

    delete_view_class = UnderivedGroupDeleteView
