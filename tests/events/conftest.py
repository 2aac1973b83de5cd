from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from portal.establish import establish


@pytest.fixture(autouse=True)
def _mail_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.BASE_URL = "http://localhost:8000"


@pytest.fixture(scope="module")
def established(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Gone again after the module: it stands in a transaction of its own, and each test in a savepoint of that."""
    with django_db_blocker.unblock(), transaction.atomic():
        establish()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def portal(established: None, db: None) -> None:
    """The empty portal."""
