"""After `migrate` alone everything is there that the code names."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection

from membership.models import DerivedGroup, Role, Tier
from membership.signal_handlers import on_migrated
from tests import factories
from visibility.models import Audience

pytestmark = pytest.mark.django_db


def keys(audience: str) -> set[str]:
    groups = Audience.objects.get(slug=audience).groups.all()
    return set(DerivedGroup.objects.filter(group__in=groups).values_list("key", flat=True))


def test_the_standard_audiences_are_there() -> None:
    working_for_the_alliance = {"role:staff", "role:coordinator", "role:editor", "role:publisher"}
    assert keys("members") == {"members"} | working_for_the_alliance
    assert keys("pathways") == {"members", "pathways"} | working_for_the_alliance
    assert set(Audience.objects.filter(teaser=True).values_list("slug", flat=True)) == {"pathways"}


def test_there_is_a_group_for_every_tier_and_role() -> None:
    wanted = {"members", "pathways"} | {f"tier:{tier}" for tier in Tier} | {f"role:{role}" for role in Role}
    assert set(DerivedGroup.objects.values_list("key", flat=True)) == wanted


def test_migrating_again_changes_nothing_and_keeps_what_people_reworded() -> None:
    Audience.objects.filter(slug="members").update(name="Our members")
    before = set(Group.objects.values_list("pk", "name", "permissions"))
    on_migrated()
    assert set(Group.objects.values_list("pk", "name", "permissions")) == before
    assert Audience.objects.get(slug="members").name == "Our members"


@pytest.mark.skipif(
    "db.DatabaseCache" not in settings.CACHES["default"]["BACKEND"], reason="the cache is no table here"
)
def test_the_cache_that_counts_sign_ins_has_its_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {settings.CACHES['default']['LOCATION']}")
    on_migrated()
    cache.set("counted", 1)
    assert cache.get("counted") == 1


@pytest.mark.parametrize(
    ("who", "enters"),
    [
        (factories.editor, True),
        (factories.publisher, True),
        (factories.coordinator_of, True),
        (factories.alliance_staff, True),
        (factories.expert, False),
        (factories.representative, False),
        (factories.startup_user, False),
    ],
)
def test_who_works_on_the_portal_may_enter_the_admin(who: factories.Who, enters: bool) -> None:
    assert who().has_perm("wagtailadmin.access_admin") is enters


def test_only_staff_look_after_people() -> None:
    allowed = {"membership.change_user", "membership.add_organisation", "workinggroups.add_rosterentry"}
    for who in (factories.editor, factories.publisher, factories.coordinator_of, factories.representative):
        assert not allowed & who().get_all_permissions()
    assert allowed <= factories.alliance_staff().get_all_permissions()
