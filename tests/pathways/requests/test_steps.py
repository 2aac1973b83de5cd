"""The table of steps is what happens: every step in it can be taken by whom it names, and nothing else can."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from membership.models import User
from pathways.requests import answering, asking, barring, triage
from pathways.requests.drawing import mermaid, table
from pathways.requests.errors import (
    DateNotUsable,
    MayNotAsk,
    NoSuchStep,
    NothingAsked,
    NotSuitable,
    NotYourStep,
    ReasonMissing,
    RequestAlreadyClaimed,
    TextIsGuarded,
    TheAllianceCannotBeBarred,
)
from pathways.requests.models import ExpertRequest, InternalNote, Reply, RequestEvent, Urgency, Voice
from pathways.requests.permissions import steps_open_to, user_can_ask
from pathways.requests.states import BY_DEED, ENDED, OPEN, TRANSITIONS, Deed, Party, State, Transition
from tests import factories

from . import world

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[3]


# --- The table ------------------------------------------------------------------------------------------------------


def test_every_deed_has_one_row_and_leads_from_known_states():
    assert [transition.deed for transition in TRANSITIONS] == list(BY_DEED)
    assert set(BY_DEED) == set(Deed)
    assert not any(State.WITHDRAWN in transition.moves for transition in TRANSITIONS), "withdrawn is for good"


def test_every_open_state_can_be_left_by_the_clock_alone():
    by_clock = [transition for transition in TRANSITIONS if Party.PORTAL in transition.who]
    for state in OPEN:
        assert any(state in transition.moves for transition in by_clock)


@pytest.mark.parametrize("part", [mermaid, table])
def test_the_drawing_in_the_documentation_is_the_table(part):
    assert part() in (ROOT / "docs" / "ask-an-expert.md").read_text()


def _harmless(request: ExpertRequest) -> int:
    return ExpertRequest.objects.filter(pk=request.pk, state=State.HELD).update(question="How?") or 1


CALLS = {
    Deed.SAVE: lambda request, by: asking.save_draft(request=request, by=by, given=world.question()),
    Deed.SUBMIT: lambda request, by: _harmless(request) and asking.submit(request=request, by=by),
    Deed.WITHDRAW: lambda request, by: asking.withdraw(request=request, by=by),
    Deed.TRIAGE: lambda request, by: triage.triage(request=request, by=by, topic=world.topic(), urgency=Urgency.NORMAL),
    Deed.ASSIGN: lambda request, by: triage.assign(request=request, by=by, expert=world.expert_on()),
    Deed.REASSIGN: lambda request, by: triage.reassign(request=request, by=by, expert=world.expert_on()),
    Deed.DECLINE: lambda request, by: triage.decline(request=request, by=by, next_step="Ask your counsel."),
    Deed.MARK_DUPLICATE: lambda request, by: triage.mark_duplicate(request=request, by=by, next_step="Read it."),
    Deed.CLAIM: lambda request, by: answering.claim(request=request, by=by),
    Deed.TRANSFER: lambda request, by: answering.transfer(
        request=request, by=by, expert=world.expert_on(), reason="They know more."
    ),
    Deed.HAND_BACK: lambda request, by: answering.hand_back(request=request, by=by, reason="Not my field."),
    Deed.WORK: lambda request, by: answering.work_on(request=request, by=by, until=world.later(days=5)),
    Deed.CONSULT: lambda request, by: answering.consult(request=request, by=by, expert=world.expert_on()),
    Deed.NOTE: lambda request, by: answering.write_note(request=request, by=by, text="A note."),
    Deed.ASK_BACK: lambda request, by: answering.ask_back(request=request, by=by, text="What do you store?"),
    Deed.ANSWER: lambda request, by: answering.answer(request=request, by=by, text="Like this."),
    Deed.ADD: lambda request, by: asking.reply(request=request, by=by, text="We also store films."),
    Deed.REPLY: lambda request, by: asking.reply(request=request, by=by, text="Pictures."),
    Deed.CLOSE: lambda request, by: asking.close(request=request, by=by),
    Deed.FOLLOW_UP: lambda request, by: asking.reopen(request=request, by=by, text="And films?"),
    Deed.REOPEN: lambda request, by: asking.reopen(request=request, by=by, text="It did not work."),
    Deed.BAR: lambda request, by: barring.bar(request=request, by=by, people=[factories.member()]),
    Deed.ESCALATE: lambda request, by: answering.escalate(request=request, by=by, reason="It is about the law."),
}
# Two deeds each that one service chooses between by the state.
CHOSEN_BY_STATE = [{Deed.ADD, Deed.REPLY}, {Deed.FOLLOW_UP, Deed.REOPEN}]


def same_service(deed: Deed) -> set[Deed]:
    return next((pair for pair in CHOSEN_BY_STATE if deed in pair), {deed})


@pytest.mark.parametrize("state", State)
def test_services_do_what_the_table_says_for_whom_it_says_and_nothing_for_others(state):
    request = world.IN_STATE[state]()
    people = world.everybody_around(request)
    for deed in CALLS:
        for party, person in people.items():
            row = next((BY_DEED[one] for one in same_service(deed) if state in BY_DEED[one].moves), None)
            point = transaction.savepoint()
            if row is not None and party in row.who:
                _takes_the_step(row, request, person)
            else:
                _is_refused(deed, request, person)
            transaction.savepoint_rollback(point)


def _takes_the_step(row: Transition, request: ExpertRequest, person: User) -> None:
    CALLS[row.deed](request, person)
    event = RequestEvent.objects.latest("pk")
    target = row.moves[request.state]
    assert (event.deed, event.before, event.after, event.by) == (row.deed, request.state, target, person)
    after = world.fresh(request)
    assert after.state == target
    assert (after.next_action_at is not None) == (target in OPEN)
    assert after.owner is not None or target not in OPEN


def _is_refused(deed: Deed, request: ExpertRequest, person: User) -> None:
    events = RequestEvent.objects.count()
    with pytest.raises((NoSuchStep, NotYourStep, RequestAlreadyClaimed)):
        CALLS[deed](request, person)
    assert RequestEvent.objects.count() == events
    assert world.fresh(request).state == request.state


@pytest.mark.parametrize("state", State)
def test_the_buttons_of_a_page_are_the_steps_of_the_table(state):
    request = world.IN_STATE[state]()
    assert steps_open_to(factories.member(), request) == set()
    expected = {row.deed for row in TRANSITIONS if state in row.moves and Party.REQUESTER in row.who}
    assert steps_open_to(request.requester, request) == expected


@pytest.mark.parametrize("state", OPEN)
def test_the_database_refuses_an_open_request_without_owner_or_date(state):
    request = world.IN_STATE[state]()
    for missing in ("owner", "next_action_at"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExpertRequest.objects.filter(pk=request.pk).update(**{missing: None})


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_waits_for_nobody(state):
    request = world.IN_STATE[state]()
    assert (request.next_action_at, request.remind_at) == (None, None)


# --- Asking ---------------------------------------------------------------------------------------------------------


def test_pathways_people_and_members_ask_and_others_do_not():
    asking_people = [factories.startup_user(), factories.member()]
    others = [factories.alliance_staff(), factories.suspended_member(), factories.person()]
    assert [user_can_ask(person) for person in [*asking_people, *others]] == [True, True, False, False, False]
    with pytest.raises(MayNotAsk):
        asking.begin_draft(by=others[0], given=world.question())


def test_a_draft_keeps_what_was_written_and_is_sent_only_with_subject_and_question():
    draft = asking.begin_draft(by=factories.startup_user(), given=world.question(subject="", tried="One thing"))
    with pytest.raises(NothingAsked):
        asking.submit(request=draft, by=draft.requester)
    assert world.fresh(draft).tried == "One thing"


def test_a_guarded_question_is_held_until_it_is_changed():
    request = world.held()
    assert (request.state, request.held_for, request.submitted_at) == (State.HELD, ["material-link"], None)
    asking.save_draft(request=request, by=request.requester, given=world.question())
    sent = asking.submit(request=request, by=request.requester)
    assert (sent.state, sent.held_for) == (State.SUBMITTED, [])
    assert sent.submitted_at is not None


def test_a_guarded_draft_that_is_withdrawn_leaves_no_word():
    request = world.held()
    asking.withdraw(request=request, by=request.requester)
    after = world.fresh(request)
    assert (after.subject, after.question, after.tried, after.held_for) == ("", "", "", [])


SAYS_SOMETHING = {
    "reply": (world.awaiting, lambda request: asking.reply(request=request, by=request.requester, text=world.GUARDED)),
    "thanks": (
        world.answered,
        lambda request: asking.close(request=request, by=request.requester, thanks=world.GUARDED),
    ),
    "reopening": (
        world.closed,
        lambda request: asking.reopen(request=request, by=request.requester, text=world.GUARDED),
    ),
    "answer": (world.assigned, lambda request: answering.answer(request=request, by=request.owner, text=world.GUARDED)),
    "asking back": (
        world.assigned,
        lambda request: answering.ask_back(request=request, by=request.owner, text=world.GUARDED),
    ),
    "note": (
        world.assigned,
        lambda request: answering.write_note(request=request, by=request.owner, text=world.GUARDED),
    ),
    "reason": (
        world.assigned,
        lambda request: answering.hand_back(request=request, by=request.owner, reason=world.GUARDED),
    ),
    "next step": (
        world.submitted,
        lambda request: triage.decline(request=request, by=request.owner, next_step=world.GUARDED),
    ),
    "consulting": (
        world.assigned,
        lambda request: answering.consult(
            request=request, by=request.owner, expert=world.expert_on(), text=world.GUARDED
        ),
    ),
}


@pytest.mark.parametrize("what", SAYS_SOMETHING)
def test_every_text_passes_the_guard_and_a_guarded_one_is_stored_nowhere(what):
    make, say = SAYS_SOMETHING[what]
    request = make()
    before = (
        world.fresh(request).state,
        Reply.objects.count(),
        InternalNote.objects.count(),
        RequestEvent.objects.count(),
    )
    with pytest.raises(TextIsGuarded) as refusal:
        say(request)
    assert [finding.kind.value for finding in refusal.value.findings] == ["material-link"]
    assert "files.example" not in str(refusal.value)
    after = (
        world.fresh(request).state,
        Reply.objects.count(),
        InternalNote.objects.count(),
        RequestEvent.objects.count(),
    )
    assert before == after


def test_words_are_needed_where_the_table_speaks_to_somebody():
    request = world.assigned()
    with pytest.raises(NothingAsked):
        answering.answer(request=request, by=request.owner, text=" \n")
    with pytest.raises(ReasonMissing):
        answering.hand_back(request=request, by=request.owner, reason=" ")
    with pytest.raises(ReasonMissing):
        triage.decline(request=request, by=world.coordinator(), next_step="")


# --- Answering ------------------------------------------------------------------------------------------------------


def test_from_question_to_thanks_with_its_times_and_voices():
    asker, expert = factories.startup_user(), world.expert_on(world.topic(), voice=Voice.ORGANISATION)
    request = world.awaiting(asker, expert)
    first = world.fresh(request).first_response_at
    asking.reply(request=request, by=asker, text="Pictures.")
    said = answering.answer(request=request, by=expert, text="Like this.", voice=Voice.ALLIANCE)
    asking.close(request=request, by=asker, thanks="Thank you.")
    after = world.fresh(request)
    assert (after.state, after.first_response_at, after.answered_at) == (State.CLOSED, first, said.written_at)
    assert [(reply.voice, reply.is_answer) for reply in after.replies.all()] == [
        (Voice.ORGANISATION, False),
        (Voice.REQUESTER, False),
        (Voice.ALLIANCE, True),
        (Voice.REQUESTER, False),
    ]


def test_a_follow_up_goes_to_whoever_answered_and_a_closed_request_to_a_coordinator():
    request = world.answered()
    expert = request.owner
    again = asking.reopen(request=request, by=request.requester, text="And films?")
    assert (again.state, again.owner, again.reopened) == (State.ASSIGNED, expert, 1)
    done = world.closed()
    reopened = asking.reopen(request=done, by=done.requester, text="It did not work.")
    assert (reopened.state, reopened.reopened) == (State.SUBMITTED, 1)
    assert reopened.owner.role_assignments.filter(role="coordinator").exists()
    assert reopened.closed_at is None


def test_nobody_gets_a_request_who_may_not_have_it():
    request = world.triaged()
    by = request.owner
    stranger, barred = factories.member(), world.expert_on(world.topic())
    barring.bar(request=request, by=request.requester, people=[barred])
    suspended = world.expert_on(world.topic())
    User.objects.filter(pk=suspended.pk).update(is_active=False)
    for person in (stranger, barred, suspended, request.requester):
        with pytest.raises(NotSuitable):
            triage.assign(request=request, by=by, expert=person)
    assert world.fresh(request).state == State.TRIAGED


def test_a_coordinator_may_answer_a_question_themselves():
    request = world.submitted()
    triage.assign(request=request, by=request.owner, expert=request.owner)
    said = answering.answer(request=request, by=request.owner, text="Like this.")
    assert said.voice == Voice.ALLIANCE


def test_working_on_it_sets_a_date_within_two_weeks():
    request = world.assigned()
    until = world.later(days=6)
    answering.work_on(request=request, by=request.owner, until=until)
    assert world.fresh(request).next_action_at == until
    for wrong in (timezone.now() - timedelta(hours=1), world.later(days=15)):
        with pytest.raises(DateNotUsable):
            answering.work_on(request=request, by=request.owner, until=wrong)


# --- Barring --------------------------------------------------------------------------------------------------------


def test_whoever_has_it_and_is_barred_loses_it_at_once_to_a_coordinator():
    request = world.assigned()
    expert = request.owner
    after = barring.bar(request=request, by=request.requester, organisations=[factories.company_of(expert)])
    assert (after.state, after.owner != expert) == (State.SUBMITTED, True)
    assert steps_open_to(expert, after) == set()


def test_the_barred_of_a_draft_are_exactly_those_named_last():
    draft = world.draft()
    first, second = world.company(), world.company()
    for company in (first, second):
        given = world.question(kept_from=world.domain_of(company))
        asking.save_draft(request=draft, by=draft.requester, given=given)
    assert [row.organisation for row in draft.barred.all()] == [second]


def test_the_alliance_itself_cannot_be_barred():
    request = world.submitted()
    with pytest.raises(TheAllianceCannotBeBarred):
        barring.bar(request=request, by=request.requester, organisations=[factories.alliance()])
    assert not request.barred.exists()
