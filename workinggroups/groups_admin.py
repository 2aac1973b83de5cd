"""How staff look after working groups and their rosters in the admin. A group is closed, never deleted."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import ModelForm
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from . import services
from .forms import RosterEntryEditForm, RosterEntryForm, WorkingGroupEditForm, WorkingGroupForm
from .models import RosterEntry, WorkingGroup


class WorkingGroupViewSet(ModelViewSet):
    model = WorkingGroup
    name = "workinggroups"
    icon = "group"
    menu_label = "Groups"
    copy_view_enabled = False
    list_display: ClassVar[list[Any]] = ["name", "theme", "status", "joining", "existence", "parent"]
    list_filter: ClassVar[list[str]] = ["status", "joining", "existence"]
    search_fields: ClassVar[list[str]] = ["name", "purpose"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:  # noqa: FBT001, FBT002  Wagtail's signature
        return WorkingGroupEditForm if for_update else WorkingGroupForm


class RosterIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[RosterEntry]:
        return RosterEntry.objects.select_related("group", "person").order_by("group__name", "person__email")


class RosterDeleteView(generic.DeleteView):
    def delete_action(self) -> None:
        services.remove_from_roster(group=self.object.group, person=self.object.person)


class RosterViewSet(ModelViewSet):
    model = RosterEntry
    name = "rosters"
    icon = "list-ul"
    menu_label = "Rosters"
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = RosterIndexView
    delete_view_class = RosterDeleteView
    list_display: ClassVar[list[Any]] = ["person", "group", "role"]
    list_filter: ClassVar[list[str]] = ["group", "role"]
    search_fields: ClassVar[list[str]] = ["person__first_name", "person__last_name", "person__email", "group__name"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:  # noqa: FBT001, FBT002  Wagtail's signature
        return RosterEntryEditForm if for_update else RosterEntryForm


class WorkingGroupsMenu(ViewSetGroup):
    menu_label = "Working groups"
    menu_icon = "group"
    menu_order = 400
    items = (WorkingGroupViewSet, RosterViewSet)
