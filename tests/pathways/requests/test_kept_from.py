"""To whom a question is kept from, the desks are the same with and without it."""

from typing import Any

import pytest

from membership.models import Role, Tier, User
from pathways.requests import answering, asking, triage
from pathways.requests.models import Urgency
from pathways.requests.states import State
from tests import factories

from . import world
from .reading import EXPERTS, everything_shown_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def life_of_a_question(asker: User, coordinator: User, expert: User, **barred: Any) -> Any:
    """Its states one after the other, and before them what is held."""
    named = [world.domain_of(company) for company in barred.get("organisations", [])]
    named += [person.email for person in barred.get("people", [])]
    for given in ({"question": world.GUARDED}, {"urgency": Urgency.URGENT}):
        question = world.question(**given, kept_from="\n".join(named))
        request = asking.begin_draft(by=asker, given=question)
        request = asking.submit(request=request, by=asker)
        yield request.state
    triage.triage(request=request, by=coordinator, topic=world.topic(), urgency=Urgency.URGENT)
    yield State.TRIAGED
    answering.claim(request=request, by=expert)
    yield State.ASSIGNED
    answering.ask_back(request=request, by=expert, text="What do you store?")
    yield State.AWAITING
    answering.answer(request=request, by=expert, text="Like this.")
    yield State.ANSWERED
    asking.close(request=request, by=asker)
    yield State.CLOSED


LIVED = [State.HELD, State.SUBMITTED, State.TRIAGED, State.ASSIGNED, State.AWAITING, State.ANSWERED, State.CLOSED]


def coordinator_elsewhere() -> User:
    return factories.person(at=world.company(tier=Tier.BRIDGE), roles=(Role.COORDINATOR,))


# Who must not find it, and what keeps it from them.
KEPT_FROM = {
    "an expert who is a colleague": lambda: (world.expert_on(world.topic(), at=factories.startup()), {}),
    "an expert who is barred": lambda: (it := world.expert_on(world.topic()), {"people": [it]}),
    "an expert whose company is barred": lambda: (
        it := world.expert_on(world.topic()),
        {"organisations": [it.organisation]},
    ),
    "a coordinator who is barred": lambda: (it := world.coordinator(), {"people": [it]}),
    "a coordinator whose company is barred": lambda: (
        it := coordinator_elsewhere(),
        {"organisations": [it.organisation]},
    ),
}


@pytest.mark.parametrize("who", KEPT_FROM)
def test_whom_it_is_kept_from_gets_the_same_pages_with_and_without_it(who):
    coordinator, expert, asker = world.coordinator(), world.expert_on(world.topic()), factories.startup_user()
    person, barred = KEPT_FROM[who]()
    triage.triage(
        request=world.submitted(factories.member()), by=coordinator, topic=world.topic(), urgency=Urgency.NORMAL
    )
    before = everything_shown_to(person)
    assert "zqsubjectqz" in "".join(before.values()), "there is something to see"
    states = []
    for state in life_of_a_question(asker, coordinator, expert, **barred):
        assert everything_shown_to(person) == before, state
        states.append(state)
    assert states == LIVED


def test_whoever_may_know_of_it_sees_each_change():
    coordinator, expert, asker = world.coordinator(), world.expert_on(world.topic()), factories.startup_user()
    seen = [everything_shown_to(coordinator)]
    for _ in life_of_a_question(asker, coordinator, expert):
        seen.append(everything_shown_to(coordinator))
        assert seen[-1] != seen[-2]
    assert all(seen[-1][page] != seen[0][page] for page in seen[0] if EXPERTS in page), (
        "who took the last one, and when"
    )
