"""Any number of questions to the experts, in all states, of people at 50 organisations, written in bulk.

States, topics, owners and dates follow from the number of a question and from a seed: two worlds of one size are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from content.models import Topic
from membership.models import Organisation, Role, RoleAssignment, Tier, User
from pathways.requests.models import Barred, Consultation, ExpertProfile, ExpertRequest, Reply, RequestEvent, Voice
from pathways.requests.states import ENDED, OPEN, UNSENT, WITH_COORDINATOR, Deed, State

ORGANISATIONS, EXPERTS, REQUESTERS, COORDINATORS, TOPICS, MAIN_TOPICS = 50, 200, 100, 4, 20, 4
STATES = tuple(State)
NOBODYS = frozenset({State.DRAFT, State.WITHDRAWN})
PERIOD = timedelta(days=365)


@dataclass(frozen=True)
class People:
    """The first expert answers on everything, and so has the longest queue."""

    coordinators: Sequence[User]
    experts: Sequence[User]
    requesters: Sequence[User]
    topics: Sequence[Topic]


@transaction.atomic
def write_people() -> People:
    alliance = Organisation.objects.create(name="The alliance", slug="alliance", tier=Tier.ALLIANCE)
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Company {number}", slug=f"company-{number}", tier=Tier.CORNERSTONE)
        for number in range(ORGANISATIONS)
    )
    people = People(
        coordinators=_people("coordinator", COORDINATORS, [alliance], Role.COORDINATOR),
        experts=_people("expert", EXPERTS, organisations, Role.EXPERT),
        requesters=_people("requester", REQUESTERS, organisations),
        topics=_topics(),
    )
    _profiles(people)
    return people


def _people(name: str, count: int, organisations: Sequence[Organisation], *roles: Role) -> list[User]:
    people = User.objects.bulk_create(
        User(
            email=f"{name}-{number}@large.example",
            first_name=name.title(),
            last_name=str(number),
            organisation=organisations[number % len(organisations)],
            password=make_password(None),
        )
        for number in range(count)
    )
    RoleAssignment.objects.bulk_create(RoleAssignment(person=person, role=role) for person in people for role in roles)
    return people


def _topics() -> list[Topic]:
    """A few main topics, and the others below them."""
    above = Topic.objects.bulk_create(Topic(name=f"Topic {one}", slug=f"topic-{one}") for one in range(MAIN_TOPICS))
    below = Topic.objects.bulk_create(
        Topic(name=f"Topic {one}", slug=f"topic-{one}", parent=above[one % MAIN_TOPICS])
        for one in range(MAIN_TOPICS, TOPICS)
    )
    return above + below


def _profiles(people: People) -> None:
    profiles = ExpertProfile.objects.bulk_create(ExpertProfile(person=expert, capacity=10) for expert in people.experts)
    through = ExpertProfile.topics.through
    first, *others = profiles
    rows = [through(expertprofile=first, topic=topic) for topic in people.topics[:MAIN_TOPICS]]
    for number, profile in enumerate(others):
        on = {number % TOPICS, (number * 7 + 3) % TOPICS}
        rows += [through(expertprofile=profile, topic=people.topics[one]) for one in on]
    through.objects.bulk_create(rows)


# --- Questions ------------------------------------------------------------------------------------------------------


@transaction.atomic
def write_questions(people: People, *, first: int, last: int) -> None:
    """Those from number `first` to before `last`, with what has been said and done on them."""
    random = Random(first)  # noqa: S311  no secret
    questions = ExpertRequest.objects.bulk_create(_question(people, number, random) for number in range(first, last))
    sent = [question for question in questions if question.submitted_at]
    Barred.objects.bulk_create(
        Barred(request=question, organisation_id=_expert(people, number).organisation_id)
        for number, question in enumerate(sent)
        if number % 10 == 0
    )
    Consultation.objects.bulk_create(
        Consultation(request=question, expert=_expert(people, number + 1))
        for number, question in enumerate(sent)
        if number % 10 == 1
    )
    Reply.objects.bulk_create(
        Reply(request=question, voice=Voice.NAME, author=question.owner, text="An answer.", is_answer=True)
        for question in sent
        if question.answered_at
    )
    RequestEvent.objects.bulk_create(
        RequestEvent(request=question, deed=deed, before=State.SUBMITTED, after=question.state, by=question.requester)
        for question in sent
        for deed in (Deed.SUBMIT, Deed.TRIAGE, Deed.ADD)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@transaction.atomic
def delete_questions(*, keep: int) -> None:
    """All but the first few."""
    kept = list(ExpertRequest.objects.order_by("pk").values_list("pk", flat=True)[:keep])
    for model in (Barred, Consultation, Reply, RequestEvent):
        model._default_manager.exclude(request__in=kept).delete()
    ExpertRequest.objects.exclude(pk__in=kept).delete()


def _question(people: People, number: int, random: Random) -> ExpertRequest:
    state = STATES[number % len(STATES)]
    requester = people.requesters[random.randrange(REQUESTERS)]
    begun_at = timezone.now() - PERIOD * random.random()
    is_answered = state in {State.ANSWERED, State.CLOSED}
    return ExpertRequest(
        requester=requester,
        organisation_id=requester.organisation_id,
        topic=people.topics[random.randrange(TOPICS)],
        subject=f"Question {number}",
        question="How would you begin? " * 20,
        is_blind=number % 7 == 0,
        state=state,
        owner=_owner(people, state, number),
        owned_since=begun_at,
        next_action_at=timezone.now() + timedelta(days=14) * random.random() if state in OPEN else None,
        begun_at=begun_at,
        submitted_at=None if state in UNSENT else begun_at,
        first_response_at=begun_at + timedelta(days=1) if is_answered else None,
        answered_at=begun_at + timedelta(days=2) if is_answered else None,
        closed_at=begun_at + timedelta(days=3) if state in ENDED else None,
    )


def _owner(people: People, state: State, number: int) -> User | None:
    if state in NOBODYS:
        return None
    if state in {*WITH_COORDINATOR, State.DECLINED, State.DUPLICATE}:
        return people.coordinators[number % COORDINATORS]
    return _expert(people, number)


def _expert(people: People, number: int) -> User:
    """Any but the first, whose queue is long enough."""
    return people.experts[1 + number % (EXPERTS - 1)]
