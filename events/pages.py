"""The page of an event. What changes while people register stands beside it, in `models.py`."""

import datetime
import zoneinfo
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from content.pages import ContentPage
from content.surroundings import address_of
from content.vocabulary import Kind

from .page_forms import EventPageForm
from .vocabulary import DEFAULTS, Admission, Circle, EventKind, Part, is_time_zone

LONGEST = datetime.timedelta(days=14)


class SpeakersBlock(blocks.StreamBlock):
    speaker = blocks.StructBlock(
        [
            ("name", blocks.CharBlock(max_length=120)),
            ("role", blocks.CharBlock(max_length=200, required=False, help_text="Position and organisation.")),
        ],
        icon="user",
    )


class AgendaBlock(blocks.StreamBlock):
    item = blocks.StructBlock(
        [
            ("time", blocks.TimeBlock(required=False, help_text="In the time zone of the event.")),
            ("title", blocks.CharBlock(max_length=200)),
            ("note", blocks.CharBlock(max_length=300, required=False)),
        ],
        icon="list-ul",
    )


class RegistrationQuestionsBlock(blocks.StreamBlock):
    question = blocks.CharBlock(max_length=200, icon="help", help_text="People answer it when they register.")


def _circle(name: str) -> Any:
    return models.CharField(
        name, max_length=20, choices=Circle.choices, blank=True, help_text="Empty: as usual for events of this kind."
    )


class EventPage(ContentPage):
    """A fireside chat, a webinar, a session of a working group, or a convening.

    `join_link` never leaves by anything but `permissions.access_to`: not by search, lists, feeds or the page's text.
    """

    fixed_kind = Kind.EVENT
    base_form_class = EventPageForm

    event_kind = models.CharField("kind of event", max_length=20, choices=EventKind.choices)
    starts_at = models.DateTimeField("starts", db_index=True)
    ends_at = models.DateTimeField("ends", db_index=True)
    time_zone = models.CharField(max_length=60, default="UTC", help_text="In which the times here are given.")
    place = models.CharField(max_length=200, blank=True, help_text="A street address, or: Online.")
    join_link = models.URLField(max_length=500, blank=True, help_text="Shown only to those whom you choose below.")
    hosts = ParentalManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="hosted_events",
        help_text="They manage the roster, moderate questions and write to attendees.",
    )
    speakers = StreamField(SpeakersBlock(), blank=True)
    agenda = StreamField(AgendaBlock(), blank=True)
    series = models.CharField(
        max_length=100, blank=True, db_index=True, help_text="Events with the same series are listed together."
    )

    admission = models.CharField("registration", max_length=20, choices=Admission.choices, default=Admission.OPEN)
    capacity = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many seats there are. Empty: no limit."
    )
    seats_per_organisation = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: no limit.")
    registration_opens_at = models.DateTimeField("registration opens", null=True, blank=True)
    registration_closes_at = models.DateTimeField(
        "registration closes", null=True, blank=True, help_text="Empty: when the event starts."
    )
    hold_hours = models.PositiveIntegerField(
        default=24, help_text="For how long a seat that becomes free is held for the next person on the waitlist."
    )
    registration_questions = StreamField(RegistrationQuestionsBlock(), blank=True)

    join_link_for = _circle("join link is for")
    questions_for = _circle("question box is for")
    attendees_for = _circle("attendee list is for")
    recording_for = _circle("recording and slides are for")

    parent_page_types: ClassVar[list[str]] = ["content.SectionPage", "workinggroups.WorkingGroupPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "events/event_page.html"

    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("event_kind"),
                FieldPanel("time_zone"),
                FieldPanel("starts_at"),
                FieldPanel("ends_at"),
                FieldPanel("place"),
                FieldPanel("join_link"),
                FieldPanel("series"),
            ],
            heading="When and where",
        ),
        FieldPanel("speakers"),
        FieldPanel("agenda"),
        MultiFieldPanel(
            [
                FieldPanel("admission"),
                FieldPanel("capacity"),
                FieldPanel("seats_per_organisation"),
                FieldPanel("registration_opens_at"),
                FieldPanel("registration_closes_at"),
                FieldPanel("hold_hours"),
                FieldPanel("registration_questions"),
                FieldPanel("hosts"),
            ],
            heading="Registration",
        ),
    ]
    visibility_panels: ClassVar[list[Any]] = [
        *ContentPage.visibility_panels,
        FieldPanel("join_link_for"),
        FieldPanel("questions_for"),
        FieldPanel("attendees_for"),
        FieldPanel("recording_for"),
    ]

    def clean(self) -> None:
        super().clean()
        wrong = self._what_is_wrong()
        if wrong:
            raise ValidationError(wrong)

    def _what_is_wrong(self) -> dict[str, str]:
        wrong: dict[str, str] = {}
        if not is_time_zone(self.time_zone):
            wrong["time_zone"] = "Choose a time zone from the list."
        starts: Any = self.starts_at  # a form may have left out either
        ends: Any = self.ends_at
        if starts and ends and ends <= starts:
            wrong["ends_at"] = "The event must end after it starts."
        elif starts and ends and ends - starts > LONGEST:
            wrong["ends_at"] = f"An event lasts {LONGEST.days} days at most. Make one event for each part of it."
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            wrong["registration_closes_at"] = "Registration must close after it opens."
        if closes and ends and closes > ends:
            wrong["registration_closes_at"] = "Registration must close before the event ends."
        if opens and starts and opens >= starts:
            wrong["registration_opens_at"] = "Registration must open before the event starts."
        for field in ("capacity", "seats_per_organisation", "hold_hours"):
            if getattr(self, field) == 0:
                wrong[field] = "Enter 1 or more."
        return wrong

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def is_timed(self) -> bool:
        """False in a preview of a page that says no times yet."""
        times: list[Any] = [self.starts_at, self.ends_at]
        return all(times) and is_time_zone(self.time_zone)

    @property
    def local_start(self) -> datetime.datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime.datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def is_one_day(self) -> bool:
        return self.local_start.date() == self.local_end.date()

    @property
    def date(self) -> datetime.date:
        """Readers sort events by their day."""
        return self.local_start.date()

    @property
    def closes_at(self) -> datetime.datetime:
        return self.registration_closes_at or self.starts_at

    def circle_of(self, part: Part) -> Circle:
        chosen = getattr(self, f"{part.value}_for")
        return Circle(chosen) if chosen else DEFAULTS[EventKind(self.event_kind)].of(part)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An alias has no seats of its own. Whoever may open it may open what it repeats."""
        if self.alias_of_id is not None:
            return redirect(address_of(self.alias_of, request))
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .presentation import event_context

        context = super().get_context(request, *args, **kwargs)
        return context | event_context(self, context["viewer"], request)
