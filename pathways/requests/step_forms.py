"""What people fill in for a step. Each form knows the question and who acts."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from content.models import Topic
from membership.models import User

from .answering import LONGEST_WORK
from .models import ExpertRequest, Urgency, Voice
from .people import assignable_to, consultable_on, suggested_experts
from .queries import readable_by
from .voices import signed, voice_of

LONGEST_REPLY, LONGEST_NOTE, LONGEST_REASON, LONGEST_NEXT_STEP = 10_000, 5_000, 1_000, 3_000


class StepForm(forms.Form):
    """Without fields, it asks whether somebody is sure."""

    is_guarded = False  # the guard found something in it

    def __init__(self, *args: Any, question: ExpertRequest, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.person = question, person


def words(label: str, longest: int, *, missing: str = "", rows: int = 6, hint: str = "") -> forms.CharField:
    """Needed if `missing` says what to do about it."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(missing),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def reason(missing: str = "", hint: str = "The requester does not read it.") -> forms.CharField:
    return words("Why", LONGEST_REASON, missing=missing, rows=3, hint=hint)


# --- The requester --------------------------------------------------------------------------------------------------


class ReplyForm(StepForm):
    text = words("What you want to say", LONGEST_REPLY, missing="Write what you want to say.")


class ThanksForm(StepForm):
    """Also for coordinators, who close what its requester has forgotten."""

    thanks = words("A last word", LONGEST_REPLY, rows=3, hint="Thanks, for example. All who read the question read it.")


class MoreForm(StepForm):
    text = words("What is missing", LONGEST_REPLY, missing="Write what is still to be said.")


class WithdrawForm(StepForm):
    reason = reason(hint="It helps us to do better. The alliance’s coordinators and whoever had it read it.")


# --- Experts --------------------------------------------------------------------------------------------------------


class AnswerForm(StepForm):
    text = words("Your answer", LONGEST_REPLY, missing="Write your answer.", rows=12)
    voice = forms.ChoiceField(
        label="Under whose name",
        choices=[choice for choice in Voice.choices if choice[0] != Voice.REQUESTER],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose under whose name it goes."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voice"].initial = voice_of(self.person)

    def clean_voice(self) -> Voice:
        return Voice(self.cleaned_data["voice"])


class AskBackForm(AnswerForm):
    text = words("What you need to know", LONGEST_REPLY, missing="Write what you need to know.")


class NoteForm(StepForm):
    text = words(
        "Your note",
        LONGEST_NOTE,
        missing="Write your note.",
        hint="For whoever has the question, those whose view is asked for, and coordinators. Never for the requester.",
    )


class WorkForm(StepForm):
    until = forms.DateField(
        label="Until when",
        help_text="The requester sees this day as the next date.",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Choose a day.", "invalid": "Write the day like 2027-01-31."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        first, last = today + timedelta(days=1), today + LONGEST_WORK
        self.fields["until"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}
        self.fields["until"].initial = today + timedelta(days=3)

    def clean_until(self) -> datetime:
        """The end of that day, or the last moment that is possible if it is the last day."""
        day = self.cleaned_data["until"]
        latest = timezone.now() + LONGEST_WORK
        end = datetime.combine(day, time(23, 59), tzinfo=UTC)
        return latest if day == timezone.localdate(latest) else end


class HandBackForm(StepForm):
    reason = reason("Say why, so that the coordinator finds somebody who fits.")


# --- Giving it to somebody ------------------------------------------------------------------------------------------


class ExpertField(forms.ModelChoiceField):
    def label_from_instance(self, person: Any) -> str:
        return signed(person, person.organisation)


class ExpertForm(StepForm):
    """Suggested experts come first, with the reason why."""

    expert = ExpertField(
        queryset=User.objects.none(),
        label="To whom",
        empty_label="Choose somebody",
        error_messages={
            "required": "Choose an expert.",
            "invalid_choice": "They cannot have this question. Choose somebody else.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.people().exclude(pk=self.question.owner_id or 0).select_related("organisation")
        field: Any = self.fields["expert"]
        field.queryset = people.order_by("last_name", "first_name", "pk")
        self.suggestions = suggested_experts(self.question)

    def people(self) -> QuerySet[User]:
        return assignable_to(self.question)


class AssignForm(ExpertForm):
    reason = reason()


class TransferForm(ExpertForm):
    reason = reason("Say why, so that the other expert knows what to do.")


class ConsultForm(ExpertForm):
    text = words("What you would like to know", LONGEST_NOTE, rows=4, hint="It becomes a note on the question.")

    def people(self) -> QuerySet[User]:
        return consultable_on(self.question)


# --- Coordinators ---------------------------------------------------------------------------------------------------


class TriageForm(StepForm):
    topic = forms.ModelChoiceField(
        Topic.objects.order_by("name"),
        empty_label="Choose a topic",
        help_text="The experts on it, and on the topic above it, can take the question then.",
        error_messages={"required": "Choose a topic."},
    )
    urgency = forms.ChoiceField(choices=Urgency.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].initial, self.fields["urgency"].initial = self.question.topic, self.question.urgency

    def clean_urgency(self) -> Urgency:
        return Urgency(self.cleaned_data["urgency"])


class DeclineForm(StepForm):
    next_step = words(
        "What they can do instead",
        LONGEST_NEXT_STEP,
        missing="Say what the requester can do instead.",
        hint="The requester reads this.",
    )
    reason = reason()


class DuplicateForm(StepForm):
    next_step = words(
        "Where they find the answer",
        LONGEST_NEXT_STEP,
        missing="Say where the requester finds the answer.",
        hint="The requester reads this. They cannot open somebody else’s question, so name a page or give the answer.",
    )
    original = forms.CharField(
        label="The question that was asked before",
        required=False,
        help_text="Its address, or the code at the end of it. For coordinators alone.",
    )

    def clean_original(self) -> ExpertRequest | None:
        given = self.cleaned_data["original"].strip().rstrip("/").rpartition("/")[2]
        if not given:
            return None
        try:
            found = readable_by(self.person).filter(code=given).exclude(pk=self.question.pk).first()
        except ValidationError:  # no code
            found = None
        if found is None:
            raise ValidationError("There is no other question at this address.")
        return found
