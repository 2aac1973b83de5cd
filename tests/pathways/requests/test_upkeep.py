"""By the clock: nothing lies anywhere, also when nobody is there, and a job may run twice."""

from datetime import timedelta

import pytest
import time_machine
from django.db.models import ProtectedError
from django.utils import timezone

from membership import services as people
from membership.accounts.personal_data import export_of
from membership.models import Role, User
from notifications.jobs import all_jobs
from pathways.requests import answering, asking, profiles
from pathways.requests.consent import give_consent, has_consent, withdraw_consent
from pathways.requests.errors import NobodyIsThere, NotYourStep
from pathways.requests.farewell import hand_on_all_of
from pathways.requests.models import Away, ExpertRequest, InternalNote, Reply, RequestEvent, Urgency
from pathways.requests.people import coordinator_for, suggested_experts
from pathways.requests.states import DUE, OPEN, WITH_REQUESTER, Deed, Party, State, sentence
from pathways.requests.upkeep import cover_absent_owners, move_overdue, remind, send_kept
from tests import factories
from tests.signing_in import signed_in

from . import world

pytestmark = pytest.mark.django_db

JOBS = {
    *("send_kept_questions", "bar_latecomers", "cover_absent_owners"),
    *("move_overdue_questions", "remind_of_questions"),
}


def test_the_jobs_run_every_minute():
    assert {job.name: job.minutes for job in all_jobs() if job.name in JOBS} == dict.fromkeys(JOBS, 1)


def is_coordinator(person: User) -> bool:
    return person.role_assignments.filter(role__in=[Role.COORDINATOR, Role.STAFF]).exists()


# --- Absence --------------------------------------------------------------------------------------------------------


def _moves_to_barred(expert: User, request: ExpertRequest) -> None:
    company = world.company()
    request.barred.create(organisation=company)
    people.move_person(person=expert, organisation=company)


ABSENCES = {
    "away": lambda expert, request: world.away(expert),
    "suspended": lambda expert, request: people.suspend_person(person=expert),
    "no expert any more": lambda expert, request: people.set_roles(person=expert, roles=set()),
    "now at a barred organisation": _moves_to_barred,
}


@pytest.mark.parametrize("state", [State.ASSIGNED, State.AWAITING])
@pytest.mark.parametrize("absence", ABSENCES)
def test_what_somebody_has_who_is_not_there_goes_to_a_coordinator(absence, state):
    request = world.IN_STATE[state]()
    assert cover_absent_owners(timezone.now()) == 0
    expert = request.owner
    ABSENCES[absence](expert, request)
    assert cover_absent_owners(timezone.now()) == 1
    after = world.fresh(request)
    assert (after.state, is_coordinator(after.owner)) == (State.SUBMITTED, True)
    assert cover_absent_owners(timezone.now()) == 0, "once is enough"
    assert sentence(Deed.COVER, Party.REQUESTER) in world.subjects_for(request.requester, world.arrived())


@pytest.mark.parametrize("state", [State.HELD, State.SUBMITTED, State.TRIAGED])
def test_a_coordinator_who_is_away_is_covered_by_another_and_not_to_and_fro(state):
    request = world.IN_STATE[state]()
    first = request.owner
    world.away(first)
    assert cover_absent_owners(timezone.now()) == 0, "nobody else is there"
    second = world.coordinator()
    assert cover_absent_owners(timezone.now()) == 1
    assert (world.fresh(request).owner, world.fresh(request).state) == (second, state)
    world.away(second)
    assert cover_absent_owners(timezone.now()) == 0
    assert world.fresh(request).owner == second


def test_a_coordinator_who_is_no_more_is_covered_by_staff_and_then_by_a_superuser():
    request = world.submitted()
    staff, root = factories.alliance_staff(), factories.superuser()
    people.suspend_person(person=request.owner)
    cover_absent_owners(timezone.now())
    assert world.fresh(request).owner == staff
    people.suspend_person(person=staff)
    cover_absent_owners(timezone.now())
    assert world.fresh(request).owner == root


def test_all_experts_away_for_a_month_and_no_question_dies():
    """An hour at a time would be 720 rounds; every six hours shows the same."""
    topic = world.topic()
    experts = [world.expert_on(topic) for _ in range(2)]
    requests = [world.assigned(to=expert) for expert in experts] + [world.triaged(), world.submitted()]
    second = world.coordinator()
    for expert in experts:
        world.away(expert, 31)
    began = timezone.now()
    for hours in range(0, 30 * 24, 6):
        now = began + timedelta(hours=hours, minutes=1)
        with time_machine.travel(now, tick=False):
            for job in (cover_absent_owners, move_overdue, remind):
                job(now)
        for request in requests:
            after = world.fresh(request)
            assert after.state in OPEN
            assert is_coordinator(after.owner)
            assert after.next_action_at > now
    assert suggested_experts(requests[2], now=now) == []
    assert second in {request.owner for request in ExpertRequest.objects.select_related("owner")}


