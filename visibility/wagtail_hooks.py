"""Audiences in the admin, for those who decide who is in one."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogFormatter, log
from wagtail.permissions import register_permission_policy

from . import audit_kinds
from .models import Audience
from .permissions import KeptForEverPolicy

audit_kinds.register()
register_permission_policy(Audience, KeptForEverPolicy(Audience))

CHANGED = "visibility.audience.changed"


class AudienceForm(WagtailAdminModelForm):
    """The slug stays as it was made: the portal finds its own audiences by it."""

    class Meta:
        model = Audience
        fields: ClassVar[list[str]] = ["name", "description", "groups", "teaser", "archived"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "groups": forms.CheckboxSelectMultiple(),
        }


class NewAudienceForm(AudienceForm):
    class Meta(AudienceForm.Meta):
        fields: ClassVar[list[str]] = ["name", "slug", "description", "groups", "teaser", "archived"]


class AudienceEditView(EditView):
    """Writes down what a change did to the people in the audience."""

    def save_instance(self) -> Audience:
        before = _state(Audience.objects.get(pk=self.object.pk))
        audience: Audience = super().save_instance()
        after = _state(audience)
        changed = {key: {"before": before[key], "after": after[key]} for key in after if before[key] != after[key]}
        if changed:
            log(instance=audience, action=CHANGED, user=self.request.user, data=changed)
        return audience


def _state(audience: Audience) -> dict[str, Any]:
    groups = Group.objects.filter(audiences=audience).order_by("name")
    return {
        "name": audience.name,
        "groups": list(groups.values_list("name", flat=True)),
        "teaser": audience.teaser,
        "archived": audience.archived,
    }


class AudienceViewSet(ModelViewSet):
    model = Audience
    icon = "group"
    menu_label = "Audiences"
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("name", "description", "teaser", "archived")
    list_filter = ("archived", "teaser")
    search_fields = ("name", "description")
    edit_view_class = AudienceEditView

    def get_form_class(self, for_update: bool = False) -> type[AudienceForm]:  # noqa: FBT001, FBT002  Wagtail's own
        return AudienceForm if for_update else NewAudienceForm


@hooks.register("register_admin_viewset")
def register_audiences() -> AudienceViewSet:
    return AudienceViewSet("audiences")


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    @actions.register_action(CHANGED)
    class AudienceChanged(LogFormatter):
        label = "Change an audience"

        def format_message(self, log_entry: Any) -> str:
            changes = (log_entry.data or {}).items()
            return "; ".join(f"{key}: {_told(change['before'])} → {_told(change['after'])}" for key, change in changes)


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "nobody"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
