"""In the admin nobody learns of a page that they may neither open nor edit."""

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from content.models import PrivateDocument
from content.pages import ContentPage
from content.permissions import pages_known_to
from content.references import references_in
from tests import factories
from tests.editors.desk import (
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
)
from visibility.viewer import viewer_for

CANARY = "canary"
EDITORS = [factories.editor, factories.publisher]


@pytest.fixture
def hidden() -> dict[str, ContentPage]:
    """Pages of a group that the editors of the rest of the portal are not in: live, draft, and live with a draft."""
    group = factories.working_group("Quiet group")
    page = page_of(group)
    coordinator = factories.coordinator_of(group)
    return {
        "live": published(page, "Canary live", by=coordinator),
        "draft": draft(page, "Canary draft", by=coordinator),
        "redrafted": redraft(published(page, "Canary rewritten"), by=coordinator, title="Canary newer"),
    }


def tells(answer: Any) -> bool:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return CANARY in content.decode("latin-1").lower()


def follow(client: Client, address: str) -> Any:
    return client.get(address, follow=True)


def addresses_of(page: Page) -> list[str]:
    revision, other = page.latest_revision_id, section("resources").pk
    own = [
        "", "edit/", "view_draft/", "add_subpage/", "delete/", "unpublish/", "convert_alias/", "move/", "copy/",
        "privacy/", "usage/", "history/", "history/results/", "workflow_history/", "revisions/", "edit/preview/",
        "lock/", "results/",
        f"move/{other}/confirm/", f"revisions/{revision}/view/", f"revisions/{revision}/revert/",
        f"revisions/{revision}/unschedule/", "revisions/compare/live...latest/", "revisions/compare/earliest...latest/",
    ]  # fmt: skip
    return [
        *(f"/admin/pages/{page.pk}/{address}" for address in own),
        f"/admin/pages/{other}/move/{page.pk}/confirm/",
        f"/admin/pages/add/workinggroups/resourcepage/{page.pk}/",
        f"/admin/pages/add/workinggroups/resourcepage/{page.pk}/preview/",
        f"/admin/pages/workflow/confirm_cancellation/{page.pk}/",
        f"/admin/choose-page/{page.pk}/",
        f"/admin/choose-page/chosen-multiple/?id={page.pk}",
        f"/admin/choose-page/?target_pages[]={page.pk}&user_perms=move_to",
        f"/admin/api/main/pages/{page.pk}/",
        f"/admin/api/main/pages/?child_of={page.pk}",
        f"/admin/api/main/pages/?child_of={page.get_parent().pk}&for_explorer=1",
        f"/admin/api/main/pages/?descendant_of={page.pk}",
        f"/admin/api/main/pages/find/?id={page.pk}",
        *(
            f"/admin/bulk/wagtailcore/page/{action}/?id={page.pk}"
            for action in ("delete", "move", "publish", "unpublish")
        ),
        f"/admin/bulk/wagtailcore/page/delete/?id={other}&id={page.pk}",
        f"/admin/bulk/wagtailcore/page/delete/?id=all&childOf={page.get_parent().pk}",
    ]


LISTS = [
    "/admin/api/main/documents/",
    "/admin/api/main/images/",
    "/admin/",
    "/admin/pages/",
    "/admin/pages/?q=can",
    "/admin/pages/search/?q=can",
    "/admin/pages/search/results/?q=can",
    "/admin/choose-page/",
    "/admin/choose-page/search/?q=can",
    "/admin/choose-page/?page_type=workinggroups.ResourcePage",
    "/admin/choose-page/?page_type=workinggroups.WorkingGroupPage",
    "/admin/api/main/pages/",
    "/admin/api/main/pages/?search=can",
    "/admin/api/main/pages/?fields=*&limit=50",
    "/admin/pages/usage/workinggroups/resourcepage/",
    "/admin/pages/usage/workinggroups/resourcepage/results/?q=can",
    "/admin/reports/aging-pages/",
    "/admin/reports/aging-pages/?export=csv",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow/?export=csv",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/workflow_tasks/?export=csv",
    "/admin/reports/site-history/",
    "/admin/reports/site-history/?export=csv",
    "/admin/reports/page-types-usage/",
    "/admin/reports/page-types-usage/?export=csv",
    "/admin/reports/restricted-pages/",
    "/admin/reports/restricted-pages/?export=csv",
    "/admin/reports/restricted-pages/?export=xlsx",
    "/admin/users/",
    "/admin/documents/",
    "/admin/images/",
    "/admin/documents/chooser/",
    "/admin/images/chooser/",
    "/admin/bulk/wagtailcore/page/delete/?id=all&q=can",
]


