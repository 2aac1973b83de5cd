"""Questions before and during an event."""

from typing import Any

from django.db import transaction

from .models import Question, QuestionVote
from .pages import EventPage
from .permissions import user_can_ask_question, user_can_host_event

MOST_QUESTIONS = 20  # of one person at one event


class QuestionsNotYours(Exception):
    """They may not see the question box, or this question."""


class TooManyQuestions(Exception):
    """One person has asked as many as one person may."""


@transaction.atomic
def ask(*, event: EventPage, person: Any, text: str, is_anonymous: bool) -> Question:
    """Hosts see it at once, others when a host has let it through. Raises QuestionsNotYours and TooManyQuestions."""
    if not user_can_ask_question(person, event):
        raise QuestionsNotYours(event.pk)
    if Question.objects.filter(event=event, person=person).count() >= MOST_QUESTIONS:
        raise TooManyQuestions(event.pk)
    return Question.objects.create(event=event, person=person, text=text, is_anonymous=is_anonymous)


@transaction.atomic
def vote(*, question: Question, person: Any) -> None:
    """One vote each, for questions that are shown. A second time changes nothing. Raises QuestionsNotYours."""
    _refuse_unless_shown(question, person)
    QuestionVote.objects.get_or_create(question=question, person=person)


@transaction.atomic
def take_vote_back(*, question: Question, person: Any) -> None:
    """Raises QuestionsNotYours."""
    _refuse_unless_shown(question, person)
    QuestionVote.objects.filter(question=question, person=person).delete()


@transaction.atomic
def moderate(*, question: Question, by: Any, standing: Question.Standing) -> Question:
    """Show, answer or hide it. For hosts. Raises QuestionsNotYours."""
    if not user_can_host_event(by, question.event):
        raise QuestionsNotYours(question.pk)
    question.standing = standing
    question.save(update_fields=["standing"])
    return question


def _refuse_unless_shown(question: Question, person: Any) -> None:
    if question.standing != Question.Standing.SHOWN or not user_can_ask_question(person, question.event):
        raise QuestionsNotYours(question.pk)
