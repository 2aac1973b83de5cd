"""What this room keeps about a person, for their export."""

from collections.abc import Iterator

from membership.accounts.personal_data import Row, register_personal_data
from membership.models import User
from visibility.pages import visible_pages
from visibility.viewer import viewer_for

from .models import Registration
from .pages import EventPage


def register() -> None:
    register_personal_data("events", registrations_of)


def registrations_of(person: User) -> Iterator[Row]:
    """Titles of events that they can no longer see are left out."""
    titles = dict(visible_pages(viewer_for(person), EventPage.objects.all()).values_list("pk", "title"))
    for registration in Registration.objects.filter(person=person).order_by("pk"):
        yield {
            "event": titles.get(registration.event_id, ""),
            "state": registration.get_state_display(),
        }
