"""Many requests, people and instants at random: no open request is ever without an owner and a date, whoever does what.

Each run of a machine stands in a transaction that is rolled back.
"""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from membership import services as people
from membership.models import Role, User
from pathways.requests import answering, asking, barring, profiles, triage
from pathways.requests.errors import (
    DateNotUsable,
    MayNotAsk,
    NobodyIsThere,
    NoSuchStep,
    NothingAsked,
    NotSuitable,
    NotYourStep,
    RequestAlreadyClaimed,
    TextIsGuarded,
)
from pathways.requests.models import Away, ExpertRequest, RequestEvent, Urgency
from pathways.requests.permissions import steps_open_to
from pathways.requests.queries import readable_by
from pathways.requests.states import BY_DEED, OPEN, UNSENT, Deed, Party, State
from pathways.requests.upkeep import cover_absent_owners, move_overdue, remind, send_kept
from tests import factories

from . import world

pytestmark = pytest.mark.django_db

REFUSALS = (
    DateNotUsable,
    MayNotAsk,
    NobodyIsThere,
    NoSuchStep,
    NothingAsked,
    NotSuitable,
    NotYourStep,
    RequestAlreadyClaimed,
    TextIsGuarded,
)
SEEN: set[str] = set()  # deeds, over all lives
one_of = st.integers(0, 99)
texts = st.sampled_from(["We store pictures.", "Like this.", world.GUARDED])

STEPS = {
    "save": lambda r, by, other, text: asking.save_draft(request=r, by=by, given=world.question(question=text)),
    "submit": lambda r, by, other, text: asking.submit(request=r, by=by),
    "reply": lambda r, by, other, text: asking.reply(request=r, by=by, text=text),
    "close": lambda r, by, other, text: asking.close(request=r, by=by, thanks=text),
    "reopen": lambda r, by, other, text: asking.reopen(request=r, by=by, text=text),
    "withdraw": lambda r, by, other, text: asking.withdraw(request=r, by=by),
    "triage": lambda r, by, other, text: triage.triage(request=r, by=by, topic=world.topic(), urgency=Urgency.URGENT),
    "assign": lambda r, by, other, text: triage.assign(request=r, by=by, expert=other),
    "reassign": lambda r, by, other, text: triage.reassign(request=r, by=by, expert=other),
    "decline": lambda r, by, other, text: triage.decline(request=r, by=by, next_step=text),
    "duplicate": lambda r, by, other, text: triage.mark_duplicate(request=r, by=by, next_step=text),
    "claim": lambda r, by, other, text: answering.claim(request=r, by=by),
    "transfer": lambda r, by, other, text: answering.transfer(request=r, by=by, expert=other, reason=text),
    "hand back": lambda r, by, other, text: answering.hand_back(request=r, by=by, reason=text),
    "work": lambda r, by, other, text: answering.work_on(request=r, by=by, until=world.later(days=5)),
    "ask back": lambda r, by, other, text: answering.ask_back(request=r, by=by, text=text),
    "answer": lambda r, by, other, text: answering.answer(request=r, by=by, text=text),
    "consult": lambda r, by, other, text: answering.consult(request=r, by=by, expert=other, text=text),
    "note": lambda r, by, other, text: answering.write_note(request=r, by=by, text=text),
    "escalate": lambda r, by, other, text: answering.escalate(request=r, by=by, reason=text),
    "bar": lambda r, by, other, text: barring.bar(request=r, by=by, people=[other]),
}
DEEDS = {
    **{name: {Deed(name.replace(" ", "-"))} for name in STEPS if name not in {"reply", "reopen", "duplicate"}},
    "reply": {Deed.ADD, Deed.REPLY},
    "reopen": {Deed.FOLLOW_UP, Deed.REOPEN},
    "duplicate": {Deed.MARK_DUPLICATE},
}
FATES = {
    "is suspended": lambda person: people.suspend_person(person=person),
    "is back": lambda person: people.reinstate_person(person=person),
    "loses all roles": lambda person: people.set_roles(person=person, roles=set()),
    "is an expert": lambda person: people.assign_role(person=person, role=Role.EXPERT),
    "coordinates": lambda person: people.assign_role(person=person, role=Role.COORDINATOR),
    "goes away": lambda person: profiles.go_away(
        person=person, first_day=timezone.localdate(), last_day=timezone.localdate() + timedelta(days=9)
    ),
    "comes back": lambda person: Away.objects.filter(person=person).delete(),
}


