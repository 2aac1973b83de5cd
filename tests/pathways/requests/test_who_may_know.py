"""Who knows of a request, at every instant: exact sets, through the one queryset and all that compiles from it."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Action, AuditEntry
from membership import services as people
from membership.models import Role, Standing, Tier, User
from membership.organisations import lifecycle
from notifications.outbox import OutboxMail
from pathways.requests import answering, asking, barring, triage
from pathways.requests.errors import NotYourStep, RequestAlreadyClaimed
from pathways.requests.models import ExpertRequest, InternalNote, Urgency, Voice
from pathways.requests.people import suggested_experts
from pathways.requests.queries import (
    can_read_request,
    claimable_by,
    desk_of,
    held_beside,
    offered_to,
    own_requests,
    parties_of,
    queue_of,
    readable_by,
)
from pathways.requests.states import Party, State
from pathways.requests.thread import history_for, notes_for, record_reading, replies_for
from pathways.requests.voices import author_for, owner_for, requester_for
from tests import factories

from . import world

pytestmark = pytest.mark.django_db


def around() -> dict[str, User]:
    """Everybody who could have to do with a question of Chatterfig on hashing."""
    topic = world.topic()
    return {
        "requester": factories.startup_user(),
        "coordinator": world.coordinator(),
        "staff": factories.alliance_staff(),
        "superuser": factories.superuser(),
        "expert on its topic": world.expert_on(topic),
        "expert on the topic above": world.expert_on(world.topic("Technology")),
        "expert on another topic": world.expert_on(world.topic("Reporting")),
        "colleague who is an expert": world.expert_on(topic, at=factories.startup()),
        "colleague": factories.startup_user(),
        "member": factories.member(),
        "editor": factories.editor(),
    }


def who_reads(request: ExpertRequest, people_: dict[str, User]) -> set[str]:
    return {name for name, person in people_.items() if can_read_request(person, request)}


ALWAYS = {"requester", "superuser"}
LOOK_AFTER = {*ALWAYS, "coordinator", "staff"}
READ_IN = {
    State.DRAFT: ALWAYS,
    State.HELD: ALWAYS,
    State.SUBMITTED: LOOK_AFTER,
    State.TRIAGED: {*LOOK_AFTER, "expert on its topic", "expert on the topic above"},
    State.ASSIGNED: LOOK_AFTER,
    State.AWAITING: LOOK_AFTER,
    State.ANSWERED: LOOK_AFTER,
    State.CLOSED: LOOK_AFTER,
    State.DECLINED: LOOK_AFTER,
    State.DUPLICATE: LOOK_AFTER,
    State.WITHDRAWN: LOOK_AFTER,
}


@pytest.mark.parametrize("state", State)
def test_a_request_is_read_by_exactly_those_whom_its_state_lets(state):
    world.topic(parent=world.topic("Technology"))
    everybody = around()
    owner = world.expert_on(world.topic())
    given = {"to": owner} if state in {State.ASSIGNED, State.AWAITING, State.ANSWERED, State.CLOSED} else {}
    request = world.IN_STATE[state](everybody["requester"], **given)
    assert who_reads(request, everybody) == READ_IN[state]
    assert can_read_request(owner, request) == bool(given or state == State.TRIAGED)
    assert not can_read_request(AnonymousUser(), request)


def _suspend(person: User) -> None:
    people.suspend_person(person=person)


def _loses_role(person: User) -> None:
    people.set_roles(person=person, roles=set())


def _company_lapses(person: User) -> None:
    lifecycle.change_standing(organisation=person.organisation, to=Standing.LAPSED)


@pytest.mark.parametrize("stops", [_suspend, _loses_role, _company_lapses])
def test_who_stops_being_an_expert_reads_nothing_from_then_on(stops):
    request, waiting = world.assigned(), world.triaged()
    expert = request.owner
    assert set(queue_of(expert)) == {request, waiting}
    stops(User.objects.get(pk=expert.pk))
    for person in (expert, User.objects.get(pk=expert.pk)):  # also who is signed in, and was loaded before
        assert set(readable_by(person)) | set(queue_of(person)) | set(offered_to(person)) == set()


def test_a_consulted_expert_reads_while_it_is_open():
    request = world.assigned()
    consulted = world.expert_on(world.topic("Reporting"))
    answering.consult(request=request, by=request.owner, expert=consulted)
    assert (set(readable_by(consulted)), set(queue_of(consulted))) == ({request}, {request})
    answering.answer(request=request, by=request.owner, text="Like this.")
    asking.close(request=request, by=request.requester)
    assert set(readable_by(consulted)) == set()


def test_an_owner_who_lost_it_reads_it_no_more():
    request = world.assigned()
    before = request.owner
    triage.reassign(request=request, by=world.coordinator(), expert=world.expert_on())
    assert not can_read_request(before, request)


# --- Held -----------------------------------------------------------------------------------------------------------


def test_of_what_is_held_a_coordinator_learns_the_kinds_and_no_word():
    request = world.held(subject="zqsubjectqz")
    told = held_beside(request.owner)
    assert [line.kinds for line in told] == [("material-link",)]
    assert "zqsubjectqz" not in repr(told)
    assert str(request.code) not in repr(told)
    assert (set(readable_by(request.owner)), set(desk_of(request.owner))) == (set(), set())
    assert held_beside(factories.member()) == []


# --- Barred ---------------------------------------------------------------------------------------------------------


def everything_seen_by(person: User) -> list[object]:
    """All that surfaces can be made of, for this person."""
    person = User.objects.get(pk=person.pk)
    lists = (readable_by, queue_of, claimable_by, desk_of, own_requests, offered_to)
    seen: list[object] = []
    for each in lists:
        found = each(person)
        seen += [each.__name__, found.count(), found.exists(), [str(row.code) for row in found.order_by("pk")]]
    return [*seen, held_beside(person), OutboxMail.objects.filter(person=person).count()]


BARRED: dict[str, Callable[[], tuple[User, dict[str, Any]]]] = {
    "an expert by name": lambda: (expert := world.expert_on(world.topic()), {"people": [expert]}),
    "an expert's organisation": lambda: (
        expert := world.expert_on(world.topic()),
        {"organisations": [expert.organisation]},
    ),
    "a coordinator": lambda: (coordinator := world.coordinator(), {"people": [coordinator]}),
    "a coordinator's organisation": lambda: (
        other := factories.person(at=world.company(tier=Tier.BRIDGE), roles=(Role.COORDINATOR,)),
        {"organisations": [other.organisation]},
    ),
}


@pytest.mark.parametrize("who", BARRED)
@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_for_the_barred_the_portal_is_the_same_with_and_without_the_request(who, state):
    world.coordinator()
    world.triaged(factories.member())  # another one, that they may see
    barred, whom = BARRED[who]()
    asker = factories.startup_user()
    before = everything_seen_by(barred)
    made = ExpertRequest.objects.filter(requester=asker)
    begin = asking.begin_draft

    def begin_and_bar(*, by: User, given: asking.Question) -> ExpertRequest:
        domains = [world.domain_of(organisation) for organisation in whom.get("organisations", [])]
        addresses = [person.email for person in whom.get("people", [])]
        return begin(by=by, given=replace(given, kept_from="\n".join(domains + addresses)))

    asking.begin_draft = begin_and_bar  # type: ignore[assignment]  # put back below
    try:
        world.IN_STATE[state](asker)
    finally:
        asking.begin_draft = begin
    assert made.get().state == state
    assert everything_seen_by(barred) == before
    assert parties_of(barred, made.get()) == frozenset()
    assert barred not in [suggestion.expert for suggestion in suggested_experts(made.get())]


def test_whoever_moves_to_a_barred_organisation_is_barred_with_it():
    request = world.assigned()
    company = world.company()
    barring.bar(request=request, by=request.requester, organisations=[company])
    expert = request.owner
    people.move_person(person=expert, organisation=company)
    assert not can_read_request(expert, request)


def test_the_requester_reads_their_own_question_whatever_is_barred():
    asker = factories.member()
    request = world.triaged(asker)
    barring.bar(request=request, by=asker, organisations=[factories.company_of(asker)])
    assert can_read_request(asker, request)


# --- Too late -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "leaves",
    [
        lambda request: answering.claim(request=request, by=world.expert_on(world.topic())),
        lambda request: triage.assign(request=request, by=request.owner, expert=world.expert_on()),
        lambda request: triage.decline(request=request, by=request.owner, next_step="Ask your counsel."),
        lambda request: asking.withdraw(request=request, by=request.requester),
        lambda request: triage.triage(
            request=request, by=request.owner, topic=world.topic("Reporting"), urgency=Urgency.NORMAL
        ),
    ],
)
def test_whoever_is_too_late_is_told_so_and_a_stranger_is_told_nothing(leaves):
    request = world.triaged()
    late, stranger, barred = world.expert_on(world.topic()), world.expert_on(), world.expert_on(world.topic())
    barring.bar(request=request, by=request.requester, people=[barred])
    leaves(request)
    assert set(offered_to(late)) == {request}
    with pytest.raises(RequestAlreadyClaimed):
        answering.claim(request=request, by=late)
    for person in (stranger, barred):
        assert set(offered_to(person)) == set()
        with pytest.raises(NotYourStep):
            answering.claim(request=request, by=person)
    assert not can_read_request(late, request)


# --- Names ----------------------------------------------------------------------------------------------------------


def test_a_blind_request_names_nobody_to_experts_and_everybody_to_coordinators():
    asker = factories.startup_user()
    request = world.awaiting(asker, is_blind=True)
    asking.reply(request=request, by=asker, text="Pictures.")
    expert = request.owner
    seen = [requester_for(parties_of(expert, request), request)]
    seen += [
        author_for(parties_of(expert, request), request, reply)
        for reply in replies_for(parties_of(expert, request), request)
    ]
    seen += [f"{line.by} {line.owner}" for line in history_for(parties_of(expert, request), request)]
    told = " ".join(seen)
    assert asker.last_name not in told
    assert "Chatterfig" not in told
    coordinator = world.coordinator()
    assert requester_for(parties_of(coordinator, request), request) == "Arjun Moss, Chatterfig"


@pytest.mark.parametrize(
    ("voice", "said"),
    [
        (Voice.NAME, "{expert}, {company}"),
        (Voice.ORGANISATION, "An expert at {company}"),
        (Voice.ALLIANCE, "An expert of the alliance"),
    ],
)
def test_the_requester_reads_the_name_that_the_expert_chose_and_the_company_of_that_day(voice, said):
    expert = world.expert_on(world.topic(), voice=voice)
    company = expert.organisation
    request = world.answered(to=expert)
    parties = parties_of(request.requester, request)
    expected = said.format(expert=expert, company=company)
    assert owner_for(parties, request) == expected
    people.move_person(person=expert, organisation=world.company())
    (reply,) = replies_for(parties_of(request.requester, request), request)
    assert author_for(parties, request, reply) == expected


def test_the_requester_never_reads_notes_or_reasons_not_even_as_a_coordinator():
    asker = factories.startup_user()
    request = world.assigned(asker)
    answering.write_note(request=request, by=request.owner, text="zqnoteqz")
    answering.hand_back(request=request, by=request.owner, reason="zqreasonqz")
    people.set_roles(person=asker, roles={Role.COORDINATOR, Role.EXPERT})
    assert InternalNote.objects.count() == 1
    assert set(notes_for(parties_of(asker, request), request)) == set()
    assert "zqreasonqz" not in repr(history_for(parties_of(asker, request), request))
    assert parties_of(asker, request) == {Party.REQUESTER}
    coordinator = world.coordinator()
    assert [note.text for note in notes_for(parties_of(coordinator, request), request)] == ["zqnoteqz"]
    assert "zqreasonqz" in repr(history_for(parties_of(coordinator, request), request))


def test_an_expert_who_could_take_it_reads_no_notes():
    request = world.triaged()
    answering.write_note(request=request, by=request.owner, text="A note.")
    expert = world.expert_on(world.topic())
    assert can_read_request(expert, request)
    assert set(notes_for(parties_of(expert, request), request)) == set()
    assert history_for(parties_of(expert, request), request) == []


# --- Traces ---------------------------------------------------------------------------------------------------------


def test_reading_is_recorded_for_all_but_the_requester():
    request = world.assigned()
    record_reading(request=request, by=request.owner)
    record_reading(request=request, by=request.requester)
    (entry,) = AuditEntry.objects.filter(action=Action.REQUEST_READ)
    assert (entry.actor_id, entry.object_kind, entry.object_id) == (request.owner.pk, "request", request.pk)
    assert entry.details == {}


def test_no_word_of_a_confidential_request_stands_in_a_log_a_mail_or_the_audit_log(caplog):
    caplog.set_level(logging.DEBUG)
    expert = world.expert_on(world.topic())
    request = world.awaiting(to=expert, is_confidential=True)
    asking.reply(request=request, by=request.requester, text="zqreplyqz")
    answering.write_note(request=request, by=expert, text="zqnoteqz")
    answering.hand_back(request=request, by=expert, reason="zqreasonqz")
    triage.assign(request=request, by=world.fresh(request).owner, expert=expert)
    answering.answer(request=request, by=expert, text="zqanswerqz")
    record_reading(request=request, by=expert)
    stored = ExpertRequest.objects.values_list("subject", "question", "tried").get(pk=request.pk)
    assert all(canary in repr(stored) for canary in world.CANARIES[:3]), "there is something that could leak"
    mails = world.arrived()
    assert len(mails) > 5
    everything = "".join(f"{mail.subject}{mail.body}{mail.alternatives}{mail.message()}" for mail in mails)
    everything += repr(list(AuditEntry.objects.values())) + repr(list(OutboxMail.objects.values()))
    # What the database is told in debug is no log of ours: the setting is off wherever the portal runs.
    everything += "".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    everything += f"{request} {request!r} {list(request.events.all())!r} {list(request.replies.all())!r}"
    assert [canary for canary in world.CANARIES if canary in everything] == []


@pytest.mark.parametrize("page", [queue_of, desk_of])
def test_lists_cost_the_same_for_one_and_for_three(page):
    expert = world.expert_on(world.topic(), capacity=9)
    reader = expert if page is queue_of else world.coordinator()
    costs = []
    for number in (1, 2):
        for _ in range(number):
            world.assigned(to=expert)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown = [f"{row.topic} {row.organisation} {row.owner.organisation} {row.requester}" for row in page(reader)]
        costs.append((len(shown), len(queries)))
    assert costs == [(1, 2), (3, 2)]
