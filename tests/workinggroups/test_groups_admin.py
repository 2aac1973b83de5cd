"""Staff look after working groups and rosters; editors and coordinators do not."""

import pytest
from django.test import Client

from tests import factories
from workinggroups.models import RosterEntry, RosterRole, WorkingGroup

pytestmark = pytest.mark.django_db

GROUP = {
    "name": "Appeals Resources",
    "purpose": "Help firms handle appeals",
    "theme": "enforcement",
    "status": "standing",
    "joining": "request",
    "existence": "members",
}


@pytest.fixture(autouse=True)
def _staff(client: Client) -> None:
    client.force_login(factories.alliance_staff())


def test_staff_make_and_rename_a_group(client: Client) -> None:
    client.post("/admin/workinggroups/new/", GROUP)
    group = WorkingGroup.objects.get(slug="appeals-resources")
    url = f"/admin/workinggroups/edit/{group.pk}/"
    assert client.get(url).status_code == 200
    client.post(url, GROUP | {"name": "Appeals", "status": "closed"})
    group = WorkingGroup.objects.get(pk=group.pk)
    assert (group.name, group.slug, group.status, group.audience.name) == (
        "Appeals",
        "appeals-resources",
        "closed",
        "Appeals",
    )


def test_staff_say_how_people_come_in_and_who_knows_of_the_group(client: Client) -> None:
    client.post("/admin/workinggroups/new/", GROUP | {"allowed_tiers": ["bridge", "associate"]})
    group = WorkingGroup.objects.get()
    assert (group.joining, group.existence, group.allowed_tiers) == ("request", "members", ["bridge", "associate"])
    url = f"/admin/workinggroups/edit/{group.pk}/"
    assert client.get(url).content.decode().count("checked") == 2
    client.post(url, GROUP | {"joining": "invitation", "existence": "roster"})
    group = WorkingGroup.objects.get()
    assert (group.joining, group.existence, group.allowed_tiers) == ("invitation", "roster", [])


def test_no_group_is_opened_to_pathways(client: Client) -> None:
    response = client.post("/admin/workinggroups/new/", GROUP | {"allowed_tiers": ["pathways"]})
    assert "not one of the available choices" in response.content.decode()
    assert not WorkingGroup.objects.exists()


def test_a_group_begins_known_to_its_roster_and_closed_to_all_but_staff() -> None:
    group = factories.working_group()
    assert (group.joining, group.existence) == ("staff", "roster")


def test_a_name_that_is_taken_is_said_to_be(client: Client) -> None:
    factories.working_group("Appeals resources")
    response = client.post("/admin/workinggroups/new/", GROUP)
    assert "has this name" in response.content.decode()


def test_staff_put_people_on_rosters_and_take_them_off(client: Client) -> None:
    group, person = factories.working_group(), factories.member()
    assert client.get("/admin/rosters/new/").status_code == 200
    form = {"group": group.pk, "person": person.pk, "role": "member"}
    client.post("/admin/rosters/new/", form)
    entry = RosterEntry.objects.get(group=group, person=person)
    assert "already exists" in client.post("/admin/rosters/new/", form).content.decode()
    client.post(f"/admin/rosters/edit/{entry.pk}/", {"role": "chair"})
    assert RosterEntry.objects.get(pk=entry.pk).role == RosterRole.CHAIR
    assert person.groups.filter(audiences=group.audience).exists()
    assert client.get("/admin/rosters/?q=asha").status_code == 200
    client.post(f"/admin/rosters/delete/{entry.pk}/")
    assert not person.groups.filter(audiences=group.audience).exists()


def test_a_group_is_not_deleted(client: Client) -> None:
    group = factories.working_group()
    client.post(f"/admin/workinggroups/delete/{group.pk}/")
    assert WorkingGroup.objects.filter(pk=group.pk).exists()


@pytest.mark.parametrize("path", ["workinggroups/", "workinggroups/new/", "rosters/", "rosters/new/"])
@pytest.mark.parametrize("who", [factories.editor, factories.publisher])
def test_editors_do_not_reach_rosters(client: Client, who: factories.Who, path: str) -> None:
    client.force_login(who())
    assert client.get(f"/admin/{path}").headers["Location"] == "/admin/"


def test_coordinators_do_not_reach_rosters_here(client: Client) -> None:
    client.force_login(factories.coordinator_of(factories.working_group()))
    assert client.get("/admin/rosters/").headers["Location"] == "/admin/"
