from typing import Any

from django import forms

from membership.models import SeenBy, User

from .queries import choices_of, seen_by_now

LONGEST_SEARCH = 100
CAPPED = {
    SeenBy.NOBODY: "Your organisation shows none of its people. You see yourself, and nobody else sees you.",
    SeenBy.ORGANISATION: "Your organisation shows its people to each other alone.",
    SeenBy.GROUPS: "Your organisation shows its people to each other and to the working groups that they are in.",
    SeenBy.MEMBERS: "",
}


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Name or organisation",
        required=False,
        max_length=LONGEST_SEARCH,
        error_messages={"max_length": f"Search for {LONGEST_SEARCH} characters at most."},
    )


class AboutMeForm(forms.Form):
    seen_by = forms.ChoiceField(
        label="Who sees you",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who sees you.",
            "invalid_choice": "Choose one of the answers that your organisation allows.",
        },
    )
    job_title = forms.CharField(
        label="Job title",
        required=False,
        max_length=120,
        error_messages={"max_length": "A job title has 120 characters at most."},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"seen_by": seen_by_now(person), "job_title": person.job_title}
        choices = choices_of(person)
        seen_by: forms.ChoiceField = self.fields["seen_by"]  # type: ignore[assignment]
        seen_by.choices = [(step.value, step.label) for step in choices]
        seen_by.help_text = CAPPED[max(choices, key=lambda step: step.rank)] if person.organisation else ""
