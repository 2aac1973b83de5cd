"""What this room keeps about a person, for their export, and what becomes of it when they leave."""

from collections.abc import Iterator

from membership.accounts.farewell import register_farewell
from membership.accounts.personal_data import Row, register_personal_data
from membership.models import User

from .requests.farewell import hand_on_all_of
from .requests.models import ExpertRequest
from .welcome import WelcomeStep


def register() -> None:
    register_personal_data("questions to experts", questions_of)
    register_personal_data("settling in", steps_of)
    register_farewell("questions to experts", _hand_on)


def questions_of(person: User) -> Iterator[Row]:
    """Those that they asked. What they wrote to others' questions belongs to those."""
    for request in ExpertRequest.objects.filter(requester=person).order_by("pk"):
        yield {
            "subject": request.subject,
            "question": request.question,
            "tried": request.tried,
            "kept from": request.kept_from,
            "state": request.get_state_display(),
        }


def steps_of(person: User) -> Iterator[Row]:
    for step in WelcomeStep.objects.filter(person=person).order_by("pk"):
        yield {"step": step.get_step_display(), "done": step.done_at}


def _hand_on(person: User) -> None:
    hand_on_all_of(person)
