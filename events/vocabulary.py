"""The words of events: their kinds, and the circles of people whom parts of an event are for."""

import zoneinfo
from dataclasses import dataclass

from django.conf import settings
from django.db import models


class EventKind(models.TextChoices):
    FIRESIDE_CHAT = "fireside-chat", "Fireside chat"
    WEBINAR = "webinar", "Webinar"
    SESSION = "session", "Group session"
    CONVENING = "convening", "Convening"


class Circle(models.TextChoices):
    """Whom a part of an event is for, from the most people to the fewest. Each lies within the event's own audience."""

    EVERYONE = "everyone", "Everyone who sees the event"
    REGISTERED = "registered", "People who have a seat"
    ATTENDED = "attended", "People who attended"
    HOSTS = "hosts", "Hosts only"
    NOBODY = "nobody", "Nobody"


class Part(models.TextChoices):
    """What of an event has an audience of its own, besides the event itself."""

    JOIN_LINK = "join_link", "Join link"
    QUESTIONS = "questions", "Question box"
    ATTENDEES = "attendees", "Attendee list"
    RECORDING = "recording", "Recording and slides"


@dataclass(frozen=True)
class Defaults:
    """Whom the parts of an event are for where its editor has not chosen."""

    join_link: Circle
    questions: Circle
    attendees: Circle
    recording: Circle

    def of(self, part: Part) -> Circle:
        circle: Circle = getattr(self, part.value)
        return circle


DEFAULTS = {
    EventKind.FIRESIDE_CHAT: Defaults(Circle.REGISTERED, Circle.REGISTERED, Circle.HOSTS, Circle.EVERYONE),
    EventKind.WEBINAR: Defaults(Circle.REGISTERED, Circle.REGISTERED, Circle.HOSTS, Circle.EVERYONE),
    EventKind.SESSION: Defaults(Circle.EVERYONE, Circle.EVERYONE, Circle.REGISTERED, Circle.EVERYONE),
    EventKind.CONVENING: Defaults(Circle.REGISTERED, Circle.REGISTERED, Circle.REGISTERED, Circle.ATTENDED),
}


class Admission(models.TextChoices):
    """How people come to have a seat."""

    OPEN = "open", "Whoever registers has a seat, first come first served"
    APPROVAL = "approval", "Hosts approve each person"
    NONE = "none", "No registration: whoever sees the event may come"


def time_zones() -> list[tuple[str, str]]:
    """Those that people are offered as their own in the admin."""
    return [(zone, zone.replace("_", " ")) for zone in settings.WAGTAIL_USER_TIME_ZONES]


def is_time_zone(name: str) -> bool:
    return name in zoneinfo.available_timezones()
