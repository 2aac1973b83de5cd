"""Codes that go out by mail. They are derived, so that none is stored: whoever reads the database learns none."""

from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

CODE_LASTS = timedelta(minutes=15)
# Without vowels, so that no code is a word, and without letters that look like digits.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 8


def code_for(*, person_id: int, address: str, nonce: str) -> str:
    """The code that shows that this person reads mail to this address: `BCDF-GHJK`."""
    number = int(
        salted_hmac("membership.mailed_code", f"{person_id} {nonce} {address}", algorithm="sha256").hexdigest(), 16
    )
    letters = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return f"{letters[:4]}-{letters[4:]}"


def is_code(typed: str, code: str) -> bool:
    """Spaces, hyphens and small letters do not matter."""
    return constant_time_compare(_plain(typed), _plain(code))


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())
