"""Whoever watches the portal learns that the worker is silent and that mail does not leave, and nothing else."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from notifications.job_states import JobState

pytestmark = pytest.mark.django_db


def ran(*, ago: timedelta, **fields: object) -> None:
    JobState.objects.update_or_create(name="send_mail", defaults={"finished_at": timezone.now() - ago, **fields})


def asked(client, name: str) -> tuple[int, dict[str, str]]:
    response = client.get(f"/health/{name}/")
    return response.status_code, response.json()


def test_all_is_well(client):
    ran(ago=timedelta(seconds=50))
    assert asked(client, "live") == (200, {"status": "alive"})
    assert asked(client, "ready") == (200, {"status": "ready", "search": "ok", "worker": "ok", "mail": "ok"})
    assert asked(client, "worker") == (200, {"worker": "ok"})


@pytest.mark.parametrize("ago", [None, timedelta(minutes=4)])
def test_a_silent_worker_does_not_take_the_portal_out_of_service(client, ago):
    JobState.objects.all().delete()
    if ago:
        ran(ago=ago)
    assert asked(client, "ready") == (200, {"status": "ready", "search": "ok", "worker": "silent", "mail": "ok"})
    assert asked(client, "worker") == (503, {"worker": "silent"})


def test_mail_that_does_not_leave_is_told(client):
    ran(ago=timedelta(seconds=50), failures=1, trouble="ServerDoesNotAnswer: for somebody")
    assert asked(client, "ready")[1]["mail"] == "failing"


@pytest.mark.parametrize("name", ["ready", "worker"])
def test_without_a_database_there_is_no_portal(client, name, monkeypatch):
    def refuse(*args: object) -> None:
        raise DatabaseError("password of the database")

    monkeypatch.setattr("portal.health.worker_is_silent", refuse)
    assert asked(client, name) == (503, {"status": "not ready", "database": "does not answer"})
    assert asked(client, "live")[0] == 200


@pytest.mark.parametrize(("name", "queries"), [("live", 0), ("ready", 3), ("worker", 1)])
def test_watching_costs_next_to_nothing(client, name, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        client.get(f"/health/{name}/")
