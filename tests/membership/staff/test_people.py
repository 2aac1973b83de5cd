"""Staff keep a person out on a page that asks first, and hear when an organisation loses its last representative."""

import pytest
from django.test import Client

from membership.models import Role, User
from tests import factories
from tests.membership.applying import text_of
from tests.membership.test_people_admin import person_form
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> User:
    return factories.alliance_staff()


@pytest.fixture
def client(staff: User) -> Client:
    return signed_in(staff)


def edit(person: User) -> str:
    return f"/admin/users/edit/{person.pk}/"


def test_suspending_asks_first_and_reinstating_too(client: Client):
    person = factories.member()
    assert f"/admin/people/{person.pk}/suspend/" in text_of(client.get(edit(person)))
    assert "are out at their next click" in text_of(client.get(f"/admin/people/{person.pk}/suspend/"))
    client.post(f"/admin/people/{person.pk}/suspend/")
    first = User.objects.get(pk=person.pk)
    assert not first.is_active
    assert f"/admin/people/{person.pk}/reinstate/" in text_of(client.get(edit(person)))
    client.post(f"/admin/people/{person.pk}/suspend/")
    assert User.objects.get(pk=person.pk).suspended_at == first.suspended_at
    client.post(f"/admin/people/{person.pk}/reinstate/")
    assert User.objects.get(pk=person.pk).is_active


def test_nobody_suspends_themselves(client: Client, staff: User):
    assert client.post(f"/admin/people/{staff.pk}/suspend/").url == "/admin/"
    assert f"/admin/people/{staff.pk}/suspend/" not in text_of(client.get(edit(staff)))
    assert User.objects.get(pk=staff.pk).is_active


def test_staff_do_not_suspend_superusers(client: Client):
    root = factories.superuser()
    for act in ("suspend", "reinstate"):
        assert client.post(f"/admin/people/{root.pk}/{act}/").url == "/admin/"
    assert User.objects.get(pk=root.pk).is_active


def test_staff_are_warned_before_and_after_the_last_representative_is_out(client: Client):
    organisation = factories.organisation()
    last, _ = factories.representative(at=organisation), factories.member(at=organisation)
    assert "Larkspan has no other representative" in text_of(client.get(f"/admin/people/{last.pk}/suspend/"))
    response = client.post(f"/admin/people/{last.pk}/suspend/", follow=True)
    assert "Nobody represents Larkspan now" in text_of(response)
    assert "Nobody can act for this organisation" in text_of(
        client.get(f"/admin/organisations/inspect/{organisation.pk}/")
    )


def test_no_warning_where_another_represents_or_nobody_is_left(client: Client):
    organisation = factories.organisation()
    alone = factories.representative(at=organisation)
    assert "no other representative" not in text_of(client.get(f"/admin/people/{alone.pk}/suspend/"))
    factories.representative(at=organisation)
    assert "no other representative" not in text_of(client.get(f"/admin/people/{alone.pk}/suspend/"))
    response = client.post(f"/admin/people/{alone.pk}/suspend/", follow=True)
    assert "Nobody represents" not in text_of(response)


@pytest.mark.parametrize("how", ["role", "company"])
def test_the_form_warns_when_it_takes_the_last_representative(client: Client, how: str):
    organisation = factories.organisation()
    last, member = factories.representative(at=organisation), factories.member(at=organisation)
    elsewhere = factories.organisation("Findlewick")
    changes = {"roles": []} if how == "role" else {"organisation": elsewhere.pk, "roles": []}
    response = client.post(edit(last), person_form(last, **changes), follow=True)
    assert "Nobody represents Larkspan now" in text_of(response)
    assert not last.role_assignments.filter(role=Role.REPRESENTATIVE).exists()
    again = client.post(edit(member), person_form(member, last_name="Winter"), follow=True)
    assert "Nobody represents Larkspan now" not in text_of(again)
