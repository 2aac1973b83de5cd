"""Lists of events show each person theirs, and cost the same however many there are."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Topic
from events.models import Registration
from events.pages import EventPage
from events.states import State
from tests import factories
from workinggroups.models import WorkingGroupIndexPage
from workinggroups.premises import furnish_group

from .programme import an_event, in_days, registered, signed_in, text_of, utc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

MOST_QUERIES, MOST_FOR_HOSTS = 15, 17


def titles_in(text: str, *titles: str) -> set[str]:
    return {title for title in titles if title in text}


def test_what_is_coming_and_what_is_past_stand_in_their_lists():
    an_event(title="Evt-tomorrow", starts_at=in_days(1))
    an_event(title="Evt-now", starts_at=timezone.now() - timedelta(minutes=30))
    an_event(title="Evt-over", starts_at=in_days(-2))
    client = signed_in(factories.startup_user())
    every = ("Evt-tomorrow", "Evt-now", "Evt-over")
    assert titles_in(text_of(client.get("/events/")), *every) == {"Evt-tomorrow", "Evt-now"}
    assert titles_in(text_of(client.get("/events/?when=past")), *every) == {"Evt-over"}


def test_everybody_is_shown_their_own_events_alone():
    group = factories.working_group()
    page = furnish_group(group=group, index=WorkingGroupIndexPage.objects.get())
    an_event(title="Evt-pathways")
    an_event(title="Evt-members", below="webinars")
    an_event(title="Evt-group", below=page, event_kind="session")
    an_event(title="Evt-open", below="publications")
    every = ("Evt-pathways", "Evt-members", "Evt-group", "Evt-open")
    seen = {
        None: {"Evt-open"},
        factories.suspended_member: {"Evt-open"},
        factories.startup_user: {"Evt-open", "Evt-pathways"},
        factories.member: {"Evt-open", "Evt-pathways", "Evt-members"},
        (lambda: factories.member_of(group)): set(every),
    }
    month = f"/events/?month={in_days(7):%Y-%m}"
    for who, expected in seen.items():
        client = signed_in(who()) if who else Client()
        for address in ("/events/", month):
            assert titles_in(text_of(client.get(address)), *every) == expected, (who, address)


def test_events_are_found_by_kind_and_topic():
    topic = Topic.objects.create(name="Hashing", slug="hashing")
    tagged = an_event(title="Evt-tagged", event_kind="webinar")
    tagged.topics.add(topic)
    tagged.save_revision().publish()
    an_event(title="Evt-plain")
    client = signed_in(factories.member())
    every = ("Evt-tagged", "Evt-plain")
    assert titles_in(text_of(client.get("/events/?kind=webinar")), *every) == {"Evt-tagged"}
    assert titles_in(text_of(client.get("/events/?topic=hashing")), *every) == {"Evt-tagged"}
    assert titles_in(text_of(client.get("/events/?topic=hashing&kind=convening")), *every) == set()
    assert titles_in(text_of(client.get("/events/?kind=nonsense&page=x&month=2026-13")), *every) == set(every)


@pytest.mark.parametrize(
    ("zone", "starts_at", "day"),
    [
        ("Pacific/Auckland", utc(2027, 5, 31, 20), "2027-06-01"),
        ("America/Los_Angeles", utc(2027, 6, 1, 3), "2027-05-31"),
    ],
)
def test_in_the_month_an_event_stands_on_its_day_where_it_happens(zone, starts_at, day):
    an_event(title="Evt-there", starts_at=starts_at, time_zone=zone)
    client = signed_in(factories.member())
    for month in ("2027-05", "2027-06"):
        text = text_of(client.get(f"/events/?month={month}"))
        assert ("Evt-there" in text) == day.startswith(month)
    cell = text_of(client.get(f"/events/?month={day[:7]}")).split(f'datetime="{day}"')[1].split("</td>")[0]
    assert "Evt-there" in cell


def test_an_alias_leads_to_the_event_and_has_no_seats_of_its_own():
    event = an_event(title="Evt-source")
    section = EventPage.objects.get(pk=event.pk).get_parent().get_parent()
    alias = event.create_alias(parent=section, update_slug="repeated")
    client = signed_in(factories.startup_user())
    assert client.get(alias.url).url == event.url
    assert text_of(client.get("/events/")).count("Evt-source") == 1
    assert client.get(f"/events/{alias.pk}/register/").status_code == 404


def test_the_next_of_a_series_stand_on_its_page_as_far_as_one_may_see_them():
    first = an_event(title="Evt-first", series="Hashing evenings")
    an_event(title="Evt-second", series="Hashing evenings", starts_at=in_days(9))
    an_event(title="Evt-hidden", series="Hashing evenings", below="webinars")
    text = text_of(signed_in(factories.startup_user()).get(first.url))
    assert "Evt-second" in text
    assert "Evt-hidden" not in text


# --- What it costs -------------------------------------------------------------------------------------------------


def asked(client: Client, address: str) -> int:
    client.get(address)  # content types and the like are asked for once a process
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def test_lists_and_pages_cost_the_same_however_many_events_and_people_there_are():
    with time_machine.travel(utc(2027, 5, 3, 9), tick=False):
        host, person = factories.expert(), factories.member()
        event = an_event(hosts=(host,), attendees_for="everyone", questions_for="everyone", series="Evenings")
        client, hosts_client = signed_in(person), signed_in(host)
        registered(event, person)
        client.post("/events/calendar/")
        feed = f"/events/calendar/{_token(person)}.ics"
        readers = {
            "/events/": client,
            "/events/?when=past": client,
            "/events/?month=2027-05": client,
            "/events/mine/": client,
            event.url: client,
            f"/events/{event.pk}/attendees/": client,
            f"/events/{event.pk}/questions/": client,
            f"/events/{event.pk}/host/": hosts_client,
            f"/events/{event.pk}/host/roster.csv": hosts_client,
            feed: Client(),
        }
        _more(event, person, 3)
        few = {address: asked(reader, address) for address, reader in readers.items()}
        _more(event, person, 15)
        assert {address: asked(reader, address) for address, reader in readers.items()} == few
        limits = {address: MOST_FOR_HOSTS if "/host/" in address else MOST_QUERIES for address in few}
        costly = {address: number for address, number in few.items() if number > limits[address]}
        assert not costly


def _token(person) -> str:
    from events import feeds

    return feeds.token_of(feeds.feed_of(person))


def _more(event, person, number):
    from events import questioning
    from events.models import Question

    for _ in range(number):
        other = factories.member()
        registered(event, other, is_listed=True)
        questioning.ask(event=event, person=other, text="What?", is_anonymous=False)
        past = an_event(starts_at=in_days(-3))
        Registration.objects.create(event=past, person=person, state=State.ATTENDED, place=1)
        registered(an_event(series="Evenings"), person)
    Question.objects.update(standing=Question.Standing.SHOWN)
