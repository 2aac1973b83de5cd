"""The search box suggests titles while one types: by keyboard, mouse and touch, and the form works without it.

The `page` fixture fails a test for any violation of the content security policy, script error or broken resource.
"""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.establish import establish
from tests.editors.desk import published, section

SCHEMES = ("light", "dark")
SIZES = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
TITLES = ("Reporting to the authorities", "Report of the year", "A template for reports")
HIDDEN = "Reports for members only"


@pytest.fixture
def reports(page: Page) -> None:
    establish()
    for title in TITLES:
        published(section("publications"), title)
    published(section("resources"), HIDDEN)


def box(page: Page) -> Locator:
    return page.get_by_role("combobox")


def suggestions(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggested pages").get_by_role("option")


def type_into(page: Page, text: str) -> None:
    box(page).press_sequentially(text)
    expect(suggestions(page)).to_have_count(len(TITLES))


@pytest.mark.parametrize("address", ["/", "/search/"])
def test_a_suggestion_is_chosen_with_the_keyboard(page: Page, reports: None, address: str):
    page.goto(address)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    type_into(page, "rep")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    assert set(suggestions(page).all_inner_texts()) == set(TITLES)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    first = suggestions(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    title = first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_input_is_one_of_the_stations_of_the_arrows(page: Page, reports: None):
    page.goto("/")
    type_into(page, "rep")
    for _ in range(len(TITLES)):
        page.keyboard.press("ArrowDown")
    expect(suggestions(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    expect(box(page)).not_to_have_attribute("aria-activedescendant", "")
    page.keyboard.press("ArrowUp")
    expect(suggestions(page).last).to_have_attribute("aria-selected", "true")


def test_without_a_choice_enter_searches(page: Page, reports: None):
    page.goto("/")
    type_into(page, "report")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=report")
    expect(page.get_by_role("heading", name=TITLES[0])).to_be_visible()


def test_escape_closes_and_typing_goes_on(page: Page, reports: None):
    page.goto("/")
    type_into(page, "rep")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box(page)).to_have_value("rep")
    expect(box(page)).to_be_focused()
    box(page).press_sequentially("orting")
    expect(suggestions(page)).to_have_text([TITLES[0]])
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.get_by_role("search").get_by_role("button", name="Search")).to_be_focused()


def test_the_number_of_suggestions_is_announced(page: Page, reports: None):
    page.goto("/")
    status = page.get_by_role("search").get_by_role("status")
    expect(status).to_have_text("")
    type_into(page, "rep")
    expect(status).to_have_text("3 suggestions. Use the up and down arrows.")
    box(page).press_sequentially("orting")
    expect(status).to_have_text("1 suggestion. Use the up and down arrows.")
    box(page).press_sequentially(" zebras")
    expect(status).to_have_text("No suggestions.")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_suggestion_is_chosen_with_the_mouse(page: Page, reports: None):
    page.goto("/search/")
    type_into(page, "rep")
    title = suggestions(page).nth(1).inner_text()
    suggestions(page).nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_back()
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.locator("[role=option]")).to_have_count(0)


def test_a_suggestion_is_chosen_with_a_finger(browser: Any, page: Page, live_server: Any, reports: None):
    context = browser.new_context(base_url=live_server.url, viewport=SIZES[1], has_touch=True, is_mobile=True)
    phone = context.new_page()
    phone.goto("/")
    box(phone).tap()
    type_into(phone, "rep")
    title = suggestions(phone).last.inner_text()
    suggestions(phone).last.tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text(title)
    context.close()


def test_a_press_beside_the_list_closes_it(page: Page, reports: None):
    page.goto("/")
    type_into(page, "rep")
    page.get_by_role("contentinfo").click()
    expect(page.get_by_role("listbox")).to_have_count(0)


@pytest.mark.parametrize("answer", ["not json", "[]", '{"suggestions": null}'])
def test_when_a_request_fails_nothing_happens(page: Page, reports: None, answer: str):
    page.route("**/search/suggest/**", lambda route: route.fulfill(status=200, body=answer))
    page.goto("/")
    with page.expect_response("**/search/suggest/**"):
        box(page).press_sequentially("report")
    page.wait_for_timeout(100)
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=report")


def test_a_late_answer_does_not_replace_a_newer_one(page: Page, reports: None):
    held: list[Any] = []

    def answer(route: Any) -> None:
        if route.request.url.endswith("q=rep"):
            held.append(route)
        else:
            route.continue_()

    page.route("**/search/suggest/**", answer)
    page.goto("/")
    with page.expect_request("**/search/suggest/?q=rep"):
        box(page).press_sequentially("rep")
    box(page).press_sequentially("orting")
    expect(suggestions(page)).to_have_text([TITLES[0]])
    held[0].abort("aborted")
    expect(suggestions(page)).to_have_text([TITLES[0]])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_open_list_has_no_barrier(page: Page, axe: Any, reports: None, scheme: str):
    page.emulate_media(color_scheme=scheme)
    wrong = []
    for address in ("/", "/search/", "/search/?q=report"):
        for size in SIZES:
            page.set_viewport_size(size)
            page.goto(address)
            box(page).fill("")
            type_into(page, "rep")
            page.keyboard.press("ArrowDown")
            wrong += [f"{address} at {size['width']}: {violation}" for violation in axe(page)]
            too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            wrong += [f"{address} scrolls sideways at {size['width']}"] if too_wide else []
    assert not wrong, "\n".join(wrong)


def test_the_form_works_without_script(browser: Any, page: Page, live_server: Any, reports: None):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/")
    plain.get_by_role("searchbox").fill("report")
    plain.get_by_role("searchbox").press("Enter")
    expect(plain.get_by_role("heading", name=TITLES[0])).to_be_visible()
    expect(plain.locator("[role=listbox]")).to_have_count(0)
    context.close()
