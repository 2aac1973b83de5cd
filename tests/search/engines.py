"""The engines that must keep the contract: that of the database on which the tests run, and Elasticsearch."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from search.engines import database_engine
from search.engines.base import Engine

from .elastic import elastic_portal, let_elasticsearch_answer

DATABASE, ELASTICSEARCH = "database", "elasticsearch"
# On PostgreSQL the same tests run once more, for its own engine: Elasticsearch is the same beside either database.
ENGINES = (DATABASE,) if "postgres" in os.environ.get("DATABASE_URL", "") else (DATABASE, ELASTICSEARCH)


@pytest.fixture(params=ENGINES)
def engine(
    request: pytest.FixtureRequest, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """Every search is answered by this engine, which has caught up with everything that was saved."""
    if request.param == DATABASE:
        yield database_engine()
        return
    with elastic_portal(settings):
        yield let_elasticsearch_answer(monkeypatch)


@pytest.fixture(params=ENGINES)
def portal_with(request: pytest.FixtureRequest, db: None, settings: Any) -> Iterator[str]:
    """The portal as it is with this engine. Elasticsearch lags until a test catches up."""
    if request.param == DATABASE:
        yield DATABASE
        return
    with elastic_portal(settings):
        yield ELASTICSEARCH
