"""Deleting an account, by its owner. What must not die with a person is handed on first: rooms register how."""

from collections.abc import Callable

from django.db import transaction

from membership.joining.models import Invitation
from membership.models import Organisation, User
from membership.representation import LastRepresentative, is_last_representative
from notifications.outbox import post

from .letters import ACCOUNT_DELETED
from .sessions import end_all_sessions

# Hands on, or lets go of, what a room keeps for a person. In the transaction of the deletion: if one fails, all stays.
Farewell = Callable[[User], None]

_farewells: dict[str, Farewell] = {}


class LastSuperuser(Exception):
    """Nobody could appoint another one."""


class StillNeeded(Exception):
    """A farewell raises it: something of theirs has to go on, and nobody is there who could take it over."""


def register_farewell(name: str, farewell: Farewell) -> None:
    _farewells[name] = farewell


@transaction.atomic
def delete_account(*, person: User) -> None:
    """Delete a person and all that goes with them, and end their sessions.

    Raises LastSuperuser, LastRepresentative and StillNeeded. Two who are each the other's last resort do not both go.
    """
    list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk").values_list("pk"))
    if person.organisation_id is not None:
        list(Organisation.objects.select_for_update().filter(pk=person.organisation_id).values_list("pk"))
    person = User.objects.select_for_update().get(pk=person.pk)
    check_may_leave(person)
    address = person.email
    for _, farewell in sorted(_farewells.items()):
        farewell(person)
    end_all_sessions(person=person)
    Invitation.objects.filter(email=address).delete()
    person.delete()
    post(message=ACCOUNT_DELETED, address=address, rank=0)


def check_may_leave(person: User) -> None:
    """Raises LastSuperuser and LastRepresentative."""
    others = User.objects.exclude(pk=person.pk).filter(is_active=True)
    if person.is_superuser and not others.filter(is_superuser=True).exists():
        raise LastSuperuser(person)
    if is_last_representative(person):
        raise LastRepresentative(person)
