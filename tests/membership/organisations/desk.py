"""What the tests of this room do: sit down as a representative, press buttons, and read what the mails say."""

import re
from dataclasses import dataclass

from django.core import mail as delivered
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from membership.models import Organisation, Role, User
from notifications.sending import send_waiting_mails
from tests import factories
from tests.signing_in import signed_in

HOME = "/organisation/"


@dataclass
class Company:
    """One with a representative at their desk, and a colleague."""

    organisation: Organisation
    representative: User
    colleague: User

    @property
    def desk(self) -> Client:
        return signed_in(self.representative)


def company(name: str = "Larkspan") -> Company:
    at = factories.organisation(name)
    return Company(at, factories.representative(at), factories.member(at))


def on(person: User, act: str = "") -> str:
    """The address of an act on a person; without one, of their page."""
    return f"{HOME}people/{person.pk}/{act}"


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def is_representative(person: User) -> bool:
    return person.role_assignments.filter(role=Role.REPRESENTATIVE).exists()


def text_of(response) -> str:
    """What stands on the page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def arrived() -> list[EmailMultiAlternatives]:
    """What the worker sends now."""
    before = len(delivered.outbox)
    send_waiting_mails()
    return delivered.outbox[before:]


def told(*people: User) -> set[str]:
    return {person.email for person in people}


def readers(letters: list[EmailMultiAlternatives]) -> set[str]:
    return {to for each in letters for to in each.to}