@pytest.mark.parametrize("role", EDITORS)
@pytest.mark.parametrize("which", ["live", "draft", "redrafted"])
def test_no_address_tells_of_a_page_in_a_closed_group(role, which, hidden):
    client, page = signed_in(role()), hidden[which]
    for address in addresses_of(page):
        assert not tells(follow(client, address)), address
        assert not tells(client.post(address)), address


@pytest.mark.parametrize("role", EDITORS)
def test_no_list_tells_of_a_page_in_a_closed_group(role, hidden):
    for page in hidden.values():
        submit(page, by=factories.superuser())
    file_in("Working group: Quiet group", "Canary file")
    client, someone_in = signed_in(role()), signed_in(factories.superuser())
    telling = [address for address in LISTS if tells(follow(someone_in, address))]
    assert len(telling) > 20  # there is something to tell
    for address in LISTS:
        assert not tells(follow(client, address)), address


@pytest.mark.parametrize("role", EDITORS)
def test_a_hidden_page_answers_as_one_that_never_was(role, hidden):
    client = signed_in(role())
    for address in ("/admin/pages/{}/", "/admin/pages/{}/edit/", "/admin/choose-page/{}/", "/admin/pages/{}/history/"):
        never, there = client.get(address.format(999_999)), client.get(address.format(hidden["live"].pk))
        assert never.status_code == there.status_code == 404
        assert never.content == there.content
        assert client.get(address.format(10**20)).status_code == 404  # more than the database can hold


def test_whoever_is_in_the_group_finds_its_live_pages_and_not_its_drafts(hidden):
    from workinggroups.models import WorkingGroup
    from workinggroups.services import add_to_roster

    person = factories.editor()
    add_to_roster(group=WorkingGroup.objects.get(name="Quiet group"), person=person)
    found = pages_known_to(person, viewer_for(person), Page.objects.filter(slug__startswith="canary"))
    assert set(found.values_list("title", flat=True)) == {"Canary live", "Canary rewritten"}
    client = signed_in(person)
    listed = client.get(f"/admin/choose-page/{hidden['live'].get_parent().pk}/").json()["html"]
    assert "Canary live" in listed
    assert "Canary draft" not in listed
    assert "Canary newer" not in listed
    searched = client.get("/admin/choose-page/search/?q=can").content.decode()
    assert "Canary live" in searched
    assert "Canary newer" not in searched


def test_coordinators_and_staff_find_all_pages_of_the_group(hidden):
    from workinggroups.models import WorkingGroup

    coordinator = factories.coordinator_of(WorkingGroup.objects.get(name="Quiet group"))
    for person in (coordinator, factories.alliance_staff()):
        found = pages_known_to(person, viewer_for(person), Page.objects.filter(slug__startswith="canary"))
        assert found.count() == 3
        assert tells(signed_in(person).get(f"/admin/pages/{hidden['live'].get_parent().pk}/"))


def test_editors_explore_what_they_may_edit():
    home = Page.objects.get(depth=2)
    explorer = signed_in(factories.editor()).get(f"/admin/pages/{home.pk}/").content.decode()
    assert "Library" in explorer
    assert f"/admin/pages/{Page.objects.get(slug='working-groups').pk}/edit/" not in explorer


@pytest.mark.parametrize("role", EDITORS)
def test_no_form_repeats_the_title_of_a_page_whose_number_was_made_up(role, hidden):
    client, own = signed_in(role()), published(section("resources"))
    for page in hidden.values():
        copying = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.pk}
        for address, posted in [
            (f"/admin/pages/{own.pk}/copy/", copying),
            (f"/admin/pages/{own.pk}/move/", {"new_parent_page": page.pk}),
            ("/admin/pages/create/workinggroups/resourcepage", {"parent_page": page.pk}),
            (f"/admin/bulk/wagtailcore/page/move/?id={own.pk}", {"chooser": page.pk}),
            (f"/admin/pages/{own.pk}/edit/", form_of(own, superseded_by=str(page.pk))),
            (f"/admin/pages/{own.pk}/edit/", form_with_related(own, page)),
            (f"/admin/pages/{own.pk}/edit/", form_of(own, superseded_by=str(page.pk)) | {"title": ""}),
            (
                f"/admin/pages/add/workinggroups/resourcepage/{section('resources').pk}/",
                page_form(slug="another", superseded_by=str(page.pk)),
            ),
        ]:
            assert not tells(client.post(address, posted, follow=True)), address
        assert not tells(client.get(f"/admin/pages/{own.pk}/edit/"))


def form_with_related(page: ContentPage, related: Page) -> dict[str, Any]:
    return form_of(page) | nested_form_data({"body": streamfield([("related", {"pages": items(str(related.pk))})])})


