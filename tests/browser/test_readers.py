"""Readers in a real browser: each signs in, browses, searches and opens a file; and no page has a barrier (axe)."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD
from tests.matrix import world

SCHEMES = ("light", "dark")
SIZES = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})


@pytest.fixture
def portal(page: Page) -> world.Portal:
    return world.build()


def sign_in(page: Page, person: Any) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: urlsplit(address).path != "/accounts/login/")


def search_for(page: Page, text: str) -> None:
    box = page.locator("input[name=q]").first
    box.fill(text)
    box.press("Enter")
    page.wait_for_url(lambda address: urlsplit(address).path == "/search/")


def found(page: Page) -> set[str]:
    """The titles of the results, as the reader sees them."""
    return {hit.inner_text() for hit in page.locator("li[data-entry] h2, li[data-entry] h3").all()}


def titles(*places: str) -> set[str]:
    return {world.canary("title", place) for place in places}


def test_each_reader_finds_and_opens_what_is_theirs(page: Page, portal: world.Portal):
    expected = {
        "startup": titles("public", "pathways"),
        "member": titles("public", "pathways", "members"),
        "member of alpha": titles("public", "pathways", "members", "alpha"),
        "editor": titles("public", "pathways", "members"),
    }
    for person, theirs in expected.items():
        sign_in(page, portal.people[person])
        expect(page.get_by_text(portal.people[person].get_full_name()).first).to_be_visible()
        search_for(page, "hashing")
        assert found(page) == theirs, person
        assert page.locator("[data-total]").first.get_attribute("data-total") == str(len(theirs))
        page.get_by_role("link", name=world.canary("title", "pathways")).click()
        with page.expect_download() as download:
            page.get_by_role("link", name=world.canary("filetitle", "pathways")).click()
        assert download.value.suggested_filename == portal.documents["pathways"].filename
        page.get_by_role("link", name="Sign out").click()
        page.get_by_role("main").get_by_role("button").click()
        expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def test_a_member_of_a_group_reads_its_pages_and_no_others(page: Page, portal: world.Portal):
    sign_in(page, portal.people["member of alpha"])
    page.get_by_role("navigation").get_by_role("link", name="Working groups").first.click()
    expect(page.get_by_role("link", name=portal.groups["alpha"].name)).to_be_visible()
    expect(page.get_by_text(portal.groups["beta"].name)).to_have_count(0)
    page.get_by_role("link", name=portal.groups["alpha"].name).click()
    page.get_by_role("link", name=world.canary("title", "alpha")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(world.canary("title", "alpha"))
    expect(page.locator("figure img")).to_have_js_property("complete", value=True)
    assert page.locator("figure img").evaluate("picture => picture.naturalWidth") > 0
    page.goto(portal.pages["beta"].url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")


def test_the_suspended_are_told_whom_to_ask(page: Page, portal: world.Portal):
    sign_in(page, portal.people["suspended"])
    expect(page.get_by_role("main")).to_contain_text("suspended")
    expect(page.get_by_role("main")).to_contain_text("alliance")
    page.goto("/search/?q=hashing")
    assert found(page) == titles("public")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_has_a_barrier(page: Page, axe: Any, portal: world.Portal, scheme: str):
    page.emulate_media(color_scheme=scheme)
    member = [
        "/",
        "/library/resources/",
        portal.pages["members"].url,
        "/search/?q=hashing",
        "/search/?q=nothinglikethis",
        "/working-groups/",
        "/pathways/",
        portal.pages["pathways"].url,
        "/accounts/",
        "/no-such-page/",
    ]
    anonymous = [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/",
        portal.pages["pathways"].url,
        "/search/",
        "/about/",
    ]
    wrong = []
    for addresses in (anonymous, member):
        for address in addresses:
            page.goto(address)
            for size in SIZES:
                page.set_viewport_size(size)
                wrong += [f"{address} at {size['width']}: {violation}" for violation in axe(page)]
                too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
                wrong += [f"{address} scrolls sideways at {size['width']}"] if too_wide else []
        if addresses is anonymous:
            sign_in(page, portal.people["member"])
    assert not wrong, "\n".join(wrong)


def test_reading_and_searching_need_no_script(browser: Any, page: Page, live_server: Any, portal: world.Portal):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=SIZES[1])
    plain = context.new_page()
    sign_in(plain, portal.people["member"])
    search_for(plain, "hashing")
    assert found(plain) == titles("public", "pathways", "members")
    context.close()
