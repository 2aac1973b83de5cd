"""What an editor wrote is published by somebody else, and by nobody in any other way."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from content.pages import ContentPage
from content.workflows import IndependentReviewTask, ensure_workflow
from tests import factories
from tests.editors.desk import (
    approve,
    draft,
    form_of,
    fresh,
    page_form,
    page_of,
    published,
    redraft,
    section,
    signed_in,
    submit,
    under_review,
)

APPROVE_FROM_EDITOR = {"action-workflow-action": "true", "workflow-action-name": "approve"}


@pytest.fixture
def editor() -> Any:
    return factories.editor()


@pytest.fixture
def publisher() -> Any:
    return factories.publisher()


@pytest.fixture
def waiting(editor: Any) -> ContentPage:
    """An editor's page, submitted."""
    page = draft(section("resources"), by=editor)
    submit(page, by=editor)
    return page


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_every_page_type_keeps_the_rules_of_publishing():
    from wagtail.models import get_page_models

    assert [model for model in get_page_models() if model is not Page and not issubclass(model, ContentPage)] == []


def test_an_editor_submits_and_a_publisher_approves_and_that_publishes(editor, publisher):
    parent = section("resources")
    form = page_form(**{"action-submit": "true"})
    signed_in(editor).post(f"/admin/pages/add/workinggroups/resourcepage/{parent.pk}/", form)
    page = Page.objects.get(slug="a-toolkit")
    assert not page.live
    approve(page, by=publisher)
    assert is_live(page)
    assert PageLogEntry.objects.get(page=page.pk, action="wagtail.publish").user == publisher


def test_a_publisher_does_not_approve_what_they_wrote(publisher):
    page = draft(section("resources"), by=publisher)
    submit(page, by=publisher)
    approve(page, by=publisher)
    assert not is_live(page)
    signed_in(publisher).post(f"/admin/pages/{page.pk}/edit/", form_of(fresh(page), **APPROVE_FROM_EDITOR))
    assert not is_live(page)
    approve(page, by=factories.publisher())
    assert is_live(page)


def test_an_editor_approves_nothing(editor, waiting):
    approve(waiting, by=factories.editor())
    approve(waiting, by=editor)
    assert not is_live(waiting)


def test_whoever_edits_while_approving_leaves_the_approval_to_somebody_else(publisher, waiting):
    form = form_of(fresh(waiting), **APPROVE_FROM_EDITOR) | {"title": "Changed by the reviewer"}
    signed_in(publisher).post(f"/admin/pages/{waiting.pk}/edit/", form)
    assert not is_live(waiting)
    assert fresh(waiting).get_latest_revision_as_object().title == "Changed by the reviewer"
    approve(waiting, by=publisher)
    assert not is_live(waiting)
    approve(waiting, by=factories.publisher())
    assert fresh(waiting).live
    assert fresh(waiting).title == "Changed by the reviewer"


def test_a_publisher_approves_an_unchanged_page_from_the_editor(publisher, waiting):
    signed_in(publisher).post(f"/admin/pages/{waiting.pk}/edit/", form_of(fresh(waiting), **APPROVE_FROM_EDITOR))
    assert is_live(waiting)


def test_nobody_approves_a_version_that_was_changed_after_they_opened_it(publisher, waiting):
    opened = fresh(waiting).latest_revision
    seen = {"loaded_revision_id": opened.pk, "loaded_revision_created_at": opened.created_at.isoformat()}
    form = form_of(fresh(waiting), **APPROVE_FROM_EDITOR, **seen)
    other = factories.publisher()
    signed_in(other).post(f"/admin/pages/{waiting.pk}/edit/", form_of(fresh(waiting)) | {"summary": "Changed."})
    signed_in(publisher).post(f"/admin/pages/{waiting.pk}/edit/", form)
    assert not is_live(waiting)


def test_the_link_to_approve_stops_working_when_a_reviewer_edits(publisher, waiting):
    old = under_review(waiting)
    other = factories.publisher()
    signed_in(other).post(f"/admin/pages/{waiting.pk}/edit/", form_of(fresh(waiting)) | {"summary": "Changed."})
    assert under_review(waiting).revision == fresh(waiting).latest_revision
    approve(waiting, by=publisher, task_state=old)
    assert not is_live(waiting)


