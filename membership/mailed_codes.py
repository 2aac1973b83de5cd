"""Codes that go out by mail. They are derived, so that none is stored: whoever reads the database learns none."""

from django import forms
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS = 8


def code_for(purpose: str, *facts: object) -> str:
    """Eight digits that follow from these facts and the secret key, in two groups: `1234 5678`.

    A fact that nobody can guess, such as a nonce, has to be among them.
    """
    digest = salted_hmac(purpose, " ".join(map(str, facts)), secret=settings.SECRET_KEY, algorithm="sha256")
    digits = f"{int(digest.hexdigest(), 16) % 10**DIGITS:0{DIGITS}}"
    return f"{digits[:4]} {digits[4:]}"


def is_code(typed: str, code: str) -> bool:
    """However the digits are grouped."""
    return constant_time_compare(_digits_of(typed), _digits_of(code))


def _digits_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())


class MailedCodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        help_text=f"{DIGITS} digits.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": "Enter the code from the mail.", "max_length": f"The code has {DIGITS} digits."},
    )
