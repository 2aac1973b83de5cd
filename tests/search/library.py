"""A small library to search in: pages of every kind, dated and sorted, and people who look at them."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone
from wagtail.models import Page, Site

from content.models import Topic
from content.pages import ContentPage, SectionPage
from search.engines.base import FacetValue
from search.queries import Results, search
from tests.factories import working_group
from visibility.models import Audience
from visibility.viewer import Viewer, viewer_for
from workinggroups.models import ResourcePage, WorkingGroupPage

_numbers = count(1)


def home() -> Page:
    return Site.objects.get(is_default_site=True).root_page


def section(title: str, *, under: Page | None = None, **fields: Any) -> SectionPage:
    return _added(SectionPage(title=title, **_texts(fields)), under)


def resource(title: str, *, under: Page | None = None, topics: tuple[Topic, ...] = (), **fields: Any) -> ResourcePage:
    """A guidance, unless `kind` says otherwise. `body` is plain text, `days_old` when it was published."""
    page = ResourcePage(title=title, **{"kind": "guidance", **_texts(fields)})
    page.topics = list(topics)
    return _added(page, under)


def group_page(title: str, *, under: Page | None = None) -> WorkingGroupPage:
    return _added(WorkingGroupPage(title=title, group=working_group(title), **_texts({})), under)


def _texts(fields: dict[str, Any]) -> dict[str, Any]:
    published = timezone.now() - timedelta(days=fields.pop("days_old", 0))
    body = fields.pop("body", "")
    return {
        "slug": f"page-{next(_numbers)}",
        "summary": "A summary.",
        "last_published_at": published,
        "body": [("text", f"<p>{body}</p>")] if body else [],
        **fields,
    }


def _added(page: Any, under: Page | None) -> Any:
    parent = Page.objects.get(pk=(under or home()).pk)
    parent.add_child(instance=page)
    return page


def topic(name: str) -> Topic:
    return Topic.objects.create(name=name, slug=name.lower().replace(" ", "-"))


def audience(name: str = "") -> Audience:
    """The audience of one group of its own, to which nobody belongs yet."""
    name = name or f"Audience {next(_numbers)}"
    made = Audience.objects.create(name=name, slug=name.lower().replace(" ", "-"))
    made.groups.add(Group.objects.create(name=name))
    return made


def anyone() -> Viewer:
    return viewer_for(AnonymousUser())


def titles(text: str, viewer: Viewer | None = None, **options: Any) -> list[str]:
    """The titles that `viewer`, or someone who is not signed in, finds, in order."""
    found = search(viewer or anyone(), text, **options)
    return [hit.page.title for hit in found.hits]


def counted(found: Results) -> dict[str, dict[str, int]]:
    """The counts of each facet but the year, which is this one for almost everything here."""
    return {
        name: {value.value: value.count for value in values} for name, values in found.facets.items() if name != "year"
    }


def years(found: Results) -> dict[str, int]:
    return {value.value: value.count for value in found.facets.get("year", ())}


def labels(values: tuple[FacetValue, ...]) -> list[str]:
    return [value.label for value in values]


def fresh(page: Any) -> Any:
    return ContentPage.objects.get(pk=page.pk).specific
