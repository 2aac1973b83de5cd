"""What experts say of themselves, when they are away, and what coordinators see of it."""

import re
from typing import Any

import pytest
from django.utils import timezone

from content.models import Topic
from membership import services as people
from membership.models import Role, User
from pathways.requests import profiles
from tests import factories
from tests.signing_in import signed_in

from . import world
from .reading import (
    EXPERTS,
    PROFILE,
    QUEUE,
    SECTION,
    shown,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


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
    groups = re.findall(r"<fieldset>\s*<legend[^>]*>(.*?)</legend>(.*?)</fieldset>", html, re.DOTALL)
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
