"""Staff look after people and organisations; nobody else does, and nobody edits what is derived."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from membership.models import DerivedGroup, Organisation, Role, Tier, User
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def person_form(person: User, **changes: Any) -> dict[str, Any]:
    given = {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "organisation": person.organisation_id or "",
        "roles": [assignment.role for assignment in person.role_assignments.all()],
    }
    return given | changes


@pytest.fixture
def staff(client: Client) -> User:
    person = factories.alliance_staff()
    signed_in(person, client)
    return person


def test_staff_add_someone_who_then_has_what_their_company_has(client: Client, staff: User) -> None:
    company = factories.organisation()
    client.post(
        "/admin/users/new/",
        {
            "email": "Hana@Larkspan.example",
            "first_name": "Hana",
            "last_name": "Vesterby",
            "organisation": company.pk,
            "roles": ["representative"],
        },
    )
    person = User.objects.get(email="hana@larkspan.example")
    assert set(person.groups.values_list("name", flat=True)) == {
        "Members",
        "Tier: Foundational",
        "Role: Representative",
    }
    assert not person.has_usable_password()
    assert EmailAddress.objects.filter(user=person, verified=True).count() == 1


def test_an_address_that_is_taken_is_said_to_be(client: Client, staff: User) -> None:
    taken = factories.member().email
    response = client.post("/admin/users/new/", {"email": taken.upper(), "roles": []})
    assert "Somebody has an account with this address" in response.content.decode()


def test_staff_move_suspend_and_reinstate(client: Client, staff: User) -> None:
    person, startup = factories.representative(), factories.startup()
    url = f"/admin/users/edit/{person.pk}/"
    assert client.get(url).status_code == 200
    changed = person_form(person, organisation=startup.pk, roles=["expert"], email="i@m.example")
    assert client.post(url, changed).status_code == 302
    client.post(f"/admin/people/{person.pk}/suspend/")
    person.refresh_from_db()
    assert (person.email, person.organisation, person.is_active) == ("i@m.example", startup, False)
    assert set(person.groups.values_list("name", flat=True)) == {"Pathways", "Tier: Pathways", "Role: Expert"}
    client.post(url, person_form(person))
    person.refresh_from_db()
    assert not person.is_active
    client.post(f"/admin/people/{person.pk}/reinstate/")
    person.refresh_from_db()
    assert person.is_active


def test_the_form_asks_for_neither_password_nor_groups_nor_rank(client: Client, staff: User) -> None:
    person = factories.member()
    forged = person_form(
        person, groups=[Group.objects.get(name="Members").pk], is_superuser="on", is_active="", password1="x"
    )
    client.post(f"/admin/users/edit/{person.pk}/", forged)
    body = client.get(f"/admin/users/edit/{person.pk}/").content.decode()
    assert not [name for name in ("groups", "is_superuser", "is_active", "password1") if f'name="{name}"' in body]
    person.refresh_from_db()
    assert not person.is_superuser
    assert person.is_active


def test_staff_cannot_become_superusers_by_taking_an_address(client: Client, staff: User) -> None:
    root = factories.superuser()
    response = client.post(f"/admin/users/edit/{root.pk}/", person_form(root, email="mine@alliance.example"))
    assert response.headers["Location"] == "/admin/"
    assert User.objects.get(pk=root.pk).email == root.email


def test_nobody_suspends_themselves_by_mistake(client: Client, staff: User) -> None:
    client.post(f"/admin/users/edit/{staff.pk}/", person_form(staff, suspended="on"))
    client.post(f"/admin/people/{staff.pk}/suspend/")
    assert User.objects.get(pk=staff.pk).is_active


def test_staff_do_not_delete_people(client: Client, staff: User) -> None:
    person = factories.member()
    client.post(f"/admin/users/delete/{person.pk}/")
    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize(
    ("action", "form"),
    [("assign_role", {"role": "role:publisher"}), ("set_active_state", {"mark_as_active": "False"}), ("delete", {})],
)
def test_nothing_is_done_to_many_people_at_once(client: Client, action: str, form: dict[str, str]) -> None:
    client.force_login(factories.superuser())
    person = factories.startup_user()
    before = set(person.groups.all())
    if "role" in form:
        form = {"role": str(DerivedGroup.objects.get(key=form["role"]).group_id)}
    client.post(f"/admin/bulk/membership/user/{action}/?id={person.pk}", form)
    person = User.objects.get(pk=person.pk)
    assert person.is_active
    assert set(person.groups.all()) == before


def organisation_form(organisation: Organisation, **changes: Any) -> dict[str, Any]:
    fields = ("name", "sector", "join_policy", "people_seen_by")
    return {name: getattr(organisation, name) for name in fields} | {"is_listed": "on"} | changes


def test_staff_add_change_and_suspend_companies(client: Client, staff: User) -> None:
    client.post("/admin/organisations/new/", {"name": "Tidewell Pay", "tier": "associate", "sector": "finance"})
    company = Organisation.objects.get(slug="tidewell-pay")
    assert list(company.changes.values_list("kind", "after", "by")) == [("joined", "associate", staff.pk)]
    person = factories.person(at=company)
    url = f"/admin/organisations/edit/{company.pk}/"
    assert client.get(url).status_code == 200
    client.post(url, organisation_form(company, name="Tidewell", sector="payments", seats=9, join_policy="off"))
    company.refresh_from_db()
    assert (company.name, company.slug, company.seats, company.join_policy) == ("Tidewell", "tidewell-pay", 9, "off")
    client.post(f"/admin/organisations/{company.pk}/tier/", {"tier": "pathways", "reason": "Not a member any more"})
    client.post(f"/admin/organisations/{company.pk}/suspend/", {"reason": "Under investigation"})
    company.refresh_from_db()
    assert company.tier == Tier.PATHWAYS
    person.refresh_from_db()
    assert not person.is_active
    assert set(person.groups.values_list("name", flat=True)) == {"Pathways", "Tier: Pathways"}


def test_the_form_of_a_company_changes_nobodys_access(client: Client, staff: User) -> None:
    company = factories.organisation()
    person = factories.member(at=company)
    url = f"/admin/organisations/edit/{company.pk}/"
    client.post(url, organisation_form(company, tier="pathways", standing="left", suspended="on", suspended_at="x"))
    company.refresh_from_db()
    person.refresh_from_db()
    assert (company.tier, company.standing, company.suspended_at) == (Tier.FOUNDATIONAL, "current", None)
    assert person.is_active


def test_the_alliance_is_not_suspended(client: Client, staff: User) -> None:
    alliance = factories.alliance()
    response = client.post(f"/admin/organisations/{alliance.pk}/suspend/", {"reason": "A joke"}, follow=True)
    assert "nobody could undo it" in response.content.decode()
    assert User.objects.get(pk=staff.pk).is_active


def test_a_name_that_is_nearly_taken_is_refused(client: Client, staff: User) -> None:
    factories.organisation("Tidewell Pay")
    response = client.post("/admin/organisations/new/", {"name": "Tidewell pay!", "tier": "bridge"})
    assert "nearly the same name" in response.content.decode()


@pytest.mark.parametrize(
    "who",
    [factories.editor, factories.publisher, factories.coordinator_of],
)
@pytest.mark.parametrize("path", ["users/", "users/new/", "organisations/", "organisations/new/", "groups/"])
def test_others_in_the_admin_do_not_reach_people(client: Client, who: factories.Who, path: str) -> None:
    client.force_login(who())
    response = client.get(f"/admin/{path}")
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")


def test_staff_do_not_reach_django_groups(client: Client, staff: User) -> None:
    assert client.get("/admin/groups/").headers["Location"] == "/admin/"


def test_a_derived_group_cannot_be_deleted_in_the_admin(client: Client) -> None:
    client.force_login(factories.superuser())
    group = DerivedGroup.objects.get(key="members").group
    assert client.post(f"/admin/groups/delete/{group.pk}/").headers["Location"] == "/admin/"
    assert Group.objects.filter(pk=group.pk).exists()


def test_the_list_of_people_takes_as_many_queries_for_three_as_for_one(client: Client, staff: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/users/?q=").status_code == 200
        return len(captured)

    queries()
    one = queries()
    for number in range(3):
        factories.person(at=factories.organisation(f"Company {number}"), roles=(Role.EXPERT,))
    assert queries() == one


@pytest.mark.parametrize("query", ["?q=asha", "?is_active=true", "?role_assignments__role=staff"])
def test_staff_find_people_in_the_list(client: Client, staff: User, query: str) -> None:
    factories.member()
    assert client.get(f"/admin/users/{query}").status_code == 200
