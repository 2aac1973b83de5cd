"""Audiences are kept by staff and superusers, topics by editors; neither is ever deleted."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import ModelLogEntry, PageViewRestriction

from content.models import Topic
from tests import factories
from tests.editors.desk import published, section, signed_in
from visibility.models import Audience


def audience_form(audience: Audience, **changes):
    groups = [str(pk) for pk in audience.groups.values_list("pk", flat=True)]
    return {"name": audience.name, "description": audience.description, "groups": groups, **changes}


@pytest.mark.parametrize("role", [factories.superuser, factories.alliance_staff])
def test_staff_change_who_is_in_an_audience_and_its_pages_follow(role):
    members, newcomers = Audience.objects.get(slug="members"), Group.objects.create(name="Newcomers")
    groups = [str(group.pk) for group in [*members.groups.all(), newcomers]]
    client = signed_in(role())
    assert client.get(f"/admin/audiences/edit/{members.pk}/").status_code == 200
    client.post(f"/admin/audiences/edit/{members.pk}/", audience_form(members, groups=groups, description="New words."))
    members.refresh_from_db()
    assert members.description == "New words."
    assert members.slug == "members"
    assert newcomers in PageViewRestriction.objects.get(page=section("library")).groups.all()
    logged = ModelLogEntry.objects.get(action="visibility.audience.changed")
    assert "Newcomers" in logged.message
    assert "Newcomers" in client.get(f"/admin/audiences/history/{members.pk}/").content.decode()


@pytest.mark.parametrize("role", [factories.editor, factories.publisher])
def test_editors_do_not_change_audiences(role):
    members = Audience.objects.get(slug="members")
    client = signed_in(role())
    for address in ("", "new/", f"edit/{members.pk}/"):
        assert client.get(f"/admin/audiences/{address}").status_code in {302, 403}
    client.post(f"/admin/audiences/edit/{members.pk}/", audience_form(members, name="Changed"))
    members.refresh_from_db()
    assert members.name == "Members"


@pytest.mark.parametrize("role", [factories.superuser, factories.alliance_staff, factories.editor])
def test_nobody_deletes_audiences_or_topics(role):
    members, topic = Audience.objects.get(slug="members"), Topic.objects.create(name="Hashing", slug="hashing")
    client = signed_in(role())
    client.post(f"/admin/audiences/delete/{members.pk}/")
    client.post(f"/admin/topics/delete/{topic.pk}/")
    assert Audience.objects.filter(pk=members.pk).exists()
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_a_new_audience_gets_its_slug_once():
    client = signed_in(factories.superuser())
    client.post("/admin/audiences/new/", {"name": "Finance", "slug": "finance", "description": "", "groups": []})
    made = Audience.objects.get(slug="finance")
    client.post(f"/admin/audiences/edit/{made.pk}/", audience_form(made, slug="changed", archived="on"))
    made.refresh_from_db()
    assert (made.slug, made.archived) == ("finance", True)


def test_where_an_audience_is_used_can_be_seen():
    page = published(section("publications"), "Used here", audience=Audience.objects.get(slug="members"))
    usage = signed_in(factories.superuser()).get(f"/admin/audiences/usage/{page.audience_id}/")
    assert "Used here" in usage.content.decode()


def test_editors_keep_topics():
    client = signed_in(factories.editor())
    client.post("/admin/topics/new/", {"name": "Grooming", "slug": "grooming", "description": "", "parent": ""})
    topic = Topic.objects.get(slug="grooming")
    client.post(
        f"/admin/topics/edit/{topic.pk}/",
        {"name": "Grooming online", "slug": "grooming", "description": "", "parent": ""},
    )
    topic.refresh_from_db()
    assert topic.name == "Grooming online"