# --- Dates ----------------------------------------------------------------------------------------------------------

WHEN_OVERDUE = {
    State.HELD: State.DRAFT,
    State.SUBMITTED: State.SUBMITTED,
    State.TRIAGED: State.TRIAGED,
    State.ASSIGNED: State.SUBMITTED,
    State.AWAITING: State.SUBMITTED,
    State.ANSWERED: State.CLOSED,
}


@pytest.mark.parametrize("state", OPEN)
def test_whoever_has_the_next_move_is_reminded_once_and_then_it_moves(state):
    request = world.IN_STATE[state]()
    world.coordinator()
    world.arrived()
    usual, _ = DUE[state]
    due = request.next_action_at
    soon = due - timedelta(minutes=1)
    assert (remind(soon - usual), remind(soon), remind(soon)) == (0, 1, 0)
    reminded = request.requester if state in WITH_REQUESTER else request.owner
    assert [mail.to for mail in world.arrived()] == [[reminded.email]]
    assert (move_overdue(soon), move_overdue(due), move_overdue(due)) == (0, 1, 0)
    after = world.fresh(request)
    assert after.state == WHEN_OVERDUE[state]
    if after.state in OPEN:
        assert after.owner != request.owner
        assert is_coordinator(after.owner)
        assert after.next_action_at > due


def test_an_urgent_question_has_less_time():
    usual, urgent = world.submitted(), world.submitted(urgency=Urgency.URGENT)
    assert urgent.next_action_at < usual.next_action_at


# --- Nobody there ---------------------------------------------------------------------------------------------------


def test_a_question_that_nobody_could_own_is_kept_and_sent_on_when_somebody_is_there():
    draft = world.draft()
    kept = asking.submit(request=draft, by=draft.requester)
    assert (kept.state, kept.kept_since is not None, kept.owner) == (State.DRAFT, True, None)
    assert send_kept(timezone.now()) == 0
    coordinator = world.coordinator()
    assert (send_kept(timezone.now()), send_kept(timezone.now())) == (1, 0)
    after = world.fresh(draft)
    assert (after.state, after.owner, after.kept_since) == (State.SUBMITTED, coordinator, None)
    assert [sentence(deed, Party.REQUESTER) for deed in (Deed.KEEP, Deed.SUBMIT)] == world.subjects_for(
        draft.requester, world.arrived()
    )


def test_a_kept_question_that_is_changed_waits_until_it_is_sent_again():
    draft = world.draft()
    asking.submit(request=draft, by=draft.requester)
    asking.save_draft(request=draft, by=draft.requester, given=world.question(question="Half a"))
    world.coordinator()
    assert send_kept(timezone.now()) == 0
    assert world.fresh(draft).state == State.DRAFT


# --- Whom to suggest ------------------------------------------------------------------------------------------------


def test_the_expert_suggested_knows_the_topic_is_there_has_room_and_no_conflict():
    topic = world.topic(parent=world.topic("Technology"))
    asker = factories.startup_user()
    busy = world.expert_on(topic, capacity=2)
    world.assigned(to=busy)
    idle, above = world.expert_on(topic), world.expert_on(world.topic("Technology"))
    full, gone = world.expert_on(topic, capacity=1), world.expert_on(topic)
    world.assigned(to=full)
    world.away(gone)
    world.expert_on(world.topic("Reporting"))
    world.expert_on(topic, at=factories.startup())
    request = world.triaged(asker)
    suggested = suggested_experts(request)
    assert [suggestion.expert for suggestion in suggested] == [idle, above, busy]
    assert suggested[0].reason == ("Answers on Hashing and matching, has 0 of at most 3 open, and has had none yet.")
    assert suggested[2].reason.startswith("Answers on Hashing and matching, has 1 of at most 2 open, and took the last")


def test_of_two_who_are_free_the_one_idle_longer_comes_first():
    first, second = world.expert_on(world.topic()), world.expert_on(world.topic())
    for expert, days in ((first, 2), (second, 9)):
        done = world.closed(to=expert)
        ExpertRequest.objects.filter(pk=done.pk).update(owned_since=timezone.now() - timedelta(days=days))
    assert [suggestion.expert for suggestion in suggested_experts(world.triaged())] == [second, first]


