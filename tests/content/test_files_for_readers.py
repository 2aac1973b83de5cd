"""A page that goes to its readers promises them no file that some of them could not open."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    TaskState,
)
from wagtail.test.utils.form_data import nested_form_data, streamfield

from content.files import FilesNarrowerThanPage, NarrowFile, narrower_files
from content.pages import SectionPage
from content.workflows import ensure_workflow
from tests import factories
from tests.content import samples
from tests.editors.desk import approve, draft, form_of, fresh, page_form, signed_in, submit
from visibility.models import Audience

pytestmark = pytest.mark.django_db

GROUPS, LOGIN, PASSWORD = BaseViewRestriction.GROUPS, BaseViewRestriction.LOGIN, BaseViewRestriction.PASSWORD


@pytest.fixture(autouse=True)
def portal(home: Page) -> Page:
    ensure_workflow(page=home)
    return home


def section(slug: str) -> Any:
    return SectionPage.objects.get(slug=slug)


def group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]


def audience(*names: str) -> Audience:
    label = " or ".join(names) or "nobody"
    made, _ = Audience.objects.get_or_create(slug=label.replace(" ", "-"), defaults={"name": label})
    made.groups.set([group(name) for name in names])
    return made


def collection(kind: str = "", *names: str, below: Collection | None = None, name: str = "Kept") -> Collection:
    made = (below or Collection.get_first_root_node()).add_child(name=name)
    if kind:
        restriction = CollectionViewRestriction.objects.create(collection=made, restriction_type=kind, password="told")
        restriction.groups.set([group(each) for each in names])
    return made


def narrow(*files: Any, for_audience: Audience | None = None, below: Any = None) -> list[str]:
    page = SectionPage(body=samples.body_with(*files))
    found = narrower_files(body=page.body, audience=for_audience, parent=below or section("publications"))
    return [file.title for file in found]


@pytest.mark.parametrize("make", [samples.document, samples.image])
def test_who_reads_the_page_passes_the_collection_or_the_file_is_named(make: Any) -> None:
    a_or_b = make("For a or b", collection=collection(GROUPS, "a", "b"))
    assert narrow(a_or_b) == ["For a or b"]
    assert narrow(a_or_b, for_audience=audience("a")) == []
    assert narrow(a_or_b, for_audience=audience("a", "b")) == []
    assert narrow(a_or_b, for_audience=audience("a", "b", "c")) == ["For a or b"]
    assert narrow(a_or_b, for_audience=audience("c")) == ["For a or b"]
    assert narrow(a_or_b, for_audience=audience()) == ["For a or b"]


def test_a_collection_for_the_signed_in_asks_for_any_sign_in() -> None:
    document = samples.document("For the signed in", collection=collection(LOGIN))
    assert narrow(document) == ["For the signed in"]
    assert narrow(document, for_audience=audience("a")) == []
    parent = samples.page_with(below=section("publications"), slug="for-the-signed-in")
    PageViewRestriction.objects.create(page=parent, restriction_type=LOGIN)
    assert narrow(document, below=parent) == []


def test_a_password_is_implied_by_nothing() -> None:
    document = samples.document("Behind a password", collection=collection(PASSWORD))
    assert narrow(document, for_audience=audience("a")) == ["Behind a password"]


def test_an_open_collection_asks_for_nothing() -> None:
    assert narrow(samples.document(), samples.document(collection=collection(BaseViewRestriction.NONE))) == []


def test_collections_above_count_and_each_restriction_has_to_be_passed() -> None:
    above = collection(GROUPS, "a", name="Above")
    document = samples.document("Deep below", collection=collection(GROUPS, "a", "b", below=above))
    assert narrow(document, for_audience=audience("b")) == ["Deep below"]
    assert narrow(document, for_audience=audience("a")) == []
    beside = samples.document("Beside", collection=collection(GROUPS, "b", name="Beside"))
    assert narrow(document, beside, for_audience=audience("a")) == ["Beside"]


def test_restrictions_of_the_pages_above_count() -> None:
    parent = samples.page_with(below=section("publications"), slug="for-a", audience=audience("a"))
    child = samples.page_with(below=parent, slug="below-a")
    document = samples.document("For a", collection=collection(GROUPS, "a"))
    assert narrow(document, below=child) == []
    assert narrow(document, below=child, for_audience=audience("b")) == []
    assert narrow(document, below=section("publications")) == ["For a"]


def test_a_file_that_is_gone_is_not_our_concern() -> None:
    document = samples.document(collection=collection(GROUPS, "a"))
    page = SectionPage(body=samples.body_with(document))
    document.delete()
    assert narrower_files(body=page.body, audience=None, parent=section("publications")) == []


def test_the_reason_says_which_collection_and_for_whom() -> None:
    page = SectionPage(body=samples.body_with(samples.document("Minutes", collection=collection(GROUPS, "b", "a"))))
    assert narrower_files(body=page.body, audience=None, parent=section("publications")) == [
        NarrowFile("Minutes", "the collection Kept is only for people in a, b")
    ]
    audience("b", "a")
    assert [file.reason for file in narrower_files(body=page.body, audience=None, parent=section("publications"))] == [
        "the collection Kept is only for b or a"
    ]


def test_asking_costs_as_much_for_many_files_as_for_one(django_assert_num_queries: Any) -> None:
    files = [samples.document(f"Minutes {number}", collection=collection(GROUPS, "a")) for number in range(3)]
    for some in (files[:1], files):
        page = SectionPage(body=samples.body_with(*some))
        parent, readers = section("publications"), audience("c")
        with django_assert_num_queries(8):
            found = narrower_files(body=page.body, audience=readers, parent=parent)
        assert len(found) == len(some)


# --- Where it is asked ---------------------------------------------------------------------------------------------

MESSAGE = "Some readers of this page could not open what it refers to: “Minutes”"


def assert_refused(response: Any) -> None:
    assert response.status_code == 200
    [error] = response.context["form"].errors["body"]
    assert error == (
        f"{MESSAGE} (the collection Members' files is only for Members). Move the file to a wider "
        "collection, choose a narrower audience for the page, or take the file out of it."
    )
    assert "Some readers of this page could not open what it refers to" in response.content.decode()


@pytest.fixture
def minutes() -> Any:
    """A document for members only, which editors may choose."""
    return samples.document("Minutes", collection=Collection.objects.get(name="Members' files"))


def body_form(document: Any) -> dict[str, Any]:
    return dict(nested_form_data({"body": streamfield([("documents", {"files": streamfield_list(document)})])}))


def streamfield_list(document: Any) -> dict[str, str]:
    return {"count": "1", "0-deleted": "", "0-order": "0", "0-type": "item", "0-id": "", "0-value": str(document.pk)}


def post_new(person: Any, document: Any, parent: Any, **values: Any) -> Any:
    form = {**page_form(), **body_form(document), **values}
    return signed_in(person).post(f"/admin/pages/add/workinggroups/resourcepage/{parent.pk}/", form)


def test_an_editor_keeps_such_a_draft_and_cannot_submit_it(minutes: Any) -> None:
    editor, parent = factories.editor(), section("publications")
    refused = post_new(editor, minutes, parent, **{"action-submit": "true"})
    assert_refused(refused)
    assert not Page.objects.filter(slug="a-toolkit").exists()
    assert post_new(editor, minutes, parent).status_code == 302
    page = fresh(Page.objects.get(slug="a-toolkit"))
    refused = signed_in(editor).post(
        f"/admin/pages/{page.pk}/edit/", {**form_of(page), **body_form(minutes), "action-submit": "true"}
    )
    assert_refused(refused)
    assert not page.workflow_in_progress
    members = Audience.objects.get(slug="members")
    sent = signed_in(editor).post(
        f"/admin/pages/{page.pk}/edit/",
        {**form_of(page), **body_form(minutes), "audience": str(members.pk), "action-submit": "true"},
    )
    assert sent.status_code == 302
    assert fresh(page).workflow_in_progress


def test_where_members_read_their_files_may_be_promised(minutes: Any) -> None:
    response = post_new(factories.editor(), minutes, section("resources"), **{"action-submit": "true"})
    assert response.status_code == 302
    assert Page.objects.get(slug="a-toolkit").workflow_in_progress


def test_a_superuser_is_asked_too(minutes: Any) -> None:
    refused = post_new(factories.superuser(), minutes, section("publications"), **{"action-publish": "true"})
    assert_refused(refused)
    assert not Page.objects.filter(slug="a-toolkit").exists()


@pytest.fixture
def waiting(minutes: Any) -> Any:
    """In review below a public page; since it was submitted, its file has moved into the members' collection."""
    editor = factories.editor()
    page = draft(section("publications"), by=editor, body=samples.body_with(minutes))
    submit(page, by=editor)
    return fresh(page)


