"""Groups and `is_active` always say what their sources say, whatever happens in whatever order."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from membership import services as people
from membership.access import derive_access, sweep_access
from membership.models import DerivedGroup, Organisation, Role, RoleAssignment, Standing, Tier, User
from membership.organisations import lifecycle
from tests import factories
from workinggroups import joining
from workinggroups import services as groups
from workinggroups.models import Existence, Joining, RosterEntry, RosterRole

pytestmark = pytest.mark.django_db

a_person = st.integers(0, 2)
an_organisation = st.integers(0, 1)
a_group = st.integers(0, 1)
MEMBER_TIERS = {"foundational", "cornerstone", "bridge", "associate"}
STEPS = {
    ("applicant", "current"),
    ("applicant", "left"),
    ("current", "lapsed"),
    ("current", "left"),
    ("lapsed", "current"),
    ("lapsed", "left"),
    ("left", "current"),
}


def keys_of(person: User) -> set[str]:
    return set(DerivedGroup.objects.filter(group__user=person).values_list("key", flat=True))


class Portal(RuleBasedStateMachine):
    """Three people, two companies, two groups. Beside the database stand plain dictionaries of what was done."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.groups = [factories.working_group(), factories.working_group()]
        for group in self.groups:
            groups.set_joining(group=group, joining=Joining.OPEN, existence=Existence.MEMBERS)
        self.organisations = [factories.organisation(f"Company {number}") for number in range(2)]
        self.people = [factories.person(at=at) for at in (*self.organisations, None)]
        self.tier = dict.fromkeys(range(2), "foundational")
        self.standing = dict.fromkeys(range(2), "current")
        self.closed_organisations: set[int] = set()
        self.closed_people: set[int] = set()
        self.works_at: dict[int, int | None] = {0: 0, 1: 1, 2: None}
        self.roles: set[tuple[int, str]] = set()
        self.roster: dict[tuple[int, int], str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def person(self, number: int) -> User:
        return User.objects.get(pk=self.people[number].pk)

    def organisation(self, number: int) -> Organisation:
        return Organisation.objects.get(pk=self.organisations[number].pk)

    @rule(number=an_organisation, tier=st.sampled_from(Tier))
    def change_tier(self, number: int, tier: Tier) -> None:
        refusal: type[Exception] | None = None
        if tier != self.tier[number]:
            if "alliance" in {tier, self.tier[number]}:
                refusal = lifecycle.TheAllianceStays
            elif self.standing[number] != "current":
                refusal = lifecycle.OnlyWhileCurrent
        if refusal:
            with pytest.raises(refusal):
                lifecycle.change_tier(organisation=self.organisation(number), tier=tier)
        else:
            lifecycle.change_tier(organisation=self.organisation(number), tier=tier)
            self.tier[number] = tier.value

    @rule(number=an_organisation, to=st.sampled_from(Standing))
    def change_standing(self, number: int, to: Standing) -> None:
        if self.tier[number] == "alliance":
            with pytest.raises(lifecycle.TheAllianceStays):
                lifecycle.change_standing(organisation=self.organisation(number), to=to)
        elif (self.standing[number], to.value) not in STEPS:
            with pytest.raises(lifecycle.NoSuchStep):
                lifecycle.change_standing(organisation=self.organisation(number), to=to)
        else:
            lifecycle.change_standing(organisation=self.organisation(number), to=to)
            self.standing[number] = to.value

    @rule(number=an_organisation)
    def suspend_organisation(self, number: int) -> None:
        if self.tier[number] != "alliance":
            lifecycle.suspend_organisation(organisation=self.organisation(number))
            self.closed_organisations.add(number)

    @rule(number=an_organisation)
    def reinstate_organisation(self, number: int) -> None:
        lifecycle.reinstate_organisation(organisation=self.organisation(number))
        self.closed_organisations.discard(number)

    @rule(number=a_person, to=st.none() | an_organisation)
    def move_person(self, number: int, to: int | None) -> None:
        people.move_person(person=self.person(number), organisation=None if to is None else self.organisation(to))
        if self.works_at[number] != to:
            self.roles.discard((number, "representative"))
        if to is None and self.works_at[number] is not None:
            self.roster = {entry: role for entry, role in self.roster.items() if entry[0] != number}
        self.works_at[number] = to

    @rule(number=a_person)
    def suspend_person(self, number: int) -> None:
        people.suspend_person(person=self.person(number))
        self.closed_people.add(number)

    @rule(number=a_person)
    def reinstate_person(self, number: int) -> None:
        people.reinstate_person(person=self.person(number))
        self.closed_people.discard(number)

    @rule(number=a_person, role=st.sampled_from(Role))
    def assign_role(self, number: int, role: Role) -> None:
        if role == Role.REPRESENTATIVE and self.works_at[number] is None:
            with pytest.raises(people.RoleNeedsOrganisation):
                people.assign_role(person=self.person(number), role=role)
        else:
            people.assign_role(person=self.person(number), role=role)
            self.roles.add((number, role.value))

    @rule(number=a_person, role=st.sampled_from(Role))
    def withdraw_role(self, number: int, role: Role) -> None:
        people.withdraw_role(person=self.person(number), role=role)
        self.roles.discard((number, role.value))

    @rule(number=a_person, group=a_group, role=st.sampled_from(RosterRole))
    def put_on_roster(self, number: int, group: int, role: RosterRole) -> None:
        if (number, group) in self.roster:
            groups.change_roster_role(group=self.groups[group], person=self.person(number), role=role)
        else:
            groups.add_to_roster(group=self.groups[group], person=self.person(number), role=role)
        self.roster[number, group] = role.value

    @rule(number=a_person, group=a_group)
    def take_off_roster(self, number: int, group: int) -> None:
        if self.roster.pop((number, group), None):
            groups.remove_from_roster(group=self.groups[group], person=self.person(number))

    @rule(number=a_person, group=a_group)
    def join_group(self, number: int, group: int) -> None:
        refusal: type[Exception] | None = None
        if not self.is_active(number) or self.tier_of(number) not in MEMBER_TIERS:
            refusal = joining.MayNotJoin
        elif (number, group) in self.roster:
            refusal = groups.AlreadyOnRoster
        if refusal:
            with pytest.raises(refusal):
                joining.join_group(group=self.groups[group], person=self.person(number))
        else:
            joining.join_group(group=self.groups[group], person=self.person(number))
            self.roster[number, group] = "member"

    @rule(number=a_person, group=a_group)
    def leave_group(self, number: int, group: int) -> None:
        role = self.roster.get((number, group))
        coordinators = {person for (person, of), role in self.roster.items() if (of, role) == (group, "coordinator")}
        others = {person for person in coordinators - {number} if self.counts(person) and self.is_active(person)}
        refusal: type[Exception] | None = None
        if role is None:
            refusal = groups.NotOnRoster
        elif role == "coordinator" and not others:
            refusal = joining.LastCoordinator
        if refusal:
            with pytest.raises(refusal):
                joining.leave_group(group=self.groups[group], person=self.person(number))
        else:
            joining.leave_group(group=self.groups[group], person=self.person(number))
            del self.roster[number, group]

    @rule(
        number=an_organisation, tier=st.sampled_from(Tier), standing=st.sampled_from(Standing), suspended=st.booleans()
    )
    def change_behind_the_back_and_sweep(self, number: int, tier: Tier, standing: Standing, suspended: bool) -> None:
        at = self.people[0].date_joined if suspended else None
        ours = Organisation.objects.filter(pk=self.organisations[number].pk)
        ours.update(tier=tier, standing=standing, suspended_at=at)
        self.tier[number], self.standing[number] = tier.value, standing.value
        (self.closed_organisations.add if suspended else self.closed_organisations.discard)(number)
        sweep_access()

    @invariant()
    def groups_follow_from_causes(self) -> None:
        for number in range(3):
            person = self.person(number)
            assert keys_of(person) == set(self.keys_by_the_book(number))
            assert person.is_active == self.is_active(number)

    def is_active(self, number: int) -> bool:
        company = self.works_at[number]
        return (
            number not in self.closed_people
            and company not in self.closed_organisations
            and self.standing.get(company) != "left"
        )

    def tier_of(self, number: int) -> str | None:
        """What their company's tier gives them now."""
        company = self.works_at[number]
        return self.tier[company] if company is not None and self.standing[company] == "current" else None

    def counts(self, number: int) -> bool:
        """Whether rosters give this person anything."""
        company = self.works_at[number]
        return company is None or self.tier_of(number) not in {None, "pathways"}

    def keys_by_the_book(self, number: int) -> Iterator[str]:
        tier = self.tier_of(number)
        if tier:
            yield f"tier:{tier}"
        if tier in MEMBER_TIERS:
            yield "members"
        if tier == "pathways":
            yield "pathways"
        yield from (f"role:{role}" for person, role in self.roles if person == number)
        for (person, group), role in self.roster.items():
            if person == number and self.counts(number):
                yield f"workinggroup:{self.groups[group].pk}"
                if role == "coordinator":
                    yield f"workinggroup:{self.groups[group].pk}:coordinators"


def test_groups_are_what_tiers_roles_and_rosters_say_in_any_order() -> None:
    run_state_machine_as_test(
        Portal,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_second_sweep_finds_nothing_to_repair() -> None:
    person = factories.member()
    people.suspend_person(person=factories.representative())
    assert sweep_access() == 0
    User.objects.filter(pk=person.pk).update(suspended_at=person.date_joined)
    assert sweep_access() == 1
    assert not User.objects.get(pk=person.pk).is_active
    assert sweep_access() == 0


def test_sweep_takes_people_out_of_derived_groups_that_somebody_put_them_in() -> None:
    outsider, staff = factories.startup_user(), DerivedGroup.objects.get(key="role:staff").group
    outsider.groups.add(staff)
    sweep_access()
    assert keys_of(outsider) == {"pathways", "tier:pathways"}


def test_sweep_repairs_more_people_than_it_locks_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("membership.access.SWEEP_BATCH", 2)
    crowd = [factories.member() for _ in range(5)]
    Organisation.objects.filter(people=crowd[0]).update(tier=Tier.PATHWAYS)
    assert sweep_access() == 5
    assert all(keys_of(person) == {"pathways", "tier:pathways"} for person in crowd)


def test_groups_that_nobody_derives_are_left_alone() -> None:
    person = factories.member()
    by_hand = person.groups.create(name="Made by hand")
    lifecycle.change_tier(organisation=factories.company_of(person), tier=Tier.BRIDGE)
    assert by_hand in person.groups.all()


def test_a_plain_save_derives_as_a_service_does() -> None:
    person = factories.member()
    person.is_active = False
    person.save()
    assert person.is_active  # nothing suspends them
    company = factories.company_of(person)
    company.tier = Tier.PATHWAYS
    company.save()
    RoleAssignment.objects.create(person=person, role=Role.EDITOR)
    assert keys_of(person) == {"pathways", "tier:pathways", "role:editor"}
    RoleAssignment.objects.all().delete()
    assert keys_of(person) == {"pathways", "tier:pathways"}


def test_a_person_can_be_deleted_with_all_that_is_theirs() -> None:
    group = factories.working_group()
    coordinator = factories.coordinator_of(group)
    coordinator.delete()
    factories.coordinator_of(group)
    User.objects.all().delete()
    assert not RosterEntry.objects.exists()
    assert not RoleAssignment.objects.exists()


def test_deriving_for_more_people_who_are_right_takes_no_more_queries() -> None:
    def queries_for(count: int) -> int:
        crowd = [factories.member() for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            assert derive_access(crowd) == 0
        return len(queries)

    assert queries_for(1) == queries_for(3)