def test_the_right_to_approve_one_page_approves_no_other(publisher):
    """Wagtail asks about the page in the address and acts on the review whose number stands beside it."""
    allowed = draft(section("resources"), "Allowed", by=factories.editor())
    submit(allowed, by=factories.editor())
    own = draft(section("resources"), "Own", by=publisher)
    submit(own, by=publisher)
    approve(allowed, by=publisher, task_state=under_review(own))
    assert not is_live(own)
    group_page = draft(page_of(factories.working_group()), "In a group")
    submit(group_page, by=factories.superuser())
    for action in ("approve", "reject"):
        state = under_review(group_page)
        url = f"/admin/pages/workflow/action/{allowed.pk}/{action}/{state.pk}/"
        signed_in(publisher).post(url, {"comment": ""})
        assert under_review(group_page) == state
    assert not is_live(group_page)


def test_publishers_review_their_sections_and_staff_everything(publisher):
    group = factories.working_group()
    coordinator = factories.coordinator_of(group)
    page = draft(page_of(group), "In a group", by=coordinator)
    submit(page, by=coordinator)
    assert approve(page, by=publisher).status_code == 404
    assert not is_live(page)
    approve(page, by=coordinator)
    assert not is_live(page)
    approve(page, by=factories.alliance_staff())
    assert is_live(page)


def test_what_waits_for_someone_is_what_they_may_approve(publisher, waiting):
    group_page = draft(page_of(factories.working_group()), "In a group")
    submit(group_page, by=factories.superuser())
    own = draft(section("resources"), "Own", by=publisher)
    submit(own, by=publisher)
    task = IndependentReviewTask.objects.get()

    def waits_for(person: Any) -> set[str]:
        return {state.workflow_state.object_id for state in task.get_task_states_user_can_moderate(person)}

    assert waits_for(publisher) == {str(waiting.pk)}
    assert waits_for(factories.editor()) == set()
    assert waits_for(factories.alliance_staff()) == {str(waiting.pk), str(own.pk), str(group_page.pk)}
    dashboard = signed_in(publisher).get("/admin/").content.decode()
    assert "Approve and publish" in dashboard
    assert "In a group" not in dashboard


@pytest.mark.parametrize("role", [factories.editor, factories.publisher, factories.alliance_staff])
def test_nobody_but_a_superuser_publishes_directly(role):
    person = role()
    client = signed_in(person)
    live = published(section("resources"), "Live one")
    page = draft(section("resources"), "Not yet", by=factories.editor())
    changed = redraft(live, by=person, title="Rewritten")
    old = fresh(page).latest_revision
    count = Page.objects.live().count()

    new = page_form(slug="made-live", **{"action-publish": "true"})
    client.post(f"/admin/pages/add/workinggroups/resourcepage/{section('resources').pk}/", new)
    client.post(f"/admin/pages/{page.pk}/edit/", form_of(fresh(page), **{"action-publish": "true"}))
    client.post(
        f"/admin/pages/{page.pk}/revisions/{old.pk}/revert/", form_of(fresh(page), **{"action-publish": "true"})
    )
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&id={live.pk}", {"include_descendants": "on"})
    for action in ("publish", "convert_alias", "revert_to_page_revision", "copy", "create_alias", "move"):
        answer = client.post(
            f"/admin/api/main/pages/{page.pk}/action/{action}/",
            {"keep_live": True, "revision_id": old.pk, "destination_page_id": section("about").pk},
            content_type="application/json",
        )
        assert answer.status_code == 404, action
    copying = {"new_title": "Copy", "new_parent_page": section("resources").pk}
    client.post(f"/admin/pages/{live.pk}/copy/", {**copying, "new_slug": "live-copy", "publish_copies": "on"})
    client.post(f"/admin/pages/{live.pk}/copy/", {**copying, "new_slug": "alias", "alias": "on"})

    assert Page.objects.live().count() == count
    assert fresh(changed).title == "Live one"
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_a_superuser_publishes_directly():
    page = draft(section("resources"))
    form = form_of(fresh(page), **{"action-publish": "true"})
    signed_in(factories.superuser()).post(f"/admin/pages/{page.pk}/edit/", form)
    assert is_live(page)


def test_nothing_is_published_by_switching_the_review_off(waiting):
    task = IndependentReviewTask.objects.get()
    signed_in(factories.superuser()).post(f"/admin/workflows/tasks/disable/{task.pk}/")
    assert not is_live(waiting)


