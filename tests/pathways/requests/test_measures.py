"""What coordinators are shown of all questions together: exact figures, of nothing that is kept from them."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from membership import services as people
from membership.models import Organisation, Role, Standing, User
from membership.organisations import lifecycle
from pathways.requests import answering, asking, triage
from pathways.requests.measure_views import in_words
from pathways.requests.measures import THRESHOLD, Asking, Measures, Times, measure, named_among, times_of
from pathways.requests.models import ExpertRequest
from pathways.requests.states import State
from portal.models import HomePage
from tests import factories
from tests.signing_in import signed_in

from . import world

pytestmark = pytest.mark.django_db

PAGE = "/questions/desk/measures/"
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(ago: timedelta) -> time_machine.travel:
    return time_machine.travel(NOW - ago, tick=False)


def sent(ago: timedelta, *, shown: int = 0, by: User | None = None, **given: object) -> ExpertRequest:
    with at(ago):
        made = world.submitted(by, **given)
    made.fitting_shown = shown
    made.save()
    return made


def taken(ago: timedelta, expert: User) -> ExpertRequest:
    """Sent at that time, sorted and taken within the same hour."""
    made = sent(ago)
    with at(ago):
        triage.triage(request=made, by=made.owner, topic=world.topic(), urgency=made.urgency)
        return answering.claim(request=made, by=expert)


# --- The figures ----------------------------------------------------------------------------------------------------


def test_every_figure_is_exact():
    coordinator = world.coordinator()
    expert = world.expert_on(world.topic(), capacity=50)
    closed = taken(40 * DAY, expert)
    with at(40 * DAY - 2 * HOUR):
        answering.ask_back(request=closed, by=expert, text="What do you store?")
        asking.reply(request=closed, by=closed.requester, text="Pictures.")
    with at(39 * DAY):
        answering.answer(request=closed, by=expert, text="Begin with the list.")
        asking.close(request=closed, by=closed.requester)
    asked_on = taken(20 * DAY, expert)
    with at(20 * DAY - 6 * HOUR):
        answering.answer(request=asked_on, by=expert, text="Begin with the list.")
        asking.reopen(request=asked_on, by=asked_on.requester, text="Which list?")
    answered = taken(100 * DAY, expert)
    with at(97 * DAY):
        answering.answer(request=answered, by=expert, text="Begin with the list.")
    awaited = taken(13 * DAY, expert)
    with at(12 * DAY):
        answering.ask_back(request=awaited, by=expert, text="What do you store?")
    declined, duplicate = sent(10 * DAY), sent(5 * DAY, shown=3)
    with at(4 * DAY):
        triage.decline(request=declined, by=coordinator, next_step="Ask your counsel.")
        triage.mark_duplicate(request=duplicate, by=coordinator, next_step="Read the guide.")
    withdrawn = sent(4 * DAY)
    with at(3 * DAY):
        asking.withdraw(request=withdrawn, by=withdrawn.requester)
    sent(2 * DAY, shown=2)
    triaged = sent(12 * HOUR)
    with at(11 * HOUR):
        triage.triage(request=triaged, by=coordinator, topic=world.topic(), urgency=triaged.urgency)
    with at(HOUR):
        world.held()
        world.draft()

    found = measure(coordinator, days=90, now=NOW)

    assert found.waiting_by_state == {
        State.SUBMITTED: 1,
        State.TRIAGED: 1,
        State.ASSIGNED: 1,
        State.AWAITING: 1,
        State.ANSWERED: 1,
    }
    assert found.waiting_by_age == (1, 1, 0, 1, 2)
    assert found.sent == 8
    assert {state: count for state, count in found.by_state.items() if count} == {
        State.CLOSED: 1,
        State.ASSIGNED: 1,
        State.AWAITING: 1,
        State.DECLINED: 1,
        State.DUPLICATE: 1,
        State.WITHDRAWN: 1,
        State.SUBMITTED: 1,
        State.TRIAGED: 1,
    }
    assert found.first_response == Times(3, 6 * HOUR, DAY)
    assert found.answer == Times(2, 6 * HOUR, DAY)
    assert (found.reopened, found.could_reopen) == (1, 4)
    assert (found.asked_before_or_shown, found.shown_answers) == (2, 2)
    assert found.without_topic == 4
    assert [(one.topic, one.asked, one.experts, one.there) for one in found.topics] == [
        ("Hashing and matching", 4, 1, 1)
    ]

    assert measure(coordinator, days=30, now=NOW).sent == 7
    year = measure(coordinator, days=365, now=NOW)
    assert year.sent == 9
    assert year.first_response == Times(4, 6 * HOUR, 3 * DAY)
    assert year.waiting_by_age == found.waiting_by_age, "what waits now waits in every period"


def test_half_and_nine_in_ten_are_the_shortest_times_that_hold_for_so_many():
    hours = [HOUR * number for number in (7, 1, 2, 3, 4, 5, 6, 8, 9, 10)]
    assert times_of(hours) == Times(10, 5 * HOUR, 9 * HOUR)
    assert times_of([HOUR]) == Times(1, HOUR, HOUR)
    assert times_of([]) == Times(0, None, None)


@pytest.mark.parametrize(
    ("took", "words"),
    [
        (None, "–"),
        (timedelta(seconds=20), "1 minute"),
        (timedelta(minutes=60), "60 minutes"),
        (timedelta(minutes=61), "2 hours"),
        (timedelta(hours=48), "48 hours"),
        (timedelta(hours=49), "3 days"),
    ],
)
def test_a_time_is_rounded_up(took, words):
    assert in_words(took) == words


def test_topics_count_the_experts_who_could_answer_on_them_today():
    coordinator = world.coordinator()
    above = world.topic("Detection")
    video, audio = world.topic("Video", above), world.topic("Audio", above)
    policy, wellness = world.topic("Policy"), world.topic("Wellness")
    world.expert_on(above)
    world.expert_on(above, video)
    world.away(world.expert_on(video, policy))
    world.expert_on(audio, at=(lapsed := world.company()))
    lifecycle.change_standing(organisation=lapsed, to=Standing.LAPSED)
    people.suspend_person(person=world.expert_on(wellness))
    no_longer = world.expert_on(wellness)
    people.withdraw_role(person=no_longer, role=Role.EXPERT)
    world.triaged(on=wellness)

    found = measure(coordinator, days=30).topics
    assert [(one.topic, one.asked, one.experts, one.there) for one in found] == [
        ("Wellness", 1, 0, 0),
        ("Audio", 0, 2, 2),
        ("Detection", 0, 2, 2),
        ("Policy", 0, 1, 0),
        ("Video", 0, 3, 2),
    ]


# --- Nothing that is kept from them ---------------------------------------------------------------------------------


def test_what_is_kept_from_a_coordinator_is_in_none_of_their_figures():
    kept_from, other = world.coordinator(), world.coordinator()
    world.answered()
    with time_machine.travel(datetime.now(UTC) + HOUR, tick=False):
        before = measure(kept_from, days=30), measure(other, days=30)
        request = world.draft(topic=world.topic(), is_blind=True, kept_from=kept_from.email)
        asking.submit(request=request, by=request.requester)
        request.refresh_from_db()
        assert request.state == State.SUBMITTED
        assert measure(kept_from, days=30) == before[0]
        assert measure(other, days=30).sent == before[1].sent + 1


def test_what_a_coordinator_asked_is_not_in_their_figures():
    world.coordinator()
    asker = factories.person("Lucia", "Pembrey", at=factories.organisation(), roles=(Role.COORDINATOR,))
    world.submitted(asker)
    world.submitted()
    assert measure(asker, days=30).sent == 1


@pytest.mark.parametrize(
    "who", [lambda: world.expert_on(world.topic()), factories.member, factories.startup_user, factories.editor]
)
def test_for_whoever_does_not_coordinate_there_is_no_such_page(who, home):
    world.assigned()
    someone = who()
    assert signed_in(someone).get(PAGE).status_code == 404
    assert measure(someone, days=365).sent == 0


def test_whoever_asked_learns_nothing_of_others(home):
    request = world.assigned()
    assert signed_in(request.requester).get(PAGE).status_code == 404
    assert signed_in(request.owner).get(PAGE).status_code == 404
    assert Client().get(PAGE).url.startswith("/accounts/login/")


# --- Organisations --------------------------------------------------------------------------------------------------


def ended(organisation: Organisation | None, count: int, *, is_blind: bool = False) -> None:
    now = datetime.now(UTC)
    ExpertRequest.objects.bulk_create(
        ExpertRequest(organisation=organisation, state=State.CLOSED, submitted_at=now, is_blind=is_blind)
        for _ in range(count)
    )


def companies(*counts: tuple[int, int]) -> list[Asking]:
    """Made, with so many questions each: under their name, and blind."""
    made = []
    for number, (openly, blind) in enumerate(counts):
        organisation = factories.organisation(f"Quietwater {number:02}")
        ended(organisation, openly)
        ended(organisation, blind, is_blind=True)
        made.append(Asking(organisation.name, openly, blind))
    return made


def by_organisation(text: str) -> dict[str, int]:
    """The table of the page, by name."""
    section = text.partition('<h2 id="organisations">')[2].partition("</section>")[0]
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td>(\d+)</td>', section)
    return {unescape(name): int(count) for name, count in rows}


def test_organisations_are_named_from_the_threshold_on(home):
    coordinator = world.coordinator()
    companies((8, 0), (7, 0), (5, 0), (4, 0), (1, 0), (4, 3))
    text = signed_in(coordinator).get(PAGE).text
    assert by_organisation(text) == {"Quietwater 00": 8, "Quietwater 01": 7, "Quietwater 02": 5, "Others": 12}
    assert "Quietwater 03" not in text
    assert "Quietwater 05" not in text, "what it asked blind does not help it over the threshold"


def test_others_never_stand_for_one_organisation_alone(home):
    coordinator = world.coordinator()
    companies((8, 0), (7, 0), (6, 0), (5, 0), (2, 0))
    text = signed_in(coordinator).get(PAGE).text
    assert by_organisation(text) == {"Quietwater 00": 8, "Quietwater 01": 7, "Quietwater 02": 6, "Others": 7}


def test_what_one_organisation_asked_blind_is_not_left_over_alone(home):
    coordinator = world.coordinator()
    companies((9, 3), (8, 0), (7, 0), (6, 0), (5, 0))
    named = {"Quietwater 00": 9, "Quietwater 01": 8, "Quietwater 02": 7, "Quietwater 03": 6}
    assert by_organisation(signed_in(coordinator).get(PAGE).text) == {**named, "Others": 8}


def test_where_few_organisations_have_asked_none_is_named(home):
    coordinator = world.coordinator()
    companies((9, 0), (8, 0), (7, 0), (6, 0), (0, 9))
    text = signed_in(coordinator).get(PAGE).text
    assert by_organisation(text) == {}
    assert "Quietwater" not in text


# Mostly over the threshold and mostly not blind: so that often just one organisation is left over.
numbers = st.tuples(st.sampled_from([0, 2, 4, 5, 6, 7, 8, 9]), st.sampled_from([0, 0, 0, 0, 0, 0, 2]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(numbers, min_size=4, max_size=8), left=st.integers(0, 2))
def test_no_small_organisation_can_be_worked_out_from_the_page(counts, left, home):
    ExpertRequest.objects.all().delete()
    coordinator = User.objects.filter(role_assignments__role=Role.COORDINATOR).first() or world.coordinator()
    asking_ = companies(*counts)
    ended(None, left)
    response = signed_in(coordinator).get(PAGE)
    named = by_organisation(response.text)
    others = named.pop("Others", 0)
    assert set(re.findall(r"Quietwater \d\d", response.text)) == set(named)
    nothing_is_worked_out(asking_, named, others, left)


@settings(max_examples=500)
@given(counts=st.lists(numbers, max_size=12))
def test_no_small_organisation_can_be_worked_out_from_those_named(counts):
    asking_ = [Asking(f"Quietwater {number:02}", *count) for number, count in enumerate(counts)]
    named = named_among(asking_)
    total = sum(one.openly + one.blind for one in asking_)
    others = 0 if named is None else total - sum(one.openly for one in named)
    nothing_is_worked_out(asking_, {one.name: one.openly for one in named or ()}, others, left=0)


def nothing_is_worked_out(asking_: Sequence[Asking], named: dict[str, int], others: int, left: int) -> None:
    openly = {one.name: one.openly for one in asking_}
    assert named == {name: openly[name] for name in named}, "never with what is blind"
    assert all(count >= THRESHOLD for count in named.values())
    if sum(count > 0 for count in openly.values()) < THRESHOLD:
        assert (named, others) == ({}, 0)
        return
    total = sum(one.openly + one.blind for one in asking_) + left
    assert others == total - sum(named.values())
    behind = {one.name for one in asking_ if one.blind or (one.openly and one.name not in named)}
    assert len(behind) != 1, "the total less what is named would be this one's"


@settings(max_examples=500)
@given(counts=st.lists(numbers, max_size=12))
def test_no_more_is_left_unnamed_than_must_be(counts):
    asking_ = [Asking(f"Quietwater {number:02}", *count) for number, count in enumerate(counts)]
    named = named_among(asking_)
    if named is None:
        assert sum(one.openly > 0 for one in asking_) < THRESHOLD
        return
    reach = [one for one in asking_ if one.openly >= THRESHOLD]
    below = {one.name for one in asking_ if one.blind or 0 < one.openly < THRESHOLD}
    unnamed = [one for one in reach if one not in named]
    assert not unnamed or len(below) == 1
    assert len(unnamed) <= 2
    assert all(one.openly <= other.openly for one in unnamed for other in named)


# --- The page -------------------------------------------------------------------------------------------------------


def test_each_chart_says_what_its_table_says(home):
    coordinator = world.coordinator()
    for make in world.IN_STATE.values():
        make()
    text = signed_in(coordinator).get(PAGE).text
    charts = re.findall(r"<svg role=\"img\".*?</svg>", text.partition("<main")[2], re.S)
    tables = re.findall(r"<table>.*?</table>", text, re.S)
    assert len(charts) == len(tables) == 5
    for chart, table in zip(charts, tables, strict=True):
        title = re.search(r"<caption>(.*?)</caption>", table).group(1)
        assert f"{title}. The table below says the same.</title>" in chart
        drawn = re.findall(r"<text [^>]*>(.*?)</text>", chart)
        rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>', table)
        assert drawn == [cell for row in rows for cell in row]
        assert "style=" not in chart


def test_the_page_holds_no_word_of_a_question_and_nobodys_name(home):
    coordinator = world.coordinator()
    made = [make() for make in world.IN_STATE.values()]
    text = signed_in(coordinator).get(PAGE).text.partition("<main")[2]
    assert "9 questions sent in the last 90 days" in text
    told = [word for word in world.CANARIES if word in text]
    names = {name for one in made for name in (one.requester.last_name, one.requester.organisation.name, one.code)}
    names |= {one.owner.last_name for one in made if one.owner}
    assert told + [name for name in names if str(name) in text] == []


@pytest.mark.parametrize(("asked", "days"), [("?days=30", 30), ("?days=365", 365), ("", 90), ("?days=7", 90)])
def test_the_period_is_chosen_and_what_makes_no_sense_is_the_usual_one(asked, days, home):
    text = signed_in(world.coordinator()).get(PAGE + asked).text
    assert f"sent in the last {days} days" in text
    assert re.findall(r'<option value="(\d+)"\s+selected>', text) == [str(days)]


def test_topics_that_nobody_is_there_for_are_pointed_out(home):
    coordinator = world.coordinator()
    world.topic("Appeals")
    world.expert_on(world.topic("Video"))
    world.away(world.expert_on(world.topic("Audio")))
    warning = signed_in(coordinator).get(PAGE).text.partition("nobody is there for these topics")[2]
    assert re.findall(r"<li>(.*?)</li>", warning.partition("</div>")[0]) == [
        "Appeals: no expert",
        "Audio: away today",
    ]


def queries_of(client: Client) -> int:
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGE).status_code == 200
    return len(queries)


def test_the_page_asks_the_same_however_many_there_are(home: HomePage):
    client = signed_in(world.coordinator())
    for make in world.IN_STATE.values():
        make(factories.person(at=world.company()))
    few = queries_of(client)
    for make in [*world.IN_STATE.values()] * 2:
        make(factories.person(at=world.company()))
        world.expert_on(world.topic(f"Topic {ExpertRequest.objects.count()}"))
    assert queries_of(client) == few <= 15


def test_nothing_at_all_is_a_page_too(home):
    coordinator = world.coordinator()
    empty: Measures = measure(coordinator, days=90)
    assert (empty.sent, empty.topics, empty.organisations) == (0, (), None)
    text = signed_in(coordinator).get(PAGE).text
    assert "0 questions sent in the last 90 days" in text
    assert "Nothing was sent in this period." in text
