"""The queue of experts and the desk of coordinators: exactly what is theirs."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from membership import services as people
from membership.models import Organisation, Role, User
from pathways.requests import answering, triage
from pathways.requests.models import ExpertRequest, Urgency
from pathways.requests.states import State
from tests import factories
from tests.signing_in import signed_in

from . import world
from .reading import (
    DESK,
    EXPERTS,
    PROFILE,
    QUEUE,
    everything_shown_to,
    listed,
    on_desk,
    shown,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


# --- The queue ------------------------------------------------------------------------------------------------------


def test_an_expert_finds_what_is_theirs_and_what_they_could_take_and_nothing_else():
    expert, other = world.expert_on(world.topic()), world.expert_on(world.topic())
    world.assigned(to=expert, subject="Mine")
    world.answered(to=expert, subject="Answered by me")
    consulted = world.assigned(to=other, subject="Asked for my view")
    answering.consult(request=consulted, by=other, expert=expert)
    world.triaged(subject="Could take")
    world.triaged(subject="On another topic", on=world.topic("Reporting"))
    world.submitted(subject="With a coordinator", topic=world.topic())
    world.assigned(to=other, subject="With another expert")
    world.closed(to=expert, subject="Closed")
    world.held(subject="Held")
    assert listed(shown(expert)) == {
        "own": ["Mine", "Answered by me"],
        "consulted": ["Asked for my view"],
        "claimable": ["Could take"],
    }


def test_a_row_says_who_asks_on_what_how_urgently_and_by_when_and_how_to_take_it():
    expert = world.expert_on(world.topic())
    request = world.triaged(urgency=Urgency.URGENT)
    html = " ".join(shown(expert).split())
    for words in (
        "Asked by Arjun Moss, Chatterfig on",
        "Hashing and matching",
        "Waiting for an expert",
        ">Urgent<",
        f"{request.next_action_at:%-d %B %Y, %H:%M}</time> (UTC)",
    ):
        assert words in html
    assert f'<form method="post" action="/questions/{request.code}/claim/">' in html
    assert "Overdue" not in html


def test_what_is_overdue_is_said_in_words():
    request = world.assigned()
    ExpertRequest.objects.filter(pk=request.pk).update(next_action_at=timezone.now())
    assert ">Overdue<" in shown(request.owner)


def test_an_expert_reads_what_they_said_of_themselves():
    expert = world.expert_on(world.topic(), world.topic("Reporting"), capacity=4)
    world.away(expert, days=2)
    html = " ".join(shown(expert).split())
    assert "You answer on Hashing and matching, Reporting." in html
    assert "At most 4 at a time." in html
    assert "You are away from" in html
    assert "You have not chosen topics yet" in shown(world.expert_on())


def test_a_blind_question_names_nobody_to_experts_and_its_requester_to_coordinators():
    expert, view, queueing = (world.expert_on(world.topic()) for _ in range(3))
    taken = world.assigned(to=expert, is_blind=True, subject="Blind")
    answering.consult(request=taken, by=world.coordinator(), expert=view)
    world.triaged(is_blind=True, subject="Blind too")
    sections = [listed(shown(person)) for person in (expert, view)]
    assert [sorted(found) for found in sections] == [["claimable", "own"], ["claimable", "consulted"]]
    for person in (expert, view, queueing):
        html = shown(person)
        assert "Somebody at a company that is not named" in html
        assert "Arjun Moss" not in html
        assert "Chatterfig" not in html
    assert shown(world.coordinator(), DESK).count("Asked by Arjun Moss, Chatterfig") == 2


def test_whoever_ceases_to_be_an_expert_has_no_queue_at_once():
    request = world.assigned()
    client = signed_in(request.owner)
    assert client.get(QUEUE).status_code == 200
    people.set_roles(person=request.owner, roles=set())
    assert [client.get(address).status_code for address in (QUEUE, PROFILE)] == [404, 404]


def test_a_suspended_expert_is_sent_to_sign_in():
    request = world.assigned()
    client = signed_in(request.owner)
    people.suspend_person(person=request.owner)
    for address in (QUEUE, PROFILE):
        assert client.get(address).url.startswith("/accounts/login/")


# --- The desk -------------------------------------------------------------------------------------------------------


def test_the_desk_holds_all_that_is_open_by_date_and_counts_whom_it_waits_for():
    coordinator = world.coordinator()
    expert = world.expert_on(world.topic())
    for state in (State.SUBMITTED, State.TRIAGED):
        world.IN_STATE[state](subject=state.label)
    for state in (State.ASSIGNED, State.AWAITING, State.ANSWERED, State.CLOSED):
        world.IN_STATE[state](to=expert, subject=state.label)
    for state in (State.DRAFT, State.DECLINED, State.DUPLICATE, State.WITHDRAWN):
        world.IN_STATE[state](subject=state.label)
    ExpertRequest.objects.filter(state=State.ASSIGNED).update(next_action_at=timezone.now())
    html = shown(coordinator, DESK)
    in_order = [
        "With an expert",
        "With a coordinator",
        "Waiting for an expert",
        "Waiting for the requester",
        "Answered",
    ]
    assert listed(html) == {"open": in_order}
    figures = re.findall(r"<dt>(.*?)</dt>\s*<dd>\s*(\d+)\s*</dd>", html)
    assert dict(figures) == {
        "Wait for coordinators": "1",
        "Wait for experts": "2",
        "Wait for requesters": "2",
        "Overdue": "1",
        "Held": "0",
    }
    assert "Noor Castellane" in html, "coordinators read who has it"


def test_each_choice_narrows_the_desk_to_exactly_what_it_says():
    coordinator, other = world.coordinator(), world.coordinator()
    expert = world.expert_on(world.topic())
    new = world.submitted(subject="New", urgency=Urgency.URGENT)
    world.triaged(subject="Sorted", on=world.topic("Reporting", parent=world.topic("Law")), is_blind=True)
    world.assigned(to=expert, subject="Taken")
    triage.assign(request=world.submitted(subject="My own"), by=other, expert=coordinator)
    ExpertRequest.objects.exclude(subject="My own").filter(owner=coordinator).update(owner=other)
    ExpertRequest.objects.filter(subject="Taken").update(next_action_at=timezone.now())
    everything = {"New", "Sorted", "Taken", "My own"}
    expected = {
        "": everything,
        "state=submitted": {"New"},
        "state=held": everything,
        "topic=reporting": {"Sorted"},
        "topic=law": {"Sorted"},
        "topic=hashing-and-matching": {"Taken"},
        "owner=me": {"My own"},
        "owner=coordinator": {"New", "Sorted"},
        "owner=answering": {"Taken", "My own"},
        "date=overdue": {"Taken"},
        "urgency=urgent": {"New"},
        "names=blind": {"Sorted"},
        "owner=coordinator&names=blind": {"Sorted"},
        "state=nonsense&topic=%00&owner=1&page=x": everything,
        "words=About": everything,
    }
    assert new.topic is None
    assert {query: set(on_desk(coordinator, query)) for query in expected} == expected


def test_words_are_found_in_subject_and_question_within_the_choice_and_stand_in_no_address():
    coordinator = world.coordinator()
    world.submitted(subject="Perceptual zqhash")
    world.submitted(subject="Another", question="Which ZQHASH fits?", urgency=Urgency.URGENT)
    world.submitted(subject="Neither")
    world.closed(subject="Closed zqhash")

    def found(**posted: str) -> set[str]:
        return set(listed(shown(coordinator, DESK, **posted)).get("open", []))

    assert found(words="zqhash") == {"Perceptual zqhash", "Another"}
    assert found(words="zqhash perceptual") == {"Perceptual zqhash"}
    assert found(words="zqhash", urgency="urgent") == {"Another"}
    assert found(words="zqhash\0") == {"Perceptual zqhash", "Another"}
    assert found(words="Arjun") == set()
    html = shown(coordinator, DESK, words="zqhash")
    assert not re.findall(r'(?:href|action)="[^"]*zqhash', html)
    assert "zqhash" not in re.findall("<title>.*?</title>", html, re.DOTALL)[0]


def test_of_what_is_held_the_desk_says_for_what_with_whom_and_until_when_and_no_word():
    request = world.held(subject="zqsubjectqz")
    coordinator = request.owner
    html = shown(coordinator, DESK)
    assert "Links to files, and to places where files are shared" in html
    assert "Petra Nwosu-Hale has it since" in " ".join(html.split())
    assert f"{request.next_action_at:%-d %B %Y, %H:%M}" in html
    for secret in (*world.CANARIES, "files.example", str(request.code), "Arjun Moss", "Chatterfig"):
        assert secret not in html
    assert "zqsubjectqz" not in shown(coordinator, DESK, words="zqsubjectqz").replace(
        'value="zqsubjectqz"', ""
    ).replace("“zqsubjectqz”", "")


def test_of_much_that_is_held_the_desk_shows_what_goes_back_first_and_counts_the_rest():
    held = world.held()
    copies(held, 6)
    html = " ".join(shown(held.owner, DESK).split())
    assert html.count("Goes back to the drafts on") == 5
    assert "<dt>Held</dt> <dd> 7 </dd>" in html
    assert "2 more go back later." in html


def test_a_coordinator_does_not_find_their_own_question_nor_who_answers_it():
    asker = factories.member()
    people.assign_role(person=asker, role=Role.COORDINATOR)
    expert = world.expert_on(world.topic())
    before = everything_shown_to(asker)
    world.coordinator()
    world.assigned(asker, to=expert)
    assert everything_shown_to(asker) == before


def copies(of: ExpertRequest, number: int) -> None:
    """As many more, without the steps that led there."""
    columns = {
        field.attname: getattr(of, field.attname)
        for field in ExpertRequest._meta.concrete_fields
        if field.attname not in {"id", "code", "subject"}
    }
    ExpertRequest.objects.bulk_create(
        ExpertRequest(**columns, subject=f"Copy {count:02} zqcopy") for count in range(number)
    )


def test_long_lists_come_in_pages():
    expert, coordinator = world.expert_on(world.topic()), world.coordinator()
    copies(world.triaged(subject="First zqcopy"), 26)
    everything = ["First zqcopy", *(f"Copy {count:02} zqcopy" for count in range(26))]
    for person, address, section in ((expert, QUEUE, "claimable"), (coordinator, DESK, "open")):
        pages = [listed(shown(person, f"{address}?page={number}"))[section] for number in (1, 2)]
        assert pages == [everything[:20], everything[20:]]
    pages = [listed(shown(coordinator, DESK, words="zqcopy", page=number))["open"] for number in ("1", "2")]
    assert pages == [everything[:20], everything[20:]]
    assert 'rel="next"' not in shown(coordinator, DESK, words="zqcopy"), "its address would hold no words"
    assert 'href="?state=triaged&amp;page=2"' in shown(coordinator, f"{DESK}?state=triaged")


# --- Doors, and what it costs ---------------------------------------------------------------------------------------


def test_everybody_finds_the_pages_of_their_roles_alone():
    columns = {
        "expert": world.expert_on(world.topic()),
        "coordinator": world.coordinator(),
        "staff": factories.alliance_staff(),
        "member": factories.member(),
        "requester": world.submitted().requester,
        "editor": factories.editor(),
    }
    opened = {
        name: {address for address in (QUEUE, DESK, EXPERTS, PROFILE) if signed_in(who).get(address).status_code == 200}
        for name, who in columns.items()
    }
    assert opened == {
        "expert": {QUEUE, PROFILE},
        "coordinator": {DESK, EXPERTS, PROFILE},
        "staff": {DESK, EXPERTS, PROFILE},
        "member": set(),
        "requester": set(),
        "editor": set(),
    }
    for address in (QUEUE, DESK, EXPERTS, PROFILE):
        assert Client().get(address).url.startswith("/accounts/login/")


def test_the_admin_leads_coordinators_to_the_desk_and_nobody_else():
    def leads(person: User) -> bool:
        return f'"{DESK}"' in signed_in(person).get("/admin/").content.decode()

    assert [leads(person) for person in (world.coordinator(), factories.alliance_staff(), factories.editor())] == [
        True,
        True,
        False,
    ]


def cost(person: User, address: str, **posted: str) -> int:
    client = signed_in(person)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address, posted) if posted else client.get(address)
    assert answer.status_code == 200
    return len(captured)


def test_the_pages_cost_the_same_for_one_question_and_for_three():
    expert, coordinator = world.expert_on(world.topic()), world.coordinator()
    people.assign_role(person=expert, role=Role.COORDINATOR)  # who sees every part of these pages

    def one_more(company: Organisation) -> None:
        asker = factories.startup_user()
        people.move_person(person=asker, organisation=company)
        world.triaged(asker, is_blind=True)
        world.assigned(factories.member(), to=expert)
        consulted = world.assigned(asker, to=world.expert_on(world.topic(), world.topic(company.name)))
        answering.consult(request=consulted, by=coordinator, expert=expert)
        world.held(asker)
        world.away(expert, days=len(company.name))

    one_more(world.company("Costly one"))
    asked = [(QUEUE, {}), (DESK, {}), (DESK, {"words": "About"}), (EXPERTS, {}), (PROFILE, {})]
    for address, posted in asked:
        cost(expert, address, **posted)  # what is cached for the life of a process
    first = [cost(expert, address, **posted) for address, posted in asked]
    for number in range(2):
        one_more(world.company(f"Costly {'x' * number} more"))
    assert [cost(expert, address, **posted) for address, posted in asked] == first
    at_the_alliance = [cost(coordinator, address, **posted) for address, posted in asked[1:]]
    assert max([*first, *at_the_alliance]) <= 15, (first, at_the_alliance)
