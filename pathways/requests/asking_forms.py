"""The form in which somebody asks. What the guard finds is no error of it: that is said beside the fields."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content.models import Topic
from search.text import clean

from .asking import LONGEST, Question
from .kept_from import MOST_LINES, lines_of
from .models import ExpertRequest, Urgency

SUBJECT = "Say in one line what it is about, without names of people or products that nobody should know."
QUESTION = "What do you want to know, and what for? General words are enough: nobody needs the case itself."
TRIED = "So that nobody sends you to what you have read already."
KEPT_FROM = (
    "One domain or work address in each line, such as competitor.example or someone@competitor.example. Whoever works "
    "there never learns that your question exists. We do not say whether they are on the portal."
)
NO_LINE = "“{}” is neither a domain, like company.example, nor an address, like someone@company.example."
ANYBODYS = "Anybody can have an address at “{}”. Write the whole address of the person you mean."

MISSING, NOT_READ = "required", "not-read"


class TextField(forms.CharField):
    """As long as its column. Counts characters as browsers do, for which a new line is one."""

    def __init__(self, name: str, *, too_long: str, missing: str = "", rows: int = 0, **kwargs: Any) -> None:
        longest = LONGEST[name]
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        messages = {"max_length": f"{too_long} to {longest:,} characters.", "required": missing}
        super().__init__(max_length=longest, widget=widget, required=bool(missing), error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(value or "").replace("\x00", "").replace("\r\n", "\n")
        return str(super().to_python(text))


class AskingForm(forms.Form):
    """For sending. What the lines of `kept_from` match plays no part: they are judged by how they are written."""

    subject = TextField(
        "subject", label="Subject", help_text=SUBJECT, missing="Enter a subject.", too_long="Shorten the subject"
    )
    question = TextField(
        "question",
        label="Your question",
        help_text=QUESTION,
        rows=8,
        missing="Enter your question.",
        too_long="Shorten the question",
    )
    tried = TextField("tried", label="What you have tried or read", help_text=TRIED, rows=4, too_long="Shorten this")
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label="Topic",
        required=False,
        empty_label="I do not know",
        error_messages={"invalid_choice": "Choose a topic from the list, or none."},
    )
    urgency = forms.ChoiceField(
        label="How soon do you need an answer?",
        choices=Urgency.choices,
        initial=Urgency.NORMAL,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how soon you need an answer."},
    )
    is_blind = forms.BooleanField(
        label="Do not tell experts which company asks",
        required=False,
        help_text="Coordinators of the alliance know it. Experts see neither your name nor your company’s.",
    )
    is_confidential = forms.BooleanField(
        label="Delete the words of this question when I leave the portal",
        required=False,
        help_text="Otherwise they stay, without your name and company.",
    )
    kept_from = TextField(
        "kept_from", label="Who must not see it", help_text=KEPT_FROM, rows=3, too_long="Shorten the list"
    )

    def clean_subject(self) -> str:
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean_kept_from(self) -> str:
        written = str(self.cleaned_data["kept_from"])
        wrong = _wrong_with(written)
        if wrong:
            raise ValidationError([ValidationError(sentence, code=NOT_READ) for sentence in wrong])
        return written

    def given(self) -> Question:
        urgency = Urgency(self.cleaned_data["urgency"])
        return Question(**{**self.cleaned_data, "urgency": urgency})


class DraftForm(AskingForm):
    """For what is only kept: anything may be missing or half-written, as long as there is a word."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, code in (("subject", MISSING), ("question", MISSING), ("kept_from", NOT_READ)):
            if self.has_error(name, code):
                del self.errors[name]
                cleaned[name] = self.fields[name].to_python(self[name].value())
        if not self.errors and not any(cleaned[name] for name in ("subject", "question", "tried")):
            self.add_error("subject", "Write something first.")
        return cleaned


def _wrong_with(written: str) -> list[str]:
    lines = lines_of(written)
    wrong = [NO_LINE.format(line) for line in lines.unusable] + [ANYBODYS.format(line) for line in lines.anybodys]
    if len([line for line in written.splitlines() if line.strip()]) > MOST_LINES:
        wrong.append(f"Name at most {MOST_LINES} domains and addresses.")
    return wrong


def begun_with(text: str) -> dict[str, Any]:
    """The form as it begins for somebody who has searched for this and found nothing."""
    words = " ".join(clean(text).split())
    longest = LONGEST["subject"]
    return {"subject": words} if len(words) <= longest else {"subject": words[:longest], "question": words}


def written_in(draft: ExpertRequest) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in AskingForm.base_fields}
