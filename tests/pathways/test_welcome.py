"""The welcome page shows what fits somebody and is theirs to read, and remembers what they have done."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Topic
from content.pages import ContentPage
from content.vocabulary import Kind
from membership.models import Organisation, Standing, User
from pathways.models import TopicPage, WelcomeStep
from pathways.welcome import Step
from portal.models import HomePage
from tests import factories
from visibility.models import Audience
from workinggroups.pages import ResourcePage

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WELCOME = "/welcome/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def startup_user(stage: str = "starting", needs: tuple[str, ...] = ()) -> User:
    person = factories.startup_user()
    person.company_stage, person.needs = stage, list(needs)
    person.save(update_fields=["company_stage", "needs"])
    return person


def page(below: Any, model: type[ContentPage], title: str, audience: str = "", **fields: Any) -> Any:
    topics = fields.pop("topics", [])
    made = model(
        title=title,
        slug=title.lower().replace(" ", "-"),
        summary=f"About {title}.",
        audience=Audience.objects.get(slug=audience) if audience else None,
        last_published_at=timezone.now(),
        **fields,
    )
    below.add_child(instance=made)
    made.topics.set(topics)
    made.save()
    return made


@pytest.fixture
def topics() -> dict[str, Topic]:
    detection = Topic.objects.create(name="Detection", slug="detection")
    return {
        "detection": detection,
        "hashing": Topic.objects.create(name="Hashing", slug="hashing", parent=detection),
        "reporting": Topic.objects.create(name="Reporting", slug="reporting"),
    }


def titles(response: Any, section: str) -> list[str]:
    """The titles of the cards in a section, in order."""
    found = re.search(rf'<section[^>]*aria-labelledby="{section}".*?</section>', response.content.decode(), re.DOTALL)
    assert found
    return re.findall(r"<h3><a [^>]*>([^<]*)</a></h3>", found[0])


def steps_done() -> set[str]:
    return set(WelcomeStep.objects.values_list("step", flat=True))


def test_learning_paths_on_what_somebody_came_for_come_first(home: HomePage, topics: dict[str, Topic]) -> None:
    page(home, TopicPage, "Path on reporting", "pathways", topic=topics["reporting"])
    page(home, TopicPage, "Path on hashing", "pathways", topic=topics["hashing"])
    page(home, TopicPage, "Path without a topic")
    shown = titles(signed_in(startup_user(needs=("detection",))).get(WELCOME), "paths")
    assert shown == ["Path on hashing", "Path on reporting", "Path without a topic"]


def test_what_to_read_first_follows_from_stage_and_topics(home: HomePage, topics: dict[str, Topic]) -> None:
    for kind in (Kind.GUIDANCE, Kind.TOOLKIT, Kind.REPORT):
        for topic in ("hashing", "reporting"):
            page(home, ResourcePage, f"{kind.label} on {topic}", "pathways", kind=kind, topics=[topics[topic]])
    seen = {
        stage: set(titles(signed_in(startup_user(stage, ("detection",))).get(WELCOME), "resources"))
        for stage in ("starting", "growing", "running", "")
    }
    assert seen == {
        "starting": {"Guidance on hashing"},
        "growing": {"Toolkit on hashing"},
        "running": {"Report on hashing"},
        "": {"Guidance on hashing", "Toolkit on hashing"},
    }
    assert set(titles(signed_in(startup_user("starting")).get(WELCOME), "resources")) == {
        "Guidance on hashing",
        "Guidance on reporting",
    }


def test_nobody_is_shown_what_is_not_theirs_to_open(home: HomePage, topics: dict[str, Topic]) -> None:
    for audience in ("members", "pathways", ""):
        name = audience or "everyone"
        page(home, TopicPage, f"Path for {name}", audience, topic=topics["detection"])
        page(home, ResourcePage, f"Guidance for {name}", audience, kind=Kind.GUIDANCE, topics=[topics["detection"]])
    page(home, TopicPage, "Path in work", live=False, topic=topics["detection"])
    alone = factories.person()
    everyone: dict[str, set[str]] = {}
    people = {"member": factories.member(), "startup": startup_user(needs=("detection",)), "alone": alone}
    for who, person in people.items():
        response = signed_in(person).get(WELCOME)
        everyone[who] = set(titles(response, "paths")) | set(titles(response, "resources"))
    theirs = {"Path for everyone", "Guidance for everyone"}
    pathways = theirs | {"Path for pathways", "Guidance for pathways"}
    assert everyone == {
        "member": pathways | {"Path for members", "Guidance for members"},
        "startup": pathways,
        "alone": theirs,  # no teasers either: what to read first has to be readable
    }


def test_a_company_that_waits_for_review_is_told_so_and_sees_what_is_public(home: HomePage) -> None:
    page(home, TopicPage, "Path for pathways", "pathways")
    person = startup_user()
    assert "waits for review" not in signed_in(person).get(WELCOME).content.decode()
    company = factories.company_of(person)
    company.standing = Standing.APPLICANT
    company.save(update_fields=["standing"])
    response = signed_in(person).get(WELCOME)
    assert "waits for review" in response.content.decode()
    assert titles(response, "paths") == []
    assert "No learning path is open to you yet" in response.content.decode()


def test_progress_stays_until_it_is_undone(home: HomePage) -> None:
    person, other = startup_user(), factories.startup_user()
    client = signed_in(person)
    assert "0 of 5 done" in client.get(WELCOME).content.decode()
    for _ in range(2):
        response = client.post(WELCOME, {"step": "ask", "done": "yes"})
        assert (response.status_code, response.headers["Location"]) == (302, "/welcome/#steps")
    client.post(WELCOME, {"step": "mail", "done": "yes"})
    assert "2 of 5 done" in signed_in(person).get(WELCOME).content.decode()
    assert "0 of 5 done" in signed_in(other).get(WELCOME).content.decode()
    client.post(WELCOME, {"step": "ask", "done": "no"})
    assert "1 of 5 done" in client.get(WELCOME).content.decode()
    assert steps_done() == {"mail"}


@pytest.mark.parametrize("step", ["", "never-made", "\x00", "READ"])
def test_a_step_that_is_none_is_not_there(home: HomePage, step: str) -> None:
    assert signed_in(startup_user()).post(WELCOME, {"step": step, "done": "yes"}).status_code == 404
    assert steps_done() == set()


def test_a_step_is_marked_once_and_only_from_the_page(home: HomePage) -> None:
    person = startup_user()
    WelcomeStep.objects.create(person=person, step=Step.ASK)
    with pytest.raises(IntegrityError), transaction.atomic():
        WelcomeStep.objects.create(person=person, step=Step.ASK)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person, backend=BACKEND)
    assert strict.post(WELCOME, {"step": "mail", "done": "yes"}).status_code == 403
    assert steps_done() == {"ask"}


def test_nobody_is_welcomed_who_is_not_signed_in(client: Client) -> None:
    for response in (client.get(WELCOME), client.post(WELCOME, {"step": "ask", "done": "yes"})):
        assert response.headers["Location"] == "/accounts/login/?next=/welcome/"
    assert steps_done() == set()


def test_the_page_asks_the_database_as_often_for_three_pages_as_for_one(
    home: HomePage, topics: dict[str, Topic]
) -> None:
    person = startup_user(needs=("detection", "reporting"))
    client = signed_in(person)
    counts = []
    for numbers in ([1], [2, 3]):
        for number in numbers:
            page(home, TopicPage, f"Path {number}", "pathways", topic=topics["detection"])
            page(home, ResourcePage, f"Guide {number}", "pathways", kind=Kind.GUIDANCE, topics=[topics["hashing"]])
            WelcomeStep.objects.create(person=person, step=list(Step)[number])
        client.get(WELCOME)
        with CaptureQueriesContext(connection) as captured:
            client.get(WELCOME)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("who", "is_led_there"), [(factories.startup_user, True), (factories.member, False), (factories.editor, False)]
)
def test_people_from_pathways_find_the_page_on_their_account(home: HomePage, who, is_led_there: bool) -> None:
    assert ('href="/welcome/"' in signed_in(who()).get("/accounts/").content.decode()) == is_led_there
    hub = "/pathways/"
    assert ('href="/welcome/"' in signed_in(who()).get(hub).content.decode()) == is_led_there
    assert 'href="/welcome/"' not in Client().get(hub).content.decode()
    assert Organisation.objects.exists()
