"""What this room keeps about a person, for their export, and what becomes of it when they leave."""

from collections.abc import Iterator

from membership.accounts.farewell import StillNeeded, register_farewell
from membership.accounts.personal_data import Row, register_personal_data
from membership.models import User

from .requests.errors import NobodyIsThere
from .requests.farewell import hand_on_all_of
from .requests.models import Away, ExpertProfile, ExpertRequest, InternalNote, Reply
from .welcome import WelcomeStep


def register() -> None:
    register_personal_data("questions to experts", questions_of)
    register_personal_data("words on questions to experts", words_of)
    register_personal_data("expertise", expertise_of)
    register_personal_data("settling in", steps_of)
    register_farewell("questions to experts", _hand_on)


def questions_of(person: User) -> Iterator[Row]:
    for request in ExpertRequest.objects.filter(requester=person).select_related("topic").order_by("pk"):
        yield {
            "subject": request.subject,
            "question": request.question,
            "tried": request.tried,
            "topic": str(request.topic or ""),
            "kept from": request.kept_from,
            "state": request.get_state_display(),
            "begun": request.begun_at,
        }


def words_of(person: User) -> Iterator[Row]:
    """What they wrote themselves, on their own questions and on others'. Of those they get no other word."""
    for model, kind in ((Reply, "reply"), (InternalNote, "note")):
        for text, at in model._default_manager.filter(author=person).order_by("pk").values_list("text", "written_at"):
            yield {"kind": kind, "text": text, "written": at}


def expertise_of(person: User) -> Iterator[Row]:
    for profile in ExpertProfile.objects.filter(person=person).prefetch_related("topics"):
        topics = [topic.name for topic in profile.topics.all()]
        yield {"topics": topics, "capacity": profile.capacity, "answers": profile.get_answers_as_display()}
    for away in Away.objects.filter(person=person):
        yield {"away from": away.first_day, "until": away.last_day}


def steps_of(person: User) -> Iterator[Row]:
    for step in WelcomeStep.objects.filter(person=person).order_by("pk"):
        yield {"step": step.get_step_display(), "done": step.done_at}


def _hand_on(person: User) -> None:
    try:
        hand_on_all_of(person)
    except NobodyIsThere as refusal:
        raise StillNeeded(person) from refusal
