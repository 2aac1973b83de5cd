"""Read a mail that came back, as a mail server pipes it to a command.

The exit code is 0 for everything that was read, also for what is ignored: a mail server answers any other one with a
mail to the sender, whoever that is. It is 75 (EX_TEMPFAIL) if the database does not answer: then it tries again.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from notifications.bounces import receive_bounce

MOST_BYTES = 5_000_000
TRY_AGAIN = 75


class Command(BaseCommand):
    help = "Read one delivery status notification (RFC 3464) from standard input."
    # A mail server is not to wait for them, nor to be told of them.
    requires_system_checks: list[str] = []  # noqa: RUF012  declared as Django declares it

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            came = receive_bounce(sys.stdin.buffer.read(MOST_BYTES))
        except DatabaseError as refusal:
            sentence = f"The database does not answer ({type(refusal).__name__}). Try again later."
            raise CommandError(sentence, returncode=TRY_AGAIN) from None
        self.stdout.write(came.value)
