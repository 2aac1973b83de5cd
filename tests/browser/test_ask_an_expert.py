"""A question from the first doubt to a page that others find, in a real browser: each person in their own window."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Page as WagtailPage

from content.models import Topic
from membership.models import Organisation, OrganisationDomain, Tier, User
from pathways.pages import AnswerPage
from pathways.requests.models import ExpertRequest
from pathways.requests.profiles import describe_expert
from tests import factories
from tests.browser.conftest import Axe
from tests.browser.test_readers import sign_in
from tests.matrix import world
from visibility.models import Audience

SUBJECT = "Which hash list should a small service begin with?"
QUESTION = "We host pictures for sports clubs and have never matched hashes against a list. Where do we begin?"
TITLE = "Which hash list to begin with"
RIVAL = "rival.example"


@pytest.fixture
def portal(page: Page) -> world.Portal:
    return world.build()


def published_answer(title: str) -> AnswerPage:
    """For Pathways companies and members, as answers are."""
    page = AnswerPage(
        title=title,
        slug=re.sub(r"\W+", "-", title.lower()),
        summary="Hash lists compared, for a small service.",
        audience=Audience.objects.get(slug="pathways"),
        body=json.dumps([{"type": "text", "value": "<p>A small service can begin with one hash list.</p>"}]),
    )
    WagtailPage.objects.get(slug="answers").add_child(instance=page)
    page.save_revision().publish()
    return page


def rival_expert(on: Topic) -> User:
    company = factories.organisation("Rival Cloud", Tier.CORNERSTONE)
    OrganisationDomain.objects.create(organisation=company, domain=RIVAL, verified_at=company.joined_at)
    return expert(on, company)


def expert(on: Topic, company: Organisation | None = None) -> User:
    made = factories.expert() if company is None else factories.person("Rex", "Brook", at=company, roles=("expert",))
    describe_expert(person=made, topics=[on])
    return made


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def ask(page: Page) -> ExpertRequest:
    """Two answers that fit are shown before anything is sent."""
    page.goto("/questions/")
    follow(page, "Ask")
    page.get_by_label("Subject").fill(SUBJECT)
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("Who must not see it").fill(RIVAL)
    press(page, "Send")
    fitting = page.get_by_role("region", name="Does one of these answer it?").get_by_role("link")
    expect(fitting).to_have_count(2)
    press(page, "None of these answers it: send my question")
    expect(page.get_by_role("main")).to_contain_text("With a coordinator")
    return ExpertRequest.objects.get()


def say(page: Page, step: str, words: str, button: str) -> None:
    follow(page, step)
    page.get_by_role("main").get_by_role("textbox").first.fill(words)
    press(page, button)


def finds_nothing(page: Page, request: ExpertRequest) -> bool:
    page.goto("/questions/queue/")
    in_queue = page.get_by_text(SUBJECT).count()
    page.goto("/search/?q=sports+clubs+hashes")
    found = page.get_by_text("sports clubs have").count() + page.get_by_text(SUBJECT).count()
    answer = page.goto(request.get_absolute_url())
    return answer is not None and answer.status == 404 and not in_queue + found


def agree_on_a_text(asker: Page, coordinator: Page, answerer: Page, request: ExpertRequest) -> None:
    asker.goto(request.get_absolute_url())
    follow(asker, "Others may have the same question")
    press(asker, "I consent")
    coordinator.goto(request.get_absolute_url())
    follow(coordinator, "The requester agrees to an answer page")
    coordinator.get_by_label("Title").fill(TITLE)
    coordinator.get_by_label("Short answer").fill("Begin with one list, and learn from its first matches.")
    coordinator.get_by_label("Question", exact=True).fill(
        "We have never matched hashes against a list. Where do we begin?"
    )
    coordinator.get_by_label("Who will read the page").select_option(label="Pathways")
    press(coordinator, "Keep the text")
    press(coordinator, "Send it for approval")
    for reader in (asker, answerer):
        reader.goto(request.get_absolute_url())
        follow(reader, "A text for an answer page waits for your approval")
        expect(reader.locator("del").first).to_be_visible()
        press(reader, "I approve this text")
    coordinator.goto(f"{request.get_absolute_url()}publication/")
    press(coordinator, "Hand it to the editors")


def publish(page: Page) -> AnswerPage:
    made = AnswerPage.objects.get(title=TITLE)
    page.goto(f"/admin/pages/{made.pk}/edit/")
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Approve and publish").click()
    page.locator(".modal").get_by_role("button", name="Approve and publish").click()
    page.wait_for_url("**/admin/pages/*/")
    made.refresh_from_db()
    assert made.live
    return made


def test_a_question_is_answered_and_becomes_a_page_that_others_find(
    page: Page, window: Callable[[], Page], portal: world.Portal, axe: Axe
) -> None:
    topic = Topic.objects.get(slug="hashing")
    published_answer("Hash lists for a small service")
    published_answer("How a small service begins with hash matching")
    rival, answers = rival_expert(topic), expert(topic)
    asker, coordinator, answerer, barred, reader = page, window(), window(), window(), window()
    for browser, person in (
        (asker, factories.startup_user()),
        (coordinator, portal.people["coordinator of alpha"]),
        (answerer, answers),
        (barred, rival),
        (reader, factories.member()),
    ):
        sign_in(browser, person)
    ExpertRequest.objects.all().delete()  # those of the small portal

    request = ask(asker)
    coordinator.goto("/questions/desk/")
    follow(coordinator, SUBJECT)
    follow(coordinator, "Sort it")
    coordinator.get_by_label("Topic").select_option(label="Hashing")
    press(coordinator, "Offer it to experts")

    assert finds_nothing(barred, request)
    answerer.goto("/questions/queue/")
    press(answerer, "Take it")
    assert axe(answerer) == []
    say(answerer, "Ask back", "How many pictures a day?", "Send")
    asker.goto(request.get_absolute_url())
    say(asker, "Reply", "About two thousand.", "Send your reply")
    answerer.reload()
    say(answerer, "Answer", "Begin with one list, and look at each of its first matches.", "Send the answer")

    asker.goto(request.get_absolute_url())
    expect(asker.get_by_role("main")).to_contain_text("Begin with one list")
    assert axe(asker) == []
    say(asker, "Close the question", "Thank you, that helps.", "Close it")

    agree_on_a_text(asker, coordinator, answerer, request)
    editor = window()
    sign_in(editor, portal.people["publisher"])
    assert finds_nothing(editor, request)
    made = publish(editor)

    reader.goto(f"/search/?q={TITLE.replace(' ', '+')}")
    follow(reader, TITLE)
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert SUBJECT not in reader.content()
    press(reader, "Yes")
    assert finds_nothing(barred, request)

    asker.goto(f"{request.get_absolute_url()}consent/")
    press(asker, "Take my consent back")
    answer = reader.goto(made.url)
    assert answer is not None
    assert answer.status == 404
