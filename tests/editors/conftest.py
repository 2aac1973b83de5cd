from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from portal.establish import establish
from portal.models import HomePage


@pytest.fixture(scope="module")
def established(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """An established portal for all tests of a module, inside a transaction that is rolled back behind the last one."""
    with django_db_blocker.unblock(), transaction.atomic():
        establish()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def home(established: None, db: None) -> HomePage:
    return HomePage.objects.get()
