"""An account for whoever proves an address by a code, and the company that they belong to.

`begin` and `send_again` run the same statements whatever is known of the address: what the mail says is found out when
it is sent. Only with the right code is anything looked up.
"""

from datetime import timedelta
from typing import TypedDict

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from membership import services as people
from membership.mailed_codes import is_code
from membership.models import User
from membership.services import EmailInUse
from notifications.outbox import post

from .codes import code_of
from .letters import SIGN_UP
from .models import SignUp, new_nonce
from .placement import place

WORKS_FOR = timedelta(minutes=30)
MOST_TRIES = 6


class Given(TypedDict):
    """What somebody wrote of themselves. Kept in the sign-up as it stands."""

    first_name: str
    last_name: str
    company: str
    job_title: str
    stage: str
    needs: list[str]


class WrongCode(Exception):
    """They may try again."""


class SignUpEnded(Exception):
    """The code is too old, or was guessed at too often. Somebody has to begin anew."""


class AccountOpened(Exception):
    """Whoever knows the code has an account: it was opened a moment ago, or by another way."""


@transaction.atomic
def begin(*, email: str, password: str, given: Given) -> SignUp:
    """Note what somebody wants. Hashing the password takes its time here, for every address."""
    return SignUp.objects.create(
        email=email, password=make_password(password), given=given, expires_at=timezone.now() + WORKS_FOR
    )


@transaction.atomic
def send_code(*, sign_up: SignUp) -> SignUp:
    """Write to the address, with a code that takes the place of those before. Raises SignUpEnded."""
    fresh = {"nonce": new_nonce(), "expires_at": timezone.now() + WORKS_FOR}
    if not SignUp.objects.filter(pk=sign_up.pk, ended_at=None, wrong_codes__lt=MOST_TRIES).update(**fresh):
        raise SignUpEnded(sign_up)
    post(message=SIGN_UP, context={"sign_up": sign_up.pk}, rank=0)
    return sign_up


def open_account(*, sign_up: SignUp, code: str) -> User:
    """Raises WrongCode, SignUpEnded and AccountOpened."""
    sign_up = _counting_one_try(sign_up)
    if not is_code(code, code_of(sign_up)):
        raise WrongCode(sign_up)
    try:
        return _open(sign_up)
    except EmailInUse as faster:
        raise AccountOpened(sign_up) from faster


def _counting_one_try(sign_up: SignUp) -> SignUp:
    """Counted before the code is looked at, so that many at once are no more tries than one after the other."""
    live = SignUp.objects.filter(pk=sign_up.pk, wrong_codes__lt=MOST_TRIES, expires_at__gt=timezone.now())
    if not live.update(wrong_codes=F("wrong_codes") + 1):
        raise SignUpEnded(sign_up)
    return SignUp.objects.get(pk=sign_up.pk)


@transaction.atomic
def _open(sign_up: SignUp) -> User:
    done = {"ended_at": timezone.now(), "password": "", "given": {}}
    if not SignUp.objects.filter(pk=sign_up.pk, ended_at=None).update(**done):
        raise AccountOpened(sign_up)
    given: Given = sign_up.given
    try:
        with transaction.atomic():
            person = people.add_person(
                email=sign_up.email, first_name=given["first_name"], last_name=given["last_name"]
            )
    except IntegrityError as faster:
        raise EmailInUse(sign_up.email) from faster
    person.password = sign_up.password
    person.job_title, person.company_stage, person.needs = given["job_title"], given["stage"], given["needs"]
    person.save(update_fields=["password", "job_title", "company_stage", "needs"])
    return place(person=person, company=given["company"])
