"""What editors do in tests: sign in, write a page, submit it, approve it."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page, TaskState

from content.pages import ContentPage, SectionPage
from workinggroups.models import WorkingGroup
from workinggroups.pages import ResourcePage, WorkingGroupIndexPage, WorkingGroupPage
from workinggroups.premises import furnish_group


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def section(slug: str) -> SectionPage:
    return SectionPage.objects.get(slug=slug)


def page_of(group: WorkingGroup) -> WorkingGroupPage:
    return furnish_group(group=group, index=WorkingGroupIndexPage.objects.get())


def draft(parent: Page, title: str = "A toolkit", *, by: Any = None, **fields: Any) -> ResourcePage:
    page = ResourcePage(
        title=title,
        slug=title.lower().replace(" ", "-"),
        summary=f"About {title}.",
        kind="toolkit",
        live=False,
        **fields,
    )
    page.owner = by
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=by)
    return page


def published(parent: Page, title: str = "A toolkit", *, by: Any = None, **fields: Any) -> ResourcePage:
    page = draft(parent, title, by=by, **fields)
    page.latest_revision.publish()
    return fresh(page)


def redraft(page: Page, *, by: Any, **fields: Any) -> Any:
    """Save a newer version of a live page, unpublished."""
    newest = fresh(page)
    for name, value in fields.items():
        setattr(newest, name, value)
    newest.save_revision(user=by)
    return fresh(page)


def submit(page: Page, *, by: Any) -> TaskState:
    fresh(page).get_workflow().start(fresh(page), by)
    return under_review(page)


def under_review(page: Page) -> TaskState:
    return fresh(page).current_workflow_task_state


def approve(page: Page, *, by: Any, task_state: TaskState | None = None) -> HttpResponse:
    """As the dialogue of the dashboard does."""
    state = task_state or under_review(page)
    return signed_in(by).post(f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/", {"comment": ""})


def page_form(**values: Any) -> dict[str, Any]:
    """What the page editor posts for a page with an empty body."""
    return {
        "title": "A toolkit",
        "slug": "a-toolkit",
        "summary": "About a toolkit.",
        "kind": "toolkit",
        "region": "",
        "sensitivity": "open",
        "body-count": "0",
        "corrections-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **values,
    }


def form_of(page: ContentPage, **values: Any) -> dict[str, Any]:
    """What the editor posts for this page as it is, but for `values`."""
    as_it_is = {"title": page.title, "slug": page.slug, "summary": page.summary, "kind": page.kind}
    audience = {"audience": str(page.audience_id)} if page.audience_id else {}
    return page_form(**as_it_is, **audience, **values)


def fresh(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific
