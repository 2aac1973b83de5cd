"""Whom the directory shows to whom, held to a plain reading of the choices of people and organisations."""

from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from membership.directory.permissions import user_can_read_directory
from membership.directory.queries import people_shown_to, visible_organisations, visible_people
from membership.models import Organisation, Role, SeenBy, Standing, Tier, User
from tests import factories
from workinggroups import services as groups
from workinggroups.models import WorkingGroup
from workinggroups.queries import hidden_on_roster, roster_shown_to

pytestmark = pytest.mark.django_db

STEPS = ["nobody", "organisation", "groups", "members"]
MEMBER_TIERS = {"foundational", "cornerstone", "bridge", "associate"}


@dataclass(frozen=True)
class Company:
    tier: str
    standing: str
    suspended: bool
    listed: bool
    people_seen_by: str


@dataclass(frozen=True)
class Person:
    company: int | None
    seen_by: str
    suspended: bool
    groups: frozenset[int]
    role: str


@dataclass(frozen=True)
class World:
    companies: tuple[Company, ...]
    persons: tuple[Person, ...]


def random_world(seed: int) -> World:
    """Most people and companies are as most are, so that something is to be seen."""
    chance = Random(seed)

    def mostly(usual: Any, *others: Any) -> Any:
        return usual if chance.random() < 0.7 else chance.choice(others)

    def company() -> Company:
        return Company(
            tier=mostly(chance.choice(["bridge", "associate", "foundational"]), "pathways", "alliance"),
            standing=mostly("current", *Standing.values),
            suspended=chance.random() < 0.1,
            listed=chance.random() < 0.6,
            people_seen_by=mostly("members", *STEPS),
        )

    def person() -> Person:
        return Person(
            company=mostly(chance.randrange(3), None),
            seen_by=mostly("members", *STEPS),
            suspended=chance.random() < 0.1,
            groups=frozenset(number for number in range(2) if chance.random() < 0.4),
            role=mostly("", "staff", "coordinator", "editor"),
        )

    return World(tuple(company() for _ in range(3)), tuple(person() for _ in range(7)))


# Chance is ours, not hypothesis': it prefers what is small and alike, and there is little to be seen in such a world.
worlds = st.integers(0, 2**40).map(random_world)


class Reading:
    """The rules again, one pair of people at a time."""

    def __init__(self, world: World) -> None:
        self.companies, self.persons = world.companies, world.persons

    def company(self, person: Person) -> Company | None:
        return None if person.company is None else self.companies[person.company]

    def signs_in(self, person: Person) -> bool:
        company = self.company(person)
        return not person.suspended and (company is None or (not company.suspended and company.standing != "left"))

    def is_current(self, person: Person) -> bool:
        company = self.company(person)
        return company is not None and company.standing == "current" and not company.suspended

    def reads(self, person: Person) -> bool:
        company = self.company(person)
        at_member = self.is_current(person) and company is not None and company.tier in MEMBER_TIERS
        return self.signs_in(person) and (at_member or person.role in {"staff", "coordinator"})

    def is_present(self, person: Person) -> bool:
        company = self.company(person)
        if not self.signs_in(person):
            return False
        return company is None or (self.is_current(person) and company.tier != "pathways")

    def groups_that_count(self, person: Person) -> frozenset[int]:
        company = self.company(person)
        counts = company is None or (company.standing == "current" and company.tier != "pathways")
        return person.groups if counts else frozenset()

    def level(self, person: Person) -> str:
        """The narrower of the two choices; whoever has no listed company is never shown to all members."""
        company = self.company(person)
        chosen = STEPS.index(person.seen_by)
        most = 2 if company is None else STEPS.index(company.people_seen_by)
        if company is not None and not company.listed:
            most = min(most, 2)
        return STEPS[min(chosen, most)]

    def shows(self, person: Person, to: Person) -> bool:
        if not self.is_present(person):
            return False
        if person is to:
            return True
        level = self.level(person)
        colleagues = person.company is not None and person.company == to.company
        together = bool(self.groups_that_count(person) & self.groups_that_count(to))
        return {
            "nobody": False,
            "organisation": colleagues,
            "groups": colleagues or together,
            "members": True,
        }[level]


def build(world: World) -> tuple[list[User], list[WorkingGroup]]:
    companies, persons = world.companies, world.persons
    rooms = [factories.working_group(), factories.working_group()]
    made = []
    for number, company in enumerate(companies):
        organisation = factories.organisation(f"Company {number}")
        Organisation.objects.filter(pk=organisation.pk).update(
            tier=company.tier, is_listed=company.listed, people_seen_by=company.people_seen_by
        )
        made.append(organisation)
    users = []
    for person in persons:
        at = None if person.company is None else made[person.company]
        user = factories.person(at=at, roles=(Role(person.role),) if person.role else ())
        user.seen_by = person.seen_by
        user.suspended_at = timezone.now() if person.suspended else None
        user.save()
        for number in person.groups:
            groups.add_to_roster(group=rooms[number], person=user)
        users.append(user)
    for number, company in enumerate(companies):
        organisation = Organisation.objects.get(pk=made[number].pk)
        organisation.standing = company.standing
        organisation.suspended_at = timezone.now() if company.suspended else None
        organisation.save()
    return [User.objects.get(pk=user.pk) for user in users], rooms


@given(world=worlds)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_everybody_sees_exactly_those_who_let_them(world) -> None:
    reading = Reading(world)
    with transaction.atomic():
        users, rooms = build(world)
        for person, user in zip(reading.persons, users, strict=True):
            shown = {other for other, who in zip(users, reading.persons, strict=True) if reading.shows(who, person)}
            assert user_can_read_directory(user) == reading.reads(person)
            assert set(people_shown_to(user)) == shown
            assert set(visible_people(user)) == (shown if reading.reads(person) else set())
            listed = {
                f"Company {number}"
                for number, company in enumerate(reading.companies)
                if company.tier in MEMBER_TIERS
                and company.standing == "current"
                and company.listed
                and not company.suspended
            }
            names = set(visible_organisations(user).values_list("name", flat=True))
            assert names == (listed if reading.reads(person) else set())
            for number, room in enumerate(rooms):
                on_roster = {one for one, who in zip(users, reading.persons, strict=True) if number in who.groups}
                assert {entry.person for entry in roster_shown_to(user, room)} == on_roster & shown
                present = {one for one, who in zip(users, reading.persons, strict=True) if reading.is_present(who)}
                assert hidden_on_roster(user, room) == len((on_roster & present) - shown)
        transaction.set_rollback(True)


def test_a_choice_takes_effect_at_once() -> None:
    reader, person = factories.member(), factories.member_of()
    assert person not in visible_people(reader)  # by themselves people are seen by their groups
    person.seen_by = SeenBy.MEMBERS
    person.save()
    assert person in visible_people(reader)
    Organisation.objects.filter(pk=person.organisation_id).update(people_seen_by=SeenBy.GROUPS)
    assert person not in visible_people(reader)


def test_whoever_leaves_a_group_is_no_longer_seen_by_it() -> None:
    group = factories.working_group()
    reader, person = factories.member_of(group), factories.member_of(group, at=factories.organisation())
    assert person in visible_people(reader)
    groups.remove_from_roster(group=group, person=person)
    assert person not in visible_people(reader)


def test_tiers_of_the_alliance_and_of_pathways_are_not_listed() -> None:
    factories.alliance()
    factories.startup()
    reader = factories.member()
    assert set(visible_organisations(reader).values_list("tier", flat=True)) == {Tier.FOUNDATIONAL}
