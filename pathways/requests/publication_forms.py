from typing import Any

from django import forms

from visibility.models import Audience

from .errors import TextIsGuarded
from .publishing import Words
from .saying import guarded
from .standing import EVERYBODY

SHORTEN = "Shorten this to %(limit_value)d characters. It has %(show_value)d."


class GuardedForm(forms.Form):
    """Says at each text what the guard wants out of it. What somebody wrote stays in the form."""

    guarded_fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.guarded_fields:
            try:
                guarded(cleaned.get(name, ""))
            except TextIsGuarded as refusal:
                for sentence in dict.fromkeys(finding.sentence for finding in refusal.findings if finding.kind.holds):
                    self.add_error(name, sentence)
        return cleaned


class PublicationForm(GuardedForm):
    guarded_fields = ("title", "short_answer", "question", "answer")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        max_length=160,
        help_text="The question in one sentence, as others would ask it.",
        error_messages={"required": "Enter a title.", "max_length": SHORTEN},
    )
    short_answer = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences. Lists and search show them.",
        error_messages={"required": "Enter a short answer.", "max_length": SHORTEN},
    )
    question = forms.CharField(
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Take out whatever tells who asked: names, products, countries, dates, figures.",
        error_messages={"required": "Enter the question.", "max_length": SHORTEN},
    )
    answer = forms.CharField(
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Take out what holds for this company alone.",
        error_messages={"required": "Enter the answer.", "max_length": SHORTEN},
    )
    audience = forms.ModelChoiceField(
        queryset=Audience.objects.none(),
        required=False,
        empty_label=EVERYBODY,
        label="Who will read the page",
        help_text="Requester and expert approve this, too.",
        error_messages={"invalid_choice": "Choose who will read the page from the list."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].queryset = Audience.objects.filter(archived=False)  # type: ignore[attr-defined]

    def words(self) -> Words:
        given = {name: self.cleaned_data[name] for name in (*self.guarded_fields, "audience")}
        return Words(**given)


class VersionForm(forms.Form):
    """Which version somebody had before them when they pressed the button."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WishesForm(GuardedForm):
    guarded_fields = ("wishes",)

    wishes = forms.CharField(
        label="What should change",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="The coordinator reads it, and sends you the text again.",
        error_messages={"required": "Say what should change.", "max_length": SHORTEN},
    )
