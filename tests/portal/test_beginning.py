"""A new portal has its pages, permissions and workflow; making it again changes nothing."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Workflow

from content.pages import ContentPage
from membership.access import sweep_access
from portal.establish import establish
from portal.jobs import sweep_search
from visibility.models import Audience
from visibility.restrictions import sweep_restrictions

pytestmark = pytest.mark.django_db


def standing() -> tuple[object, ...]:
    return (
        list(Page.objects.values_list("path", "slug", "live")),
        set(GroupPagePermission.objects.values_list("group", "page", "permission")),
        list(Workflow.objects.values_list("name", flat=True)),
        set(PageViewRestriction.objects.values_list("page__slug", flat=True)),
        set(Group.objects.values_list("name", flat=True)),
    )


def test_establishing_twice_is_establishing_once():
    establish()
    once = standing()
    establish()
    assert standing() == once
    assert {slug for _, slug, _ in once[0]} >= {"pathways", "topics", "answers", "library", "working-groups", "about"}
    assert once[3] == {"library", "working-groups"}
    assert not {"Editors", "Moderators"} & once[4], "Wagtail's own groups may edit everything"


def test_a_fresh_portal_needs_no_repair():
    establish()
    assert (sweep_access(), sweep_restrictions(), sweep_search()) == (0, 0, "in step")


def test_the_sweep_repairs_what_a_bulk_update_left():
    establish()
    members = Audience.objects.get(slug="members")
    ContentPage.objects.filter(slug="about").update(audience=members)
    assert not PageViewRestriction.objects.filter(page__slug="about").exists()
    assert sweep_restrictions() == 1
    assert PageViewRestriction.objects.get(page__slug="about").derived_from.audience == members
