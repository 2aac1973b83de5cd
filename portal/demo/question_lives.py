"""Takes the questions of the demonstration through their lives, with the services that people use, and dates them back.

The services write what happens now. After each step, all that it wrote is moved to the time when it is said to have been
taken. Nobody gets a mail about steps that are over.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from content.models import Topic
from membership.models import User
from notifications.outbox import OutboxMail
from pathways.requests import answering, asking, consent, profiles, publication_notices, triage
from pathways.requests.models import (
    Consent,
    Consultation,
    ExpertRequest,
    InternalNote,
    Reply,
    RequestEvent,
    Urgency,
)
from pathways.requests.notices import STEP

from .people import ALL_PEOPLE
from .questions import ALL_QUESTIONS, AWAY
from .shapes import DemoQuestion, DemoQuestionStep

HOUR = timedelta(hours=1)


def load_questions() -> None:
    """Expects the organisations with their domains, people and topics of the demonstration."""
    newest_mail = OutboxMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _experts()
    for demo in ALL_QUESTIONS:
        _question(demo)
    OutboxMail.objects.filter(pk__gt=newest_mail, message__in=[STEP, publication_notices.MESSAGE]).delete()


def _experts() -> None:
    for demo in ALL_PEOPLE:
        if demo.expert_topics:
            profiles.describe_expert(
                person=_person(demo.email), topics=Topic.objects.filter(slug__in=demo.expert_topics)
            )
    today = timezone.localdate()
    for email, days_ago, days_ahead in AWAY:
        first_day, last_day = today - timedelta(days=days_ago), today + timedelta(days=days_ahead)
        profiles.go_away(person=_person(email), first_day=first_day, last_day=last_day)


def _question(demo: DemoQuestion) -> None:
    requester = _person(demo.requester)
    given = asking.Question(
        subject=demo.subject,
        question=demo.question,
        tried=demo.tried,
        topic=Topic.objects.filter(slug=demo.topic).first(),
        urgency=Urgency(demo.urgency),
        is_blind=demo.is_blind,
        is_confidential=demo.is_confidential,
        kept_from=demo.kept_from,
    )
    started, hours_ago = timezone.now(), 1 + (demo.steps[0].hours_ago if demo.steps else 0)
    request = asking.begin_draft(by=requester, given=given)
    asking.note_fitting_answers(request=request, by=requester, shown=demo.fitting_shown)
    _date_back(request.pk, {}, started, hours_ago * HOUR)
    for step in demo.steps:
        _take(request.pk, step)


def _person(email: str) -> User:
    return User.objects.get(email=email)


# --- Steps ----------------------------------------------------------------------------------------------------------

Take = Callable[[ExpertRequest, User, DemoQuestionStep], Any]

STEPS: dict[str, Take] = {
    "submit": lambda request, by, step: asking.submit(request=request, by=by),
    "triage": lambda request, by, step: triage.triage(
        request=request, by=by, topic=_topic_of(request), urgency=Urgency(request.urgency)
    ),
    "assign": lambda request, by, step: triage.assign(request=request, by=by, expert=_person(step.to)),
    "decline": lambda request, by, step: triage.decline(request=request, by=by, next_step=step.text),
    "mark-duplicate": lambda request, by, step: triage.mark_duplicate(request=request, by=by, next_step=step.text),
    "claim": lambda request, by, step: answering.claim(request=request, by=by),
    "hand-back": lambda request, by, step: answering.hand_back(request=request, by=by, reason=step.text),
    "work": lambda request, by, step: answering.work_on(
        request=request, by=by, until=timezone.now() + timedelta(days=step.until_in_days)
    ),
    "consult": lambda request, by, step: answering.consult(
        request=request, by=by, expert=_person(step.to), text=step.text
    ),
    "note": lambda request, by, step: answering.write_note(request=request, by=by, text=step.text),
    "ask-back": lambda request, by, step: answering.ask_back(request=request, by=by, text=step.text),
    "answer": lambda request, by, step: answering.answer(request=request, by=by, text=step.text),
    "reply": lambda request, by, step: asking.reply(request=request, by=by, text=step.text),
    "close": lambda request, by, step: asking.close(request=request, by=by, thanks=step.text),
    "reopen": lambda request, by, step: asking.reopen(request=request, by=by, text=step.text),
    "withdraw": lambda request, by, step: asking.withdraw(request=request, by=by, reason=step.text),
    "consent": lambda request, by, step: consent.give_consent(request=request, by=by),
}


def _topic_of(request: ExpertRequest) -> Topic:
    return Topic.objects.get(expert_requests=request)


def _take(request_id: int, step: DemoQuestionStep) -> None:
    before, started = ExpertRequest.objects.get(pk=request_id), timezone.now()
    dates = _dates_of(before)
    STEPS[step.deed](before, _person(step.by), step)
    _date_back(request_id, dates, started, step.hours_ago * HOUR)


# --- Dates ----------------------------------------------------------------------------------------------------------

WRITTEN = (
    (RequestEvent, "at"),
    (Reply, "written_at"),
    (InternalNote, "written_at"),
    (Consultation, "asked_at"),
    (Consent, "given_at"),
)
DATES = (
    *("begun_at", "submitted_at", "first_response_at", "answered_at", "closed_at"),
    *("owned_since", "next_action_at", "remind_at"),
)


def _dates_of(request: ExpertRequest) -> dict[str, datetime | None]:
    return {name: getattr(request, name) for name in DATES}


def _date_back(request_id: int, before: dict[str, datetime | None], started: datetime, ago: timedelta) -> None:
    """Those dates of the request that a step changed, and the rows that it wrote."""
    request = ExpertRequest.objects.get(pk=request_id)
    moved = {name: at - ago for name, at in _dates_of(request).items() if at is not None and at != before.get(name)}
    ExpertRequest.objects.filter(pk=request_id).update(**moved)
    for model, column in WRITTEN:
        written = model._default_manager.filter(request=request_id, **{f"{column}__gte": started})
        written.update(**{column: F(column) - ago})
