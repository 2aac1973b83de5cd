"""From a startup's first sign-up to a member's last day, in a real browser: every person in a window of their own."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from membership.models import Organisation, User
from membership.organisations.applications import CRITERIA
from notifications.sending import send_waiting_mails
from tests import factories
from tests.browser.test_readers import sign_in
from tests.matrix import world
from workinggroups.models import Joining, RosterEntry, WorkingGroup

ADDRESS = "ada.stone@tidewhistle.example"
PASSWORD = "a-long-walk-home"
ANSWER = "We have a feature that strangers could misuse, and we look after it ourselves."


@pytest.fixture(autouse=True)
def _mail_in_a_folder(settings: Any, tmp_path: Path, live_server: Any) -> None:
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"
    settings.MAIL_TRANSPORT = "notifications.development.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.BASE_URL = live_server.url


@pytest.fixture
def portal(page: Page) -> world.Portal:
    """Nothing of its making is in the post any more."""
    built = world.build()
    send_waiting_mails()
    return built


def with_passkeys(page: Page) -> Page:
    """The device keeps passkeys, and its owner agrees each time."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def newest_mail(page: Page) -> str:
    """What it says, as the page of mails shows it."""
    send_waiting_mails()
    page.goto("/development/mail/")
    page.locator("main li a, main td a").first.click()
    return page.get_by_role("main").inner_text()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def enrol(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Work email address").fill(ADDRESS)
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Stone")
    page.get_by_label("Company", exact=True).fill("Tidewhistle")
    page.get_by_label("We are just starting").check()
    page.get_by_label("Hashing").check()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Continue")
    page.wait_for_url("**/accounts/signup/code/")
    reader = page.context.new_page()
    code = re.search(r"\d{4} \d{4}", newest_mail(reader))
    reader.close()
    assert code
    page.get_by_label("Code").fill("0000 0000")
    press(page, "Open my account")
    expect(page.get_by_text("This is not the code").first).to_be_visible()
    page.get_by_label("Code").fill(code[0])
    press(page, "Open my account")
    page.wait_for_url("**/welcome/")


def set_passkey(page: Page) -> None:
    page.goto("/accounts/")
    page.get_by_role("link", name="Passkeys and codes").click()
    page.get_by_role("link", name="Add a passkey").click()
    press(page, "Add the passkey")
    page.wait_for_url(lambda address: "passkeys/add" not in address)
    expect(page.get_by_role("main")).to_contain_text("assk")


def read_a_topic(page: Page) -> None:
    page.goto("/welcome/")
    page.get_by_role("link", name=world.canary("title", "pathways")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(world.canary("title", "pathways"))


def apply_for_membership(page: Page) -> None:
    page.goto("/organisation/application/")
    press(page, "Begin an application")
    for _ in CRITERIA:
        page.get_by_role("link", name="Say how you meet this").first.click()
        page.get_by_role("main").get_by_role("textbox").fill(ANSWER)
        press(page, "Save")
        expect(page.get_by_text("Your answer is kept.")).to_be_visible()
    page.get_by_role("link", name="Check and submit").click()
    press(page, "Submit the application")
    expect(page.get_by_text("waits for a coordinator")).to_be_visible()


def accept(page: Page) -> None:
    """Staff find it in their queue, read it, confirm each point and accept it."""
    page.goto("/admin/waiting/")
    page.get_by_role("link", name=re.compile("Tidewhistle")).first.click()
    act(page, "Take")
    unconfirmed = page.get_by_role("button", name="They meet this")
    for left in reversed(range(len(CRITERIA))):
        unconfirmed.first.click()
        expect(unconfirmed).to_have_count(left)
    page.get_by_role("link", name="Accept").first.click()
    page.locator("main form select").select_option("associate")
    page.locator("main form button[type=submit]").first.click()


def act(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile(f"^{name}")).first.click()
    page.locator("main form button[type=submit]").first.click()


def invite(page: Page, *names: str) -> None:
    for name in names:
        page.goto("/organisation/")
        page.get_by_role("link", name="Invite somebody").first.click()
        page.get_by_label("Email").fill(f"{name}@tidewhistle.example")
        press(page, "Invite")
    expect(page.get_by_role("main")).to_contain_text(f"{names[0]}@tidewhistle.example")


def accept_invitation(page: Page) -> None:
    link = re.search(r"http://\S+/accounts/invitation/\S+/", newest_mail(page))
    assert link
    page.goto(urlsplit(link[0]).path)
    page.get_by_label("First name").fill("Ben")
    page.get_by_label("Last name").fill("Reed")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Open my account")
    page.wait_for_url(lambda address: "invitation" not in address)


def join_group(page: Page, group: WorkingGroup) -> None:
    page.goto("/groups/")
    page.get_by_role("link", name=group.name).click()
    press(page, "Join the group")
    expect(page.get_by_role("main")).to_contain_text("You are in this group")


def is_out(page: Page, address: str) -> bool:
    page.goto(address)
    return bool(page.get_by_role("link", name="Sign in").count()) and not page.get_by_text("Signed in as").count()


def test_a_startup_comes_in_becomes_a_member_and_is_out_at_once_when_suspended(
    page: Page, window: Callable[[], Page], portal: world.Portal
) -> None:
    portal.groups["alpha"].joining = Joining.OPEN
    portal.groups["alpha"].save()
    ada, staff, ben = with_passkeys(page), window(), window()
    enrol(ada)
    set_passkey(ada)
    read_a_topic(ada)
    apply_for_membership(ada)

    sign_in(staff, factories.alliance_staff())
    accept(staff)
    company = Organisation.objects.get(name__startswith="Tidewhistle")
    assert company.tier == "associate"
    ada.goto(portal.pages["members"].url)
    expect(ada.get_by_role("heading", level=1)).to_have_text(world.canary("title", "members"))

    invite(ada, "cleo", "ben")
    accept_invitation(ben)
    join_group(ben, portal.groups["alpha"])
    assert RosterEntry.objects.filter(person__email="ben@tidewhistle.example").get().group == portal.groups["alpha"]
    ben.goto(portal.pages["alpha"].url)
    expect(ben.get_by_role("heading", level=1)).to_have_text(world.canary("title", "alpha"))

    staff.goto(f"/admin/organisations/{company.pk}/suspend/")
    staff.locator("main form textarea, main form input[type=text]").first.fill("The membership is not paid.")
    staff.locator("main form button[type=submit]").first.click()
    assert not User.objects.filter(organisation=company, is_active=True).exists()
    assert is_out(ada, "/organisation/")
    assert is_out(ben, portal.pages["alpha"].url)
    assert is_out(ben, f"/search/?q={world.canary('title', 'members')}")
    expect(ben.locator("[data-total]").first).to_have_attribute("data-total", "0")
