"""An editor sees a page as each audience will, and through that nothing that is not theirs."""

import pytest
from django.contrib.auth.models import Group

from membership.access import role_group
from membership.models import Role
from tests import factories
from tests.editors.desk import draft, page_of, published, redraft, section, signed_in
from visibility.models import Audience
from workinggroups.access import roster_key
from workinggroups.premises import grant_pages


@pytest.fixture
def group():
    return factories.working_group("Tech Innovation")


def preview(person, page, mode):
    return signed_in(person).get(f"/admin/pages/{page.pk}/view_draft/?mode={mode}")


def test_every_audience_that_is_not_archived_is_offered(group):
    Audience.objects.filter(pk=group.audience.pk).update(archived=True)
    assert [mode for mode, _label in section("library").preview_modes] == [
        "",
        "signed-out",
        "in-members",
        "in-pathways",
    ]


def test_the_page_says_to_whom_it_would_not_be_shown_and_why(group):
    page = draft(section("resources"), "For members")
    editor = factories.editor()
    refused = preview(editor, page, "signed-out").content.decode()
    assert "This page would not be shown to someone who is not signed in" in refused
    assert "Library is for Members." in refused
    assert "About For members." not in refused
    assert "About For members." in preview(editor, page, "in-members").content.decode()
    assert "About For members." in preview(editor, page, "").content.decode()


def test_the_draft_audience_decides_and_not_the_published_one(group):
    page = published(section("publications"), "Report")
    redraft(page, by=None, audience=Audience.objects.get(slug="members"))
    editor = factories.editor()
    assert "would not be shown" in preview(editor, page, "signed-out").content.decode()
    assert "About Report." in preview(editor, page, "in-members").content.decode()


def test_cards_and_navigation_are_those_of_the_audience(home):
    published(section("resources"), "Secret of members")
    staff = factories.alliance_staff()
    as_themselves = preview(staff, home, "").content.decode()
    assert "Secret of members" in as_themselves
    assert 'href="/library/"' in as_themselves
    signed_out = preview(staff, home, "signed-out").content.decode()
    assert "Secret of members" not in signed_out
    assert 'href="/library/"' not in signed_out


def test_an_editor_does_not_see_a_group_through_the_preview_as_that_group(group, home):
    group.audience.groups.add(*Audience.objects.get(slug="members").groups.all())
    Audience.objects.get(slug="members").groups.add(*group.audience.groups.all())
    closed = Audience.objects.create(name="Closed", slug="closed")
    closed.groups.add(Group.objects.get(derived__key=roster_key(group.pk)))
    published(page_of(group), "Secret of the group", audience=closed)
    Audience.objects.get(slug="members").groups.add(*closed.groups.all())
    mode = "in-closed"
    assert "Secret of the group" in preview(factories.superuser(), home, mode).content.decode()
    # Editors may not edit the home page; this one may, and nothing else changes for them.
    editor = factories.editor()
    grant_pages(role_group(Role.EDITOR), home, ("change_page",))
    assert "Secret of the group" not in preview(editor, home, mode).content.decode()


def test_a_mode_that_does_not_exist_is_not_found(group):
    page = draft(section("resources"))
    for mode in ("in-nobody", "members", "in-"):
        assert preview(factories.editor(), page, mode).status_code == 404


def test_a_new_page_has_the_same_previews(group):
    from tests.editors.desk import page_form

    address = f"/admin/pages/add/workinggroups/resourcepage/{section('resources').pk}/preview/"
    client = signed_in(factories.editor())
    assert client.post(address, page_form()).json() == {"is_valid": True, "is_available": True}
    assert "would not be shown" in client.get(f"{address}?mode=signed-out").content.decode()
    assert "About a toolkit." in client.get(f"{address}?mode=in-members").content.decode()


def test_a_preview_has_the_policy_of_the_front_end_and_is_nobody_elses():
    answer = preview(factories.editor(), draft(section("resources")), "")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "private" in answer["Cache-Control"]
