from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from portal.establish import establish
from tests import factories
from workinggroups.models import WorkingGroup

from .portal import furnished


@pytest.fixture(autouse=True)
def _mail_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


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


@pytest.fixture
def group(portal: None) -> WorkingGroup:
    made = factories.working_group("Age Assurance")
    furnished(made)
    return made
