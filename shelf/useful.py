"""The question below an answer whether it was useful. Readers see what they said themselves, and no count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from content.page_extras import register_page_extra
from content.vocabulary import Kind

from .models import UsefulMark
from .queries import Usefulness, usefulness_of

# Below pages of these kinds it is asked; their templates show `shelf/useful.html`.
ASKED_BELOW = frozenset({Kind.ANSWER})


@dataclass(frozen=True)
class UsefulQuestion:
    """`said` is None for whoever has not said anything; `counts` is for those who may edit the page alone."""

    url: str
    said: bool | None
    counts: Usefulness | None = None


def register() -> None:
    register_page_extra("useful", _question)


def _question(context: Mapping[str, Any]) -> UsefulQuestion | None:
    page, viewer = context["page"], context["viewer"]
    is_preview = getattr(context["request"], "is_preview", False)
    if not viewer.user_id or is_preview or page.kind not in ASKED_BELOW:
        return None
    said = UsefulMark.objects.filter(person=viewer.user_id, page=page.pk).values_list("is_useful", flat=True).first()
    counts = usefulness_of([page.pk]).get(page.pk, Usefulness()) if context["can_edit_here"] else None
    return UsefulQuestion(reverse("shelf_useful", args=[page.pk]), said, counts)
