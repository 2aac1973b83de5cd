"""Pages that are already chosen: an editor who may not know of one is not told its name by the form that names it."""

from typing import Any

from django.utils.html import escape
from wagtail import blocks
from wagtail.admin.compare import ForeignObjectComparison
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminPageChooser
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from visibility.viewer import viewer_for

from .permissions import pages_known_to

UNKNOWN = "A page that is not yours to see"


def is_known(page: Page | None) -> bool:
    """Whether whoever is at work in the admin just now may know of `page`. Outside the admin nobody is."""
    user = get_active_log_context().user
    if page is None or user is None:
        return page is None
    return pages_known_to(user, viewer_for(user), Page.objects.filter(pk=page.pk)).exists()


class KnownPageChooser(AdminPageChooser):
    def get_value_data_from_instance(self, instance: Page) -> dict[str, Any]:
        if is_known(instance):
            return super().get_value_data_from_instance(instance)
        return {"id": instance.pk, "edit_url": None, "display_title": UNKNOWN, "parent_id": None}


class KnownPageChooserBlock(blocks.PageChooserBlock):
    @property
    def widget(self) -> KnownPageChooser:
        return KnownPageChooser(target_models=self.target_models, can_choose_root=self.can_choose_root)

    def render_basic(self, value: Page | None, context: dict[str, Any] | None = None) -> str:
        """What the comparison of two versions shows."""
        if value is None or is_known(value):
            return str(super().render_basic(value, context))
        return UNKNOWN

    def deconstruct(self) -> Any:
        """To migrations this is Wagtail's own block: what is stored is the same."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs


class KnownPageComparison(ForeignObjectComparison):
    def htmldiff(self) -> str:
        if all(is_known(page) for page in self.get_objects()):
            return str(super().htmldiff())
        return escape(UNKNOWN)


class KnownPagePanel(FieldPanel):
    """A field that holds one page."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **{"widget": KnownPageChooser, **kwargs})

    def get_comparison_class(self) -> type[KnownPageComparison]:
        return KnownPageComparison
