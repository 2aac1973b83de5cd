from typing import Any

from django import forms

from .preferences import Frequency, Subject


class MailPreferencesForm(forms.Form):
    """How often somebody wants mail, one question a subject."""

    def __init__(self, *args: Any, chosen: dict[Subject, Frequency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for subject in Subject:
            self.fields[subject.value] = forms.ChoiceField(
                label=subject.label, choices=Frequency.choices, initial=chosen[subject], widget=forms.RadioSelect
            )

    def choices(self) -> dict[Subject, Frequency]:
        return {subject: Frequency(self.cleaned_data[subject.value]) for subject in Subject}
