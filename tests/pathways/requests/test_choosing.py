"""Whom a question may be given to: no colleague of the requester. Of a blind one, its owner does not choose."""

from datetime import timedelta

import pytest
from django.utils import timezone

from membership import services as people
from membership.models import Role, User
from pathways.requests import answering, asking, triage
from pathways.requests.errors import NotSuitable, NotYourStep
from pathways.requests.models import ExpertRequest
from pathways.requests.people import assignable_to, consultable_on, may_own, suggested_experts
from pathways.requests.permissions import steps_open_to
from pathways.requests.queries import can_read_request, claimable_by, queue_of
from pathways.requests.states import BY_DEED, Deed, Party, State, who_may
from pathways.requests.upkeep import cover_absent_owners
from tests import factories

from . import world

pytestmark = pytest.mark.django_db

CHOOSING = {Deed.TRANSFER, Deed.CONSULT}


# --- Blind ----------------------------------------------------------------------------------------------------------


def test_of_a_blind_question_the_table_loses_two_steps_of_the_owner_and_nothing_else():
    for deed, row in BY_DEED.items():
        assert who_may(deed, is_blind=False) == set(row.who)
        lost = {Party.OWNER} if deed in CHOOSING else set()
        assert who_may(deed, is_blind=True) == set(row.who) - lost


def _consult(request: ExpertRequest, expert: User) -> None:
    answering.consult(request=request, by=request.owner, expert=expert)


def _transfer(request: ExpertRequest, expert: User) -> None:
    answering.transfer(request=request, by=request.owner, expert=expert, reason="They know more.")


@pytest.mark.parametrize("choose", [_consult, _transfer])
def test_the_owner_of_a_blind_question_is_neither_offered_nor_allowed_to_choose_who_else_reads_it(choose):
    named, blind = world.assigned(), world.assigned(is_blind=True)
    other = world.expert_on(world.topic())
    assert steps_open_to(named.owner, named) - steps_open_to(blind.owner, blind) == CHOOSING
    with pytest.raises(NotYourStep):
        choose(blind, other)
    assert not can_read_request(other, blind)
    assert world.fresh(blind).owner == blind.owner
    choose(named, other)
    assert can_read_request(other, named)


def test_coordinators_choose_for_a_blind_question_also_for_one_that_they_answer_themselves():
    request = world.submitted(is_blind=True)
    coordinator, expert, view = request.owner, world.expert_on(), world.expert_on()
    triage.assign(request=request, by=coordinator, expert=coordinator)
    request = world.fresh(request)
    assert steps_open_to(coordinator, request) & {*CHOOSING, Deed.REASSIGN} == {Deed.CONSULT, Deed.REASSIGN}
    answering.consult(request=request, by=coordinator, expert=view)
    triage.reassign(request=request, by=coordinator, expert=expert)
    assert (can_read_request(view, request), can_read_request(expert, request)) == (True, True)


# --- Colleagues -----------------------------------------------------------------------------------------------------


def colleagues_of(asker: User) -> dict[str, User]:
    """An expert where they asked, and one where they are now."""
    then = world.expert_on(world.topic(), at=factories.company_of(asker))
    company = world.company()
    now = world.expert_on(world.topic(), at=company)
    people.move_person(person=asker, organisation=company)
    return {"where they asked": then, "where they are now": now}


@pytest.mark.parametrize("is_blind", [True, False])
def test_colleagues_of_the_requester_are_not_suggested_not_given_it_and_not_asked_by_anybody(is_blind):
    asker = factories.startup_user()
    request = world.triaged(asker, is_blind=is_blind)
    coordinator = request.owner
    colleagues = set(colleagues_of(asker).values())
    fits = world.expert_on(world.topic())
    assert [suggestion.expert for suggestion in suggested_experts(request)] == [fits]
    assert set(consultable_on(request)) == {fits}
    assert set(assignable_to(request)) & {*colleagues, fits} == {fits}
    for colleague in colleagues:
        assert set(claimable_by(colleague)) == set()
        with pytest.raises(NotSuitable):
            triage.assign(request=request, by=coordinator, expert=colleague)
        with pytest.raises(NotSuitable):
            answering.consult(request=request, by=coordinator, expert=colleague)
    assert set(claimable_by(fits)) == {request}


def test_the_owner_cannot_give_it_to_colleagues_of_the_requester_either():
    asker = factories.startup_user()
    request = world.assigned(asker)
    for colleague in colleagues_of(asker).values():
        with pytest.raises(NotSuitable):
            answering.transfer(request=request, by=request.owner, expert=colleague, reason="They know more.")
        with pytest.raises(NotSuitable):
            answering.consult(request=request, by=request.owner, expert=colleague)


def test_people_without_an_organisation_are_nobodys_colleagues():
    request = world.triaged()
    alone = factories.person(roles=(Role.EXPERT,))
    assert alone.organisation is None
    ExpertRequest.objects.filter(pk=request.pk).update(organisation=None)
    people.move_person(person=request.requester, organisation=None)
    assert alone in assignable_to(world.fresh(request))


def _expert_joins(request: ExpertRequest, expert: User) -> None:
    people.move_person(person=expert, organisation=factories.company_of(request.requester))


def _requester_joins(request: ExpertRequest, expert: User) -> None:
    people.move_person(person=request.requester, organisation=factories.company_of(expert))


@pytest.mark.parametrize("becomes_colleague", [_expert_joins, _requester_joins])
def test_whoever_becomes_a_colleague_of_the_requester_loses_it(becomes_colleague):
    """What they are asked about or could take, at once; what they have, to a coordinator within the minute."""
    expert = world.expert_on(world.topic())
    asker = factories.startup_user()
    owned, answered, queued = world.assigned(asker, expert), world.answered(asker, expert), world.triaged(asker)
    consulted = world.assigned(asker, world.expert_on(world.topic()))
    answering.consult(request=consulted, by=consulted.owner, expert=expert)
    of_others = world.assigned(factories.member(), expert)
    assert set(queue_of(expert)) == {owned, answered, queued, consulted, of_others}
    becomes_colleague(owned, expert)
    assert set(queue_of(User.objects.get(pk=expert.pk))) == {owned, answered, of_others}
    assert cover_absent_owners(timezone.now()) == 2
    assert set(queue_of(User.objects.get(pk=expert.pk))) == {of_others}
    after = [world.fresh(request) for request in (owned, answered)]
    assert [request.state for request in after] == [State.SUBMITTED, State.ANSWERED]
    assert all(request.owner.role_assignments.filter(role=Role.COORDINATOR).exists() for request in after)
    assert cover_absent_owners(timezone.now() + timedelta(minutes=1)) == 0


def test_coordinators_look_after_the_questions_of_their_colleagues_too():
    """Otherwise nobody might: but they are not chosen to answer."""
    asker = factories.member()
    only = factories.person(at=factories.company_of(asker), roles=(Role.COORDINATOR,))
    expert = world.expert_on(world.topic())
    request = asking.submit(request=world.draft(asker), by=asker)
    assert (request.owner, request.state) == (only, State.SUBMITTED)
    with pytest.raises(NotSuitable):
        triage.assign(request=request, by=only, expert=only)
    triage.assign(request=request, by=only, expert=expert)
    answering.answer(request=request, by=expert, text="Like this.")
    people.suspend_person(person=expert)
    assert cover_absent_owners(timezone.now()) == 1
    after = world.fresh(request)
    assert (after.owner, after.state, may_own(only, after)) == (only, State.ANSWERED, True)
    assert cover_absent_owners(timezone.now()) == 0
