"""How people come into groups, and how they leave them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from membership import services as people
from membership.models import Standing, Tier, User
from membership.organisations import lifecycle
from tests import factories
from tests.workinggroups.meeting import chair_of, group_with
from workinggroups import joining, services
from workinggroups.models import (
    Asked,
    Existence,
    GroupInvitation,
    GroupRequest,
    GroupStatus,
    Joining,
    RosterEntry,
    RosterRole,
    WorkingGroup,
)
from workinggroups.queries import INVITED_FOR, standing_invitations
from workinggroups.upkeep import forget_invitations

pytestmark = pytest.mark.django_db


def roster(group: WorkingGroup) -> dict[User, str]:
    return {entry.person: entry.role for entry in group.roster.all()}


def reads_pages_of(group: WorkingGroup, person: User) -> bool:
    return person.groups.filter(audiences=group.audience).exists()


def close(group: WorkingGroup) -> None:
    WorkingGroup.objects.filter(pk=group.pk).update(status=GroupStatus.CLOSED)


# --- Who may join ----------------------------------------------------------------------------------------------------


def outsiders() -> dict[str, User]:
    lapsed = factories.member(at=factories.organisation("Lapsed", Tier.BRIDGE))
    lifecycle.change_standing(organisation=factories.company_of(lapsed), to=Standing.LAPSED)
    closed = factories.member(at=factories.organisation("Closed", Tier.BRIDGE))
    lifecycle.suspend_organisation(organisation=factories.company_of(closed))
    return {
        "startup": factories.startup_user(),
        "suspended": factories.suspended_member(),
        "of a lapsed company": lapsed,
        "of a suspended company": closed,
        "of no company": factories.person(),
        "editor of the alliance": factories.editor(),
        "staff of the alliance": factories.alliance_staff(),
    }


@pytest.mark.parametrize(
    ("way", "come_in"),
    [(Joining.OPEN, joining.join_group), (Joining.REQUEST, joining.ask_to_join_group)],
)
def test_only_people_of_current_members_come_in_by_themselves(way, come_in) -> None:
    group = group_with(way)
    for who, person in outsiders().items():
        with pytest.raises(joining.MayNotJoin):
            come_in(group=group, person=User.objects.get(pk=person.pk))
        assert not group.roster.exists(), who
    come_in(group=group, person=factories.member())
    assert group.roster.exists() or group.requests.exists()


def test_a_tier_that_is_not_named_does_not_come_in() -> None:
    group = group_with(Joining.OPEN, tiers=(Tier.CORNERSTONE, Tier.BRIDGE))
    allowed, other = factories.member_of(), factories.member()
    assert factories.company_of(allowed).tier == Tier.CORNERSTONE
    with pytest.raises(joining.MayNotJoin):
        joining.join_group(group=group, person=other)
    joining.join_group(group=group, person=allowed)
    assert roster(group) == {allowed: "member"}


def test_pathways_never_comes_in_even_if_somebody_names_it() -> None:
    group = group_with(Joining.OPEN, tiers=(Tier.PATHWAYS,))
    with pytest.raises(joining.MayNotJoin):
        joining.join_group(group=group, person=factories.startup_user())
    assert group.tiers_that_may_join == ()


def test_a_closed_group_takes_nobody_in() -> None:
    group, person, asking = group_with(Joining.REQUEST), factories.member(), factories.member()
    chair = chair_of(group)
    request = joining.ask_to_join_group(group=group, person=asking)
    invitation = joining.invite_to_group(group=group, address=person.email, by=chair)
    close(group)
    with pytest.raises(joining.MayNotJoin):
        joining.ask_to_join_group(group=group, person=person)
    with pytest.raises(joining.MayNotJoin):
        joining.accept_group_request(request=request, by=chair)
    with pytest.raises(joining.MayNotJoin):
        joining.accept_group_invitation(invitation=invitation, person=person)
    with pytest.raises(joining.NotThisWay):
        joining.invite_to_group(group=group, address=factories.member().email, by=chair)
    assert roster(group) == {chair: "chair"}


@pytest.mark.parametrize("way", Joining)
def test_one_comes_in_by_the_groups_own_way_alone(way: Joining) -> None:
    group, person = group_with(way), factories.member()
    chair = chair_of(group)
    possible = set()
    for name, attempt in {
        "join": lambda: joining.join_group(group=group, person=person),
        "ask": lambda: joining.ask_to_join_group(group=group, person=person),
        "invite": lambda: joining.invite_to_group(group=group, address=person.email, by=chair),
    }.items():
        try:
            with transaction.atomic():
                attempt()
                possible.add(name)
                transaction.set_rollback(True)
        except joining.NotThisWay:
            pass
    assert (
        possible
        == {
            Joining.STAFF: set(),
            Joining.INVITATION: {"invite"},
            Joining.REQUEST: {"ask", "invite"},
            Joining.OPEN: {"join", "invite"},
        }[way]
    )


def test_nobody_asks_for_a_group_that_they_cannot_know_of() -> None:
    for way, come_in in ((Joining.REQUEST, joining.ask_to_join_group), (Joining.OPEN, joining.join_group)):
        group = group_with(way, Existence.ROSTER)
        with pytest.raises(joining.MayNotJoin):
            come_in(group=group, person=factories.member())
        assert not group.requests.exists()
        assert not group.roster.exists()


# --- Requests --------------------------------------------------------------------------------------------------------


def test_an_accepted_request_gives_access_at_once() -> None:
    group, person = group_with(Joining.REQUEST), factories.member()
    chair = chair_of(group)
    request = joining.ask_to_join_group(group=group, person=person)
    assert not reads_pages_of(group, person)
    joining.accept_group_request(request=request, by=chair)
    assert reads_pages_of(group, person)
    request.refresh_from_db()
    assert (request.state, request.decided_by) == (Asked.ACCEPTED, chair)
    assert request.decided_at is not None


def test_a_declined_request_changes_nothing_and_can_be_made_again_later() -> None:
    group, person = group_with(Joining.REQUEST), factories.member()
    chair = chair_of(group)
    request = joining.ask_to_join_group(group=group, person=person)
    joining.decline_group_request(request=request, by=chair)
    assert not reads_pages_of(group, person)
    with pytest.raises(joining.AskedLately):
        joining.ask_to_join_group(group=group, person=person)
    GroupRequest.objects.update(decided_at=timezone.now() - joining.ASK_AGAIN_AFTER - timedelta(minutes=1))
    assert joining.ask_to_join_group(group=group, person=person).state == Asked.WAITING


def test_a_withdrawn_request_can_be_made_again_at_once() -> None:
    group, person = group_with(Joining.REQUEST), factories.member()
    request = joining.ask_to_join_group(group=group, person=person)
    joining.withdraw_request(group=group, person=person)
    with pytest.raises(joining.NoLongerWaiting):
        joining.withdraw_request(group=group, person=person)
    with pytest.raises(joining.NoLongerWaiting):
        joining.accept_group_request(request=request, by=chair_of(group))
    joining.ask_to_join_group(group=group, person=person)
    assert sorted(group.requests.values_list("state", flat=True)) == ["waiting", "withdrawn"]


def test_one_request_of_a_person_waits_for_a_group() -> None:
    group, person = group_with(Joining.REQUEST), factories.member()
    joining.ask_to_join_group(group=group, person=person)
    with pytest.raises(joining.AlreadyAsked):
        joining.ask_to_join_group(group=group, person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupRequest.objects.create(group=group, person=person)
    joining.ask_to_join_group(group=group_with(Joining.REQUEST), person=person)


def test_a_request_is_decided_once() -> None:
    group, person = group_with(Joining.REQUEST), factories.member()
    chair = chair_of(group)
    request = joining.ask_to_join_group(group=group, person=person)
    stale = GroupRequest.objects.get(pk=request.pk)
    joining.decline_group_request(request=request, by=chair)
    for decide in (joining.accept_group_request, joining.decline_group_request):
        with pytest.raises(joining.NoLongerWaiting):
            decide(request=stale, by=chair)
    assert not reads_pages_of(group, person)


def test_only_those_who_lead_a_group_decide() -> None:
    group, other = group_with(Joining.REQUEST), group_with(Joining.REQUEST)
    person = factories.member()
    request = joining.ask_to_join_group(group=group, person=person)
    lapsed_chair = chair_of(group)
    for by in (
        person,
        factories.member_of(group),
        factories.coordinator_of(other),
        chair_of(other),
        factories.editor(),
        factories.representative(),
    ):
        for decide in (joining.accept_group_request, joining.decline_group_request):
            with pytest.raises(joining.NotYours):
                decide(request=request, by=by)
    lifecycle.change_standing(organisation=factories.company_of(lapsed_chair), to=Standing.LAPSED)
    with pytest.raises(joining.NotYours):
        joining.accept_group_request(request=request, by=lapsed_chair)
    for by in (factories.coordinator_of(group), factories.alliance_staff(), factories.superuser()):
        with transaction.atomic():
            joining.accept_group_request(request=request, by=by)
            assert person in roster(group)
            transaction.set_rollback(True)


def test_whoever_may_no_longer_join_is_not_accepted() -> None:
    group, person = group_with(Joining.REQUEST), factories.member()
    chair = chair_of(group)
    request = joining.ask_to_join_group(group=group, person=person)
    lifecycle.change_standing(organisation=factories.company_of(person), to=Standing.LAPSED)
    with pytest.raises(joining.MayNotJoin):
        joining.accept_group_request(request=request, by=chair)
    assert roster(group) == {chair: "chair"}
    lifecycle.change_standing(organisation=factories.company_of(person), to=Standing.CURRENT)
    joining.accept_group_request(request=request, by=chair)
    assert reads_pages_of(group, person)


def test_staff_who_add_somebody_settle_what_waited() -> None:
    group, person = group_with(Joining.REQUEST), factories.member()
    chair = chair_of(group)
    invitation = joining.invite_to_group(group=group, address=person.email, by=chair)
    request = joining.ask_to_join_group(group=group, person=person)
    services.add_to_roster(group=group, person=person)
    with pytest.raises(joining.NoLongerWaiting):
        joining.accept_group_request(request=request, by=chair)
    with pytest.raises(joining.NoLongerWaiting):
        joining.accept_group_invitation(invitation=invitation, person=person)
    with pytest.raises(services.AlreadyOnRoster):
        joining.ask_to_join_group(group=group, person=person)


# --- Invitations -----------------------------------------------------------------------------------------------------


def test_an_invitation_gives_access_only_when_it_is_accepted() -> None:
    group, person = group_with(Joining.INVITATION, Existence.ROSTER), factories.member()
    invitation = joining.invite_to_group(group=group, address=f" {person.email.upper()} ", by=chair_of(group))
    assert not reads_pages_of(group, person)
    joining.accept_group_invitation(invitation=invitation, person=person)
    assert reads_pages_of(group, person)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.decided_by) == (Asked.ACCEPTED, person)


def test_a_declined_or_withdrawn_invitation_is_over() -> None:
    group = group_with(Joining.INVITATION)
    chair, person = chair_of(group), factories.member()
    declined = joining.invite_to_group(group=group, address=person.email, by=chair)
    joining.decline_group_invitation(invitation=declined, person=person)
    with pytest.raises(joining.NoLongerWaiting):
        joining.accept_group_invitation(invitation=declined, person=person)
    joining.withdraw_group_invitation(invitation=declined, by=chair)
    withdrawn = joining.invite_to_group(group=group, address=person.email, by=chair)
    joining.withdraw_group_invitation(invitation=withdrawn, by=chair)
    for invitation in (declined, withdrawn):
        with pytest.raises(joining.NoLongerWaiting):
            joining.accept_group_invitation(invitation=invitation, person=person)
    assert roster(group) == {chair: "chair"}


def test_whoever_invites_cannot_tell_a_refusal_or_a_deleted_account_from_an_address_that_nobody_has() -> None:
    group = group_with(Joining.INVITATION)
    chair, refusing, leaving = chair_of(group), factories.member(), factories.member()
    addresses = [refusing.email, leaving.email, "nobody@larkspan.example"]
    for address in addresses:
        joining.invite_to_group(group=group, address=address, by=chair)
    joining.decline_group_invitation(invitation=refusing.group_invitations.get(), person=refusing)
    leaving.delete()
    assert [one.address for one in standing_invitations(group)] == addresses
    for address in addresses:
        with pytest.raises(joining.AlreadyInvited):
            joining.invite_to_group(group=group, address=address, by=chair)
    for invitation in standing_invitations(group):
        joining.withdraw_group_invitation(invitation=invitation, by=chair)
    assert not standing_invitations(group).exists()


def test_an_invitation_is_answered_by_the_person_invited_alone() -> None:
    group = group_with(Joining.INVITATION)
    chair, person = chair_of(group), factories.member()
    invitation = joining.invite_to_group(group=group, address=person.email, by=chair)
    for other in (factories.member(), chair, factories.superuser()):
        for answer in (joining.accept_group_invitation, joining.decline_group_invitation):
            with pytest.raises(joining.NotYours):
                answer(invitation=invitation, person=other)
    for other in (factories.member_of(group), person, chair_of(group_with(Joining.INVITATION))):
        with pytest.raises(joining.NotYours):
            joining.withdraw_group_invitation(invitation=invitation, by=other)


def test_inviting_does_the_same_whoever_has_the_address() -> None:
    """A row that waits, and a mail that says nothing of anybody: for strangers, hidden people, and those of no use."""
    group = group_with(Joining.INVITATION)
    chair = chair_of(group)
    addresses = [factories.member().email, "nobody@nowhere.example", *(one.email for one in outsiders().values())]
    for address in addresses:
        joining.invite_to_group(group=group, address=address, by=chair)
        with pytest.raises(joining.AlreadyInvited):
            joining.invite_to_group(group=group, address=address, by=chair)
    rows = group.invitations.values_list("address", "state")
    assert sorted(rows) == sorted((address, "waiting") for address in addresses)
    assert [row.person is not None for row in group.invitations.all()] == [True] + [False] * (len(addresses) - 1)


def test_somebody_with_another_address_by_now_is_invited_once() -> None:
    group = group_with(Joining.INVITATION)
    chair, person = chair_of(group), factories.member()
    joining.invite_to_group(group=group, address=person.email, by=chair)
    people.describe_person(person=person, email="new@larkspan.example", first_name="A", last_name="W")
    second = joining.invite_to_group(group=group, address="new@larkspan.example", by=chair)
    assert second.person is None
    assert GroupInvitation.objects.filter(person=person).count() == 1


def test_an_invitation_ends_and_its_address_is_forgotten() -> None:
    group = group_with(Joining.INVITATION)
    chair, person = chair_of(group), factories.member()
    old = joining.invite_to_group(group=group, address=person.email, by=chair)
    GroupInvitation.objects.update(asked_at=timezone.now() - INVITED_FOR)
    with pytest.raises(joining.NoLongerWaiting):
        joining.accept_group_invitation(invitation=old, person=person)
    assert not standing_invitations(group).exists()
    joining.invite_to_group(group=group, address=person.email, by=chair)  # the old one does not stand in the way
    GroupInvitation.objects.update(asked_at=timezone.now() - INVITED_FOR)
    fresh = joining.invite_to_group(group=group, address="other@larkspan.example", by=chair)
    assert forget_invitations() == 0  # the one that had ended went when the next one was written
    GroupInvitation.objects.update(asked_at=timezone.now() - INVITED_FOR)
    assert forget_invitations() == 1
    assert not GroupInvitation.objects.filter(pk=fresh.pk).exists()


def test_who_is_in_or_has_asked_is_not_invited() -> None:
    group = group_with(Joining.REQUEST)
    chair, asking = chair_of(group), factories.member()
    joining.ask_to_join_group(group=group, person=asking)
    with pytest.raises(joining.AlreadyAsked):
        joining.invite_to_group(group=group, address=asking.email, by=chair)
    with pytest.raises(services.AlreadyOnRoster):
        joining.invite_to_group(group=group, address=chair.email, by=chair)


def test_only_those_who_lead_a_group_invite() -> None:
    group = group_with(Joining.INVITATION)
    for by in (factories.member(), factories.member_of(group), factories.editor(), factories.coordinator_of()):
        with pytest.raises(joining.NotYours):
            joining.invite_to_group(group=group, address="a@larkspan.example", by=by)
    assert not group.invitations.exists()


def test_a_tier_that_is_shut_out_meanwhile_does_not_come_in_by_an_old_invitation() -> None:
    group = group_with(Joining.INVITATION)
    person = factories.member()
    invitation = joining.invite_to_group(group=group, address=person.email, by=chair_of(group))
    services.set_joining(
        group=group, joining=Joining.INVITATION, existence=Existence.MEMBERS, allowed_tiers=(Tier.BRIDGE,)
    )
    with pytest.raises(joining.MayNotJoin):
        joining.accept_group_invitation(invitation=invitation, person=person)
    assert not reads_pages_of(group, person)


# --- Leaving, and the roster ------------------------------------------------------------------------------------------


def test_leaving_takes_access_away_at_once() -> None:
    group = group_with(Joining.OPEN)
    person = factories.member()
    joining.join_group(group=group, person=person)
    assert reads_pages_of(group, person)
    joining.leave_group(group=group, person=person)
    assert not reads_pages_of(group, person)
    with pytest.raises(services.NotOnRoster):
        joining.leave_group(group=group, person=person)


def test_the_last_coordinator_who_can_sign_in_does_not_leave() -> None:
    group = group_with(Joining.OPEN)
    first, second = factories.coordinator_of(group), factories.coordinator_of(group)
    people.suspend_person(person=second)
    with pytest.raises(joining.LastCoordinator):
        joining.leave_group(group=group, person=first)
    people.reinstate_person(person=second)
    joining.leave_group(group=group, person=first)
    with pytest.raises(joining.LastCoordinator):
        joining.leave_group(group=group, person=second)
    assert roster(group) == {second: "coordinator"}


def test_a_chair_removes_members_and_no_coordinator() -> None:
    group = group_with(Joining.OPEN)
    coordinator, chair, member = factories.coordinator_of(group), chair_of(group), factories.member_of(group)
    with pytest.raises(joining.CoordinatorsStay):
        joining.remove_from_group(group=group, person=coordinator, by=chair)
    with pytest.raises(joining.NotYours):
        joining.remove_from_group(group=group, person=chair, by=member)
    joining.remove_from_group(group=group, person=member, by=chair)
    assert roster(group) == {coordinator: "coordinator", chair: "chair"}
    with pytest.raises(services.NotOnRoster):
        joining.remove_from_group(group=group, person=member, by=chair)


def test_coordinators_make_chairs_and_chairs_do_not() -> None:
    group = group_with(Joining.OPEN)
    coordinator, chair, member = factories.coordinator_of(group), chair_of(group), factories.member_of(group)
    for change in (joining.appoint_chair, joining.release_chair):
        for by in (chair, member, factories.coordinator_of(group_with(Joining.OPEN))):
            with pytest.raises(joining.NotYours):
                change(group=group, person=member, by=by)
        with pytest.raises(joining.CoordinatorsStay):
            change(group=group, person=coordinator, by=coordinator)
    joining.appoint_chair(group=group, person=member, by=coordinator)
    joining.release_chair(group=group, person=chair, by=factories.alliance_staff())
    assert roster(group) == {coordinator: "coordinator", chair: "member", member: "chair"}


def test_a_company_that_lapses_keeps_its_entries_and_finds_them_again() -> None:
    group = group_with(Joining.OPEN)
    person = factories.member()
    joining.join_group(group=group, person=person)
    company = factories.company_of(person)
    lifecycle.change_standing(organisation=company, to=Standing.LAPSED)
    assert not reads_pages_of(group, person)
    assert RosterEntry.objects.filter(person=person, role=RosterRole.MEMBER).exists()
    lifecycle.change_standing(organisation=company, to=Standing.CURRENT)
    assert reads_pages_of(group, person)
