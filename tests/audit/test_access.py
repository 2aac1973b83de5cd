"""Every change of what somebody may see or do is recorded once, with who made it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
)
from wagtail.users.views.groups import get_permission_panel_classes

from audit.models import AuditEntry
from content.pages import ContentPage
from membership import services as people
from membership.access import sweep_access
from membership.models import DerivedGroup, Organisation, Role, Tier, User
from membership.organisations import lifecycle
from portal.establish import establish
from tests import factories
from tests.audit.conftest import SYSTEM, actors, by, told
from tests.editors.desk import fresh, page_of, published, section
from tests.signing_in import signed_in
from visibility.models import Audience
from workinggroups import services as groups

pytestmark = pytest.mark.django_db


def group_id(key):
    return DerivedGroup.objects.get(key=key).group_id


# --- People ---------------------------------------------------------------------------------------------------------


def test_what_a_person_gains_and_loses_is_recorded(home, news):
    person = factories.member()
    news()
    lifecycle.change_tier(organisation=factories.company_of(person), tier=Tier.PATHWAYS)
    people.suspend_person(person=person)
    people.reinstate_person(person=person)
    assert told(entries := news()) == [
        (
            "access-changed",
            "person",
            person.pk,
            {"gained": ["pathways", "tier:pathways"], "lost": ["members", "tier:foundational"], "active": True},
        ),
        ("access-changed", "person", person.pk, {"gained": [], "lost": [], "active": False}),
        ("access-changed", "person", person.pk, {"gained": [], "lost": [], "active": True}),
    ]
    assert actors(entries) == SYSTEM


def test_rosters_are_recorded_by_their_keys(home, news):
    group, person = factories.working_group(), factories.member()
    news()
    groups.add_to_roster(group=group, person=person)
    assert told(news()) == [
        (
            "access-changed",
            "person",
            person.pk,
            {"gained": [f"workinggroup:{group.pk}"], "lost": [], "active": True},
        )
    ]


def test_whoever_changes_access_in_the_admin_is_named(home, news):
    staff, person = factories.alliance_staff(), factories.member()
    news()
    form = {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "organisation": person.organisation_id,
        "roles": ["editor"],
    }
    assert signed_in(staff).post(f"/admin/users/edit/{person.pk}/", form).status_code == 302
    entries = news()
    gained = {"gained": ["role:editor"], "lost": [], "active": True}
    assert told(entries) == [("access-changed", "person", person.pk, gained)]
    assert actors(entries) == by(staff)


def test_a_sweep_that_repairs_is_the_portal_itself(home, news):
    person = factories.member()
    Organisation.objects.filter(people=person).update(suspended_at=person.date_joined)
    news()
    sweep_access()
    entries = news()
    assert told(entries) == [("access-changed", "person", person.pk, {"gained": [], "lost": [], "active": False})]
    assert actors(entries) == SYSTEM
    sweep_access()
    assert news() == []


def test_superusers_are_recorded_when_they_become_and_cease_to_be(home, news):
    person = factories.member()
    news()
    person.is_superuser = True
    person.save()
    person.save()
    person.is_superuser = False
    person.save(update_fields=["last_name"])
    person.save(update_fields=["is_superuser"])
    changes = [("access-changed", "person", person.pk, {"superuser": flag}) for flag in (True, False)]
    assert told(news()) == changes
    made = User.objects.create_superuser("root@alliance.example")
    assert ("access-changed", "person", made.pk, {"superuser": True}) in told(news())


def test_signing_in_is_no_change_of_access(home, news):
    person = factories.superuser()
    news()
    signed_in(person).get("/")
    Client().post("/accounts/login/", {"login": person.email, "password": factories.PASSWORD})
    assert news() == []


def test_groups_and_permissions_given_by_hand_are_recorded(home, news):
    person, group = factories.member(), Group.objects.create(name="By hand")
    permission = Permission.objects.get(content_type__app_label="membership", codename="add_user")
    news()
    group.user_set.add(person)
    person.groups.remove(group, group_id("members"))
    person.user_permissions.set([permission])
    person.user_permissions.clear()
    assert told(news()) == [
        ("access-changed", "person", person.pk, {"groups_added": [group.pk], "groups_removed": []}),
        ("access-changed", "person", person.pk, {"groups_added": [], "groups_removed": [group.pk]}),
        ("access-changed", "person", person.pk, {"given": ["membership.add_user"], "taken": []}),
        ("access-changed", "person", person.pk, {"given": [], "taken": ["membership.add_user"]}),
    ]


def test_a_deleted_person_and_a_deleted_group_leave_an_entry(home, news):
    person, group = factories.member(), Group.objects.create(name="By hand")
    numbers = person.pk, group.pk
    GroupPagePermission.objects.create(group=group, page=home, permission=Permission.objects.first())
    news()
    person.delete()
    group.delete()
    assert told(news()) == [
        ("access-changed", "person", numbers[0], {"deleted": True}),
        ("permissions-changed", "group", numbers[1], {"deleted": True}),
    ]


# --- What groups may do ---------------------------------------------------------------------------------------------


def test_what_a_group_may_do_is_recorded(home, news):
    group, collection = Group.objects.create(name="By hand"), Collection.get_first_root_node()
    view = Permission.objects.get(content_type__app_label="audit", codename="view_auditentry")
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    add = Permission.objects.get(content_type__app_label="wagtaildocs", codename="add_document")
    news()
    group.permissions.add(view)
    group.permissions.add(view)
    grant = GroupPagePermission.objects.create(group=group, page=home, permission=change)
    grant.delete()
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=add)
    assert told(news()) == [
        ("permissions-changed", "group", group.pk, details)
        for details in (
            {"given": ["audit.view_auditentry"], "taken": []},
            {"page": home.pk, "given": ["change_page"]},
            {"page": home.pk, "taken": ["change_page"]},
            {"collection": collection.pk, "given": ["add_document"]},
        )
    ]


def test_what_a_superuser_gives_a_group_in_the_admin_is_recorded(home, news):
    group, root = Group.objects.create(name="By hand"), factories.superuser()
    group.permissions.add(unlisted := Permission.objects.get(codename="view_auditentry"))
    form = {"name": "By hand", "permissions": [], "page_permissions-TOTAL_FORMS": "1"}
    for panel in get_permission_panel_classes():
        counts = {f"{panel(instance=group).prefix}-{number}": "0" for number in ("TOTAL_FORMS", "INITIAL_FORMS")}
        form = {**counts, **form}
    form |= {"page_permissions-0-page": str(home.pk), "page_permissions-0-permissions": ["change_page"]}
    news()
    client = signed_in(root)
    assert client.post(f"/admin/groups/edit/{group.pk}/", form).status_code == 302
    entries = news()
    given = {"page": home.pk, "given": ["change_page"]}
    assert told(entries) == [("permissions-changed", "group", group.pk, given)]
    assert actors(entries) == by(root)
    assert set(group.permissions.all()) == {unlisted}
    again = {**form, "page_permissions-INITIAL_FORMS": "1"}
    assert client.post(f"/admin/groups/edit/{group.pk}/", again).status_code == 302
    assert news() == []
    without = {**again, "page_permissions-0-permissions": []}
    assert client.post(f"/admin/groups/edit/{group.pk}/", without).status_code == 302
    taken = {"page": home.pk, "taken": ["change_page"]}
    assert told(news()) == [("permissions-changed", "group", group.pk, taken)]
    assert client.post("/admin/groups/new/", {**form, "name": "Another"}).status_code == 302
    assert told(news()) == [("permissions-changed", "group", Group.objects.get(name="Another").pk, given)]


# --- Who sees what --------------------------------------------------------------------------------------------------


def restriction(before, after):
    """Of (audience, groups) before and after; nothing of either is no restriction."""
    sides = {"before": before or (None, None), "after": after or (None, None)}
    return {
        f"{part}_{side}": value[at] for side, value in sides.items() for at, part in enumerate(("audience", "groups"))
    }


def test_a_page_that_gets_another_audience_and_none_is_recorded(home, news):
    one, two = (Audience.objects.create(name=f"Audience {name}", slug=name) for name in ("one", "two"))
    groups_of = [group_id("members"), group_id("role:staff")]
    two.groups.set(groups_of)
    page = published(section("publications"), audience=one)
    assert ("restriction-changed", "page", page.pk, restriction(None, (one.pk, []))) in told(news())
    page.audience = two
    page.save()
    page.audience = None
    page.save()
    page.save()
    entries = news()
    seen_by_two = (two.pk, sorted(groups_of))
    assert told(entries) == [
        ("restriction-changed", "page", page.pk, restriction((one.pk, []), seen_by_two)),
        ("restriction-changed", "page", page.pk, restriction(seen_by_two, None)),
    ]
    assert actors(entries) == SYSTEM


def test_an_audience_that_changes_is_recorded_and_so_is_each_of_its_pages(home, news):
    staff, newcomers = factories.alliance_staff(), Group.objects.create(name="Newcomers")
    audience = Audience.objects.create(name="One", slug="one")
    page = published(section("publications"), audience=audience)
    news()
    form = {"name": "One", "description": "", "groups": [str(newcomers.pk)], "teaser": "on"}
    assert signed_in(staff).post(f"/admin/audiences/edit/{audience.pk}/", form).status_code == 302
    entries = news()
    assert sorted(told(entries), key=str) == sorted(
        [
            ("audience-changed", "audience", audience.pk, {"teaser": True}),
            ("audience-changed", "audience", audience.pk, {"groups_added": [newcomers.pk], "groups_removed": []}),
            (
                "restriction-changed",
                "page",
                page.pk,
                restriction((audience.pk, []), (audience.pk, [newcomers.pk])),
            ),
        ],
        key=str,
    )
    assert actors(entries) == by(staff)
    newcomers.audiences.clear()
    assert told(news())[0] == (
        "audience-changed",
        "audience",
        audience.pk,
        {"groups_added": [], "groups_removed": [newcomers.pk]},
    )


def test_restrictions_of_wagtails_own_are_recorded(home, news):
    page, group = section("publications"), Group.objects.create(name="By hand")
    news()
    native = PageViewRestriction.objects.create(page=page, restriction_type=BaseViewRestriction.LOGIN)
    native.delete()
    native = PageViewRestriction.objects.create(page=Page.get_first_root_node(), restriction_type="groups")
    native.groups.add(group)
    native.groups.clear()
    assert told(news()) == [
        ("restriction-changed", "page", page.pk, {"type": "login"}),
        ("restriction-changed", "page", page.pk, {"type": None}),
        ("restriction-changed", "page", native.page_id, {"type": "groups"}),
        ("restriction-changed", "page", native.page_id, {"groups_added": [group.pk], "groups_removed": []}),
        ("restriction-changed", "page", native.page_id, {"groups_added": [], "groups_removed": [group.pk]}),
    ]


def test_a_collection_that_a_superuser_opens_is_recorded(home, news):
    root = factories.superuser()
    collection = Collection.objects.get(name="Members' files")
    assert CollectionViewRestriction.objects.filter(collection=collection).exists()
    news()
    address = f"/admin/collections/{collection.pk}/privacy/"
    assert signed_in(root).post(address, {"restriction_type": "none"}).status_code == 200
    entries = news()
    assert told(entries) == [("restriction-changed", "collection", collection.pk, {"type": None})]
    assert actors(entries) == by(root)


def test_a_page_that_is_deleted_changes_nobodys_access(home, news):
    page = page_of(factories.working_group())
    news()
    fresh(page).delete()
    assert news() == []


def test_an_establishment_that_finds_everything_records_nothing(home, news):
    assert actors(list(AuditEntry.objects.all())) == SYSTEM
    establish()
    assert news() == []


def test_no_entry_of_a_whole_portal_holds_a_name_a_title_or_an_address(home):
    group = factories.working_group("Zqcanaryqz")
    published(page_of(group), "Zqcanaryqz paper")
    person = factories.coordinator_of(group)
    people.assign_role(person=person, role=Role.EDITOR)
    written = str(list(AuditEntry.objects.values_list("action", "object_kind", "details"))).casefold()
    words = {person.email, person.last_name.casefold(), "zqcanaryqz", *map(str.casefold, titles())}
    assert f"workinggroup:{group.pk}:coordinators" in written
    assert {word for word in words if word in written} == set()


def titles():
    """Those of more than one word: “Pathways” is also the key of a group."""
    return [title for title in ContentPage.objects.values_list("title", flat=True) if " " in title]
