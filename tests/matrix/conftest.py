"""The small portal with its canaries, built once for all tests of a module that only look at it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.matrix import world
from tests.signing_in import signed_in


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker) -> Iterator[world.Portal]:
    """Gone again after the module: it stands in a transaction of its own, and each test in a savepoint of that."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        cache.clear()
        transaction.set_rollback(True)


@pytest.fixture
def clients(portal: world.Portal, db: None) -> dict[str, Client]:
    """A browser for each person, signed in."""
    return {name: signed_in(person) if person.is_authenticated else Client() for name, person in portal.people.items()}
