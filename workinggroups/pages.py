"""The pages of working groups, and what they publish: resources and policy briefings."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from content.listings import Listing, listing_of
from content.pages import ContentPage
from content.surroundings import address_of
from content.vocabulary import BRIEFING_KINDS, RESOURCE_KINDS, Kind
from visibility.pages import visible_pages
from visibility.viewer import Viewer, viewer_of


class WorkingGroupIndexPage(ContentPage):
    """Lists the working groups whose pages the viewer may open."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["workinggroups.WorkingGroupPage"]
    template = "workinggroups/working_group_index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        pages = visible_pages(viewer_of(request), WorkingGroupPage.objects.child_of(self)).select_related("group")
        context["groups"] = [GroupLine.of(page, request) for page in pages.order_by("title")]
        return context


@dataclass(frozen=True)
class GroupLine:
    title: str
    url: str
    purpose: str
    theme: str
    status_label: str

    @classmethod
    def of(cls, page: "WorkingGroupPage", request: HttpRequest) -> "GroupLine":
        group = page.group
        return cls(page.title, address_of(page, request), group.purpose, group.theme, group.get_status_display())


class WorkingGroupPage(ContentPage):
    """The home of one working group, for the people on its roster."""

    fixed_kind = Kind.GROUP
    group = models.OneToOneField("workinggroups.WorkingGroup", on_delete=models.PROTECT, related_name="page")

    parent_page_types: ClassVar[list[str]] = ["workinggroups.WorkingGroupIndexPage"]
    subpage_types: ClassVar[list[str]] = [
        "workinggroups.ResourcePage",
        "workinggroups.BriefingPage",
        "events.EventPage",
    ]
    content_panels: ClassVar[list[Any]] = [*ContentPage.content_panels, FieldPanel("group")]
    template = "workinggroups/working_group_page.html"

    def listing(self, request: HttpRequest, viewer: Viewer) -> Listing | None:
        return listing_of(ContentPage.objects.child_of(self), request, viewer)


class ResourcePage(ContentPage):
    """A toolkit, guidance, a template, a roadmap, a report, or the recording of a session."""

    fixed_kind = None
    KINDS = RESOURCE_KINDS

    subpage_types: ClassVar[list[str]] = []
    sorting_panels: ClassVar[list[Any]] = [FieldPanel("kind"), *ContentPage.sorting_panels]
    template = "workinggroups/resource_page.html"


class BriefingPage(ContentPage):
    """A policy briefing: what happened in one region, in one period."""

    fixed_kind = None
    KINDS = BRIEFING_KINDS
    jurisdiction = models.CharField(max_length=100, blank=True, help_text="For example a country, a state or the EU.")
    period = models.DateField(null=True, blank=True, help_text="The month that it covers, or the day of the hearing.")

    subpage_types: ClassVar[list[str]] = []
    sorting_panels: ClassVar[list[Any]] = [
        FieldPanel("kind"),
        FieldPanel("jurisdiction"),
        FieldPanel("period"),
        *ContentPage.sorting_panels,
    ]
    template = "workinggroups/briefing_page.html"