def test_approving_says_why_not_and_the_page_stays_in_review(waiting: Any) -> None:
    publisher = factories.publisher()
    client = signed_in(publisher)
    state = waiting.current_workflow_task_state
    response = client.post(f"/admin/pages/workflow/action/{waiting.pk}/approve/{state.pk}/", {"comment": ""})
    assert response.status_code == 302
    assert MESSAGE in client.get(response.headers["Location"]).content.decode()
    page = fresh(waiting)
    assert (page.live, page.workflow_in_progress) == (False, True)
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS
    page.audience = Audience.objects.get(slug="members")
    page.save_revision(user=factories.editor())
    page.current_workflow_task_state.cancel(resume=True)
    approve(page, by=publisher)
    assert fresh(waiting).live


def test_approving_in_the_dialogue_says_it_too(waiting: Any) -> None:
    client = signed_in(factories.publisher())
    state = waiting.current_workflow_task_state
    address = f"/admin/pages/workflow/action/{waiting.pk}/approve/{state.pk}/"
    response = client.post(address, {"comment": ""}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 200
    assert MESSAGE in client.get(f"/admin/pages/{waiting.pk}/edit/").content.decode()
    assert not fresh(waiting).live


def test_approving_in_the_editor_is_refused_and_asking_for_changes_is_not(waiting: Any) -> None:
    client = signed_in(factories.publisher())
    form = {**form_of(waiting), **body_form(waiting_document(waiting)), "action-workflow-action": "true"}
    address = f"/admin/pages/{waiting.pk}/edit/"
    refused = client.post(address, {**form, "workflow-action-name": "approve"})
    assert_refused(refused)
    assert not fresh(waiting).live
    client.post(address, {**form, "workflow-action-name": "reject", "workflow-action-extra-data": "{}"})
    assert fresh(waiting).current_workflow_state.status == "needs_changes"


def waiting_document(page: Any) -> Any:
    return page.body[0].value["files"][0]


def test_what_publishes_without_a_form_is_refused(waiting: Any) -> None:
    with pytest.raises(FilesNarrowerThanPage):
        waiting.get_latest_revision().publish()
    assert not fresh(waiting).live
    client = signed_in(factories.superuser())
    response = client.post(f"/admin/bulk/wagtailcore/page/publish/?id={waiting.pk}", {"include_descendants": ""})
    assert response.status_code == 302
    assert not fresh(waiting).live


def test_a_schedule_is_asked_when_it_is_approved_and_kept_when_it_is_due(minutes: Any) -> None:
    public = Collection.objects.get(name="Public files")
    minutes.collection = public
    minutes.save()
    editor = factories.editor()
    soon = timezone.now() + datetime.timedelta(hours=1)
    page = draft(section("publications"), by=editor, body=samples.body_with(minutes), go_live_at=soon)
    refused = draft(
        section("publications"),
        "Refused",
        by=editor,
        body=samples.body_with(samples.document("Minutes", collection=Collection.objects.get(name="Members' files"))),
        go_live_at=soon,
    )
    for each in (page, refused):
        submit(each, by=editor)
        approve(each, by=factories.publisher())
    assert not refused.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert fresh(refused).workflow_in_progress
    revision = page.revisions.get(approved_go_live_at__isnull=False)
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.content["go_live_at"] = None
    revision.save()
    # The file moves where fewer people see it: it is hidden from the others, and the page appears all the same.
    minutes.collection = Collection.objects.get(name="Members' files")
    minutes.save()
    call_command("publish_scheduled")
    assert fresh(page).live
    client = signed_in(factories.startup_user())
    assert client.get(fresh(page).get_url()).status_code == 200
    assert client.get(minutes.url).status_code == 404
