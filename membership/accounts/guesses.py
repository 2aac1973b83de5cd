"""Bounds how often one secret may be guessed, whoever guesses and from however many clients.

A try is counted before it is compared, by one statement that no other process can slip past, and given back if it was
right. Whoever knows the secret therefore loses nothing, and an attacker gains nothing from the owner's successes. An
account is never closed for good: the window ends, a passkey is not guessed, and a new password by mail begins anew.

Addresses that nobody has are counted in the same way, so that the count tells nothing.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from membership.models import User
from notifications.outbox import post

from .models import GuessCount

GUESSED = "account-guessed"
TOLD_AGAIN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Kind:
    """What is guessed. `limit` wrong tries in a `window`, which begins with the first of them."""

    name: str
    limit: int
    window: timedelta = timedelta(hours=1)


PASSWORD = Kind("password", limit=20)  # of an address
CODE = Kind("code", limit=10)  # of a person: from an authenticator app, or a recovery code
MAILED_CODE = Kind("mailed-code", limit=5)  # of one mail


def take(kind: Kind, whose: str) -> bool:
    """Count one try. False if there is none left in this window, and then nothing may be compared."""
    now = timezone.now()
    mine = GuessCount.objects.filter(subject=_subject(kind, whose))
    in_window = mine.filter(since__gt=now - kind.window)
    if in_window.filter(tries__lt=kind.limit).update(tries=F("tries") + 1):
        return True
    if mine.filter(since__lte=now - kind.window).update(tries=1, since=now):
        return True
    _, made = GuessCount.objects.get_or_create(subject=_subject(kind, whose), defaults={"since": now})
    # Two that arrive together at a new window: one begins it, the other is counted in it.
    return made or bool(in_window.filter(tries__lt=kind.limit).update(tries=F("tries") + 1))


def give_back(kind: Kind, whose: str) -> None:
    """The try was right."""
    GuessCount.objects.filter(subject=_subject(kind, whose), tries__gt=0).update(tries=F("tries") - 1)


@transaction.atomic
def note_wrong(kind: Kind, whose: str, *, person: User | None) -> None:
    """The try was wrong. The owner hears of it by one mail a day at most, when no tries are left.

    Without an owner a mail is written all the same, which nobody gets: the work is the same.
    """
    now = timezone.now()
    not_told = Q(told_at=None) | Q(told_at__lte=now - TOLD_AGAIN_AFTER)
    full = GuessCount.objects.filter(not_told, subject=_subject(kind, whose), tries__gte=kind.limit)
    if full.update(told_at=now):
        post(message=GUESSED, person=person, context={"kind": kind.name}, rank=0)


def forget(kind: Kind, whose: str) -> None:
    """Somebody has shown in another way that they are the owner."""
    GuessCount.objects.filter(subject=_subject(kind, whose)).delete()


def forget_old_guesses() -> int:
    """The worker's job. Returns how many counts it deleted."""
    before = timezone.now() - 2 * TOLD_AGAIN_AFTER
    return GuessCount.objects.filter(Q(told_at=None) | Q(told_at__lt=before), since__lt=before).delete()[0]


def _subject(kind: Kind, whose: str) -> str:
    return salted_hmac(f"membership.guesses.{kind.name}", whose.strip().lower(), algorithm="sha256").hexdigest()
