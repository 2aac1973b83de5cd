"""Who sees whom on the roster of a group, and who changes it."""

import pytest
from django.test import Client

from membership.models import SeenBy, Standing, Tier, User
from membership.organisations import lifecycle
from tests import factories
from tests.signing_in import signed_in
from tests.workinggroups.meeting import asked, body_of, chair_of, group_with, main_of
from workinggroups import joining, services
from workinggroups.models import Joining, RosterEntry, WorkingGroup

pytestmark = pytest.mark.django_db


def seen_by(person: User, step: SeenBy) -> User:
    person.seen_by = step
    person.save(update_fields=["seen_by"])
    return person


def named_on(client: Client, group: WorkingGroup) -> set[str]:
    main = main_of(client.get(f"/groups/{group.slug}/roster/"))
    return {
        name for name in ("zqnobody", "zqorganisation", "zqgroups", "zqmembers", "zqcapped", "zqlapsed") if name in main
    }


def roster_of_every_kind(group: WorkingGroup) -> None:
    at = factories.organisation("Murmurine", Tier.BRIDGE)
    for step in SeenBy:
        person = seen_by(factories.person(f"zq{step.value}", at=at), step)
        services.add_to_roster(group=group, person=person)
    shy = factories.organisation("Shy", Tier.BRIDGE)
    shy.people_seen_by = SeenBy.ORGANISATION
    shy.save()
    capped = seen_by(factories.person("zqcapped", at=shy), SeenBy.MEMBERS)
    lapsed = seen_by(factories.person("zqlapsed", at=factories.organisation("Lapsed", Tier.BRIDGE)), SeenBy.MEMBERS)
    for person in (capped, lapsed):
        services.add_to_roster(group=group, person=person)
    lifecycle.change_standing(organisation=factories.company_of(lapsed), to=Standing.LAPSED)


def test_people_in_a_group_see_those_who_let_them_and_how_many_did_not() -> None:
    group = group_with(Joining.OPEN)
    roster_of_every_kind(group)
    client = signed_in(factories.member_of(group))
    assert named_on(client, group) == {"zqgroups", "zqmembers"}
    main = main_of(client.get(f"/groups/{group.slug}/roster/"))
    assert "3 others chose not to be shown." in main  # whoever has lapsed did not choose
    assert "Murmurine" in main
    assert "@" not in main


def test_colleagues_on_one_roster_see_each_other_as_colleagues_do() -> None:
    group = group_with(Joining.OPEN)
    roster_of_every_kind(group)
    colleague = factories.member_of(group, at=factories.organisation("Murmurine"))
    assert named_on(signed_in(colleague), group) == {"zqorganisation", "zqgroups", "zqmembers"}


@pytest.mark.parametrize("who", [chair_of, factories.coordinator_of, lambda group: factories.alliance_staff()])
def test_those_who_lead_a_group_see_everybody_in_it(who) -> None:
    group = group_with(Joining.OPEN)
    roster_of_every_kind(group)
    client = signed_in(who(group))
    assert named_on(client, group) == {"zqnobody", "zqorganisation", "zqgroups", "zqmembers", "zqcapped", "zqlapsed"}
    assert "chose not to be shown" not in main_of(client.get(f"/groups/{group.slug}/roster/"))


def test_members_who_only_know_of_a_group_do_not_see_who_is_in_it() -> None:
    group = group_with(Joining.REQUEST)
    roster_of_every_kind(group)
    person = factories.member()
    joining.ask_to_join_group(group=group, person=person)
    client = signed_in(person)
    page = body_of(client.get(f"/groups/{group.slug}/"))
    assert "zq" not in page
    assert "roster/" not in page
    for page_of_insiders in ("roster", "requests", "leave"):
        assert asked(client, f"/groups/{group.slug}/{page_of_insiders}/") == asked(client, "/no-such-page/")


def test_no_byte_of_a_members_roster_depends_on_who_is_hidden_but_the_number() -> None:
    group = group_with(Joining.OPEN)
    client = signed_in(factories.member_of(group))
    bodies = []
    for first_name in ("Aaaa", "Zzzz"):
        person = seen_by(factories.person(first_name, "Hidden", at=factories.organisation(first_name)), SeenBy.NOBODY)
        services.add_to_roster(group=group, person=person)
        bodies.append(body_of(client.get(f"/groups/{group.slug}/roster/")))
        services.remove_from_roster(group=group, person=person)
    assert bodies[0] == bodies[1]
    assert "1 other chose not to be shown" in bodies[0]


def test_a_chair_removes_somebody_and_coordinators_make_chairs() -> None:
    group = group_with(Joining.OPEN)
    coordinator, chair, member = factories.coordinator_of(group), chair_of(group), factories.member_of(group)
    entry = RosterEntry.objects.get(person=member)
    roster = f"/groups/{group.slug}/roster/"
    assert "Make chair" not in main_of(signed_in(chair).get(roster))
    assert signed_in(chair).post(f"{roster}{entry.pk}/appoint/").status_code == 404
    leading = signed_in(coordinator)
    assert "Make chair" in main_of(leading.get(roster))
    assert "They are a chair now." in main_of(leading.post(f"{roster}{entry.pk}/appoint/", follow=True))
    assert "no longer a chair" in main_of(leading.post(f"{roster}{entry.pk}/release/", follow=True))
    assert "no longer in the group" in main_of(signed_in(chair).post(f"{roster}{entry.pk}/remove/", follow=True))
    theirs = RosterEntry.objects.get(person=coordinator)
    refused = signed_in(chair).post(f"{roster}{theirs.pk}/remove/", follow=True)
    assert "appointed and removed by the alliance’s staff" in main_of(refused)
    assert set(group.roster.values_list("person", flat=True)) == {coordinator.pk, chair.pk}


def test_those_who_lead_one_group_do_not_lead_another() -> None:
    group, other = group_with(Joining.REQUEST), group_with(Joining.REQUEST)
    person, member = factories.member(), factories.member_of(other)
    request = joining.ask_to_join_group(group=other, person=person)
    entry = RosterEntry.objects.get(person=member)
    client = signed_in(factories.coordinator_of(group))
    for slug in (group.slug, other.slug):  # neither under the other's address nor under one's own
        assert client.post(f"/groups/{slug}/requests/{request.code}/accept/").status_code == 404
        assert client.post(f"/groups/{slug}/roster/{entry.pk}/remove/").status_code == 404
    assert set(other.roster.values_list("person", flat=True)) == {member.pk}
    assert client.post(f"/groups/{group.slug}/roster/{10**30}/remove/").status_code == 404
