"""What people are asked who want to come in."""

import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from content.models import Topic
from membership.models import Stage, User

from .fields import WorkAddressField
from .signing_up import Given

PLAIN_WORDS = "Leave out signs like < > or @, web addresses and line breaks."
# Signs that turn the direction of a line around, so that it reads otherwise than it is.
TURN_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def plain_words(text: str) -> None:
    """Names come into mails and onto pages that others read, who take them for what they say."""
    hidden = any(unicodedata.category(letter) == "Cc" or letter in TURN_AROUND for letter in text)
    if hidden or any(sign in text.lower() for sign in ("<", ">", "@", "://", "www.")):
        raise ValidationError(PLAIN_WORDS)


class WordsField(forms.CharField):
    def __init__(self, *, label: str, missing: str, max_length: int, autocomplete: str, required: bool = True) -> None:
        super().__init__(
            label=label,
            max_length=max_length,
            required=required,
            validators=[plain_words],
            widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
            error_messages={"required": missing, "max_length": f"Use {max_length} characters at most."},
        )


class NewcomerForm(forms.Form):
    """Who somebody is, and the password that they choose. `address` is what their account will sign in with."""

    first_name = WordsField(
        label="First name", missing="Enter your first name.", max_length=100, autocomplete="given-name"
    )
    last_name = WordsField(
        label="Last name", missing="Enter your last name.", max_length=100, autocomplete="family-name"
    )
    job_title = WordsField(
        label="Job title", missing="", max_length=120, autocomplete="organization-title", required=False
    )
    password = forms.CharField(
        label="Password",
        max_length=256,
        strip=False,
        help_text=" ".join(password_validators_help_texts()[1:2]),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password.", "max_length": "Use 256 characters at most."},
    )

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if password := given.get("password"):
            names = {name: given.get(name, "") for name in ("first_name", "last_name")}
            person = User(email=given.get("email") or self.address, **names)
            try:
                validate_password(password, person)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return given


class SignUpForm(NewcomerForm):
    email = WorkAddressField(
        label="Work email address",
        help_text="We send a code to it.",
        missing="Enter your work email address.",
        autocomplete="email",
    )
    company = WordsField(
        label="Company", missing="Enter the name of your company.", max_length=80, autocomplete="organization"
    )
    stage = forms.ChoiceField(
        label="How far is your company with child safety?",
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer that comes nearest."},
    )
    needs = forms.MultipleChoiceField(
        label="What do you need help with?",
        help_text="We show you first what fits. Choose as many as you like.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    field_order = ("email", "first_name", "last_name", "company", "job_title", "stage", "needs", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.filter(parent=None).values_list("slug", "name")
        self.fields["needs"].choices = list(topics)  # type: ignore[attr-defined]

    def given(self) -> Given:
        said = self.cleaned_data
        return Given(
            first_name=said["first_name"],
            last_name=said["last_name"],
            company=said["company"],
            job_title=said["job_title"],
            stage=said["stage"],
            needs=said["needs"],
        )
