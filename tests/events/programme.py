"""What the tests of this room do: announce an event, register people, and read what arrived."""

import re
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.core import mail as delivered
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from events import registering
from events.models import Registration
from events.pages import EventPage
from events.states import State
from events.vocabulary import EventKind
from membership.models import User
from notifications.sending import send_waiting_mails
from tests.signing_in import BACKEND
from visibility.models import Audience

JOIN_LINK = "https://meet.example/zqjoinqz"
TITLE, SUMMARY, PLACE = "zqtitleqz", "zqsummaryqz", "zqplaceqz"

_numbers = count(1)


def in_days(days: float) -> datetime:
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0)


def an_event(*, below: str | Page = "fireside-chats", hosts: tuple[User, ...] = (), **fields: Any) -> EventPage:
    """A fireside chat in a week, for Pathways, of an hour, with canaries everywhere; live."""
    number = next(_numbers)
    if below == "fireside-chats":
        fields = {"audience": Audience.objects.get(slug="pathways"), **fields}
    starts_at = fields.pop("starts_at", in_days(7))
    page = EventPage(
        **{
            "title": TITLE,
            "slug": f"event-{number}",
            "summary": f"About {SUMMARY}.",
            "event_kind": EventKind.FIRESIDE_CHAT,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
            "time_zone": "Europe/Berlin",
            "place": PLACE,
            "join_link": JOIN_LINK,
            **fields,
        }
    )
    page.hosts.set(hosts)
    parent = Page.objects.get(slug=below) if isinstance(below, str) else Page.objects.get(pk=below.pk)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return fresh(page)


def fresh(event: EventPage) -> EventPage:
    return EventPage.objects.select_related("ledger").get(pk=event.pk)


def change(event: EventPage, **fields: Any) -> EventPage:
    """As an editor does: a new version, published."""
    page = fresh(event)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return fresh(event)


def registered(event: EventPage, *people: User, **more: Any) -> list[Registration]:
    return [registering.register(event=event, person=person, **more) for person in people]


def states(event: EventPage) -> dict[str, str]:
    """Address -> state."""
    return dict(Registration.objects.filter(event=event).values_list("person__email", "state"))


def state_of(event: EventPage, person: User) -> State | None:
    found = Registration.objects.filter(event=event, person=person).first()
    return State(found.state) if found else None


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def arrived() -> list[EmailMultiAlternatives]:
    """What the worker sends now."""
    before = len(delivered.outbox)
    send_waiting_mails()
    return delivered.outbox[before:]


def all_of(mail: EmailMultiAlternatives) -> str:
    """Everything that stands in a mail, its attachments included, without the folding of calendar lines."""
    html = "".join(str(content) for content, _ in mail.alternatives)
    attached = "".join(str(content) for _, content, _ in mail.attachments)
    return unfolded("\n".join([str(mail.subject), str(mail.body), html, attached]))


def unfolded(text: str) -> str:
    return re.sub(r"\r?\n[ \t]", "", text)


def text_of(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return unfolded(body.decode("utf-8", "replace")) + repr(dict(response.headers))


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