class Lives(RuleBasedStateMachine):
    """Steps are taken by anybody, also by those who may not; what is refused changes nothing."""

    @initialize()
    def people_come(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = time_machine.travel(timezone.now(), tick=False)
        self.now = self.clock.start()
        topic = world.topic()
        self.people: list[User] = [
            factories.startup_user(),
            factories.member(),
            world.expert_on(topic),
            world.expert_on(topic),
            world.coordinator(),
        ]
        self.requests: list[ExpertRequest] = [world.draft(self.people[0]), world.triaged(self.people[1])]

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            self.clock.stop()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @rule(who=one_of)
    def somebody_begins(self, who: int) -> None:
        person = self._person(who)
        with_refusal(lambda: self.requests.append(world.draft(person)))

    @rule(what=st.sampled_from(sorted(STEPS)), which=one_of, who=one_of, other=one_of, text=texts)
    def anybody_does_something(self, what: str, which: int, who: int, other: int, text: str) -> None:
        request = self.requests[which % len(self.requests)]
        before = _standing(request)
        if with_refusal(lambda: STEPS[what](world.fresh(request), self._person(who), self._person(other), text)):
            assert _standing(request) == before

    @rule(which=one_of, who=st.sampled_from(["owner", "requester", "anybody"]), choice=one_of, other=one_of)
    def somebody_does_what_they_may(self, which: int, who: str, choice: int, other: int) -> None:
        request = world.fresh(self.requests[which % len(self.requests)])
        by = getattr(request, who) if who != "anybody" else self._person(other)
        may = [name for name in STEPS if by is not None and steps_open_to(by, request) & DEEDS[name]]
        if may:
            step = STEPS[may[choice % len(may)]]
            with_refusal(lambda: step(request, by, self._person(choice), "Like this."))

    @rule(what=st.sampled_from(sorted(FATES)), who=one_of)
    def something_happens_to_somebody(self, what: str, who: int) -> None:
        FATES[what](self._person(who))

    @rule(hours=st.integers(1, 80))
    def time_passes(self, hours: int) -> None:
        self.now.shift(timedelta(hours=hours))
        for job in (send_kept, cover_absent_owners, move_overdue, remind):
            job(timezone.now())
        self._nothing_lies_anywhere()

    def _nothing_lies_anywhere(self) -> None:
        """Wherever there is somebody who could have it."""
        if (
            not User.objects.filter(
                is_active=True, role_assignments__role=Role.COORDINATOR, pk__in=[p.pk for p in self.people]
            )
            .exclude(pk__in=Away.objects.values("person"))
            .exists()
        ):
            return
        for request in ExpertRequest.objects.filter(state__in=OPEN).exclude(barred__isnull=False):
            if request.requester_id not in _coordinators():
                assert request.next_action_at > timezone.now()
                assert request.owner.is_active

    @invariant()
    def every_open_request_has_an_owner_and_a_date(self) -> None:
        if hasattr(self, "requests"):
            left = ExpertRequest.objects.filter(state__in=OPEN)
            assert not left.filter(owner=None).exists()
            assert not left.filter(next_action_at=None).exists()

    @invariant()
    def every_step_is_in_the_table(self) -> None:
        if hasattr(self, "requests"):
            for request in self.requests:
                state = State.DRAFT
                for event in RequestEvent.objects.filter(request=request).order_by("pk"):
                    assert event.before == state
                    assert BY_DEED[Deed(event.deed)].moves[state] == event.after
                    assert (event.by is None) <= (Party.PORTAL in BY_DEED[Deed(event.deed)].who)
                    state = State(event.after)
                    SEEN.add(event.deed)
                assert world.fresh(request).state == state

    @invariant()
    def what_was_not_sent_is_the_requesters_alone(self) -> None:
        if hasattr(self, "requests"):
            unsent = ExpertRequest.objects.filter(state__in=UNSENT)
            for person in self.people:
                assert not readable_by(person).filter(pk__in=unsent.exclude(requester=person).values("pk")).exists()

    def _person(self, number: int) -> User:
        return User.objects.get(pk=self.people[number % len(self.people)].pk)


def _coordinators() -> set[int]:
    return set(User.objects.filter(role_assignments__role=Role.COORDINATOR).values_list("pk", flat=True))


def _standing(request: ExpertRequest) -> tuple[object, ...]:
    after = world.fresh(request)
    parts = (after.events, after.replies, after.notes, after.barred)
    return (after.state, after.owner_id, after.next_action_at, after.question, *(part.count() for part in parts))


def with_refusal(step) -> bool:
    """Whether it was refused. Any other error is a fault."""
    try:
        with transaction.atomic():
            step()
    except REFUSALS:
        return True
    return False


def test_whatever_happens_no_question_dies():
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(SEEN) > len(Deed) / 4, "these lives are too dull to show anything"  # by chance, 12 to 20 of 29
