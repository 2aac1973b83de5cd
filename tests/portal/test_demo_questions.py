"""The demonstration shows questions to the experts in every state, with a past that fits together."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from membership.models import User
from notifications.outbox import OutboxMail
from pathways.requests.guard import holding
from pathways.requests.measures import measure
from pathways.requests.models import (
    Away,
    Barred,
    Consent,
    Consultation,
    ExpertRequest,
    InternalNote,
    Reply,
    RequestEvent,
)
from pathways.requests.people import experts, is_away
from pathways.requests.queries import claimable_by, desk_of, held_beside, own_requests, queue_of, readable_by
from pathways.requests.states import OPEN, State
from pathways.requests.upkeep import cover_absent_owners, move_overdue, remind, send_kept
from portal.demo.load import _organisations, _people, _topics, _working_groups
from portal.demo.organisation_lives import load_lives
from portal.demo.people import ALL_PEOPLE
from portal.demo.question_lives import load_questions
from portal.demo.questions import ALL_QUESTIONS
from portal.establish import establish

pytestmark = pytest.mark.django_db
MODELS = (ExpertRequest, RequestEvent, Reply, InternalNote, Consultation, Consent, Barred, Away, OutboxMail, User)


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Once for all tests here: what each of them does is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        establish()
        _organisations()
        _working_groups()
        _people()
        load_lives()
        _topics()
        load_questions()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _questions(_loaded: None, db: None) -> None:
    pass


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.example")


@pytest.mark.usefixtures("_questions")
def test_there_is_a_question_in_every_state():
    assert Counter(ExpertRequest.objects.values_list("state", flat=True)) == {
        State.DRAFT: 1,
        State.HELD: 1,
        State.SUBMITTED: 1,
        State.TRIAGED: 1,
        State.ASSIGNED: 1,
        State.AWAITING: 1,
        State.ANSWERED: 1,
        State.CLOSED: 4,
        State.DECLINED: 1,
        State.DUPLICATE: 1,
        State.WITHDRAWN: 1,
    }
    assert ExpertRequest.objects.filter(is_blind=True).count() == 1
    confidential = ExpertRequest.objects.get(is_confidential=True)
    assert [str(barred.organisation) for barred in confidential.barred.all()] == ["Hearthlark Dating"]
    assert [str(consent.request.requester) for consent in Consent.objects.all()] == ["Robin Startup"]
    assert ExpertRequest.objects.get(state=State.HELD).held_for == ["email"]
    assert InternalNote.objects.count() == 3


@pytest.mark.usefixtures("_questions")
def test_each_persona_finds_what_is_theirs():
    assert own_requests(person("startup")).count() == 9
    assert Counter(queue_of(person("expert")).values_list("state", flat=True)) == {State.ASSIGNED: 1, State.ANSWERED: 1}
    noor = User.objects.get(first_name="Noor")
    assert Counter(queue_of(noor).values_list("state", flat=True)) == {State.AWAITING: 1, State.ANSWERED: 1}
    assert desk_of(person("coordinator")).count() == 5
    assert [held.kinds for held in held_beside(person("coordinator"))] == [("email",)]
    greta = User.objects.get(first_name="Greta")
    assert is_away(greta)
    assert claimable_by(greta).get().topic.slug == "policy-and-rules"
    assert readable_by(person("member")).count() == 1
    found = measure(person("coordinator"), days=90)
    assert (found.sent, found.answer.count, found.reopened, found.asked_before_or_shown) == (12, 5, 1, 3)
    of_greta_alone = {topic.topic for topic in found.topics if (topic.experts, topic.there) == (1, 0)}
    assert {"Transparency", "Regulation"} <= of_greta_alone


@pytest.mark.usefixtures("_questions")
def test_every_expert_says_what_they_answer_on():
    expected = {demo.email: set(demo.expert_topics) for demo in ALL_PEOPLE if "expert" in demo.roles}
    assert len(expected) == 4
    assert {
        expert.email: {topic.slug for topic in expert.expert_profile.topics.all()} for expert in experts()
    } == expected


@pytest.mark.usefixtures("_questions")
def test_each_past_is_in_order_and_over_before_now():
    now = timezone.now()
    for request in ExpertRequest.objects.all():
        events = list(request.events.order_by("pk"))
        times = [request.begun_at, *(event.at for event in events)]
        assert times == sorted(times), request.subject
        assert times[-1] < now
        assert all(event.before == earlier.after for earlier, event in pairwise(events))
        assert events == [] or events[-1].after == request.state
        said = {event.at.replace(microsecond=0) for event in events}
        for reply in request.replies.all():
            assert any(abs(reply.written_at - at) < timedelta(seconds=2) for at in said), reply.text
        if request.closed_at:
            assert request.submitted_at < request.closed_at < now
        if request.first_response_at and request.answered_at:
            assert request.submitted_at < request.first_response_at <= request.answered_at
    oldest = RequestEvent.objects.order_by("at").first()
    assert oldest is not None
    assert now - oldest.at > timedelta(days=60)


@pytest.mark.usefixtures("_questions")
def test_nothing_is_due_and_nobody_gets_mail_when_the_portal_starts():
    now = timezone.now()
    assert [job(now) for job in (send_kept, cover_absent_owners, move_overdue, remind)] == [0, 0, 0, 0]
    assert not OutboxMail.objects.filter(message__startswith="expert_request").exists()
    later = now + timedelta(hours=8)
    assert (cover_absent_owners(later), move_overdue(later), remind(later)) == (0, 0, 0)
    assert all(request.next_action_at > now for request in ExpertRequest.objects.filter(state__in=OPEN))


@pytest.mark.usefixtures("_questions")
def test_loading_it_again_is_refused_and_changes_nothing():
    before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in MODELS}
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert {model: set(model._default_manager.values_list("pk", flat=True)) for model in MODELS} == before


def test_its_words_hold_nothing_that_the_guard_would_keep_but_one_address():
    texts = [
        text
        for demo in ALL_QUESTIONS
        for text in (demo.subject, demo.question, demo.tried, *(step.text for step in demo.steps))
    ]
    assert [finding.kind for finding in holding(texts)] == ["email"]
