"""Whoever leaves an organisation, or stops representing it, leaves no door open behind them."""

import pytest
from django.test import Client

from membership import services as people
from membership.joining import services as joining
from membership.models import Invitation, JoinPolicy, Organisation, Role, Tier, User
from membership.organisations import lifecycle
from membership.organisations.services import hand_over
from tests import factories
from tests.membership.test_derived_access import keys_of
from tests.signing_in import signed_in
from workinggroups.models import RosterEntry

pytestmark = pytest.mark.django_db


def invitations_of(by: User) -> tuple[Invitation, Invitation]:
    """One as a colleague, one as a representative."""
    at = factories.company_of(by)
    plain = joining.invite(organisation=at, email="me@gmail.com", by=by)
    high = joining.invite(organisation=at, email="me.too@gmail.com", by=by, as_representative=True)
    return plain, high


def accept(invitation: Invitation) -> User:
    return joining.accept_as_newcomer(
        invitation=invitation, first_name="Eve", last_name="Reed", job_title="", password="a-long-walk-home"
    )


@pytest.mark.parametrize("gone", ["suspended", "moved", "left"])
def test_nobody_comes_in_by_the_invitations_of_whoever_is_out(gone: str) -> None:
    by = factories.representative()
    factories.representative()
    invitations = invitations_of(by)
    if gone == "suspended":
        people.suspend_person(person=by)
    else:
        people.move_person(person=by, organisation=factories.startup() if gone == "moved" else None)
    for invitation in invitations:
        with pytest.raises(joining.InvitationEnded):
            accept(invitation)
    assert not User.objects.filter(email__endswith="@gmail.com").exists()


def test_whoever_hands_over_makes_no_representative_any_more_and_colleagues_still_come() -> None:
    by, next_one = factories.representative(), factories.member()
    plain, high = invitations_of(by)
    hand_over(person=next_one, by=by)
    assert accept(plain).organisation == factories.company_of(by)
    with pytest.raises(joining.InvitationEnded):
        accept(high)


def test_invitations_of_others_go_on() -> None:
    by, other = factories.representative(), factories.representative()
    invitation = joining.invite(organisation=factories.company_of(other), email="new@larkspan.example", by=other)
    people.suspend_person(person=by)
    assert accept(invitation).organisation == factories.company_of(by)


def test_whoever_goes_straight_to_another_company_takes_no_roster_along() -> None:
    group = factories.working_group()
    person = factories.member_of(group)
    people.move_person(person=person, organisation=factories.organisation("Tidewell", Tier.ASSOCIATE))
    assert keys_of(person) == {"members", "tier:associate"}
    assert not RosterEntry.objects.filter(person=person).exists()


def test_moving_a_representative_in_the_admin_does_not_make_them_represent_the_new_company() -> None:
    person, other = factories.representative(), factories.organisation("Findlewick")
    staff = signed_in(factories.alliance_staff())
    form = {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "organisation": other.pk,
        "roles": ["representative", "expert"],
    }
    staff.post(f"/admin/users/edit/{person.pk}/", form)
    person.refresh_from_db()
    assert person.organisation == other
    assert [one.role for one in person.role_assignments.all()] == [Role.EXPERT]
    staff.post(f"/admin/users/edit/{person.pk}/", form)
    assert {one.role for one in person.role_assignments.all()} == {Role.EXPERT, Role.REPRESENTATIVE}


def test_a_startup_that_becomes_a_member_lets_nobody_in_unasked() -> None:
    startup = factories.startup()
    Organisation.objects.filter(pk=startup.pk).update(join_policy=JoinPolicy.AUTOMATIC)
    assert lifecycle.change_tier(organisation=startup, tier=Tier.BRIDGE).join_policy == JoinPolicy.ASK
    startup.refresh_from_db()
    assert startup.join_policy == JoinPolicy.ASK


@pytest.mark.parametrize(
    "act",
    [
        "/admin/users/new/",
        "/admin/users/edit/{person}/",
        "/admin/people/{person}/suspend/",
        "/admin/organisations/{organisation}/invite/",
        "/admin/organisations/{organisation}/domains/add/",
        "/admin/organisations/{organisation}/suspend/",
        "/admin/organisations/{organisation}/tier/",
    ],
)
def test_what_gives_or_takes_access_asks_staff_to_prove_once_more_that_it_is_they(client: Client, act: str) -> None:
    person = factories.member()
    address = act.format(person=person.pk, organisation=person.organisation_id)
    client.force_login(factories.alliance_staff(), backend="allauth.account.auth_backends.AuthenticationBackend")
    for answer in (client.get(address), client.post(address, {"reason": "Unpaid", "tier": "pathways"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    person.refresh_from_db()
    assert person.is_active
    assert not Invitation.objects.exists()
    assert signed_in(factories.alliance_staff()).get(address).status_code == 200


def test_a_superuser_deletes_somebody_as_they_would_leave_themselves() -> None:
    person = factories.member()
    root = signed_in(factories.superuser())
    root.post(f"/admin/users/delete/{person.pk}/")
    assert not User.objects.filter(pk=person.pk).exists()
    representative, _ = factories.representative(), factories.member()
    root.post(f"/admin/users/delete/{representative.pk}/")
    assert User.objects.filter(pk=representative.pk).exists()
