"""The form in which pages are edited."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.models import Page

from visibility.models import Audience
from visibility.viewer import viewer_for

from .forms import ReadableFilesMixin
from .permissions import files_known_to, pages_known_to
from .references import references_in


class ContentPageForm(ReadableFilesMixin, WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "audience" in self.fields:
            # An archived audience is no longer offered; a page that has it keeps it.
            offered = Audience.objects.filter(Q(archived=False) | Q(pk=self.instance.audience_id))
            self.fields["audience"].queryset = offered
        kinds = getattr(self.instance, "KINDS", ())
        if "kind" in self.fields and kinds:
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._refuse_unknown_references(cleaned)
        return cleaned

    def _refuse_unknown_references(self, cleaned: dict[str, Any]) -> None:
        """Raise PermissionDenied if a page, document or image was added that the choosers do not offer this user.

        Whoever makes up such a number would read the title of what it stands for, once the form comes back.
        """
        viewer = viewer_for(self.for_user)
        for model, added in self._added_references(cleaned).items():
            if issubclass(model, Page):
                known = pages_known_to(self.for_user, viewer, Page.objects.filter(pk__in=added))
            else:
                known = files_known_to(self.for_user, viewer, model._default_manager.filter(pk__in=added))
            if known.count() < model._default_manager.filter(pk__in=added).count():
                raise PermissionDenied

    def _added_references(self, cleaned: dict[str, Any]) -> dict[Any, set[int]]:
        added: dict[Any, set[int]] = {}
        if cleaned.get("body") is not None:
            before = references_in(self.instance.body) if self.instance.pk else {}
            for model, ids in references_in(cleaned["body"]).items():
                added[model] = ids - before.get(model, set())
        superseded_by = cleaned.get("superseded_by")
        if superseded_by is not None and superseded_by.pk != self.instance.superseded_by_id:
            added[Page] = added.get(Page, set()) | {superseded_by.pk}
        return {model: ids for model, ids in added.items() if ids}


class KnownPagesCopyForm(CopyForm):
    """Copying takes what one may edit; making an alias or a live copy is publishing, which nobody does alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.page.get_parent().permissions_for_user(self.user).can_publish_subpage():
            self.fields.pop("publish_copies", None)
            self.fields.pop("alias", None)
