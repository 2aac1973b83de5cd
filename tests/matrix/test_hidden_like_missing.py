"""Someone who may not see a page gets what someone who asks for a page that never was gets."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matrix.test_content import rows

pytestmark = pytest.mark.django_db


def shape(sql: str) -> str:
    """A query without its values."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


def asked(client, address):
    client.get("/no-such-page-to-warm-up/")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    queries = [shape(query["sql"]) for query in captured.captured_queries]
    return response.status_code, dict(response.headers), response.content, queries


@pytest.mark.parametrize("place", ["members", "alpha", "beta", "draft", "alphadraft"])
def test_a_hidden_page_answers_like_one_that_never_was(portal, clients, place):
    page = portal.pages[place]
    hidden = page.url
    missing = hidden.replace(page.slug, "never-" + page.slug[6:] if len(page.slug) > 6 else "never")
    tried = 0
    for person, cells in rows().items():
        if cells[place] == "-":
            assert asked(clients[person], hidden) == asked(clients[person], missing), person
            tried += 1
    assert tried >= 2


def test_a_hidden_file_answers_like_one_that_never_was(portal, clients):
    hidden = portal.documents["beta"].url
    missing = re.sub(r"/\d+/", "/999999/", hidden)
    for person, cells in rows().items():
        if cells["beta"] == "-":
            assert asked(clients[person], hidden)[:3] == asked(clients[person], missing)[:3], person


def test_the_way_to_sign_in_leads_back(portal, clients):
    address = portal.pages["members"].url
    response = clients["anonymous"].get(address)
    assert b'href="?sign-in"' in response.content
    response = clients["anonymous"].get(address + "?sign-in")
    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={address}"
    assert clients["member of alpha"].get(portal.pages["beta"].url + "?sign-in").status_code == 404
