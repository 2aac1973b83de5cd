"""Whoever takes a file home is remembered, so that they hear when it was wrong; and no download waits for that."""

import logging

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from shelf import signal_handlers
from shelf.models import Download
from shelf.services import note_download
from tests import factories
from tests.content.samples import body_with, document
from tests.matrix.test_content import status_of
from tests.notifications.portal import publish

from .readers import signed_in


@pytest.fixture
def file():
    made = document()
    publish(below="publications", body=body_with(made))
    return made


def test_a_download_is_noted_once_with_its_last_time(file):
    person = factories.member()
    client = signed_in(person)
    assert status_of(client.get(file.url)) == 200
    later = timezone.now() + timezone.timedelta(minutes=5)
    with time_machine.travel(later, tick=False):
        assert status_of(client.get(file.url, headers={"Range": "bytes=0-9"})) == 206
    assert list(Download.objects.values_list("person", "document", "last_at")) == [(person.pk, file.pk, later)]


def test_what_is_no_download_is_not_noted(file):
    client = signed_in(factories.member())
    answer = client.get(file.url)
    status_of(answer)
    Download.objects.all().delete()
    assert status_of(Client().get(file.url)) == 200
    assert status_of(client.head(file.url)) == 200
    assert status_of(client.get(file.url, headers={"If-None-Match": answer.headers["ETag"]})) == 304
    assert status_of(client.get(file.url, headers={"Range": "bytes=999999-"})) == 416
    assert status_of(client.get(file.url.replace(f"/{file.pk}/", "/999999/"))) == 404
    assert not Download.objects.exists()


def test_it_costs_one_write(file, django_assert_num_queries):
    person = factories.member()
    for _ in range(2):
        with django_assert_num_queries(3) as captured:  # a savepoint, the write, and its end
            note_download(person_id=person.pk, document_id=file.pk)
        assert sum("INSERT" in query["sql"] for query in captured.captured_queries) == 1


def test_a_refused_write_breaks_no_download_and_names_nobody(file, monkeypatch, caplog):
    def refuse(**kwargs):
        raise DatabaseError(f"no room for {kwargs}")

    monkeypatch.setattr(signal_handlers, "note_download", refuse)
    person = factories.member()
    with caplog.at_level(logging.INFO):
        assert status_of(signed_in(person).get(file.url)) == 200
    (record,) = [record for record in caplog.records if record.name == "shelf.signal_handlers"]
    assert record.getMessage() == "A download was not noted: DatabaseError"
    assert record.exc_info is None


def test_a_document_that_is_gone_is_not_noted(file):
    person = factories.member()
    signal_handlers.on_document_served(document_id=file.pk, person_id=person.pk)
    file.delete()
    assert not Download.objects.exists()
