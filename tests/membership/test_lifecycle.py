"""The life of an organisation: which steps there are, what each does at once, and that each is written down."""

from itertools import product
from pathlib import Path

import pytest

from membership import services as people
from membership.models import Organisation, OrganisationChange, Standing, Tier, User
from membership.organisations import lifecycle
from tests import factories
from tests.membership.test_derived_access import keys_of
from workinggroups.models import RosterEntry

pytestmark = pytest.mark.django_db

DRAWING = Path(__file__).parents[2] / "docs" / "membership.md"


def history_of(organisation: Organisation) -> list[tuple[str, str, str]]:
    return list(reversed(organisation.changes.values_list("kind", "before", "after")))


def in_standing(standing: Standing) -> Organisation:
    made = factories.organisation("Chatterfig", Tier.BRIDGE)
    Organisation.objects.filter(pk=made.pk).update(standing=standing)
    return Organisation.objects.get(pk=made.pk)


@pytest.mark.parametrize(("before", "after"), list(product(Standing, Standing)))
def test_an_organisation_takes_the_steps_of_the_table_and_no_others(before: Standing, after: Standing) -> None:
    organisation = in_standing(before)
    if after in lifecycle.TRANSITIONS[before]:
        assert lifecycle.change_standing(organisation=organisation, to=after).standing == after
        assert history_of(organisation)[-1] == ("standing", before, after)
    else:
        with pytest.raises(lifecycle.NoSuchStep):
            lifecycle.change_standing(organisation=organisation, to=after)
        assert Organisation.objects.get().standing == before
        assert [kind for kind, _, _ in history_of(organisation)] == ["joined"]


@pytest.mark.parametrize(
    ("standing", "keys", "may_sign_in"),
    [
        (Standing.APPLICANT, set(), True),
        (Standing.CURRENT, {"members", "tier:bridge"}, True),
        (Standing.LAPSED, set(), True),
        (Standing.LEFT, set(), False),
    ],
)
def test_people_have_what_the_standing_of_their_organisation_gives(
    standing: Standing, keys: set[str], may_sign_in: bool
) -> None:
    group = factories.working_group()
    person = factories.member_of(group, at=in_standing(Standing.CURRENT))
    if standing == Standing.APPLICANT:
        organisation = in_standing(Standing.APPLICANT)
        organisation.save()
    elif standing != Standing.CURRENT:
        lifecycle.change_standing(organisation=factories.company_of(person), to=standing)
    rosters = {f"workinggroup:{group.pk}"} if standing == Standing.CURRENT else set()
    assert keys_of(person) == keys | rosters
    assert User.objects.get(pk=person.pk).is_active == may_sign_in


def test_who_comes_back_finds_roles_and_rosters_as_they_were() -> None:
    group = factories.working_group()
    person = factories.member_of(group, at=in_standing(Standing.CURRENT))
    before = keys_of(person)
    organisation = factories.company_of(person)
    lifecycle.change_standing(organisation=organisation, to=Standing.LEFT)
    assert RosterEntry.objects.filter(person=person, group=group).exists()
    lifecycle.change_standing(organisation=organisation, to=Standing.CURRENT)
    assert keys_of(person) == before
    assert User.objects.get(pk=person.pk).is_active


def test_the_history_says_what_happened_when_by_whom_and_why() -> None:
    staff = factories.alliance_staff()
    organisation = people.add_organisation(name="Boxwren", slug="boxwren", tier=Tier.PATHWAYS, by=staff)
    lifecycle.change_tier(organisation=organisation, tier=Tier.ASSOCIATE, by=staff, reason="Application accepted")
    lifecycle.suspend_organisation(organisation=organisation, by=staff, reason="Unpaid")
    lifecycle.suspend_organisation(organisation=organisation, by=staff)
    lifecycle.reinstate_organisation(organisation=organisation)
    lifecycle.reinstate_organisation(organisation=organisation)
    lifecycle.change_tier(organisation=organisation, tier=Tier.ASSOCIATE)
    assert history_of(organisation) == [
        ("joined", "", "pathways"),
        ("tier", "pathways", "associate"),
        ("suspended", "", ""),
        ("reinstated", "", ""),
    ]
    suspended = OrganisationChange.objects.get(kind="suspended")
    assert (suspended.by, suspended.reason) == (staff, "Unpaid")


@pytest.mark.parametrize("standing", [Standing.APPLICANT, Standing.LAPSED, Standing.LEFT])
def test_a_tier_changes_only_while_the_organisation_is_current(standing: Standing) -> None:
    organisation = in_standing(standing)
    with pytest.raises(lifecycle.OnlyWhileCurrent):
        lifecycle.change_tier(organisation=organisation, tier=Tier.CORNERSTONE)
    assert Organisation.objects.get().tier == Tier.BRIDGE


def test_nobody_becomes_the_alliance_and_the_alliance_stays_what_it_is() -> None:
    alliance, company = factories.alliance(), factories.organisation()
    for forbidden in (
        lambda: lifecycle.change_tier(organisation=alliance, tier=Tier.BRIDGE),
        lambda: lifecycle.change_tier(organisation=company, tier=Tier.ALLIANCE),
        lambda: lifecycle.change_standing(organisation=alliance, to=Standing.LEFT),
    ):
        with pytest.raises(lifecycle.TheAllianceStays):
            forbidden()
    assert lifecycle.steps_from(alliance) == {}
    assert set(Organisation.objects.values_list("tier", "standing")) == {
        ("alliance", "current"),
        ("foundational", "current"),
    }


def test_the_drawing_shows_the_steps_of_the_table() -> None:
    drawn = {
        tuple(line.strip().partition(" : ")[0].split(" --> "))
        for line in DRAWING.read_text().splitlines()
        if " --> " in line and "[*]" not in line and line.strip().startswith(tuple(Standing.values))
    }
    assert drawn == {(before, after) for before, steps in lifecycle.TRANSITIONS.items() for after in steps}
