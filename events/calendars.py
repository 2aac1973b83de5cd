"""Events as calendar programs read them (RFC 5545, RFC 5546): one event, a cancellation, or somebody's whole feed.

Whoever calls says what its reader may see, as `Access`. A calendar leaves the portal and is kept by others: of a
confidential event it holds the time and the link to the page, of a restricted one no summary.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText, vUri

from content.vocabulary import Sensitivity
from notifications.letters import absolute

from .models import EventLedger
from .pages import EventPage
from .permissions import Access

PUBLISH, CANCEL = "PUBLISH", "CANCEL"
CONTENT_TYPE = "text/calendar; charset=utf-8"
UNTOLD_TITLE = "Event on the portal"


def calendar_of(ledger: EventLedger, access: Access, *, method: str = PUBLISH) -> bytes:
    """One event. With METHOD:CANCEL it takes the event out of the calendar."""
    return _calendar([(ledger, access)], method)


def feed_of(entries: Iterable[tuple[EventLedger, Access]]) -> bytes:
    return _calendar(entries, PUBLISH, name=f"{settings.PORTAL_NAME}: my events")


def told_title(event: EventPage) -> str:
    """What a calendar or a mail calls the event."""
    return UNTOLD_TITLE if event.sensitivity == Sensitivity.CONFIDENTIAL else " ".join(event.title.split())


def told_place(event: EventPage) -> str:
    return "" if event.sensitivity == Sensitivity.CONFIDENTIAL else event.place


def told_join_link(event: EventPage, access: Access) -> str:
    """Empty for whoever may not have it, and for everyone where it must not leave the portal."""
    if not access.join_link or event.sensitivity == Sensitivity.CONFIDENTIAL:
        return ""
    return event.join_link


def page_url(event: EventPage) -> str:
    """Leads to the page, and names nothing: the address of a page is its title."""
    from django.urls import reverse

    return absolute(reverse("event", args=[event.pk]))


def _calendar(entries: Iterable[tuple[EventLedger, Access]], method: str, name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.PORTAL_NAME}//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", datetime.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    years = []
    for ledger, access in entries:
        calendar.add_component(_event(ledger, access, is_cancelled=method == CANCEL))
        years += [ledger.event.starts_at.year, ledger.event.ends_at.year]
    if years:
        # A year on either side, so that the offset at every event is stated and not guessed.
        calendar.add_missing_timezones(datetime.date(min(years) - 1, 1, 1), datetime.date(max(years) + 2, 1, 1))
    return bytes(calendar.to_ical())


def _event(ledger: EventLedger, access: Access, *, is_cancelled: bool) -> Event:
    page: EventPage = ledger.event
    is_cancelled = is_cancelled or ledger.cancelled_at is not None
    event = Event()
    event.add("uid", f"{ledger.uid}@{_domain()}")
    event.add("dtstamp", ledger.changed_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("last-modified", ledger.changed_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("sequence", ledger.sequence)
    event.add("dtstart", page.starts_at.astimezone(_zone_of(page)))
    event.add("dtend", page.ends_at.astimezone(_zone_of(page)))
    event.add("summary", told_title(page))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("organizer", _organizer())
    event.add("url", vUri(page_url(page)))
    if told_place(page):
        event.add("location", told_place(page))
    link = "" if is_cancelled else told_join_link(page, access)
    lines = [page.summary] if page.sensitivity == Sensitivity.OPEN else []
    lines += [f"Join: {link}"] if link else []
    event.add("description", "\n".join([*lines, f"More on the portal: {page_url(page)}"]))
    return event


def _zone_of(page: EventPage) -> datetime.tzinfo:
    """Events in UTC need no VTIMEZONE. Nor can those have one that begin or end in the hour that is there twice when
    the clocks go back: a local time in a calendar means the first of the two (RFC 5545, 3.3.5).
    """
    is_second = bool(page.local_start.fold or page.local_end.fold)
    return datetime.UTC if page.time_zone == "UTC" or is_second else page.zone


def _organizer() -> vCalAddress:
    address = vCalAddress(f"mailto:{settings.CONTACT_EMAIL}")
    address.params["cn"] = vText(settings.PORTAL_NAME)
    return address


def _domain() -> str:
    return settings.CONTACT_EMAIL.rpartition("@")[2]
