"""Panels of the page editor."""

from typing import Any, ClassVar

from wagtail.admin.panels import Panel

from visibility.explanation import who_sees, who_sees_by_audience
from visibility.models import Audience


class WhoSeesPanel(Panel):
    """Says in words who will see the page, counting what the pages above it allow, and what publishing would change."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/who_sees.html"

        class Media:
            js: ClassVar[list[str]] = ["admin/who_sees.js"]

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            parent = self.form.parent_page if self.form is not None else self.instance.get_parent()
            offered = [None, *Audience.objects.filter(archived=False)]
            sentences = who_sees_by_audience(parent=parent, audiences=offered)
            return {
                **context,
                "sentence": who_sees(parent=parent, audience=self.instance.audience),
                "sentences": {pk or "": sentence for pk, sentence in sentences.items()},
                "change": self.instance.audience_change,
            }
