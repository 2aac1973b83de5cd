"""What people read of events, each by what they may see."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from content.pages import ContentPage
from content.vocabulary import Sensitivity
from membership.models import User
from visibility.pages import visible_pages
from visibility.viewer import Viewer

from .models import EventLedger, HostNote, Material, Question, QuestionVote, Registration
from .pages import LONGEST, EventPage
from .permissions import Access
from .states import HOLDING, SEATED, State

MINE = (*HOLDING, State.REQUESTED, State.WAITLISTED, State.CANCELLED)
FEED_BACK = datetime.timedelta(days=365)


def events() -> QuerySet[EventPage]:
    """Without aliases, which repeat an event and have no seats of their own."""
    return EventPage.objects.filter(alias_of=None).select_related("ledger")


def _told_to(viewer: Viewer, found: QuerySet[EventPage]) -> QuerySet[Any]:
    """Those that the viewer may see. Each says by `own_state` how they are registered."""
    theirs = Registration.objects.filter(event=OuterRef("pk"), person=viewer.user_id or 0)
    return visible_pages(viewer, found).annotate(own_state=Subquery(theirs.values("state")))


def visible_event(viewer: Viewer, event_id: int) -> EventPage | None:
    # By `id`, not by `pk`: that lookup alone takes numbers that are larger than the database can hold.
    found: EventPage | None = visible_pages(viewer, events().filter(id=event_id)).first()
    return found


def upcoming_events(viewer: Viewer, now: datetime.datetime) -> QuerySet[Any]:
    """Also those that go on now. What began longer ago than an event lasts is not even looked at."""
    return _told_to(viewer, events().filter(ends_at__gt=now, starts_at__gt=now - LONGEST)).order_by("starts_at", "pk")


def past_events(viewer: Viewer, now: datetime.datetime) -> QuerySet[Any]:
    return _told_to(viewer, events().filter(ends_at__lte=now, starts_at__lt=now)).order_by("-starts_at", "-pk")


def events_between(viewer: Viewer, first: datetime.datetime, end: datetime.datetime) -> QuerySet[Any]:
    """Those of which some part lies in that time."""
    return _told_to(
        viewer, events().filter(starts_at__lt=end, starts_at__gt=first - LONGEST, ends_at__gt=first)
    ).order_by("starts_at", "pk")


def own_events(viewer: Viewer) -> QuerySet[Any]:
    """Those that the viewer comes to or hosts, and may see."""
    theirs = Registration.objects.filter(person=viewer.user_id, state__in=MINE).values("event")
    hosted = EventPage.hosts.through.objects.filter(user=viewer.user_id).values("eventpage")
    mine = events().filter(Q(pk__in=theirs) | Q(pk__in=hosted))
    return _told_to(viewer, mine).order_by("-starts_at", "-pk")


def on_topic(found: QuerySet[Any], slug: str) -> QuerySet[Any]:
    tagged = ContentPage.topics.through.objects.filter(topic__slug=slug).values("contentpage")
    return found.filter(pk__in=tagged)


def feed_ledgers(viewer: Viewer) -> QuerySet[EventLedger]:
    """The events of somebody's calendar: those with a seat, cancelled ones for the calendar to strike out, hosted ones.

    What they may not see any more is not among them.
    """
    coming = Registration.objects.filter(person=viewer.user_id, state__in=(*SEATED, State.CANCELLED)).values("event")
    hosted = EventPage.hosts.through.objects.filter(user=viewer.user_id).values("eventpage")
    since = timezone.now() - FEED_BACK
    mine = events().filter(Q(pk__in=coming) | Q(pk__in=hosted), ends_at__gt=since)
    visible = visible_pages(viewer, mine).values("pk")
    return EventLedger.objects.filter(event__in=visible).select_related("event").order_by("event__starts_at", "pk")


# --- People --------------------------------------------------------------------------------------------------------


def attendees_shown_to(access: Access, event: EventPage) -> QuerySet[User]:
    """Those who have a seat and agreed to be listed. Hosts have the roster. Nobody who may not sign in is listed."""
    if not access.attendees:
        return User.objects.none()
    listed = Registration.objects.filter(event=event, state__in=SEATED, is_listed=True).values("person")
    return (
        User.objects.filter(pk__in=listed, is_active=True)
        .select_related("organisation")
        .order_by("last_name", "first_name", "pk")
    )


def hosts_of(event: EventPage) -> QuerySet[User]:
    """As the page names them. A query of its own: in a preview the page's own relation is what was typed."""
    hosting = EventPage.hosts.through.objects.filter(eventpage=event.pk).values("user")
    return User.objects.filter(pk__in=hosting, is_active=True).select_related("organisation")


def roster_shown_to(access: Access, event: EventPage) -> QuerySet[Registration]:
    """Everybody who ever registered, for hosts."""
    if not access.hosts:
        return Registration.objects.none()
    return event.registrations.select_related("person", "organisation").order_by("place", "pk")


@dataclass(frozen=True)
class Figures:
    """What hosts are told in numbers."""

    capacity: int | None
    by_state: dict[State, int]

    @property
    def holding(self) -> int:
        return sum(self.by_state.get(state, 0) for state in HOLDING)

    @property
    def waiting(self) -> int:
        return self.by_state.get(State.WAITLISTED, 0)

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.holding >= self.capacity

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(self.capacity - self.holding, 0)


def figures_of(event: EventPage) -> Figures:
    counted = Registration.objects.filter(event=event).order_by().values_list("state").annotate(Count("pk"))
    return Figures(event.capacity, {State(state): count for state, count in counted})


# --- Questions and materials ---------------------------------------------------------------------------------------


def questions_shown_to(access: Access, viewer: Viewer, event: EventPage) -> QuerySet[Any]:
    """Those that a host has let through and one's own; hosts see all. Most votes first, answered ones last."""
    if not access.questions:
        return Question.objects.none()
    questions = Question.objects.filter(event=event)
    if not access.hosts:
        shown = Q(standing__in=(Question.Standing.SHOWN, Question.Standing.ANSWERED))
        questions = questions.filter(shown | Q(person=viewer.user_id) if viewer.user_id else shown)
    own_vote = QuestionVote.objects.filter(question=OuterRef("pk"), person=viewer.user_id)
    return (
        questions.select_related("person")
        .annotate(vote_count=Count("votes"), has_voted=Exists(own_vote))
        .order_by("-vote_count", "asked_at", "pk")
    )


def notes_shown_to(access: Access, event: EventPage) -> QuerySet[HostNote]:
    """What hosts wrote and no mail may say: for those who were written to, and hosts. Newest first."""
    if event.sensitivity != Sensitivity.CONFIDENTIAL or not (access.hosts or access.state in HOLDING):
        return HostNote.objects.none()
    return HostNote.objects.filter(event=event).order_by("-written_at", "-pk")


def materials_shown_to(access: Access, event: EventPage) -> QuerySet[Material]:
    if not (access.recording and access.has_materials):
        return Material.objects.none()
    return Material.objects.filter(event=event).select_related("document").order_by("added_at", "pk")


def upcoming_in_series(viewer: Viewer, event: EventPage, now: datetime.datetime) -> Iterable[Any]:
    """The next few of the same series."""
    if not event.series:
        return EventPage.objects.none()
    same = events().filter(series=event.series, ends_at__gt=now).exclude(pk=event.pk)
    return _told_to(viewer, same).order_by("starts_at", "pk")[:5]
