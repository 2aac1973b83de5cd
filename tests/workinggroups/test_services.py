import pytest

from membership.models import DerivedGroup, Tier, User
from membership.organisations.lifecycle import change_tier
from tests import factories
from visibility.models import Audience
from workinggroups import services
from workinggroups.models import GroupStatus, RosterRole, WorkingGroup

pytestmark = pytest.mark.django_db


def audience_of(group: WorkingGroup) -> set[User]:
    return set(User.objects.filter(groups__audiences=group.audience, is_active=True))


def test_a_groups_audience_is_its_roster_its_coordinators_and_staff_and_nobody_else() -> None:
    group, other = factories.working_group("Hashing"), factories.working_group("Appeals")
    insiders = {factories.member_of(group), factories.coordinator_of(group), factories.alliance_staff()}
    outsiders = {
        factories.member(),
        factories.member_of(other),
        factories.coordinator_of(other),
        factories.editor(),
        factories.publisher(),
        factories.expert(),
        factories.representative(),
        factories.startup_user(),
        factories.suspended_member(),
    }
    assert audience_of(group) == insiders
    assert insiders | outsiders == set(User.objects.all())


def test_only_coordinators_are_in_the_coordinators_group() -> None:
    group = factories.working_group()
    factories.member_of(group)
    coordinator = factories.coordinator_of(group)
    coordinators = DerivedGroup.objects.get(key=f"workinggroup:{group.pk}:coordinators").group
    assert set(coordinators.user_set.all()) == {coordinator}


def test_a_new_group_has_an_audience_of_its_name_and_nobody_in_it_but_staff() -> None:
    staff = factories.alliance_staff()
    group = services.create_group(name="Age Assurance", slug="age-assurance", purpose="Compare age checks")
    assert (group.audience.name, group.audience.slug) == ("Age Assurance", "group-age-assurance")
    assert audience_of(group) == {staff}
    assert group.status == GroupStatus.STANDING


def test_leaving_and_joining_take_effect_at_once() -> None:
    group, person = factories.working_group(), factories.member()
    services.add_to_roster(group=group, person=person)
    assert audience_of(group) == {person}
    services.remove_from_roster(group=group, person=person)
    assert audience_of(group) == set()


def test_a_company_that_drops_to_pathways_loses_its_groups_and_finds_them_again() -> None:
    group = factories.working_group()
    person = factories.member_of(group)
    change_tier(organisation=factories.company_of(person), tier=Tier.PATHWAYS)
    assert audience_of(group) == set()
    change_tier(organisation=factories.company_of(person), tier=Tier.ASSOCIATE)
    assert audience_of(group) == {person}


def test_a_coordinator_who_becomes_a_member_stays_on_the_roster() -> None:
    group = factories.working_group()
    person = factories.coordinator_of(group)
    services.change_roster_role(group=group, person=person, role=RosterRole.MEMBER)
    assert audience_of(group) == {person}
    assert not DerivedGroup.objects.get(key=f"workinggroup:{group.pk}:coordinators").group.user_set.exists()


def test_a_roster_names_a_person_once() -> None:
    group, person = factories.working_group(), factories.member()
    services.add_to_roster(group=group, person=person)
    with pytest.raises(services.AlreadyOnRoster):
        services.add_to_roster(group=group, person=person, role=RosterRole.CHAIR)
    other = factories.member()
    with pytest.raises(services.NotOnRoster):
        services.remove_from_roster(group=group, person=other)
    with pytest.raises(services.NotOnRoster):
        services.change_roster_role(group=group, person=other, role=RosterRole.CHAIR)


def test_no_two_audiences_have_a_name_in_common() -> None:
    factories.working_group("Hashing")
    for name in ("Hashing", "HASHING", "Members"):
        with pytest.raises(services.WorkingGroupExists):
            services.create_group(name=name, slug=f"{name}-2", purpose="The same again")


def test_a_renamed_group_has_a_renamed_audience_and_the_same_people() -> None:
    group = factories.working_group("Hashing")
    person = factories.member_of(group)
    services.change_group(
        group=group, name="Hash matching", purpose="p", theme="t", status=GroupStatus.TIME_BOXED, parent=None
    )
    assert Audience.objects.get(working_group=group).name == "Hash matching"
    assert set(person.groups.values_list("name", flat=True)) >= {"Working group: Hash matching"}
    assert audience_of(group) == {person}


def test_the_longest_name_fits_everywhere() -> None:
    group = services.create_group(name="n" * 120, slug="s" * 100, purpose="p")
    names = DerivedGroup.objects.filter(key__startswith=f"workinggroup:{group.pk}").values_list(
        "group__name", flat=True
    )
    assert max(map(len, names)) <= 150


def test_a_deleted_group_lets_nobody_in() -> None:
    group = factories.working_group()
    audience = group.audience
    factories.member_of(group)
    group.delete()
    assert set(User.objects.filter(groups__audiences=audience)) == set()
