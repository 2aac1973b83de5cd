"""What strangers can ask of the portal about an address, for `manage.py bench_oracle`: all answers take the same time.

A room with another page that takes addresses adds it to `SURFACES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils.crypto import get_random_string

from membership import services
from membership.models import Organisation, Tier, User

_numbers = count(1)


@dataclass(frozen=True)
class Surface:
    """`ask` types an address into a page, as a client that was never there before."""

    name: str
    ask: Callable[[Client, str], Any]


def sign_in(client: Client, address: str) -> Any:
    return client.post("/accounts/login/", {"login": address, "password": "a wrong password"})


def forgotten_password(client: Client, address: str) -> Any:
    return client.post("/accounts/password/reset/", {"email": address})


def sign_up(client: Client, address: str) -> Any:
    """All that is answered before the mail is read: the form, and a code that was guessed."""
    form = {
        "email": address,
        "first_name": "Ruth",
        "last_name": "Abara",
        "company": "Oracle",
        "stage": "starting",
        "password": "a-long-walk-home",
    }
    client.post("/accounts/signup/", form)
    return client.post("/accounts/signup/code/", {"code": "1234 5678"})


SURFACES = [
    Surface("sign-in, wrong password", sign_in),
    Surface("forgotten password", forgotten_password),
    Surface("sign-up, and a wrong code", sign_up),
]


def stranger() -> Client:
    """Each at a network address of their own, so that no limit is reached."""
    number = next(_numbers)
    return Client(REMOTE_ADDR=f"10.{number // 62500 % 250}.{number // 250 % 250}.{number % 250 + 1}")


def unknown_addresses(number: int) -> list[str]:
    """Nobody has these, and none was asked for before."""
    return [f"unknown-{next(_numbers):06}@oracle.example" for _ in range(number)]


def addresses_of_people(number: int) -> list[str]:
    """As long as those of nobody."""
    organisation, _ = Organisation.objects.get_or_create(
        slug="oracle", defaults={"name": "Oracle", "tier": Tier.FOUNDATIONAL}
    )
    addresses = [f"someone-{next(_numbers):06}@oracle.example" for _ in range(number)]
    for address in addresses:
        services.add_person(email=address, organisation=organisation)
    User.objects.filter(email__in=addresses).update(password=make_password(get_random_string(20)))
    return addresses


def addresses_of_suspended_people(number: int) -> list[str]:
    addresses = addresses_of_people(number)
    for person in User.objects.filter(email__in=addresses):
        services.suspend_person(person=person)
    return addresses
