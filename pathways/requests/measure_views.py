"""The page of figures, for coordinators. For everybody else it does not exist."""

from datetime import timedelta
from itertools import pairwise
from math import ceil
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .bars import Bars, Line
from .doors import PersonsRequest, coordinator_or_404
from .measures import AGES, PERIODS, THRESHOLD, Measures, Organisations, Times, TopicFigures, measure
from .states import OPEN, State

USUAL_PERIOD = 90
CHOICES = [(days, f"Last {days} days") for days in PERIODS]
MOVES = {
    State.SUBMITTED: "A coordinator, to sort it",
    State.TRIAGED: "An expert on its topic, to take it",
    State.ASSIGNED: "The expert who has it, to answer",
    State.AWAITING: "The requester, to reply to the expert",
    State.ANSWERED: "The requester, to say whether the answer helps",
}


class PeriodForm(forms.Form):
    """What makes no sense is the usual period."""

    days = forms.TypedChoiceField(choices=CHOICES, coerce=int)

    def asked(self) -> int:
        return int(self.cleaned_data["days"]) if self.is_valid() else USUAL_PERIOD


@require_safe
@login_required
def question_measures(request: PersonsRequest) -> HttpResponse:
    coordinator = coordinator_or_404(request.user)
    days = PeriodForm(request.GET).asked()
    measures = measure(coordinator, days=days)
    context = {
        "answers": coordinator.is_expert,
        "days": days,
        "period": _choice_of(days),
        "measures": measures,
        "threshold": THRESHOLD,
        "who_moves": _who_moves(measures),
        "ages": _ages(measures),
        "times": _times(measures),
        "outcomes": _outcomes(measures),
        "topics": _topics(measures),
        "unanswerable": [_missing(figures) for figures in measures.topics if not figures.there],
        "organisations": _organisations(measures.organisations) if measures.organisations else None,
        "reopened_share": _share(measures.reopened, measures.could_reopen),
        "searchable_share": _share(measures.asked_before_or_shown, measures.sent),
    }
    return render(request, "pathways/requests/measures.html", context)


def _choice_of(days: int) -> dict[str, Any]:
    """As `components/select.html` takes it."""
    choices = [{"value": value, "label": label, "selected": value == days} for value, label in CHOICES]
    return {"name": "days", "label": "Period", "choices": choices}


# --- The charts -----------------------------------------------------------------------------------------------------


def _who_moves(measures: Measures) -> Bars:
    lines = [_counted(MOVES[state], count) for state, count in measures.waiting_by_state.items()]
    return Bars("who", "Open questions by who has to move", ("Who has to move", "Questions"), lines)


def _ages(measures: Measures) -> Bars:
    between = [f"{start} to {end} days" for start, end in pairwise(AGES)]
    labels = [f"Less than {AGES[0]} day", *between, f"{AGES[-1]} days or longer"]
    lines = [_counted(label, count) for label, count in zip(labels, measures.waiting_by_age, strict=True)]
    return Bars("age", "Open questions by time since they were sent", ("Sent", "Questions"), lines)


def _times(measures: Measures) -> Bars:
    lines = [
        line
        for what, times in (("First response", measures.first_response), ("Answer", measures.answer))
        for line in (
            _took(f"{what}: half within", times, times.half),
            _took(f"{what}: 9 in 10 within", times, times.most),
        )
    ]
    return Bars(
        "times", "Time until somebody responds", ("What, for how many", "Time", "Questions that have it"), lines
    )


def _took(label: str, times: Times, took: timedelta | None) -> Line:
    return Line(label, took.total_seconds() if took else 0, in_words(took), (str(times.count),))


def _outcomes(measures: Measures) -> Bars:
    counts = measures.by_state
    is_open = sum(count for state, count in counts.items() if state in OPEN)
    ended = [_counted(state.label, count) for state, count in counts.items() if state not in OPEN]
    title = "Questions of the period by what has become of them"
    return Bars("outcomes", title, ("State today", "Questions"), [_counted("Open", is_open), *ended])


def _topics(measures: Measures) -> Bars:
    lines = [_on_topic(figures) for figures in measures.topics if figures.asked]
    if measures.without_topic:
        lines.append(Line("No topic yet", measures.without_topic, str(measures.without_topic), ("–", "–")))
    head = ("Topic", "Questions", "Experts", "Not away")
    return Bars("topics", "Questions of the period by topic", head, lines)


def _on_topic(figures: TopicFigures) -> Line:
    more = (str(figures.experts), str(figures.there))
    return Line(figures.topic, figures.asked, str(figures.asked), more)


def _missing(figures: TopicFigures) -> str:
    return f"{figures.topic}: {'away today' if figures.experts else 'no expert'}"


def _organisations(organisations: Organisations) -> Bars:
    lines = [_counted(one.name, one.openly) for one in organisations.named]
    if organisations.others:
        lines.append(_counted("Others", organisations.others))
    title = "Questions of the period by organisation"
    return Bars("organisations", title, ("Organisation", "Questions"), lines)


def _counted(label: str, count: int) -> Line:
    return Line(label, count, str(count))


# --- In words -------------------------------------------------------------------------------------------------------


def in_words(took: timedelta | None) -> str:
    """Rounded up, so that what is said to be within a time is."""
    if took is None:
        return "–"
    minutes = ceil(took / timedelta(minutes=1))
    hours, days = ceil(took / timedelta(hours=1)), ceil(took / timedelta(days=1))
    count, unit = (minutes, "minute") if minutes <= 60 else (hours, "hour") if hours <= 48 else (days, "day")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _share(part: int, whole: int) -> str:
    """Empty where there is nothing that it could be a share of."""
    return f"{round(100 * part / whole)}%" if whole else ""
