"""Previews: a page as different people will see it."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from visibility.explanation import explain_draft
from visibility.models import Audience
from visibility.viewer import set_viewer, viewer_for, viewer_in

AS_YOURSELF, SIGNED_OUT, IN = "", "signed-out", "in-"


class AudiencePreviewMixin:
    """Mixin of the page model. Wagtail's preview panel offers these modes, and so does the view of a draft."""

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        audiences = Audience.objects.filter(archived=False)
        return [
            (AS_YOURSELF, "As yourself"),
            (SIGNED_OUT, "As someone who is not signed in"),
            *((f"{IN}{audience.slug}", f"As someone in {audience.name}") for audience in audiences),
        ]

    @property
    def default_preview_mode(self) -> str:
        return AS_YOURSELF

    def is_previewable(self) -> bool:
        return True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        if mode_name == AS_YOURSELF:
            return super().serve_preview(request, mode_name)  # type: ignore[misc]
        return self._as_seen_by(_audience(mode_name), request, mode_name)

    def _as_seen_by(self, audience: Audience | None, request: HttpRequest, mode_name: str) -> Any:
        seen_as = viewer_in(audience)
        explanation = explain_draft(
            seen_as,
            parent=self.get_parent(),  # type: ignore[attr-defined]
            title=self.title,  # type: ignore[attr-defined]
            audience=self.audience,  # type: ignore[attr-defined]
        )
        if not explanation.allowed:
            return _refusal(request, audience, explanation)
        # The editor is not shown through this what they may not see themselves: lists and links hold what both may.
        own = viewer_for(request.user)
        set_viewer(request, replace(seen_as, barriers=seen_as.barriers | own.barriers))
        if audience is None:
            request.user = AnonymousUser()
        return super().serve_preview(request, mode_name)  # type: ignore[misc]


def _audience(mode_name: str) -> Audience | None:
    if mode_name == SIGNED_OUT:
        return None
    audience = Audience.objects.filter(archived=False, slug=mode_name.removeprefix(IN)).first()
    if audience is None or not mode_name.startswith(IN):
        raise Http404
    return audience


def _refusal(request: HttpRequest, audience: Audience | None, explanation: Any) -> HttpResponse:
    whom = f"someone in {audience.name}" if audience else "someone who is not signed in"
    return render(request, "content/preview_refused.html", {"whom": whom, "explanation": explanation})
