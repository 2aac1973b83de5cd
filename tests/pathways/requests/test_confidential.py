"""The words of a confidential question stand on its own pages and in its own rows, and nowhere else."""

import logging
from collections.abc import Iterator

import pytest
from django.core import mail as delivered
from django.db import connection
from django.test import Client

from membership.models import User
from pathways.requests.models import ExpertRequest, InternalNote, Reply, RequestEvent
from tests import factories
from tests.signing_in import signed_in

from . import world

OWN_TABLES = {model._meta.db_table for model in (ExpertRequest, InternalNote, Reply, RequestEvent)}


def tables_with_canaries() -> set[str]:
    """Of every table of the database: the index, the cache, sessions, the log, what waits in the post."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT * FROM " + connection.ops.quote_name(table))  # noqa: S608  its own name
            if any(canary in repr(row) for row in cursor.fetchall() for canary in world.CANARIES):
                found.add(table)
    return found


def a_whole_life(asker: User, coordinator: User, expert: User) -> Iterator[tuple[Client, str, dict[str, str]]]:
    """What each of them sends, page by page: with every kind of words, mistakes and refusals included."""
    subject, question, tried, replied, answered, noted, because = world.CANARIES
    draft = world.draft(asker, is_confidential=True)
    asks, sorts, answers = signed_in(asker), signed_in(coordinator), signed_in(expert)
    here = draft.get_absolute_url()
    written = {"subject": subject, "question": question, "tried": tried, "urgency": "normal", "is_confidential": "on"}
    for action in ("look", "keep", "send", "send"):
        yield asks, f"{here}edit/", written | {"action": action}
    yield sorts, f"{here}triage/", {"topic": str(world.topic().pk), "urgency": "normal"}
    yield sorts, f"{here}assign/", {"expert": str(expert.pk), "reason": because}
    yield answers, f"{here}note/", {"text": noted}
    yield answers, f"{here}ask-back/", {"text": f"{answered} {world.GUARDED}", "voice": "name"}
    yield answers, f"{here}ask-back/", {"text": answered, "voice": "name"}
    yield asks, f"{here}reply/", {"text": replied}
    yield answers, f"{here}answer/", {"text": answered, "voice": "name"}
    yield answers, f"{here}answer/", {"text": answered, "voice": ""}
    yield asks, f"{here}close/", {"thanks": replied}
    yield asks, f"{here}close/", {"thanks": replied}
    yield asks, f"{here}reopen/", {"text": replied}


@pytest.mark.django_db
def test_a_confidential_question_leaves_no_word_outside_itself(caplog):
    caplog.set_level(logging.DEBUG)
    asker, coordinator, expert = factories.startup_user(), world.coordinator(), world.expert_on(world.topic())
    for client, address, given in a_whole_life(asker, coordinator, expert):
        response = client.post(address, given, follow=True)
        assert response.status_code == 200
        assert response.headers["Referrer-Policy"] == "same-origin"
        for path in ("/", "/questions/", "/search/?q=zq", response.request["PATH_INFO"]):
            title = client.get(path).content.decode().partition("<title>")[2].partition("</title>")[0]
            assert not any(canary in title for canary in world.CANARIES)
    request = ExpertRequest.objects.get()
    assert request.reopened == 1, "the life was lived"
    assert tables_with_canaries() == OWN_TABLES
    world.arrived()
    assert len(delivered.outbox) >= 8
    assert not any(canary in repr(mail.message().as_string()) for mail in delivered.outbox for canary in world.CANARIES)
    assert not any(canary in caplog.text for canary in world.CANARIES)


@pytest.mark.django_db
def test_an_error_while_it_is_written_tells_nobody_its_words(caplog, monkeypatch):
    """The disk is full, at the moment when the step is written down."""

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    request = world.assigned()
    client = signed_in(request.owner)
    client.raise_request_exception = False
    monkeypatch.setattr(RequestEvent.objects, "create", full)
    response = client.post(
        f"{request.get_absolute_url()}answer/", {"text": f"It is {world.CANARIES[4]}.", "voice": "name"}
    )
    assert response.status_code == 500
    for place in (response.content.decode(), caplog.text):
        assert not any(canary in place for canary in world.CANARIES)
    assert "No space left on device" in caplog.text
    assert not Reply.objects.exists(), "nothing is half done"
