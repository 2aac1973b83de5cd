from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from audit.models import AuditEntry
from portal.establish import establish
from portal.models import HomePage

# What was recorded since the last time that somebody asked.
News = Callable[[], list[AuditEntry]]


@pytest.fixture(scope="module")
def established(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """An established portal for all tests of a module, inside a transaction that is rolled back behind the last one."""
    with django_db_blocker.unblock(), transaction.atomic():
        establish()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def home(established: None, db: None) -> HomePage:
    return HomePage.objects.get()


@pytest.fixture
def news(db: None) -> News:
    seen = AuditEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def since() -> list[AuditEntry]:
        nonlocal seen
        entries = list(AuditEntry.objects.filter(pk__gt=seen).order_by("pk"))
        seen = entries[-1].pk if entries else seen
        return entries

    return since


def told(entries: list[AuditEntry]) -> list[tuple[Any, ...]]:
    """What was done to what, and how."""
    return [(entry.action, entry.object_kind, entry.object_id, entry.details) for entry in entries]


def actors(entries: list[AuditEntry]) -> set[tuple[str, int | None]]:
    return {(entry.actor_kind, entry.actor_id) for entry in entries}


def by(person: Any) -> set[tuple[str, int | None]]:
    return {("person", person.pk)}


SYSTEM = {("system", None)}
NOBODY = {("nobody", None)}