def test_what_is_approved_for_later_is_published_then_and_not_before(editor, publisher):
    page = draft(section("resources"), by=editor, go_live_at=timezone.now() + datetime.timedelta(days=1))
    submit(page, by=editor)
    approve(page, by=publisher)
    assert not is_live(page)
    assert fresh(page).approved_schedule
    call_command("publish_scheduled")
    assert not is_live(page)
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=timezone.now())
    revision = fresh(page).latest_revision
    revision.content["go_live_at"] = timezone.now().isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert is_live(page)


def test_nobody_changes_what_is_approved_for_later(editor, publisher):
    page = draft(section("resources"), by=editor, go_live_at=timezone.now() + datetime.timedelta(days=1))
    submit(page, by=editor)
    approve(page, by=publisher)
    scheduled = fresh(page).scheduled_revision
    for person in (editor, publisher, factories.superuser()):
        signed_in(person).post(f"/admin/pages/{page.pk}/edit/", form_of(fresh(page)) | {"title": "Changed"})
    assert fresh(page).scheduled_revision == scheduled
    assert fresh(page).scheduled_revision.content["title"] == "A toolkit"
    signed_in(editor).post(f"/admin/pages/{page.pk}/revisions/{scheduled.pk}/unschedule/")
    assert fresh(page).scheduled_revision == scheduled
    signed_in(publisher).post(f"/admin/pages/{page.pk}/revisions/{scheduled.pk}/unschedule/")
    assert fresh(page).scheduled_revision is None


def test_publishers_take_pages_offline_and_editors_do_not(editor, publisher):
    page, other = published(section("resources"), "First"), published(section("resources"), "Second")
    signed_in(editor).post(f"/admin/pages/{page.pk}/unpublish/")
    signed_in(editor).post(f"/admin/bulk/wagtailcore/page/unpublish/?id={page.pk}")
    assert is_live(page)
    signed_in(publisher).post(f"/admin/pages/{page.pk}/unpublish/")
    assert not is_live(page)
    signed_in(publisher).post(f"/admin/bulk/wagtailcore/page/unpublish/?id={other.pk}")
    assert not is_live(other)


def test_a_live_page_is_not_moved_to_where_more_people_see_it(publisher):
    page = published(section("resources"))
    for_everyone, for_members = section("about"), section("webinars")
    signed_in(publisher).post(f"/admin/pages/{page.pk}/move/{for_everyone.pk}/confirm/")
    signed_in(publisher).post(f"/admin/bulk/wagtailcore/page/move/?id={page.pk}", {"chooser": for_everyone.pk})
    assert fresh(page).get_parent().pk == section("resources").pk
    signed_in(publisher).post(f"/admin/pages/{page.pk}/move/{for_members.pk}/confirm/")
    assert fresh(page).get_parent().pk == for_members.pk
    signed_in(factories.superuser()).post(f"/admin/pages/{page.pk}/move/{for_everyone.pk}/confirm/")
    assert fresh(page).get_parent().pk == for_everyone.pk


def test_an_alias_does_not_become_a_page_of_its_own_without_a_review(publisher):
    source = published(section("resources"))
    alias = source.create_alias(parent=section("about"), update_slug="alias")
    signed_in(publisher).post(f"/admin/pages/{alias.pk}/convert_alias/")
    assert fresh(alias).alias_of_id == source.pk
    signed_in(factories.superuser()).post(f"/admin/pages/{alias.pk}/convert_alias/")
    assert fresh(alias).alias_of_id is None


def test_the_dialogue_for_approving_says_who_gains_and_who_loses(publisher, editor):
    from visibility.models import Audience

    page = published(section("publications"))
    redraft(page, by=editor, audience=Audience.objects.get(slug="members"))
    state = submit(page, by=editor)
    dialogue = signed_in(publisher).get(f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/")
    assert "loses it; only Members keeps it." in dialogue.json()["html"]
    assert (
        "loses it; only Members keeps it." in signed_in(publisher).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    )


def test_making_the_workflow_twice_makes_one(home):
    assert ensure_workflow(page=home) == ensure_workflow(page=home)
    assert IndependentReviewTask.objects.count() == 1
    assert section("resources").get_workflow() == ensure_workflow(page=home)


def test_mail_about_reviews_names_no_page(mailoutbox, editor, publisher):
    page = draft(section("resources"), "Canary title", by=editor, sensitivity="confidential")
    factories.superuser()
    submit(page, by=editor)
    approve(page, by=publisher)
    assert mailoutbox
    assert not [mail for mail in mailoutbox if "Canary title" in mail.subject + mail.body]
