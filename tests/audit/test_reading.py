"""Whoever reads something confidential is written down before it leaves the portal; who is refused is not."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEntry
from content.confidential import record_page_read
from content.pages import ContentPage
from tests import factories
from tests.audit.conftest import NOBODY, actors, by, told
from tests.content import samples
from tests.editors.desk import page_of, published, section
from tests.signing_in import signed_in
from visibility.models import Audience

pytestmark = pytest.mark.django_db


def confidential(parent, title="Plain words", **fields):
    return published(parent, title, sensitivity="confidential", **fields)


@pytest.fixture
def ours(home, news):
    """A confidential page of a working group, with a file, and somebody of the group."""
    group = factories.working_group()
    document = samples.document("Plain file")
    page = confidential(page_of(group), body=samples.body_with(document))
    person = factories.member_of(group)
    news()
    return page, document, person


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_reading_a_confidential_page_is_recorded_with_its_reader(ours, news, method):
    page, _, person = ours
    assert getattr(signed_in(person), method)(page.url).status_code == 200
    entries = news()
    assert told(entries) == [("read-page", "page", page.pk, {})]
    assert actors(entries) == by(person)


def test_a_reader_who_is_not_signed_in_is_nobody(home, news):
    page = confidential(section("publications"))
    news()
    assert Client().get(page.url).status_code == 200
    entries = news()
    assert told(entries) == [("read-page", "page", page.pk, {})]
    assert actors(entries) == NOBODY


@pytest.mark.parametrize("sensitivity", ["open", "restricted"])
def test_reading_an_ordinary_page_is_not_recorded_and_costs_nothing(home, news, sensitivity):
    document = samples.document()
    page = published(section("publications"), sensitivity=sensitivity, body=samples.body_with(document))
    news()
    client = Client()
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    assert b"".join(client.get(document.url).streaming_content)
    assert news() == []
    assert not [query for query in queries.captured_queries if "audit_auditentry" in query["sql"]]


def test_an_alias_is_as_confidential_as_what_it_repeats(home, news, django_assert_num_queries):
    """Its own sensitivity follows when its source is published, and not before."""
    page = published(section("publications"))
    alias = page.create_alias(parent=section("topics"), update_slug="alias")
    further = alias.create_alias(parent=section("answers"), update_slug="further")
    ordinary = ContentPage.objects.get(pk=page.pk)
    with django_assert_num_queries(0):
        record_page_read(ordinary, HttpResponse())
    Client().get(alias.url)
    assert news() == []
    ContentPage.objects.filter(pk=page.pk).update(sensitivity="confidential")
    for address in (alias.url, further.url):
        assert Client().get(address).status_code == 200
    assert told(news()) == [("read-page", "page", pk, {}) for pk in (alias.pk, further.pk)]


def test_what_is_refused_is_not_recorded(ours, news):
    page, document, person = ours
    outsider = factories.member()
    teased = confidential(section("topics"), "Teased", audience=Audience.objects.get(slug="pathways"))
    news()
    for client in (Client(), signed_in(outsider)):
        assert client.get(page.url).status_code == 404
        assert client.get(document.url).status_code == 404
    assert Client().get(teased.url).status_code == 403
    assert signed_in(person).get(document.url.replace("report", "retort")).status_code == 404
    assert news() == []


def test_reading_a_confidential_file_is_recorded_with_the_pages_that_make_it_so(ours, news):
    page, document, person = ours
    client = signed_in(person)
    whole = client.get(document.url)
    assert b"".join(whole.streaming_content).startswith(b"%PDF")
    b"".join(client.get(document.url, headers={"Range": "bytes=0-3"}).streaming_content)
    assert client.get(document.url, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    entries = news()
    assert told(entries) == [("read-file", "file", document.pk, {"pages": [page.pk]})] * 3
    assert actors(entries) == by(person)
    document.file.storage.delete(document.file.name)
    assert client.get(document.url).status_code == 404
    assert news() == []


def test_a_file_is_confidential_only_by_live_pages(ours, news):
    page, document, _ = ours
    page.unpublish()
    published(section("publications"), "Open", body=samples.body_with(document))
    news()
    b"".join(Client().get(document.url).streaming_content)
    assert news() == []


def test_a_read_that_cannot_be_recorded_does_not_happen(ours):
    page, document, person = ours
    client = signed_in(person)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry RENAME TO taken_away")
    for address in (page.url, document.url):
        with pytest.raises(DatabaseError), transaction.atomic():
            client.get(address)


def test_no_entry_holds_a_word_of_what_it_is_about(ours, news):
    page, document, person = ours
    client = signed_in(person)
    client.get(page.url)
    b"".join(client.get(document.url).streaming_content)
    assert {entry.action for entry in news()} == {"read-page", "read-file"}
    written = str(list(AuditEntry.objects.values_list()))
    for word in (page.title, page.slug, document.title, document.filename, person.email, person.last_name):
        assert word not in written
