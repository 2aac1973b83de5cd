"""Changing the address that one signs in with: a code to the new one, and word to the old one.

Whether somebody else has the new address is found out when the mail is sent, so whoever asks cannot tell.
"""

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
from membership.mailed_codes import is_code
from membership.models import User
from newsletter.limits import mailbox_of
from notifications.outbox import post

from . import guesses
from .letters import ADDRESS_CHANGED, ADDRESS_CODE, CODE_LASTS, address_code


class CodeTooOld(Exception):
    """Or tried too often: there has to be a new one."""


class WrongCode(Exception):
    pass


def ask(*, request: HttpRequest, person: User, address: str) -> str:
    """Send a code to the new address. Returns what `confirm` needs besides.

    Nobody can have us write to one address without end: past the limit no mail leaves, and the answer is the same.
    """
    nonce = get_random_string(20)
    if consume(request, action="address_code", key=mailbox_of(address)):
        context = {"person": person.pk, "nonce": nonce}
        post(message=ADDRESS_CODE, address=address, context=context, rank=0)
    return nonce


def confirm(*, person: User, address: str, nonce: str, asked_at: datetime, code: str) -> User:
    """Raises CodeTooOld, WrongCode, and EmailInUse if somebody took the address meanwhile.

    No transaction here: a try is counted whatever comes of it, a few for each mail, in all sessions together.
    """
    if timezone.now() > asked_at + CODE_LASTS or not guesses.take(guesses.MAILED_CODE, nonce):
        raise CodeTooOld
    if not is_code(code, address_code(person_id=person.pk, address=address, nonce=nonce)):
        raise WrongCode
    return _change(person, address, nonce)


@transaction.atomic
def _change(person: User, address: str, nonce: str) -> User:
    person = User.objects.select_for_update().get(pk=person.pk)
    old = person.email
    services.describe_person(person=person, email=address, first_name=person.first_name, last_name=person.last_name)
    post(message=ADDRESS_CHANGED, address=old, key=f"{ADDRESS_CHANGED}:{nonce}", rank=0)
    record(action=Action.ACCESS_CHANGED, kind=PERSON, object_id=person.pk, address_changed=True)
    return person
