from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from portal.establish import establish
from portal.models import HomePage


@pytest.fixture(scope="module")
def established(django_db_setup: None, django_db_blocker: Any) -> Iterator[HomePage]:
    """A portal that the tests of one module find as it was made: what each of them does is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield establish()
        transaction.set_rollback(True)


@pytest.fixture
def home(established: HomePage, db: None) -> HomePage:
    return established
