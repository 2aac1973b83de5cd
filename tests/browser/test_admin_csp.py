"""Editors work in a real browser, and nothing that they use runs into the content security policy.

The `page` fixture fails a test for any violation, script error or broken resource.
"""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image as Picture
from playwright.sync_api import Page, expect
from wagtail.models import Page as StoredPage

from content.pages import ContentPage
from portal.establish import establish
from tests import factories
from tests.editors.desk import draft, section, submit

BLOCKS = ["Text", "Callout", "Steps", "Figure", "Table", "Quote", "Documents", "Related pages", "Link to a video", "Accordion"]
PLACES = [
    "/admin/",
    "/admin/pages/",
    "/admin/pages/search/?q=library",
    "/admin/images/",
    "/admin/documents/",
    "/admin/documents/multiple/add/",
    "/admin/topics/",
    "/admin/topics/new/",
    "/admin/audiences/",
    "/admin/users/",
    "/admin/users/new/",
    "/admin/groups/",
    "/admin/workflows/list/",
    "/admin/workflows/add/",
    "/admin/workflows/tasks/index/",
    "/admin/collections/",
    "/admin/sites/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/page-types-usage/",
    "/admin/reports/restricted-pages/",
    "/admin/account/",
]


@pytest.fixture
def portal(page: Page) -> Any:
    """An established portal, with a superuser signed in."""
    home = establish()
    sign_in(page, factories.superuser())
    return home


def sign_in(page: Page, person: Any) -> None:
    client = Client()
    client.force_login(person)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": page.context._options["baseURL"]}])
