"""The buttons on a page by which somebody who is signed in keeps it, follows it, and follows its topics."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from content.page_extras import register_page_extra
from content.pages import ContentPage
from content.vocabulary import Kind

from .queries import is_keepable, kept_of


@dataclass(frozen=True)
class Switch:
    """A button that takes something up or lets it go, by posting `action` to `url`.

    `of` says what the label leaves out, for those who do not see where the button stands.
    """

    url: str
    is_on: bool
    label: str
    of: str = ""

    @property
    def action(self) -> str:
        return "remove" if self.is_on else "add"


@dataclass(frozen=True)
class PageButtons:
    page_id: int
    page: list[Switch]
    topics: list[Switch]


def register() -> None:
    register_page_extra("shelf", _buttons)


def _buttons(context: Mapping[str, Any]) -> PageButtons | None:
    """None for whoever is not signed in, for sections, and in previews, where nobody in particular is looking."""
    page, viewer = context["page"], context["viewer"]
    is_preview = getattr(context["request"], "is_preview", False)
    if not viewer.user_id or is_preview or not is_keepable(page):
        return None
    kept = kept_of(viewer, page, context["topics"])
    return PageButtons(
        page_id=page.pk,
        page=[
            Switch(
                reverse("shelf_bookmark", args=[page.pk]),
                is_on=kept.is_bookmarked,
                label="Remove from my shelf" if kept.is_bookmarked else "Save to my shelf",
            ),
            _follow_page(page, is_on=kept.is_followed),
        ],
        topics=[_follow_topic(topic, is_on=topic.pk in kept.topic_ids) for topic in context["topics"]],
    )


def _follow_page(page: ContentPage, *, is_on: bool) -> Switch:
    what = "this group" if page.kind == Kind.GROUP else "this page"
    url = reverse("shelf_page", args=[page.pk])
    return Switch(url, is_on, "Stop following", of=what) if is_on else Switch(url, is_on, f"Follow {what}")


def _follow_topic(topic: Any, *, is_on: bool) -> Switch:
    url = reverse("shelf_topic", args=[topic.slug])
    return Switch(url, is_on, f"Stop following {topic.name}" if is_on else f"Follow {topic.name}")
