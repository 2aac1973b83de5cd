from django import forms

from .addresses import LONGEST_ADDRESS, NoMailGoesThere, normal_form

WRONG = "Enter an email address in the correct format, like name@example.com."


class SignUpForm(forms.Form):
    address = forms.EmailField(
        label="Email address",
        help_text="We write to it once to ask whether you want the newsletter. We delete it when you leave.",
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your email address.",
            "invalid": WRONG,
            "max_length": f"An email address has {LONGEST_ADDRESS} characters at most.",
        },
    )

    def clean_address(self) -> str:
        try:
            return normal_form(self.cleaned_data["address"])
        except NoMailGoesThere as refusal:
            raise forms.ValidationError(WRONG, code="invalid") from refusal
