from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget

from content.models import Topic

from .models import ExpertProfile
from .profiles import MOST_AT_A_TIME

HOW_MANY = f"Enter a whole number from 1 to {MOST_AT_A_TIME}."


class ProfileForm(forms.Form):
    topics = forms.ModelMultipleChoiceField(
        queryset=Topic.objects.select_related("parent"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="You can take questions on these, and on the topics below them.",
        error_messages={
            "invalid_choice": "One of these topics is no longer there.",
            "invalid_pk_value": "Tick topics.",
        },
    )
    capacity = forms.IntegerField(
        label="How many questions at a time",
        min_value=1,
        max_value=MOST_AT_A_TIME,
        help_text="With that many open, you are not suggested for others. You can still take them.",
        error_messages={"required": HOW_MANY, "invalid": HOW_MANY, "min_value": HOW_MANY, "max_value": HOW_MANY},
    )
    answers_as = forms.ChoiceField(
        label="How requesters see you",
        choices=list(ExpertProfile._meta.get_field("answers_as").choices or ()),
        widget=forms.RadioSelect,
        help_text="You can choose differently for each answer.",
        error_messages={"required": "Choose how requesters see you.", "invalid_choice": "Choose one of these."},
    )

    def topic_groups(self) -> list[tuple[str, list[BoundWidget]]]:
        """The boxes of each topic that has no topic above it, followed by the boxes of those below."""
        groups: dict[str, list[BoundWidget]] = {}
        for box in self["topics"].subwidgets:
            topic = box.data["value"].instance
            at_the_top = topic.parent is None
            of_group = groups.setdefault(str(topic if at_the_top else topic.parent), [])
            of_group.insert(0 if at_the_top else len(of_group), box)
        return sorted(groups.items())


class AwayForm(forms.Form):
    first_day = forms.DateField(
        label="First day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the first day.", "invalid": "Enter a date, such as 2030-07-15."},
    )
    last_day = forms.DateField(
        label="Last day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the last day.", "invalid": "Enter a date, such as 2030-07-15."},
    )


def profile_form(given: Any, profile: ExpertProfile | None) -> ProfileForm:
    shown = profile or ExpertProfile()
    topics = profile.topics.all() if profile else []
    return ProfileForm(given, initial={"topics": topics, "capacity": shown.capacity, "answers_as": shown.answers_as})
