import pytest
from allauth.account.models import EmailAddress

from membership import services
from membership.models import Organisation, Role, Tier, User
from membership.organisations import lifecycle
from tests import factories

pytestmark = pytest.mark.django_db


def addresses_of(person: User) -> set[tuple[str, bool, bool]]:
    return set(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary"))


def test_a_new_person_can_sign_in_with_the_address_in_any_case() -> None:
    person = services.add_person(email=" Dov@Larkspan.Example ", organisation=factories.organisation())
    assert person.email == "dov@larkspan.example"
    assert addresses_of(person) == {("dov@larkspan.example", True, True)}


def test_an_address_belongs_to_one_person() -> None:
    factories.person()
    taken = User.objects.get().email
    with pytest.raises(services.EmailInUse):
        services.add_person(email=taken.upper())
    other = factories.person("Asha", "Winterlin")
    with pytest.raises(services.EmailInUse):
        services.describe_person(person=other, email=taken, first_name="A", last_name="W")


def test_a_changed_address_leaves_the_old_one_to_nobody() -> None:
    person = factories.member()
    services.describe_person(person=person, email="New@Larkspan.example", first_name="Asha", last_name="Pyke")
    assert addresses_of(person) == {("new@larkspan.example", True, True)}


def test_an_address_that_changed_unseen_goes_to_whoever_has_it_now() -> None:
    moved = factories.member()
    old = moved.email
    User.objects.filter(pk=moved.pk).update(email="elsewhere@larkspan.example")
    newcomer = services.add_person(email=old)
    assert addresses_of(newcomer) == {(old, True, True)}
    assert addresses_of(moved) == set()


def test_two_organisations_never_share_a_name() -> None:
    factories.organisation("Larkspan")
    with pytest.raises(services.OrganisationExists):
        services.add_organisation(name="Larkspan", slug="other", tier=Tier.BRIDGE)
    other = factories.organisation("Findlewick")
    with pytest.raises(services.OrganisationExists):
        services.describe_organisation(organisation=other, name="Larkspan", sector="")


def test_everyone_at_a_suspended_organisation_is_out_and_comes_back_with_it() -> None:
    first, second, elsewhere = factories.member(), factories.representative(), factories.startup_user()
    company = factories.company_of(first)
    lifecycle.suspend_organisation(organisation=company)
    assert set(User.objects.filter(is_active=True)) == {elsewhere}
    services.suspend_person(person=second)
    lifecycle.reinstate_organisation(organisation=company)
    assert set(User.objects.filter(is_active=True)) == {first, elsewhere}
    services.reinstate_person(person=second)
    assert set(User.objects.filter(is_active=True)) == {first, second, elsewhere}


def test_the_service_returns_the_person_as_they_are_now() -> None:
    assert not services.suspend_person(person=factories.member()).is_active


def test_a_second_suspension_keeps_the_time_of_the_first() -> None:
    person = factories.suspended_member()
    first = person.suspended_at
    assert services.suspend_person(person=person).suspended_at == first


def test_the_alliance_cannot_lock_itself_out() -> None:
    with pytest.raises(lifecycle.TheAllianceStays):
        lifecycle.suspend_organisation(organisation=factories.alliance())
    assert Organisation.objects.get().suspended_at is None


def test_who_changes_companies_represents_neither() -> None:
    person = factories.representative()
    services.assign_role(person=person, role=Role.EXPERT)
    services.move_person(person=person, organisation=factories.startup())
    assert [assignment.role for assignment in person.role_assignments.all()] == [Role.EXPERT]


def test_a_representative_needs_a_company_to_represent() -> None:
    with pytest.raises(services.RoleNeedsOrganisation):
        services.assign_role(person=factories.person(), role=Role.REPRESENTATIVE)


def test_a_role_is_assigned_once_however_often_it_is_assigned() -> None:
    person = factories.editor()
    services.assign_role(person=person, role=Role.EDITOR)
    assert person.role_assignments.count() == 1
    services.withdraw_role(person=person, role=Role.EDITOR)
    services.withdraw_role(person=person, role=Role.EDITOR)
    assert not person.role_assignments.exists()
