"""What a page's form asks about the files in the page."""

from typing import Any

from django.core.exceptions import ValidationError

from .files import FilesNarrowerThanPage, refuse_narrower_files


class ReadableFilesMixin:
    """Asks of a page that goes to its readers, or to a reviewer, that every reader can open the files in it.

    A draft may be saved with any file. `ContentPage.publish` asks again where no form is in between.
    """

    data: Any
    instance: Any
    parent_page: Any

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]  # of the form that this is mixed into
        if self._leaves_the_editor() and cleaned.get("body") is not None:
            try:
                refuse_narrower_files(
                    body=cleaned["body"],
                    audience=cleaned.get("audience", self.instance.audience),
                    parent=self.parent_page or self.instance.get_parent(),
                )
            except FilesNarrowerThanPage as refusal:
                self.add_error("body", ValidationError(str(refusal)))  # type: ignore[attr-defined]  # the same
        return cleaned

    def _leaves_the_editor(self) -> bool:
        actions = ("action-publish", "action-submit", "action-restart-workflow")
        approves = "action-workflow-action" in self.data and self.data.get("workflow-action-name") == "approve"
        return approves or any(action in self.data for action in actions)
