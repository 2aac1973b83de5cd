"""The page of a question and those of its steps: exactly what the table says, to exactly whom it concerns."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership import services as people
from membership.models import User
from pathways.requests import answering, asking, barring
from pathways.requests.acts import ACTS
from pathways.requests.consent import give_consent
from pathways.requests.models import ExpertRequest, InternalNote, Reply, RequestEvent, Voice
from pathways.requests.permissions import steps_open_to
from pathways.requests.states import BY_DEED, UNSENT, Deed, Party, State
from tests import factories
from tests.signing_in import signed_in

from . import world

pytestmark = pytest.mark.django_db


def address(request: ExpertRequest, deed: Deed | str = "") -> str:
    return f"/questions/{request.code}/" + (f"{Deed(deed).value}/" if deed else "")


def text_of(person: User, request: ExpertRequest) -> str:
    response = signed_in(person).get(address(request))
    assert response.status_code == 200
    return response.content.decode()


def filled_in(deed: Deed) -> dict[str, str]:
    """What a person writes into the form of a step."""
    if deed in {Deed.ASSIGN, Deed.REASSIGN, Deed.TRANSFER, Deed.CONSULT}:
        return {
            "expert": str(world.expert_on(world.topic()).pk),
            "reason": "They know more.",
            "text": "What do you say?",
        }
    return {
        "text": "Like this.",
        "lines": "rival.example",
        "thanks": "Thank you.",
        "reason": "It is not my field.",
        "next_step": "Read the guide on hashing.",
        "voice": Voice.ORGANISATION,
        "topic": str(world.topic().pk),
        "urgency": "normal",
        "until": (timezone.localdate() + timedelta(days=5)).isoformat(),
    }


# --- Steps ----------------------------------------------------------------------------------------------------------


def test_every_step_that_a_person_takes_has_its_page():
    """Writing and sending have a page of their own."""
    elsewhere = {Deed.SAVE, Deed.SUBMIT, Deed.HOLD, Deed.KEEP}
    by_people = {deed for deed, row in BY_DEED.items() if set(row.who) - {Party.PORTAL}}
    assert set(ACTS) == by_people - elsewhere


@pytest.mark.parametrize("state", [state for state in State if state not in UNSENT])
def test_each_page_takes_its_step_for_whom_the_table_names_and_for_nobody_else(state):
    request = world.IN_STATE[state]()
    around = {person: signed_in(person) for person in world.everybody_around(request).values()}
    for person, client in around.items():
        allowed = steps_open_to(person, request)
        for deed, act in ACTS.items():
            may = deed in allowed
            point = transaction.savepoint()
            events = RequestEvent.objects.count()
            assert not may or act.title in client.get(address(request, deed)).content.decode()
            response = client.post(address(request, deed), filled_in(deed))
            if may:
                assert response.status_code == 302, response.content.decode()
                last = RequestEvent.objects.latest("pk")
                assert (last.deed, last.by, last.after) == (deed, person, BY_DEED[deed].moves[state])
            else:
                assert response.status_code in {302, 404}
                assert RequestEvent.objects.count() == events
            transaction.savepoint_rollback(point)


def test_strangers_meet_the_same_page_as_where_there_is_no_question():
    request = world.assigned()
    for person in (factories.member(), factories.member(request.organisation), world.expert_on(world.topic())):
        client = signed_in(person)
        nowhere = client.get("/questions/00000000-0000-4000-8000-000000000000/")
        assert nowhere.status_code == 404
        for path in (address(request), address(request, Deed.NOTE), address(request, Deed.CLAIM)):
            assert client.get(path).content == nowhere.content
        posted = client.post(address(request, Deed.NOTE), filled_in(Deed.NOTE))
        assert (posted.status_code, posted.content) == (404, nowhere.content)
    assert not InternalNote.objects.exists()


def test_whoever_claims_too_late_is_told_that_it_is_taken():
    request = world.triaged()
    quick, slow = world.expert_on(world.topic()), world.expert_on(world.topic())
    client = signed_in(slow)
    assert client.get(address(request)).status_code == 200
    answering.claim(request=request, by=quick)
    response = client.post(address(request, Deed.CLAIM), follow=True)
    assert "Another expert was faster" in response.content.decode()
    assert world.fresh(request).owner == quick
    assert client.get(address(request)).status_code == 404


def test_a_guarded_text_comes_back_with_where_to_report_and_is_stored_nowhere():
    request = world.assigned()
    client = signed_in(request.owner)
    response = client.post(address(request, Deed.ANSWER), {"text": world.GUARDED, "voice": "name"})
    text = response.content.decode()
    assert world.GUARDED.partition(" ")[2] in text, "their words are still on the screen"
    assert "Take out links to files" in text
    assert "report.cybertip.org" in text
    assert not Reply.objects.filter(request=request).exists()
    assert world.fresh(request).state == State.ASSIGNED


@pytest.mark.parametrize(
    ("state", "deed", "given", "sentence"),
    [
        (State.ASSIGNED, Deed.ANSWER, {"voice": "name"}, "Write your answer."),
        (State.ASSIGNED, Deed.ANSWER, {"text": "Yes.", "voice": "requester"}, "Select a valid choice"),
        (State.ASSIGNED, Deed.ANSWER, {"text": "a" * 10_001, "voice": "name"}, "at most 10000 characters"),
        (State.ASSIGNED, Deed.ANSWER, {"text": "a\0b", "voice": "name"}, "Null characters are not allowed."),
        (State.ASSIGNED, Deed.WORK, {"until": "2020-01-01"}, "Choose a day from tomorrow on"),
        (State.ASSIGNED, Deed.WORK, {"until": "soon"}, "Write the day like"),
        (State.ASSIGNED, Deed.HAND_BACK, {"reason": "  "}, "Say why"),
        (State.ASSIGNED, Deed.CONSULT, {"expert": "0"}, "Choose somebody else."),
        (State.ASSIGNED, Deed.BAR, {"lines": "everybody"}, "is neither a domain"),
        (State.SUBMITTED, Deed.DECLINE, {}, "Say what the requester can do instead."),
        (State.SUBMITTED, Deed.TRIAGE, {"urgency": "normal"}, "Choose a topic."),
        (State.SUBMITTED, Deed.MARK_DUPLICATE, {"next_step": "Read.", "original": "zz"}, "no other question at this"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_done(state, deed, given, sentence):
    request = world.IN_STATE[state]()
    person = request.requester if deed == Deed.BAR else request.owner
    response = signed_in(person).post(address(request, deed), given)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert "<title>Error: " in response.content.decode()
    assert world.fresh(request).state == state


def test_what_has_moved_on_says_so_and_nothing_is_done():
    request = world.answered()
    client = signed_in(request.requester)
    asking.close(request=request, by=request.requester)
    response = client.post(address(request, Deed.FOLLOW_UP), {"text": "And films?"}, follow=True)
    assert "has moved on since you opened it" in response.content.decode()
    assert world.fresh(request).state == State.CLOSED


def test_whoever_gives_a_question_away_lands_where_they_may_read():
    request = world.assigned()
    client = signed_in(request.owner)
    response = client.post(address(request, Deed.HAND_BACK), {"reason": "Not my field."})
    assert response.headers["Location"] == "/questions/queue/"
    assert client.get(address(request)).status_code == 404


def test_whoever_is_named_later_loses_the_question_and_known_and_unknown_lines_are_answered_alike():
    request = world.assigned()
    expert = request.owner
    domain = world.domain_of(expert.organisation)
    client = signed_in(request.requester)
    answers = [
        client.post(address(request, Deed.BAR), {"lines": line}, follow=True).content.decode()
        for line in ("nobody-here.example", domain)
    ]
    told = [re.sub(r"csrfmiddlewaretoken.*?>|nonce-\S+", "", answer).count("kept from them") for answer in answers]
    assert told == [1, 1]
    assert signed_in(expert).get(address(request)).status_code == 404
    assert world.fresh(request).kept_from == f"nobody-here.example\n{domain}"
    assert domain in text_of(request.requester, world.fresh(request))


def test_whom_a_coordinator_keeps_it_from_the_requester_does_not_read():
    request = world.submitted()
    domain = world.domain_of(world.company())
    signed_in(request.owner).post(address(request, Deed.BAR), {"lines": domain})
    assert request.barred.exists()
    assert domain not in text_of(request.requester, world.fresh(request))


# --- What stands on the page ----------------------------------------------------------------------------------------


def full_of_words(**given: object) -> ExpertRequest:
    """An answered one, with a note, a reason, and what the expert said."""
    request = world.assigned(to=world.expert_on(world.topic(), voice=Voice.ALLIANCE), **given)
    answering.write_note(request=request, by=request.owner, text=f"I think {world.CANARIES[5]}.")
    answering.work_on(request=request, by=request.owner, until=world.later(days=2))
    answering.answer(request=request, by=request.owner, text=f"It is {world.CANARIES[4]}.")
    return world.fresh(request)


def canaries_in(text: str) -> set[str]:
    return {canary for canary in world.CANARIES if canary in text}


ASKED = set(world.CANARIES[:3])
ANSWER, NOTE = world.CANARIES[4], world.CANARIES[5]


def test_the_requester_reads_the_answer_and_no_note_and_no_name_that_was_not_given():
    request = full_of_words()
    text = text_of(request.requester, request)
    assert canaries_in(text) == ASKED | {ANSWER}
    assert "An expert of the alliance" in text
    assert request.owner.last_name not in text
    assert "Your question has an answer" in text


def test_those_who_look_after_it_read_notes_and_who_did_what():
    request = full_of_words()
    for person in (request.owner, world.coordinator()):
        text = text_of(person, request)
        assert canaries_in(text) == ASKED | {ANSWER, NOTE}
        assert str(request.owner) in text


def test_a_blind_question_names_its_company_to_coordinators_alone():
    request = full_of_words(is_blind=True)
    names = {request.organisation.name, request.requester.last_name}
    assert not any(name in text_of(request.owner, request) for name in names)
    assert all(name in text_of(world.coordinator(), request) for name in names)


def test_no_word_of_a_question_stands_in_a_title_or_stays_with_the_browser():
    request = full_of_words()
    client = signed_in(request.owner)
    for path in (address(request), address(request, Deed.NOTE)):
        response = client.get(path)
        title = response.content.decode().partition("<title>")[2].partition("</title>")[0]
        assert canaries_in(title) == set()
        assert "Question" in title
        assert "no-store" in response.headers["Cache-Control"]


def test_no_page_with_words_of_others_stays_with_the_browser():
    request = world.answered()
    give_consent(request=request, by=request.requester)
    coordinator = world.coordinator()
    pages = [address(request), *(f"{address(request)}{page}/" for page in ("note", "publication/edit"))]
    asked: list[tuple[Any, str]] = [(coordinator, page) for page in (*pages, "/questions/desk/")]
    asked += [(request.owner, "/questions/queue/"), (request.requester, f"{address(request)}consent/")]
    for person, page in asked:
        response = signed_in(person).get(page)
        assert (response.status_code, "no-store" in response.headers["Cache-Control"]) == (200, True), page


def test_whoever_asks_for_a_view_stays_and_the_consulted_expert_reads_and_notes_alone():
    request = world.assigned()
    consulted = world.expert_on()
    answering.consult(request=request, by=request.owner, expert=consulted)
    text = text_of(consulted, request)
    assert "Write a note" in text
    assert address(request, Deed.ANSWER) not in text


def test_whoever_is_barred_or_suspended_meets_nothing_from_the_next_click_on():
    request = world.triaged()
    expert, other = world.expert_on(world.topic()), world.expert_on(world.topic())
    clients = {person: signed_in(person) for person in (expert, other)}
    assert {client.get(address(request)).status_code for client in clients.values()} == {200}
    barring.bar(request=request, by=request.requester, people=[expert])
    people.suspend_person(person=other)
    assert clients[expert].get(address(request)).status_code == 404
    assert clients[other].get(address(request)).headers["Location"].startswith("/accounts/login/")


def test_a_page_costs_as_much_with_many_replies_as_with_one():
    def cost(times: int) -> int:
        request = world.assigned()
        for _ in range(times):
            answering.write_note(request=request, by=request.owner, text="A note.")
            answering.ask_back(request=request, by=request.owner, text="What do you store?")
            asking.reply(request=request, by=request.requester, text="Pictures.")
        client = signed_in(request.owner)
        client.get(address(request))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address(request)).status_code == 200
        return len(asked)

    one = cost(1)
    assert cost(3) == one <= 17
