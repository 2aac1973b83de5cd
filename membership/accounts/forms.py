"""The forms in which people look after their own accounts."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, ResetPasswordForm
from allauth.core.ratelimit import consume
from django import forms
from django.http import HttpRequest

from membership.joining.fields import WorkAddressField
from membership.models import User
from newsletter.addresses import LONGEST_ADDRESS
from notifications.outbox import post

from .letters import RESET_PASSWORD


class CountedChangePasswordForm(ChangePasswordForm):
    """The current password is a guess like any other: whoever found a session open may not try for ever."""

    def clean_oldpassword(self) -> str:
        given: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, given):
            raise get_adapter().validation_error("enter_current_password")
        return given


class NeutralResetForm(ResetPasswordForm):
    """Whatever we know of an address, the same is done: a row in the outbox, which for a stranger names nobody."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        address: str = self.cleaned_data["email"]
        person = User.objects.filter(email=address).first()
        if consume(request, action="reset_address", key=address):
            post(message=RESET_PASSWORD, person=person, rank=0)
        return address


class NewAddressForm(forms.Form):
    address = WorkAddressField(
        label="New email address",
        help_text="We send a code to it. Nothing changes until you enter that code.",
        missing="Enter the new address.",
        autocomplete="email",
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address == self.person.email:
            raise forms.ValidationError("That is your address already.")
        return address


class DeleteAccountForm(forms.Form):
    """Typed, so that nobody does it by a slip."""

    typed = forms.CharField(
        label="Your email address",
        help_text="Type it to confirm that you want to delete your account.",
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type your email address to confirm."},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"].strip().lower()
        if typed != self.person.email:
            raise forms.ValidationError("This is not the address of your account. Nothing has been deleted.")
        return typed
