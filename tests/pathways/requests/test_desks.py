"""The pages of experts and coordinators: exactly what is theirs, and to others the same as if it were not there."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Topic
from membership import services as people
from membership.models import Organisation, Role, Tier, User
from pathways.requests import answering, asking, barring, profiles, triage
from pathways.requests.models import ExpertRequest, Urgency
from pathways.requests.states import State
from tests import factories
from tests.signing_in import signed_in

from . import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

QUEUE, DESK, EXPERTS, PROFILE = (
    "/questions/queue/",
    "/questions/desk/",
    "/questions/desk/experts/",
    "/questions/profile/",
)
SECTION = re.compile(r'<section class="section" aria-labelledby="(\w+)">(.*?)</section>', re.DOTALL)
LINK = re.compile(r'<h3>\s*<a href="/questions/[0-9a-f-]{36}/">(.*?)</a>', re.DOTALL)
CHANGES_EACH_TIME = re.compile(r'(name="csrfmiddlewaretoken" value="|nonce=")[^"]*"')


def shown(person: User, address: str = QUEUE, **posted: str) -> str:
    client = signed_in(person)
    answer = client.post(address, posted) if posted else client.get(address)
    assert answer.status_code == 200
    return CHANGES_EACH_TIME.sub("", answer.content.decode())


def listed(html: str) -> dict[str, list[str]]:
    """Section -> the subjects of the questions in it."""
    return {name: LINK.findall(text) for name, text in SECTION.findall(html) if LINK.findall(text)}


def on_desk(person: User, query: str = "") -> list[str]:
    return listed(shown(person, f"{DESK}?{query}")).get("open", [])


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
    world.triaged(subject="Sorted", on=world.topic("Reporting"), is_blind=True)
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
        assert pages == [everything[:25], everything[25:]]
    pages = [listed(shown(coordinator, DESK, words="zqcopy", page=number))["open"] for number in ("1", "2")]
    assert pages == [everything[:25], everything[25:]]
    assert 'rel="next"' not in shown(coordinator, DESK, words="zqcopy"), "its address would hold no words"
    assert 'href="?state=triaged&amp;page=2"' in shown(coordinator, f"{DESK}?state=triaged")


# --- The same with and without --------------------------------------------------------------------------------------


def everything_shown_to(person: User) -> dict[str, str]:
    """All pages of this person, with every choice."""
    filters = ["state=triaged", "topic=hashing-and-matching", "owner=coordinator", "owner=answering", "urgency=urgent"]
    asked: list[tuple[str, dict[str, str]]] = [(QUEUE, {}), (PROFILE, {}), (DESK, {}), (EXPERTS, {})]
    asked += [(f"{DESK}?{query}", {}) for query in [*filters, "names=blind", "page=2"]]
    asked += [(DESK, {"words": words}) for words in ("zqsubjectqz", "About", "How does")]
    client = signed_in(person)
    answers = {}
    for address, posted in asked:
        answer = client.post(address, posted) if posted else client.get(address)
        answers[f"{address} {posted}"] = f"{answer.status_code} {CHANGES_EACH_TIME.sub('', answer.content.decode())}"
    return answers


def life_of_a_question(asker: User, coordinator: User, expert: User, **barred: Any) -> Any:
    """Its states one after the other, and before them what is held."""
    for question in (world.question(question=world.GUARDED), world.question(urgency=Urgency.URGENT)):
        request = asking.begin_draft(by=asker, given=question)
        barring.set_barred(request=request, by=asker, **{"organisations": [], "people": [], **barred})
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


# --- Experts, for coordinators --------------------------------------------------------------------------------------


def rows_of(html: str) -> list[list[str]]:
    """The cells of each line of the table, without marks."""
    lines = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)[1:]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[" ".join(cell.split()) for cell in line] for line in cells]


def test_coordinators_see_who_answers_on_what_how_much_they_have_and_when_they_are_away():
    today = timezone.localdate()
    topic, below = world.topic("Technology"), world.topic(parent=world.topic("Technology"))
    world.topic("Reporting")
    at = world.company("Acme")
    busy, idle = (factories.person("Ana", name, at=at, roles=(Role.EXPERT,)) for name in ("Busy", "Idle"))
    profiles.describe_expert(person=busy, topics=[topic], capacity=2)
    world.away(busy, days=0)
    world.away(busy, days=9, start=5)
    world.answered(to=busy)
    world.assigned(to=busy)
    former = world.expert_on(world.topic("Reporting"))
    people.set_roles(person=former, roles=set())
    html = shown(world.coordinator(), EXPERTS)
    day = f"{today:%-d %B %Y}"
    assert rows_of(html) == [
        ["Ana Busy, Acme", "Technology", "1 of 2", f"{day} to {day}", day],
        ["Ana Idle, Acme", "None chosen yet", "0", "", "Never"],
    ]
    uncovered = dict(SECTION.findall(html))["uncovered"]
    assert re.findall(r"<li>(.*?)</li>", uncovered) == ["Reporting"]
    assert below.name not in uncovered
    assert idle.email not in html


# --- The profile ----------------------------------------------------------------------------------------------------


def test_an_expert_says_what_they_answer_on_and_finds_it_there():
    technology = world.topic("Technology")
    hashing, reporting = world.topic(parent=technology), world.topic("Reporting")
    expert = world.expert_on(technology)
    client = signed_in(expert)
    given = {"topics": [hashing.pk, reporting.pk], "capacity": "7", "answers_as": "organisation"}
    assert client.post(PROFILE, given).url == PROFILE
    profile = User.objects.get(pk=expert.pk).expert_profile
    assert (set(profile.topics.all()), profile.capacity, profile.answers_as) == (
        {hashing, reporting},
        7,
        "organisation",
    )
    html = client.get(PROFILE).content.decode()
    assert "Your profile is saved." in html
    assert {int(pk) for pk in re.findall(r'name="topics" value="(\d+)"[^>]* checked', html)} == set(
        Topic.objects.filter(pk__in=given["topics"]).values_list("pk", flat=True)
    )
    groups = re.findall(r'<legend class="visually-hidden">(.*?)</legend>(.*?)</fieldset>', html, re.DOTALL)
    boxes = {name: [int(pk) for pk in re.findall(r'value="(\d+)"', text)] for name, text in groups}
    assert boxes == {"Reporting": [reporting.pk], "Technology": [technology.pk, hashing.pk]}


@pytest.mark.parametrize("capacity", ["", "0", "51", "many", "-1"])
def test_a_capacity_that_makes_no_sense_gets_a_sentence_and_nothing_changes(capacity):
    expert = world.expert_on(world.topic(), capacity=4)
    html = shown(expert, PROFILE, capacity=capacity, answers_as="alliance")
    assert "How many questions at a time: Enter a whole number from 1 to 50." in html
    assert re.findall(r'name="answers_as" value="(\w+)"[^>]* checked', html) == ["alliance"], "what they chose stays"
    profile = User.objects.get(pk=expert.pk).expert_profile
    assert (profile.capacity, profile.topics.count(), profile.answers_as) == (4, 1, "name")


@pytest.mark.parametrize("given", [{"answers_as": "requester"}, {"topics": "999999"}, {"topics": "x"}])
def test_a_choice_that_is_not_offered_gets_a_sentence_and_nothing_changes(given):
    expert = world.expert_on(world.topic(), capacity=4)
    html = shown(expert, PROFILE, **{"capacity": "5", "answers_as": "name", **given})
    assert "There is a problem" in html
    assert User.objects.get(pk=expert.pk).expert_profile.capacity == 4


def test_coordinators_say_when_they_are_away_and_have_no_profile():
    for person in (world.coordinator(), factories.alliance_staff()):
        client = signed_in(person)
        assert "What you answer on" not in client.get(PROFILE).content.decode()
        assert client.post(PROFILE, {"capacity": "5", "answers_as": "name"}).status_code == 404
        day = f"{world.later(days=3):%Y-%m-%d}"
        assert client.post(f"{PROFILE}away/", {"first_day": day, "last_day": day}).url == PROFILE
        assert [str(away.last_day) for away in person.away.all()] == [day]


def test_days_away_are_added_once_shown_and_taken_out():
    expert = world.expert_on(world.topic())
    client = signed_in(expert)
    days = {"first_day": f"{world.later(days=2):%Y-%m-%d}", "last_day": f"{world.later(days=5):%Y-%m-%d}"}
    for _ in range(2):
        client.post(f"{PROFILE}away/", days)
    (away,) = expert.away.all()
    text = f"{away.first_day:%-d %B %Y} to {away.last_day:%-d %B %Y}"
    assert text in client.get(PROFILE).content.decode()
    assert text in " ".join(client.get(QUEUE).content.decode().split())
    assert client.post(f"{PROFILE}away/{away.pk}/end/").url == PROFILE
    assert not expert.away.exists()
    assert text not in client.get(PROFILE).content.decode()


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (5, 2, "Choose a last day that is not before the first"),
        (-9, -2, "Choose a last day that is not before the first"),
        (2, 1000, "within the next two years"),
        (None, 2, "Enter the first day."),
        (2, None, "Enter the last day."),
        (2, "soon", "Enter a date, such as 2030-07-15."),
    ],
)
def test_days_that_make_no_sense_get_a_sentence_and_stay_in_the_form(first, last, sentence):
    def day(given: Any) -> str:
        return f"{world.later(days=given):%Y-%m-%d}" if isinstance(given, int) else given or ""

    expert = world.expert_on(world.topic())
    posted = {"first_day": day(first), "last_day": day(last)}
    html = shown(expert, f"{PROFILE}away/", **posted)
    assert sentence in html
    assert [value for value in posted.values() if value and f'value="{value}"' not in html] == []
    assert not expert.away.exists()


def test_nobody_takes_out_the_days_of_somebody_else_and_strangers_have_none():
    expert, other = world.expert_on(), world.expert_on()
    world.away(other)
    (theirs,) = other.away.all()
    client = signed_in(expert)
    missing, hidden = (client.post(f"{PROFILE}away/{pk}/end/") for pk in (999_999, theirs.pk))
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    stranger = signed_in(factories.member())
    day = f"{world.later(days=3):%Y-%m-%d}"
    assert stranger.post(f"{PROFILE}away/", {"first_day": day, "last_day": day}).status_code == 404
    assert other.away.count() == 1


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
