from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from content.models import Topic
from portal.establish import establish
from tests import factories
from tests.notifications.portal import furnished
from visibility.models import Audience
from workinggroups.models import WorkingGroup


@pytest.fixture(autouse=True)
def _mail_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(scope="module")
def established(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A portal that the tests of one module find as it was made: what each of them does is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        establish()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _portal(established: None, db: None) -> None:
    """Every test of this room begins in the empty portal."""


@pytest.fixture
def group() -> WorkingGroup:
    made = factories.working_group("Age Assurance")
    furnished(made)
    return made


@pytest.fixture
def topics() -> list[Topic]:
    return [Topic.objects.create(name=f"zqtopic{name}", slug=name) for name in ("hashing", "grooming")]


@pytest.fixture
def nobody() -> Audience:
    return Audience.objects.create(name="Nobody", slug="nobody")
