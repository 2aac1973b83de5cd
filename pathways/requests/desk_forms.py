"""How coordinators narrow their desk. What makes no sense narrows nothing, as if nobody had asked for it."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from content.models import Topic

from .desks import OWNERS, Wanted
from .models import Urgency
from .states import OPEN, UNSENT

LONGEST_WORDS = 200
STATES = [(state.value, state.label) for state in OPEN if state not in UNSENT]


class DeskForm(forms.Form):
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    topic = forms.ChoiceField(label="Topic", required=False)
    owner = forms.ChoiceField(label="Who has it", choices=list(OWNERS.items()), required=False)
    date = forms.ChoiceField(label="Next date", choices=[("overdue", "Overdue")], required=False)
    urgency = forms.ChoiceField(label="Urgency", choices=[(Urgency.URGENT.value, "Urgent")], required=False)
    names = forms.ChoiceField(label="Who asks", choices=[("blind", "Not told to experts")], required=False)

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ChoiceField)  # noqa: S101  for the types
        topic.choices = Topic.objects.values_list("slug", "name")

    def wanted(self, words: str = "") -> Wanted:
        return Wanted(**self.chosen(), words=words.replace("\0", "").strip()[:LONGEST_WORDS])

    def chosen(self) -> dict[str, str]:
        """Without what is empty or makes no sense."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}

    def query(self) -> str:
        """What stands before `page=` in addresses. Words are never among it."""
        chosen = self.chosen()
        return f"{urlencode(chosen)}&" if chosen else ""

    def filters(self) -> list[dict[str, Any]]:
        """As components/select.html takes them."""
        chosen = self.chosen()
        return [
            {"name": name, "label": field.label, "choices": _choices(field.choices, chosen.get(name, ""))}
            for name, field in self.fields.items()
            if isinstance(field, forms.ChoiceField)
        ]


def _choices(choices: Any, chosen: str) -> list[dict[str, Any]]:
    offered = [("", "All"), *choices]
    return [{"value": value, "label": label, "selected": value == chosen} for value, label in offered]
