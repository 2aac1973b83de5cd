"""A real Chromium on a live server, which fails a test for any fault that a person's browser would report."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.faults import Faults

FOLDER = Path(__file__).parent
AXE_SCRIPT = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM_FLAGS = [
    "--no-sandbox",  # Chromium does not start as root with its sandbox, and CI is root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # no test needs a network, and none finds one
]

Axe = Callable[[Page], list[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright's synchronous API keeps an event loop in this thread, which Django takes for asynchronous code
        # and then refuses every query. The tests and the live server are synchronous.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def wait_for_the_server() -> None:
    """Let requests that the browser has left behind come to their end, before the database is emptied under them."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


@pytest.fixture(scope="session")
def as_migrated(django_db_setup: None, django_db_blocker: Any) -> str:
    """What the migrations put into the database, to be put there again before each test of this folder.

    Without the audit log, which does not let itself be written anew.
    """
    with django_db_blocker.unblock():
        rows = json.loads(connection.creation.serialize_db_to_string())
    return json.dumps([row for row in rows if row["model"] != "audit.auditentry"])


@pytest.fixture
def page(as_migrated: str, browser: Browser, live_server: Any) -> Iterator[Page]:
    """A fresh browser profile at the live server, with the database as the migrations left it.

    The test fails if the browser saw a script error, a violation of the content security policy, a broken
    resource or a request to another host. What it opens itself may answer 403 or 404.
    """
    # Not pytest-django's serialized rollback: Playwright's event loop gives this thread a second connection object, and
    # the contents to restore hang on the first.
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    connection.creation.deserialize_db_from_string(as_migrated)
    ContentType.objects.clear_cache()
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    faults = Faults(context, own_address=live_server.url)
    yield page
    context.close()
    wait_for_the_server()
    if faults.seen:
        pytest.fail("The browser complained:\n" + "\n".join(faults.seen), pytrace=False)


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Returns a function that lists what axe finds wrong on an open page, one line a fault. Empty is good."""
    if not AXE_SCRIPT.exists():
        pytest.skip("axe-core is not installed (npm ci --prefix tests/browser)")
    script = AXE_SCRIPT.read_text()

    def violations(page: Page) -> list[str]:
        page.evaluate(script)  # evaluated by the debugger, so the page's content security policy stays in force
        return [
            f"{violation['id']} ({violation['impact']}): {violation['help']}, at {node['target']}"
            for violation in page.evaluate("axe.run()")["violations"]
            for node in violation["nodes"]
        ]

    return violations


@pytest.fixture
def window(page: Page, live_server: Any) -> Iterator[Callable[[], Page]]:
    """Opens another browser profile, which fails the test as the first one does."""
    opened: list[tuple[BrowserContext, Faults]] = []

    def open_window() -> Page:
        context = page.context.browser.new_context(base_url=live_server.url)
        made = context.new_page()
        opened.append((context, Faults(context, own_address=live_server.url)))
        return made

    yield open_window
    for context, faults in opened:
        context.close()
        assert not faults.seen
