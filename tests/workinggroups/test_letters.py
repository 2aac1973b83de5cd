"""What people are told by mail of coming into groups."""

import pytest

from membership.models import Standing
from membership.organisations import lifecycle
from tests import factories
from tests.workinggroups.meeting import (
    chair_of,
    group_with,
    letters,
)
from workinggroups import joining, services
from workinggroups.models import Existence, Joining, WorkingGroup

pytestmark = pytest.mark.django_db


def test_a_request_is_told_to_those_who_lead_the_group_and_its_decision_to_the_person() -> None:
    group = group_with(Joining.REQUEST, name="Alders")
    leaders = {factories.coordinator_of(group), chair_of(group)}
    factories.member_of(group)
    person = factories.member()
    request = joining.ask_to_join_group(group=group, person=person)
    told = letters("group-request")
    assert set(told) == {leader.email for leader in leaders}
    letter = next(iter(told.values()))
    assert letter.subject == "Somebody asks to join Alders"
    assert "/groups/alders/requests/" in letter.text
    assert "Asha" not in letter.text + letter.html
    joining.accept_group_request(request=request, by=leaders.pop())
    assert letters("group-request") == {}  # nothing left to decide
    assert [letter.subject for letter in letters("group-decision").values()] == ["You are now in Alders"]


def test_a_group_without_anybody_to_decide_asks_staff() -> None:
    group, staff = group_with(Joining.REQUEST), factories.alliance_staff()
    lapsed = chair_of(group)
    lifecycle.change_standing(organisation=factories.company_of(lapsed), to=Standing.LAPSED)
    joining.ask_to_join_group(group=group, person=factories.member())
    assert set(letters("group-request")) == {staff.email}


def test_a_declined_request_is_told_without_the_name_once_the_group_is_hidden() -> None:
    group, person = group_with(Joining.REQUEST, name="Alders"), factories.member()
    request = joining.ask_to_join_group(group=group, person=person)
    joining.decline_group_request(request=request, by=chair_of(group))
    assert letters("group-decision")[person.email].subject == "Your request to join Alders"
    WorkingGroup.objects.update(existence=Existence.ROSTER)
    assert letters("group-decision") == {}


def test_no_subject_line_names_a_group_that_its_roster_alone_knows() -> None:
    group = group_with(Joining.REQUEST, name="zqhiddenqz")
    person, invited, chair = factories.member(), factories.member(), chair_of(group)
    request = joining.ask_to_join_group(group=group, person=person)
    joining.invite_to_group(group=group, address=invited.email, by=chair)
    WorkingGroup.objects.update(existence=Existence.ROSTER)
    written = [*letters("group-request").values(), *letters("group-invitation").values()]
    joining.accept_group_request(request=request, by=chair)
    written += letters("group-decision").values()
    assert len(written) == 3
    for letter in written:
        assert "zqhiddenqz" not in letter.subject
        assert "zqhiddenqz" in letter.text


def test_an_invitation_is_mailed_only_to_somebody_who_can_still_say_yes() -> None:
    group = group_with(Joining.INVITATION, Existence.ROSTER)
    chair, person = chair_of(group), factories.member()
    for address in (person.email, "nobody@nowhere.example", factories.startup_user().email):
        joining.invite_to_group(group=group, address=address, by=chair)
    assert set(letters("group-invitation")) == {person.email}
    lifecycle.change_standing(organisation=factories.company_of(person), to=Standing.LAPSED)
    assert letters("group-invitation") == {}
    lifecycle.change_standing(organisation=factories.company_of(person), to=Standing.CURRENT)
    joining.withdraw_group_invitation(invitation=group.invitations.get(person=person), by=chair)
    assert letters("group-invitation") == {}


def test_whoever_no_longer_leads_a_group_gets_no_mail_of_it() -> None:
    group = group_with(Joining.REQUEST)
    chair = chair_of(group)
    joining.ask_to_join_group(group=group, person=factories.member())
    assert set(letters("group-request")) == {chair.email}
    services.change_roster_role(group=group, person=chair, role="member")
    assert letters("group-request") == {}
