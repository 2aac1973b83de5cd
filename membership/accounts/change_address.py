"""Changing the address that one signs in with: a code to the new one, and word to the old one.

Whether somebody else has the new address is found out when the mail is sent, so whoever asks cannot tell.
"""

from collections.abc import Callable
from datetime import datetime

from allauth.core.ratelimit import consume
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import get_random_string

from audit.kinds import PERSON
from audit.log import record
from audit.models import Action
from membership import services
from membership.models import User
from notifications.outbox import post

from . import guesses
from .codes import CODE_LASTS, code_for, is_code
from .letters import ADDRESS_CHANGED, ADDRESS_CODE

# (who, their new address) -> why not, in a sentence; or nothing. It may not depend on who else has the address.
AddressRule = Callable[[User, str], str]

_rules: list[AddressRule] = []


class AddressNotAllowed(Exception):
    """A rule of a room speaks against it; the message is its sentence."""


class CodeTooOld(Exception):
    """Or tried too often: there has to be a new one."""


class WrongCode(Exception):
    pass


def register_address_rule(rule: AddressRule) -> None:
    _rules.append(rule)


def ask(*, request: HttpRequest, person: User, address: str) -> str:
    """Send a code to the new address. Returns what `confirm` needs besides. Raises AddressNotAllowed.

    Nobody can have us write to one address without end: past the limit no mail leaves, and the answer is the same.
    """
    _refuse_by_rule(person, address)
    nonce = get_random_string(20)
    if consume(request, action="address_code", key=address):
        context = {"person": person.pk, "nonce": nonce}
        post(message=ADDRESS_CODE, address=address, context=context, rank=0)
    return nonce


def confirm(*, person: User, address: str, nonce: str, asked_at: datetime, code: str) -> User:
    """Raises CodeTooOld, WrongCode, AddressNotAllowed, and EmailInUse if somebody took the address meanwhile.

    No transaction here: a try is counted whatever comes of it, a few for each mail, in all sessions together.
    """
    if timezone.now() > asked_at + CODE_LASTS or not guesses.take(guesses.MAILED_CODE, nonce):
        raise CodeTooOld
    if not is_code(code, code_for(person_id=person.pk, address=address, nonce=nonce)):
        raise WrongCode
    return _change(person, address, nonce)


@transaction.atomic
def _change(person: User, address: str, nonce: str) -> User:
    person = User.objects.select_for_update().get(pk=person.pk)
    _refuse_by_rule(person, address)
    old = person.email
    services.describe_person(person=person, email=address, first_name=person.first_name, last_name=person.last_name)
    post(message=ADDRESS_CHANGED, address=old, key=f"{ADDRESS_CHANGED}:{nonce}", rank=0)
    record(action=Action.ACCESS_CHANGED, kind=PERSON, object_id=person.pk, address_changed=True)
    return person


def _refuse_by_rule(person: User, address: str) -> None:
    for rule in _rules:
        if sentence := rule(person, address):
            raise AddressNotAllowed(sentence)
