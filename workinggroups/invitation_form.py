from django import forms

from membership.joining.fields import AddressField

from .queries import INVITED_FOR


class InvitationForm(forms.Form):
    address = AddressField(
        label="Email address",
        help_text=f"The one with which they sign in to the portal. Invitations end after {INVITED_FOR.days} days.",
        missing="Enter the email address of the person whom you want to invite.",
    )
