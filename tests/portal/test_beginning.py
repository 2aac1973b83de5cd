"""A new portal has its pages, permissions and workflow; making it again changes nothing."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Workflow

from portal.establish import establish
from portal.jobs import SCHEDULES, ensure_schedules, sweep
from visibility.models import Audience

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
    assert not any(_numbers(sweep()))


def test_the_sweep_repairs_what_a_bulk_update_left():
    establish()
    members = Audience.objects.get(slug="members")
    from content.pages import ContentPage

    ContentPage.objects.filter(slug="about").update(audience=members)
    assert not PageViewRestriction.objects.filter(page__slug="about").exists()
    assert sweep()["restrictions"] == 1
    assert PageViewRestriction.objects.get(page__slug="about").derived_from.audience == members


def test_the_worker_knows_its_jobs():
    from django_q.models import Schedule

    ensure_schedules()
    assert set(Schedule.objects.values_list("name", flat=True)) == set(SCHEDULES)
    for function in Schedule.objects.values_list("func", flat=True):
        module, _, name = function.rpartition(".")
        assert callable(getattr(__import__(module, fromlist=[name]), name))


def _numbers(found: object) -> list[int]:
    if isinstance(found, dict):
        return [number for value in found.values() for number in _numbers(value)]
    return [int(found)] if isinstance(found, int) else [int(value) for value in vars(found).values()]
