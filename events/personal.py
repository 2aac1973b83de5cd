"""What this room keeps about a person, for their export, and what becomes of it when they leave."""

from collections.abc import Iterator

from membership.accounts.farewell import register_farewell
from membership.accounts.personal_data import Row, register_personal_data
from membership.models import User
from visibility.pages import visible_pages
from visibility.viewer import viewer_for

from .models import Feedback, Question, Registration
from .pages import EventPage
from .registering import lock, settle_seats


def register() -> None:
    register_farewell("events", give_back_seats)
    register_personal_data("events", registrations_of)
    register_personal_data("questions at events", questions_of)
    register_personal_data("feedback on events", feedback_of)


def give_back_seats(person: User) -> None:
    """So that the next in line gets them, at once."""
    for registration in Registration.objects.filter(person=person).order_by("event").select_related("event"):
        lock(registration.event)
        registration.delete()
        settle_seats(event=registration.event)


def registrations_of(person: User) -> Iterator[Row]:
    """Titles of events that they can no longer see are left out."""
    titles = dict(visible_pages(viewer_for(person), EventPage.objects.all()).values_list("pk", "title"))
    for registration in Registration.objects.filter(person=person).order_by("pk"):
        yield {
            "event": titles.get(registration.event_id, ""),
            "state": registration.get_state_display(),
            "answers": registration.answers,
            "may be listed": registration.is_listed,
        }


def questions_of(person: User) -> Iterator[Row]:
    for question in Question.objects.filter(person=person).order_by("pk"):
        yield {"question": question.text, "anonymous": question.is_anonymous, "asked": question.asked_at}


def feedback_of(person: User) -> Iterator[Row]:
    for feedback in Feedback.objects.filter(person=person).order_by("pk"):
        yield {"useful, from 1 to 5": feedback.useful, "text": feedback.text, "given": feedback.given_at}
