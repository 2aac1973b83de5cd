from typing import Any, ClassVar

from django import forms

from content.models import Topic

from .models import Feedback, HostNote, Question
from .pages import EventPage
from .vocabulary import EventKind

LONGEST_ANSWER = 500
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class WhenForm(forms.Form):
    """Which events a list shows. What makes no sense is left out, as if nobody had asked for it."""

    kind = forms.ChoiceField(choices=EventKind.choices, required=False)
    topic = forms.SlugField(required=False)
    month = forms.RegexField(MONTH, required=False)
    page = forms.IntegerField(min_value=1, max_value=1000, required=False)

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


def topic_choices() -> list[tuple[str, str]]:
    return list(Topic.objects.values_list("slug", "name"))


class RegistrationForm(forms.Form):
    """What the editor wants to know, and whether others may see the name."""

    def __init__(self, *args: Any, event: EventPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = [block.value for block in event.registration_questions]
        for number, question in enumerate(self._questions):
            self.fields[f"answer_{number}"] = forms.CharField(
                label=question,
                max_length=LONGEST_ANSWER,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={
                    "required": "Answer this question.",
                    "max_length": f"Shorten your answer to {LONGEST_ANSWER} characters.",
                },
            )
        self.fields["is_listed"] = forms.BooleanField(
            label="Other attendees may see my name and organisation",
            required=False,
            help_text="Hosts see who is registered in any case.",
        )

    def answers(self) -> list[tuple[str, str]]:
        return [(text, self.cleaned_data[f"answer_{number}"]) for number, text in enumerate(self._questions)]


class QuestionForm(forms.ModelForm):
    class Meta:
        model = Question
        fields = ("text", "is_anonymous")
        labels: ClassVar[dict[str, Any]] = {"text": "Your question", "is_anonymous": "Ask without my name"}
        help_texts: ClassVar[dict[str, Any]] = {
            "text": "A host looks at it before others see it. Do not describe cases or name people.",
            "is_anonymous": "Nobody is shown who asked, hosts included.",
        }
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages: ClassVar[dict[str, Any]] = {
            "text": {
                "required": "Enter your question.",
                "max_length": "Shorten your question to 500 characters.",
            }
        }


class FeedbackForm(forms.ModelForm):
    useful = forms.TypedChoiceField(
        label="How useful was it?",
        coerce=int,
        choices=[(5, "Very useful"), (4, "Useful"), (3, "Somewhat useful"), (2, "Hardly useful"), (1, "Not useful")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how useful it was."},
    )

    class Meta:
        model = Feedback
        fields = ("useful", "text")
        labels: ClassVar[dict[str, Any]] = {"text": "What should we keep or change?"}
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 5})}
        error_messages: ClassVar[dict[str, Any]] = {"text": {"max_length": "Shorten your text to 2,000 characters."}}


class HostNoteForm(forms.ModelForm):
    class Meta:
        model = HostNote
        fields = ("subject", "text")
        labels: ClassVar[dict[str, Any]] = {"text": "Message"}
        help_texts: ClassVar[dict[str, Any]] = {
            "text": "It goes to everybody who has a seat or is offered one. Do not put the join link here: "
            "the reminder brings it to those who may have it."
        }
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 8})}
        error_messages: ClassVar[dict[str, Any]] = {
            "subject": {"required": "Enter a subject.", "max_length": "Shorten the subject to 120 characters."},
            "text": {"required": "Enter a message.", "max_length": "Shorten the message to 5,000 characters."},
        }

    def clean_subject(self) -> str:
        return " ".join(str(self.cleaned_data["subject"]).split())


class MaterialForm(forms.Form):
    """A file or a link, not both."""

    title = forms.CharField(max_length=200, error_messages={"required": "Enter a title."})
    file = forms.FileField(required=False, help_text="PDF, Word, PowerPoint or Excel, up to 50 MB.")
    link = forms.URLField(
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Where a recording is, if it is too large for a file.",
        error_messages={"invalid": "Enter an address that begins with https://."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("link")):
            self.add_error(None, "Choose a file or enter a link: one of the two.")
        return cleaned
