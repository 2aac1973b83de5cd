"""A full fireside chat, from the waitlist to the recording, in a real browser: each person in a window of their own."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from events.models import Material
from events.pages import EventPage
from membership.models import User
from tests import factories
from tests.browser.conftest import Axe
from tests.browser.test_readers import sign_in
from tests.events.programme import an_event, change
from tests.matrix import world

TITLE = "An evening on first reports"
QUESTION = "What would you do first today?"


@pytest.fixture
def portal(page: Page) -> world.Portal:
    return world.build()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def take_part(page: Page, event: EventPage) -> None:
    page.goto("/events/")
    follow(page, TITLE)
    follow(page, "Register")
    press(page, "Register")


def add_to_calendar(page: Page, event: EventPage) -> Calendar:
    page.goto(event.url)
    with page.expect_download() as download:
        follow(page, "Add to my calendar")
    return Calendar.from_ical(download.value.path().read_bytes())


def moved_into_the_past(event: EventPage) -> None:
    starts_at = timezone.now() - timedelta(hours=3)
    change(event, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    Material.objects.create(event=event, title="The recording", link="https://video.example/first-reports")


def names_on(page: Page, *people: User) -> bool:
    return any(person.last_name in page.content() for person in people)


def test_whoever_waits_gets_the_seat_asks_and_finds_the_recording(
    page: Page, window: Callable[[], Page], portal: world.Portal, axe: Axe
) -> None:
    host, first, startup, other = (
        factories.expert(),
        factories.representative(),
        factories.startup_user(),
        factories.member(),
    )
    event = an_event(title=TITLE, capacity=1, hosts=(host,))
    quick, slow, curious, hosting = page, window(), window(), window()
    for browser, person in ((quick, first), (slow, startup), (curious, other), (hosting, host)):
        sign_in(browser, person)

    take_part(quick, event)
    expect(quick.get_by_role("main")).to_contain_text("Withdraw")
    take_part(slow, event)
    expect(slow.get_by_role("main")).to_contain_text(re.compile("waiting list|waitlist", re.IGNORECASE))
    assert axe(slow) == []

    quick.goto(event.url)
    follow(quick, "Withdraw")
    press(quick, "Withdraw")
    slow.goto(event.url)
    follow(slow, "Take the seat")
    press(slow, "Take the seat")
    slow.goto(event.url)
    expect(slow.get_by_role("link", name="Join the event")).to_be_visible()

    calendar = add_to_calendar(slow, event)
    assert [str(entry["SUMMARY"]) for entry in calendar.walk("VEVENT")] == [TITLE]
    slow.goto(event.url)
    follow(slow, "Questions")
    slow.get_by_role("main").get_by_role("textbox").first.fill(QUESTION)
    press(slow, "Ask")
    hosting.goto(f"/events/{event.pk}/questions/")
    expect(hosting.get_by_text(QUESTION)).to_be_visible()
    press(hosting, "Show")

    moved_into_the_past(event)
    slow.goto(event.url)
    expect(slow.get_by_role("link", name="The recording")).to_be_visible()
    assert axe(slow) == []

    curious.goto(event.url)
    expect(curious.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert not names_on(curious, startup, first)
    answer = curious.goto(f"/events/{event.pk}/attendees/")
    assert answer is not None
    assert answer.status == 404