def form_with_file(page: ContentPage, file: PrivateDocument) -> dict[str, Any]:
    return form_of(page) | nested_form_data({"body": streamfield([("documents", {"files": items(str(file.pk))})])})


def items(*values: str) -> dict[str, Any]:
    """What a list block posts."""
    rows = {
        str(number): {"id": "", "type": "item", "value": value, "order": str(number), "deleted": ""}
        for number, value in enumerate(values)
    }
    return {"count": str(len(values)), **rows}


def file_in(collection: str, title: str) -> PrivateDocument:
    document = PrivateDocument(title=title, collection=Collection.objects.get(name=collection))
    document.file.save("file.pdf", ContentFile(b"%PDF-1.4 test"), save=False)
    document.save()
    return document


def test_an_editor_refers_only_to_what_the_choosers_offer(hidden):
    client, page, offered = signed_in(factories.editor()), published(section("resources")), section("about")

    def is_saved(form: dict[str, Any], number: int) -> bool:
        client.post(f"/admin/pages/{page.pk}/edit/", form)
        newest = fresh(page).get_latest_revision_as_object()
        found = {newest.superseded_by_id, *(pk for ids in references_in(newest.body).values() for pk in ids)}
        client.post(f"/admin/pages/{page.pk}/edit/", form_of(page))
        return number in found

    assert is_saved(form_of(page, superseded_by=str(offered.pk)), offered.pk)
    assert is_saved(form_with_related(page, offered), offered.pk)
    for target in hidden.values():
        assert not is_saved(form_of(page, superseded_by=str(target.pk)), target.pk)
        assert not is_saved(form_with_related(page, target), target.pk)
    mine, theirs = file_in("Members' files", "Mine"), file_in("Working group: Quiet group", "Canary file")
    assert is_saved(form_with_file(page, mine), mine.pk)
    assert not is_saved(form_with_file(page, theirs), theirs.pk)


def test_a_link_that_somebody_else_made_does_not_tell_an_editor_what_it_leads_to(hidden):
    page, target = published(section("resources")), hidden["live"]
    text = f'<p><a linktype="page" id="{target.pk}">Read more</a></p>'
    body = json.dumps([{"type": "related", "value": {"pages": [target.pk]}}, {"type": "text", "value": text}])
    redraft(page, by=factories.superuser(), superseded_by=target, body=body)
    told = signed_in(factories.alliance_staff()).get(f"/admin/pages/{page.pk}/edit/")
    assert tells(told)
    client = signed_in(factories.editor())
    for address in ("edit/", "revisions/compare/live...latest/", "view_draft/", "history/", "usage/"):
        assert not tells(client.get(f"/admin/pages/{page.pk}/{address}")), address
    assert "not yours to see" in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_an_editor_who_does_not_know_a_link_keeps_it_when_saving(hidden):
    page, target = published(section("resources"), superseded_by=hidden["live"]), hidden["live"]
    form = form_of(page, superseded_by=str(target.pk)) | {"title": "Renamed"}
    signed_in(factories.editor()).post(f"/admin/pages/{page.pk}/edit/", form)
    saved = fresh(page).get_latest_revision_as_object()
    assert (saved.title, saved.superseded_by_id) == ("Renamed", target.pk)


def test_the_dashboard_forgets_pages_that_are_no_longer_ones_own(hidden):
    person = factories.editor()
    page = published(section("resources"), "Canary that moves", by=person)
    client = signed_in(person)
    client.post(f"/admin/pages/{page.pk}/edit/", form_of(page) | {"summary": "Edited."})
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=person, locked_at=timezone.now())
    submit(page, by=person)
    assert tells(client.get("/admin/"))
    fresh(page).move(hidden["live"].get_parent(), pos="last-child")
    assert not tells(client.get("/admin/"))
    assert not tells(client.get("/admin/reports/locked/"))


def test_the_dashboard_counts_known_pages(hidden):
    person = factories.editor()
    known = pages_known_to(person, viewer_for(person), Page.objects.filter(depth__gt=1)).count()
    assert known < Page.objects.filter(depth__gt=1).count()
    summary = " ".join(signed_in(person).get("/admin/").content.decode().split())
    assert f"{known} Pages <span" in summary


def test_the_usage_of_a_file_names_no_hidden_page(hidden):
    document = file_in("Members' files", "Shared file")
    page = fresh(hidden["live"])
    page.body = json.dumps([{"type": "documents", "value": {"files": [document.pk]}}])
    page.save()
    address = f"/admin/documents/usage/{document.pk}/"
    assert tells(signed_in(factories.superuser()).get(address))
    answer = signed_in(factories.editor()).get(address)
    assert answer.status_code == 200
    assert not tells(answer)
