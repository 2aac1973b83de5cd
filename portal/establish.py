"""The portal's beginning: its page tree, audiences, permissions and workflow. Does what is still missing, no more."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, GroupApprovalTask, Page, Site, Workflow

from content.pages import ContentPage, SectionPage
from content.workflows import ensure_workflow
from membership.access import ensure_groups, role_group
from membership.audiences import ensure_audiences
from membership.models import Role
from membership.permissions import ADMIN_ROLES, grant_to_role
from pathways.pages import PathwaysHubPage
from search.first_synonyms import ensure_synonyms
from visibility.models import Audience
from workinggroups.pages import WorkingGroupIndexPage
from workinggroups.premises import collection_for, grant_files, grant_pages

from .models import HomePage


@dataclass(frozen=True)
class Section:
    """A page that the portal starts with. `audience` is a slug; empty means as its parent."""

    slug: str
    title: str
    summary: str
    model: type[ContentPage] = SectionPage
    audience: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    children: tuple["Section", ...] = ()


HOME = Section(
    "home",
    "Keeping children safe online, together",
    "Technology companies share what they know about preventing online child sexual exploitation and abuse.",
    HomePage,
    children=(
        Section(
            "pathways",
            "Pathways",
            "For startups and smaller companies: learn what to do first, and ask people who have done it.",
            PathwaysHubPage,
            fields={"show_in_menus": True},
            children=(
                Section("topics", "Learning paths", "What to read about each topic, in order."),
                Section("answers", "Answers", "Questions that companies asked, and what experts answered."),
                Section("fireside-chats", "Fireside chats", "Recordings of conversations with practitioners."),
            ),
        ),
        Section(
            "library",
            "Library",
            "Toolkits, guidance, policy briefings and recordings for members of the alliance.",
            audience="members",
            fields={"show_in_menus": True},
            children=(
                Section("resources", "Resources", "Toolkits, guidance, templates and reports for your daily work."),
                Section("policy-briefings", "Policy briefings", "What law makers plan, by region."),
                Section("webinars", "Webinars", "Recordings of sessions for members."),
            ),
        ),
        Section(
            "working-groups",
            "Working groups",
            "People from several companies, working on one subject.",
            WorkingGroupIndexPage,
            audience="members",
            fields={"show_in_menus": True},
        ),
        Section(
            "publications",
            "Publications",
            "Reports and frameworks that the alliance publishes for everyone.",
            fields={"show_in_menus": True},
        ),
        Section("membership", "Membership", "Who can join the alliance, and how.", fields={"show_in_menus": True}),
        Section("about", "About", "Who we are and how we work.", fields={"show_in_menus": True}),
    ),
)

# Where editors and publishers work. The working groups are their coordinators' and alliance staff's.
EDITED_SECTIONS = ("pathways", "library", "publications", "membership", "about")
EDITING = ("add_page", "change_page")
PUBLISHING = (*EDITING, "publish_page", "lock_page", "unlock_page")
STEWARDSHIP = (*PUBLISHING, "bulk_delete_page")
# Synonyms and promoted results work at once, for everybody, and nobody reviews them: not every editor's to change.
CURATED = ("synonymset", "promotedresult")
CURATION = tuple(f"search.{action}_{model}" for model in CURATED for action in ("add", "change", "delete", "view"))
COLLECTIONS = {"Public files": "", "Pathways files": "pathways", "Members' files": "members"}


@transaction.atomic
def establish() -> HomePage:
    """Make what the portal cannot do without, where it is missing, and return the home page. Safe to run again."""
    ensure_groups()
    ensure_audiences()
    home = _home()
    _grant(home)
    ensure_workflow(page=home)
    ensure_synonyms()
    return home


def _home() -> HomePage:
    home = HomePage.objects.first()
    if home is None:
        _clear_beginning()
        home = _add(Page.get_first_root_node(), HOME)
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name=settings.PORTAL_NAME)
    return home


def _clear_beginning() -> None:
    """Take away what Wagtail starts every site with: a welcome page, two groups with wide permissions, a workflow."""
    Page.objects.filter(depth=2).delete()
    Group.objects.filter(name__in=["Editors", "Moderators"], derived=None).delete()
    Workflow.objects.filter(name="Moderators approval").delete()
    GroupApprovalTask.objects.filter(name="Moderators approval").delete()


def _add(parent: Page, section: Section) -> Any:
    audience = Audience.objects.get(slug=section.audience) if section.audience else None
    page = section.model(
        title=section.title, slug=section.slug, summary=section.summary, audience=audience, **section.fields
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    for child in section.children:
        _add(page, child)
        page.refresh_from_db()
    return page


def _grant(home: HomePage) -> None:
    editors, publishers, staff = role_group(Role.EDITOR), role_group(Role.PUBLISHER), role_group(Role.STAFF)
    for slug in EDITED_SECTIONS:
        section = home.get_children().get(slug=slug)
        grant_pages(editors, section, EDITING)
        grant_pages(publishers, section, PUBLISHING)
    grant_pages(staff, home, STEWARDSHIP)
    for name, audience_slug in COLLECTIONS.items():
        audience = Audience.objects.get(slug=audience_slug) if audience_slug else None
        collection = collection_for(audience=audience, name=name)
        for group in (editors, publishers):
            grant_files(group, collection)
    grant_files(staff, Collection.get_first_root_node())
    for role in (Role.EDITOR, Role.PUBLISHER, Role.STAFF):
        grant_to_role(role, "content.add_topic", "content.change_topic", "content.view_topic")
    grant_to_role(Role.STAFF, "visibility.change_audience", "events.host_every_event")
    for role in (Role.PUBLISHER, Role.STAFF):
        grant_to_role(role, *CURATION)
    for role in ADMIN_ROLES:
        grant_to_role(role, "search.view_synonymset", "search.view_zeroresultquery")