def test_a_new_question_goes_to_the_coordinator_with_the_fewest_who_is_there():
    first, second, third = world.coordinator(), world.coordinator(), world.coordinator()
    world.away(third)
    assert world.submitted().owner == first
    request = world.submitted()
    assert request.owner == second
    assert coordinator_for(request, besides=first) == second
    Away.objects.get(person=third).delete()
    assert world.submitted().owner == third


# --- Leaving --------------------------------------------------------------------------------------------------------


def test_an_expert_who_leaves_hands_everything_on_and_loses_no_word_of_it():
    request, done, consulted = world.assigned(), world.answered(), world.assigned()
    expert = request.owner
    for other in (done, consulted):
        if other is done:
            ExpertRequest.objects.filter(pk=done.pk).update(owner=expert)
            Reply.objects.filter(request=done).update(author=expert)
        else:
            answering.consult(request=consulted, by=consulted.owner, expert=expert)
    answering.write_note(request=world.fresh(request), by=expert, text="zqnoteqz")
    with pytest.raises(ProtectedError):
        expert.delete()
    hand_on_all_of(expert)
    expert.delete()
    assert (world.fresh(request).state, is_coordinator(world.fresh(request).owner)) == (State.SUBMITTED, True)
    assert (world.fresh(done).state, is_coordinator(world.fresh(done).owner)) == (State.ANSWERED, True)
    assert [note.text for note in InternalNote.objects.all()] == ["zqnoteqz"]
    assert Reply.objects.filter(request=done, is_answer=True, author=None).count() == 1


WITH_WORDS = {State.AWAITING, State.ANSWERED, State.CLOSED}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("is_confidential", [False, True])
def test_of_a_requester_who_leaves_no_name_stays_and_what_is_confidential_goes(state, is_confidential):
    asker = factories.startup_user()
    request = world.IN_STATE[state](asker, is_confidential=is_confidential)
    was_sent = request.submitted_at is not None
    asker = User.objects.get(pk=asker.pk)
    hand_on_all_of(asker)
    asker.delete()
    after = world.fresh(request)
    assert (after.requester, after.organisation, after.state in (State.DRAFT, *OPEN)) == (None, None, False)
    assert bool(after.subject) == (was_sent and not is_confidential)
    said = [*Reply.objects.values_list("text"), *InternalNote.objects.values_list("text")]
    said += RequestEvent.objects.values_list("reason")
    assert any(any(text) for text in said) == (not is_confidential and state in WITH_WORDS)


def test_the_last_who_could_own_it_does_not_leave_before_somebody_else_is_there():
    request = world.submitted()
    with pytest.raises(NobodyIsThere):
        hand_on_all_of(request.owner)
    assert world.fresh(request).owner == request.owner


def test_the_last_who_could_own_it_is_told_why_they_cannot_delete_their_account():
    request = world.submitted()
    coordinator = User.objects.get(pk=request.owner_id)
    response = signed_in(coordinator).post("/accounts/delete/", {"typed": coordinator.email})
    assert "nobody who could take them over" in response.content.decode()
    assert User.objects.filter(pk=coordinator.pk, is_active=True).exists()
    assert world.fresh(request).owner == coordinator


def test_an_export_holds_what_somebody_wrote_and_no_word_of_others():
    request = world.answered()
    answering.write_note(request=request, by=request.owner, text=world.CANARIES[5])
    told = {person: export_of(person=person).decode() for person in (request.owner, request.requester)}
    for person, expected in {request.owner: world.CANARIES[4:6], request.requester: world.CANARIES[:3]}.items():
        assert {canary for canary in world.CANARIES if canary in told[person]} == set(expected)


# --- Consent, absence -----------------------------------------------------------------------------------------------


def test_consent_is_the_requesters_alone_and_ends_when_they_say_so():
    request = world.answered()
    with pytest.raises(NotYourStep):
        give_consent(request=request, by=request.owner)
    give_consent(request=request, by=request.requester)
    give_consent(request=request, by=request.requester)
    assert (has_consent(request), request.consents.count()) == (True, 1)
    withdraw_consent(request=request, by=request.requester)
    assert not has_consent(request)
    give_consent(request=request, by=request.requester)
    assert request.consents.count() == 2


def test_whoever_comes_back_early_is_suggested_again():
    expert = world.expert_on(world.topic())
    world.away(expert)
    request = world.triaged()
    assert suggested_experts(request) == []
    profiles.come_back(away=Away.objects.get())
    assert [suggestion.expert for suggestion in suggested_experts(request)] == [expert]
