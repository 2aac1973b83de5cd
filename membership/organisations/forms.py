"""What representatives fill in."""

from typing import Any

from django import forms

from membership.joining.addresses import AddressNotUsable, normal_domain
from membership.joining.fields import AddressField
from membership.models import JoinPolicy, Organisation, SeenBy

from .sheets import MOST_BYTES, MOST_ROWS

WRONG_DOMAIN = "Enter the part of your email addresses after the @, like company.com."


class SureForm(forms.Form):
    """A second step before something that is hard to undo."""

    sure = forms.BooleanField(error_messages={"required": "Tick the box if this is what you want."})

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].label = label


class InvitationForm(forms.Form):
    email = AddressField(label="Email address", missing="Enter the email address of whoever you invite.")
    first_name = forms.CharField(label="First name", max_length=100, required=False)
    last_name = forms.CharField(label="Last name", max_length=100, required=False)
    as_representative = forms.BooleanField(
        label="They will be a representative too",
        help_text="Representatives invite people, suspend them, and decide who may join.",
        required=False,
    )


class SheetForm(forms.Form):
    """One of the two: a file, or text."""

    file = forms.FileField(
        label="A file",
        help_text=f"CSV, as spreadsheets save it: up to {MOST_ROWS} people and {MOST_BYTES // 1024} kB.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        allow_empty_file=True,
    )
    text = forms.CharField(
        label="Or paste the rows here",
        help_text="With the headings. What you copy out of a spreadsheet is fine.",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file, text = given.get("file"), (given.get("text") or "").strip()
        if file and text:
            raise forms.ValidationError("Bring a file or paste the rows, not both.")
        if file is None and not text:
            raise forms.ValidationError("Choose a file, or paste the rows.")
        return given

    def content(self) -> bytes:
        """No more of it than shows that it is too large."""
        file = self.cleaned_data["file"]
        if file is not None:
            return bytes(file.read(MOST_BYTES + 1))
        return str(self.cleaned_data["text"]).encode()


class SettingsForm(forms.Form):
    join_policy = forms.ChoiceField(
        label="When somebody with an address at one of your domains wants to join",
        choices=JoinPolicy.choices,
        widget=forms.RadioSelect,
    )
    people_seen_by = forms.ChoiceField(
        label="The most that your people can let others see of them",
        help_text="Each person chooses for themselves, up to this. It is about the directory and the rosters.",
        choices=SeenBy.choices,
        widget=forms.RadioSelect,
    )
    is_listed = forms.BooleanField(
        label="Members find your organisation in the directory",
        required=False,
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(organisation, name) for name in self.fields}


class DomainForm(forms.Form):
    domain = forms.CharField(
        label="Another domain of yours",
        help_text="The part of your email addresses after the @. We check that it is yours before it counts.",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": WRONG_DOMAIN},
    )

    def clean_domain(self) -> str:
        try:
            return normal_domain(self.cleaned_data["domain"])
        except AddressNotUsable as refusal:
            raise forms.ValidationError(WRONG_DOMAIN) from refusal
