"""Panels of the page editor."""

from typing import Any

from wagtail.admin.panels import Panel

from visibility.explanation import who_sees


class WhoSeesPanel(Panel):
    """Says in words who will see the page, counting what the pages above it allow."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/who_sees.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            parent = page.get_parent() if page.pk else getattr(page, "_parent_for_form", None)
            return {**context, "sentence": who_sees(parent=parent, audience=page.audience)}
