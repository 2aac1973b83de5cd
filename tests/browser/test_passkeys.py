"""A passkey, set up and used in a real browser with a virtual authenticator, under the content security policy."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from portal.establish import establish
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def authenticator(page: Page) -> Any:
    """A device that keeps passkeys and says yes to everything."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    return protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are not signed in.")).to_be_visible()


def test_an_editor_adds_a_passkey_and_signs_in_with_it_alone(page: Page, authenticator: Any, settings: Any, axe: Any):
    settings.SECOND_FACTOR_REQUIRED = True
    establish()
    person = factories.editor()
    sign_in(page, person.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Protect your account first")
    assert axe(page) == []
    page.get_by_role("link", name="Add a passkey").click()
    assert axe(page) == []
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert axe(page) == []
    assert set(Authenticator.objects.values_list("user", "type")) == {
        (person.pk, "webauthn"),
        (person.pk, "recovery_codes"),
    }
    page.goto("/accounts/2fa/passkeys/")
    expect(page.get_by_role("cell", name="Passkey 1", exact=True)).to_be_visible()
    assert axe(page) == []

    sign_out(page)
    page.goto("/accounts/login/?next=/accounts/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/accounts/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")

    sign_out(page)
    sign_in(page, person.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your code")
    assert axe(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("You are signed in.")).to_be_visible()


def test_a_passkey_confirms_that_it_is_you(page: Page, authenticator: Any, settings: Any):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
    establish()
    person = factories.member()
    sign_in(page, person.email)
    page.goto("/accounts/2fa/passkeys/add/")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page.goto("/accounts/export/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_role("link", name="passkey").click()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take your data along")


def test_the_picture_for_an_app_is_seen_under_the_policy(page: Page, axe: Any):
    establish()
    sign_in(page, factories.member().email)
    page.goto("/accounts/2fa/app/add/")
    box = page.get_by_role("img", name="QR code for your app").locator("svg").bounding_box()
    assert box is not None
    assert box["width"] > 150
    assert box["height"] > 150
    assert axe(page) == []
