"""A real Elasticsearch for tests: indices with names of their own, gone afterwards, and ways to be in step with it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import F
from elasticsearch import Elasticsearch

from search import elastic_index
from search.engines.base import Answer, Question
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import connection
from search.following import catch_up
from search.models import Follower, SearchEntry

MISSING = (
    "no Elasticsearch: ELASTICSEARCH_SERVER_URL is not set. `make test` and `bin/with-servers -- COMMAND` start one"
)
MOST_RUNS = 20


def server_url() -> str:
    """The server that all tests share. Skips the test if there is none."""
    url = os.environ.get("ELASTICSEARCH_SERVER_URL", "")
    if not url:
        pytest.skip(MISSING)
    return url


@contextmanager
def elastic_portal(settings: Any, url: str = "") -> Iterator[Elasticsearch]:
    """The portal with an Elasticsearch, by default the shared one, that knows nothing yet. Yields a client."""
    settings.ELASTICSEARCH_URL = url or server_url()
    settings.ELASTICSEARCH_INDEX = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}-{uuid.uuid4().hex[:12]}"
    settings.ELASTICSEARCH_REPLICAS = "false"
    settings.ELASTICSEARCH_TIMEOUT = 10  # the machine is shared: what is slow here is no fault
    client = connection().client
    connection().breaker.close()
    try:
        yield client
    finally:
        elastic_index.delete(elastic_index.ours())


def in_step() -> None:
    """Catch up until nothing is left to do."""
    for _ in range(MOST_RUNS):
        done = catch_up(seconds=60)
        assert not done.troubles, done.troubles
        if done.in_step:
            return
    pytest.fail("Elasticsearch does not get in step")


def rewritten() -> None:
    """The same, for tests that change the index behind the back of versions."""
    SearchEntry.objects.update(version=F("version") + 1)
    in_step()


class UpToDate:
    """The engine, which catches up before every answer. What cannot be caught up, a move, it meets as it is."""

    name = ElasticEngine.name

    def ask(self, question: Question, *, page: int, per_page: int) -> Answer:
        SearchEntry.objects.update(version=F("version") + 1)
        catch_up(seconds=60)
        return ElasticEngine(Follower.objects.get().index).ask(question, page=page, per_page=per_page)


def let_elasticsearch_answer(monkeypatch: pytest.MonkeyPatch) -> UpToDate:
    """From now on every search is answered by Elasticsearch, or fails: there is no other engine."""
    engine = UpToDate()
    monkeypatch.setattr("search.queries.ask", engine.ask)
    return engine
