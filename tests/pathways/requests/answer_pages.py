"""Texts for answer pages in each stage, reached by the steps that people take."""

from typing import Any

from membership.models import User
from pathways.pages import AnswerPage
from pathways.requests import consent, publishing
from pathways.requests.models import ExpertRequest
from pathways.requests.publishing import Words
from pathways.requests.publishing_models import Publication
from tests import factories
from tests.editors.desk import approve as approve_review
from visibility.models import Audience

from . import world

TITLE = "How does zqredactedqz work?"


def words(**given: Any) -> Words:
    usual = {
        "title": TITLE,
        "short_answer": "It is zqshortqz.",
        "question": "A company asks about zqpublicquestionqz.",
        "answer": "Like zqpublicanswerqz.\n\nAnd so on.",
        "audience": Audience.objects.get(slug="pathways"),
    }
    return Words(**{**usual, **given})


def agreed(**given: Any) -> ExpertRequest:
    request = world.answered(**given)
    consent.give_consent(request=request, by=request.requester)
    return request


def written(request: ExpertRequest, by: User, **given: Any) -> Publication:
    return publishing.prepare(request=request, by=by, given=words(**given))


def sent(request: ExpertRequest, by: User, **given: Any) -> Publication:
    written(request, by, **given)
    return publishing.send_for_approval(request=request, by=by)


def approved(request: ExpertRequest, by: User, **given: Any) -> Publication:
    publication = sent(request, by, **given)
    for person in (request.requester, request.owner):
        publishing.approve(request=request, by=person, version=publication.version)
    return publication


def handed_over(request: ExpertRequest, by: User, **given: Any) -> AnswerPage:
    approved(request, by, **given)
    publication = publishing.hand_to_editors(request=request, by=by)
    return AnswerPage.objects.get(publication=publication, alias_of=None)


def published(request: ExpertRequest, by: User, **given: Any) -> AnswerPage:
    """By a publisher who approves the review."""
    page = handed_over(request, by, **given)
    approve_review(page, by=factories.publisher())
    return fresh(page)


def fresh(page: AnswerPage) -> AnswerPage:
    return AnswerPage.objects.get(pk=page.pk)
