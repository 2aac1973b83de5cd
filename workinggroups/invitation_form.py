from django import forms

from .queries import INVITED_FOR

LONGEST_ADDRESS = 254
WRONG = "Enter an email address in the correct format, like name@example.com."


class InvitationForm(forms.Form):
    address = forms.EmailField(
        label="Email address",
        help_text=f"The one with which they sign in to the portal. Invitations end after {INVITED_FOR.days} days.",
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the email address of the person whom you want to invite.",
            "invalid": WRONG,
            "max_length": f"An email address has {LONGEST_ADDRESS} characters at most.",
        },
    )
