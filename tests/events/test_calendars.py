"""Calendar files say when, where and what, to two readers that share nothing; and follow every change."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from events import feeds, hosting
from events.models import CalendarFeed, EventLedger
from membership import services as people
from tests import factories
from workinggroups import services as groups
from workinggroups.models import WorkingGroupIndexPage
from workinggroups.premises import furnish_group

from . import strict_ics
from .programme import (
    JOIN_LINK,
    PLACE,
    TITLE,
    all_of,
    an_event,
    arrived,
    change,
    in_days,
    registered,
    signed_in,
    text_of,
    utc,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def ics(client, event) -> bytes:
    response = client.get(f"/events/{event.pk}/event.ics")
    assert response.status_code == 200
    return response.content


def read_by_both(content: bytes):
    """The one event of a file, by icalendar and by our own reader."""
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert Calendar.from_ical(content).to_ical() == content
    calendar = strict_ics.read(content)
    [other] = calendar.all("VEVENT")
    assert str(event["uid"]) == other.text("UID")
    assert int(event["sequence"]) == int(other.one("SEQUENCE").value)
    assert str(event["summary"]) == other.text("SUMMARY")
    assert str(event["description"]) == other.text("DESCRIPTION")
    for name in ("DTSTART", "DTEND"):
        assert event.decoded(name).astimezone(ZoneInfo("UTC")).replace(tzinfo=None) == strict_ics.instant(
            calendar, other, name
        )
    return event, calendar


CHANGES_OF_CLOCKS = [
    # zone, the hours before and after each change of the clocks in 2027
    ("Europe/Berlin", utc(2027, 3, 28, 0, 30)),
    ("Europe/Berlin", utc(2027, 3, 28, 1, 30)),
    ("Europe/Berlin", utc(2027, 10, 31, 0, 30)),
    ("Europe/Berlin", utc(2027, 10, 31, 1, 30)),
    ("Europe/Berlin", utc(2027, 10, 30, 22, 30)),
    ("Europe/Berlin", utc(2027, 10, 31, 2, 30)),
    ("America/New_York", utc(2027, 3, 14, 6, 30)),
    ("America/New_York", utc(2027, 3, 14, 7, 30)),
    ("America/New_York", utc(2027, 11, 7, 4, 30)),
    ("America/New_York", utc(2027, 11, 7, 7, 30)),
    ("Australia/Lord_Howe", utc(2027, 4, 3, 14, 30)),
    ("Australia/Lord_Howe", utc(2027, 4, 3, 16, 30)),
    ("Australia/Lord_Howe", utc(2027, 10, 2, 15, 15)),
    ("Australia/Lord_Howe", utc(2027, 10, 2, 16, 30)),
    ("UTC", utc(2027, 3, 28, 1, 30)),
    ("Asia/Kolkata", utc(2027, 3, 28, 1, 30)),
]


@pytest.mark.parametrize(("zone", "starts_at"), CHANGES_OF_CLOCKS)
def test_an_event_beside_a_change_of_the_clocks_is_at_its_time(zone, starts_at):
    event = an_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), time_zone=zone)
    read, calendar = read_by_both(ics(signed_in(factories.member()), event))
    assert read.decoded("dtstart").astimezone(UTC) == starts_at
    assert read.decoded("dtend").astimezone(UTC) == starts_at + timedelta(hours=3)
    [other] = calendar.all("VEVENT")
    assert strict_ics.instant(calendar, other, "DTSTART") == starts_at.replace(tzinfo=None)
    is_said_twice = event.local_start.fold or event.local_end.fold
    assert bool(calendar.all("VTIMEZONE")) == (zone != "UTC" and not is_said_twice)


def test_an_event_that_is_moved_and_then_cancelled_stays_the_same_event_to_both_readers():
    host = factories.expert()
    event = an_event(hosts=(host,))
    person = factories.member()
    client = signed_in(person)
    registered(event, person)
    first, _ = read_by_both(ics(client, event))
    arrived()
    event = change(event, starts_at=in_days(9), ends_at=in_days(9.1))
    [told] = arrived()
    moved, _ = read_by_both(told.attachments[0].content.encode())
    hosting.cancel_event(event=event, by=host)
    [told] = arrived()
    assert told.message().get_payload()[1].get_content_type() == "text/calendar"
    assert told.attachments[0].mimetype == "text/calendar; method=CANCEL"
    cancelled, calendar = read_by_both(told.attachments[0].content.encode())
    assert str(first["uid"]) == str(moved["uid"]) == str(cancelled["uid"])
    assert [int(one["sequence"]) for one in (first, moved, cancelled)] == [0, 1, 2]
    assert moved.decoded("dtstart") == cancelled.decoded("dtstart") == event.starts_at
    assert calendar.text("METHOD") == "CANCEL"
    assert str(cancelled["status"]) == "CANCELLED"
    assert JOIN_LINK not in all_of(told)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Another"},
        {"place": "Elsewhere"},
        {"time_zone": "Asia/Tokyo"},
        {"join_link": "https://meet.example/other"},
        {"ends_at": in_days(7.5)},
    ],
)
def test_every_change_that_calendars_show_raises_the_sequence_and_is_told(changed):
    event = an_event()
    person = factories.member()
    registered(event, person)
    arrived()
    assert change(event, summary="What nobody's calendar needs to know.").ledger.sequence == 0
    assert arrived() == []
    assert change(event, **changed).ledger.sequence == 1
    assert [mail.to for mail in arrived()] == [[person.email]]


def test_a_draft_changes_nothing_that_people_were_told():
    event = an_event()
    registered(event, factories.member())
    arrived()
    event.title = "A draft"
    event.save_revision()
    assert EventLedger.objects.get(event=event).sequence == 0
    assert arrived() == []


def test_words_that_could_break_a_calendar_do_not():
    title = 'Hashes; salts, and "peppers" \\ über 𝄞 ' + "ä" * 60
    event = an_event(title=title, place="Line one\r\nBEGIN:VEVENT\nX:y", summary="a,b;c\\n d")
    read, calendar = read_by_both(ics(signed_in(factories.member()), event))
    assert str(read["summary"]) == title
    assert len(calendar.all("VEVENT")) == 1


# --- The secret feed -----------------------------------------------------------------------------------------------


def address_for(person) -> str:
    signed_in(person).post("/events/calendar/")
    return f"/events/calendar/{feeds.token_of(CalendarFeed.objects.get(person=person))}.ics"


def events_in(response) -> set[str]:
    assert response.status_code == 200
    return {str(event["summary"]) for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_the_feed_holds_what_one_comes_to_and_hosts_and_nothing_else():
    person = factories.member()
    coming, hosted = an_event(title="Coming"), an_event(title="Hosted", hosts=(person,))
    waiting, other = an_event(title="Waiting", capacity=1), an_event(title="Other")
    registered(coming, person)
    registered(waiting, factories.member(), person)
    registered(other, factories.member())
    response = Client().get(address_for(person))
    assert events_in(response) == {"Coming", "Hosted"}
    strict_ics.read(response.content)
    assert hosted.pk != other.pk


def test_a_new_address_ends_the_old_one():
    person = factories.member()
    old = address_for(person)
    new = address_for(person)
    assert old != new
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_the_feed_stops_when_its_owner_is_suspended():
    person = factories.member()
    registered(an_event(), person)
    address = address_for(person)
    assert events_in(Client().get(address)) == {TITLE}
    people.suspend_person(person=person)
    assert Client().get(address).status_code == 404


def test_an_address_that_was_never_given_answers_like_one_that_ended():
    person = factories.member()
    ended = address_for(person)
    address_for(person)
    never = "/events/calendar/aaaaaaaaaaaaaaaaaaaaaa.bbbb.ics"
    answers = [Client().get(address) for address in (ended, never)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content


def test_the_feed_forgets_what_its_owner_may_not_see_any_more():
    group = factories.working_group()
    page = furnish_group(group=group, index=WorkingGroupIndexPage.objects.get())
    person = factories.member_of(group)
    session = an_event(below=page, title="Session")
    registered(session, person)
    address = address_for(person)
    assert events_in(Client().get(address)) == {"Session"}
    groups.remove_from_roster(group=group, person=person)
    assert events_in(Client().get(address)) == set()


def test_a_cancelled_event_is_struck_out_in_the_feed():
    host = factories.expert()
    person = factories.member()
    event = an_event(hosts=(host,))
    registered(event, person)
    hosting.cancel_event(event=event, by=host)
    [read] = Calendar.from_ical(Client().get(address_for(person)).content).walk("VEVENT")
    assert str(read["status"]) == "CANCELLED"


def test_of_a_confidential_event_calendars_and_mails_hold_the_time_and_a_link_alone():
    person = factories.member()
    event = an_event(sensitivity="confidential")
    registered(event, person)
    for text in (
        text_of(Client().get(address_for(person))),
        text_of(signed_in(person).get(f"/events/{event.pk}/event.ics")),
        *map(all_of, arrived()),
    ):
        assert not {TITLE, PLACE, JOIN_LINK, "zqsummaryqz"} & {
            word for word in (TITLE, PLACE, JOIN_LINK, "zqsummaryqz") if word in text
        }
        assert f"/events/{event.pk}/" in text
    assert timezone.is_aware(event.starts_at)
