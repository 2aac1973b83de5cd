"""The engines that must keep the contract. Another one joins by its name here, and by a database that it runs on."""

import pytest
from django.db import connection

from search.engines import get_engine
from search.engines.base import Engine

ENGINES = ("sqlite",)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, db: None) -> Engine:
    if connection.vendor != request.param:
        pytest.skip(f"the tests run on {connection.vendor}, not on {request.param}")
    return get_engine()
