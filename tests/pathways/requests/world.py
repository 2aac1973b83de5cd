"""People around a request, and requests in each state, reached by the steps that people take."""

from datetime import datetime, timedelta
from itertools import count

from django.core import mail as delivered
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.text import slugify

from content.models import Topic
from membership.models import Organisation, OrganisationDomain, Role, Tier, User
from notifications.sending import send_waiting_mails
from pathways.requests import answering, asking, profiles, triage
from pathways.requests.asking import Question
from pathways.requests.models import ExpertRequest, Urgency, Voice
from pathways.requests.states import Party, State
from tests import factories

CANARIES = ("zqsubjectqz", "zqquestionqz", "zqtriedqz", "zqreplyqz", "zqanswerqz", "zqnoteqz", "zqreasonqz")
GUARDED = "See https://files.example.com/set/IMG_1.jpg"
_numbers = count(1)


def topic(name: str = "Hashing and matching", parent: Topic | None = None) -> Topic:
    return Topic.objects.get_or_create(name=name, defaults={"slug": slugify(name), "parent": parent})[0]


def company(name: str = "", tier: Tier = Tier.CORNERSTONE) -> Organisation:
    return factories.organisation(name or f"Company {next(_numbers)}", tier)


def expert_on(*topics: Topic, at: Organisation | None = None, capacity: int = 3, voice: Voice = Voice.NAME) -> User:
    made = factories.person("Noor", f"Castellane{next(_numbers)}", at=at or company(), roles=(Role.EXPERT,))
    profiles.describe_expert(person=made, topics=topics, capacity=capacity, answers_as=voice)
    return made


def coordinator() -> User:
    return factories.coordinator_of()


def away(person: User, days: int = 30, *, start: int = 0) -> None:
    today = timezone.localdate()
    profiles.go_away(person=person, first_day=today + timedelta(days=start), last_day=today + timedelta(days=days))


def question(**given: object) -> Question:
    subject, asked, tried, *_ = CANARIES
    words = {"subject": f"About {subject}", "question": f"How does {asked} work?", "tried": f"We read {tried}."}
    return Question(**{**words, **given})


def domain_of(organisation: Organisation) -> str:
    """Its domain, which the alliance has checked: from now on if it had none."""
    known = {"organisation": organisation, "verified_at": timezone.now()}
    return OrganisationDomain.objects.get_or_create(domain=f"{organisation.slug}.example", defaults=known)[0].domain


def draft(by: User | None = None, **given: object) -> ExpertRequest:
    return asking.begin_draft(by=by or factories.startup_user(), given=question(**given))


def submitted(by: User | None = None, **given: object) -> ExpertRequest:
    """With a coordinator, who is made if there is none."""
    if not User.objects.filter(role_assignments__role=Role.COORDINATOR).exists():
        coordinator()
    made = draft(by, **given)
    return asking.submit(request=made, by=made.requester)


def triaged(by: User | None = None, on: Topic | None = None, **given: object) -> ExpertRequest:
    made = submitted(by, **given)
    return triage.triage(request=made, by=made.owner, topic=on or topic(), urgency=Urgency(made.urgency))


def assigned(by: User | None = None, to: User | None = None, **given: object) -> ExpertRequest:
    on = topic()
    expert = to or expert_on(on)
    return answering.claim(request=triaged(by, on, **given), by=expert)


def awaiting(by: User | None = None, to: User | None = None, **given: object) -> ExpertRequest:
    made = assigned(by, to, **given)
    answering.ask_back(request=made, by=made.owner, text="What do you store?")
    return fresh(made)


def answered(by: User | None = None, to: User | None = None, **given: object) -> ExpertRequest:
    made = assigned(by, to, **given)
    answering.answer(request=made, by=made.owner, text=f"It is {CANARIES[4]}.")
    return fresh(made)


def closed(by: User | None = None, to: User | None = None, **given: object) -> ExpertRequest:
    made = answered(by, to, **given)
    return asking.close(request=made, by=made.requester)


def held(by: User | None = None, **given: object) -> ExpertRequest:
    return submitted(by, **{"question": GUARDED, **given})


def declined(by: User | None = None, **given: object) -> ExpertRequest:
    made = submitted(by, **given)
    return triage.decline(request=made, by=made.owner, next_step="Ask your counsel.")


def duplicate(by: User | None = None, **given: object) -> ExpertRequest:
    made = submitted(by, **given)
    return triage.mark_duplicate(request=made, by=made.owner, next_step="Read the guide on hashing.")


def withdrawn(by: User | None = None, **given: object) -> ExpertRequest:
    made = submitted(by, **given)
    return asking.withdraw(request=made, by=made.requester)


IN_STATE = {
    State.DRAFT: draft,
    State.HELD: held,
    State.SUBMITTED: submitted,
    State.TRIAGED: triaged,
    State.ASSIGNED: assigned,
    State.AWAITING: awaiting,
    State.ANSWERED: answered,
    State.CLOSED: closed,
    State.DECLINED: declined,
    State.DUPLICATE: duplicate,
    State.WITHDRAWN: withdrawn,
}


def fresh(request: ExpertRequest) -> ExpertRequest:
    return ExpertRequest.objects.get(pk=request.pk)


def arrived() -> list[EmailMultiAlternatives]:
    """What the worker sends now."""
    before = len(delivered.outbox)
    send_waiting_mails()
    return delivered.outbox[before:]


def subjects_for(person: User, mails: list[EmailMultiAlternatives]) -> list[str]:
    return [str(mail.subject) for mail in mails if mail.to == [person.email]]


def later(**time: int) -> datetime:
    return timezone.now() + timedelta(**time)


def everybody_around(request: ExpertRequest) -> dict[Party, User]:
    people = {
        Party.REQUESTER: request.requester,
        Party.COORDINATOR: coordinator(),
        Party.EXPERT: expert_on(topic()),
        Party.CONSULTED: expert_on(),
    }
    if request.owner is not None and request.owner.role_assignments.filter(role="expert").exists():
        people[Party.OWNER] = request.owner
    request.consultations.create(expert=people[Party.CONSULTED])
    return people
