"""A mail at every step, to whom the table says and who may still read it when the mail is sent."""

import pytest

from membership import services as people
from membership.models import Tier
from pathways.requests import answering, asking, barring, triage
from pathways.requests.models import ExpertRequest, Urgency
from tests import factories

from . import world

pytestmark = pytest.mark.django_db


def test_from_asking_to_the_answer_everybody_hears_what_the_table_says():
    asker, coordinator, expert = factories.startup_user(), world.coordinator(), world.expert_on(world.topic())
    request = world.submitted(asker)
    triage.triage(request=request, by=coordinator, topic=world.topic(), urgency=Urgency.NORMAL)
    mails = world.arrived()
    assert world.subjects_for(asker, mails) == [
        "We have your question",
        "Your question waits for an expert on its topic",
    ]
    assert world.subjects_for(coordinator, mails) == ["A new question waits for you"]
    assert world.subjects_for(expert, mails) == ["You can take a question on one of your topics"]
    answering.claim(request=request, by=expert)
    answering.answer(request=request, by=expert, text="Like this.")
    mails = world.arrived()
    assert world.subjects_for(asker, mails) == ["An expert has taken your question", "Your question has an answer"]
    assert world.subjects_for(expert, mails) == [], "they know what they did"


def test_a_mail_says_where_to_read_it_and_by_when():
    request = world.assigned()
    mail = world.arrived()[-1]
    assert f"http://localhost:8000/questions/{request.code}/" in mail.body
    assert f"{request.next_action_at:%-d %B %Y, %H:%M} (UTC)" in mail.body
    assert "With an expert".lower() in mail.body


def _barred(request: ExpertRequest) -> None:
    assert request.owner
    barring.bar(request=request, by=request.requester, people=[request.owner])


def _reassigned(request: ExpertRequest) -> None:
    triage.reassign(request=request, by=world.coordinator(), expert=world.expert_on())


def _suspended(request: ExpertRequest) -> None:
    people.suspend_person(person=request.owner)


def _no_expert(request: ExpertRequest) -> None:
    people.set_roles(person=request.owner, roles=set())


def _withdrawn(request: ExpertRequest) -> None:
    asking.withdraw(request=request, by=request.requester)


def _moved(request: ExpertRequest) -> None:
    company = world.company(tier=Tier.BRIDGE)
    barring.bar(request=request, by=request.requester, organisations=[company])
    people.move_person(person=request.owner, organisation=company)


@pytest.mark.parametrize("change", [_barred, _reassigned, _suspended, _no_expert, _withdrawn, _moved])
def test_whoever_may_not_read_it_any_more_gets_none_of_the_mails_that_wait(change):
    request = world.triaged()
    expert = world.expert_on()
    triage.assign(request=request, by=request.owner, expert=expert)
    change(world.fresh(request))
    assert world.subjects_for(expert, world.arrived()) == []


def test_who_was_offered_a_question_that_is_taken_meanwhile_gets_no_mail():
    late, quick = world.expert_on(world.topic()), world.expert_on(world.topic())
    request = world.triaged()
    answering.claim(request=request, by=quick)
    assert world.subjects_for(late, world.arrived()) == []
