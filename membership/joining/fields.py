"""Fields of forms that take addresses, each in the one spelling in which it is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from newsletter.addresses import LONGEST_ADDRESS

from .addresses import TOO_LONG, AddressNotUsable, domain_of, is_public_mail_domain, normal_address

WORK_ADDRESS = "Use the address that you have at work: this one could be anybody's, and the portal is for companies."


class AddressField(forms.CharField):
    """Any address that mail reaches and that looks like no other."""

    def __init__(self, *, missing: str, autocomplete: str = "off", **kwargs: Any) -> None:
        super().__init__(
            max_length=LONGEST_ADDRESS,
            widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
            error_messages={"required": missing, "max_length": TOO_LONG},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        try:
            return normal_address(super().clean(value))
        except AddressNotUsable as refusal:
            raise ValidationError(str(refusal)) from refusal


class WorkAddressField(AddressField):
    """An address that says where somebody works."""

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        if is_public_mail_domain(domain_of(address)):
            raise ValidationError(WORK_ADDRESS)
        return address
