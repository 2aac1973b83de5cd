"""Editors announce events in the admin, in the time of the place where they happen."""

from datetime import UTC, datetime

import pytest
from wagtail.models import Page

from events.models import EventLedger
from events.pages import EventPage
from tests import factories
from tests.editors.desk import page_form, signed_in

from .programme import JOIN_LINK, an_event, registered, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def event_form(**values):
    return page_form(
        **{
            "title": "Reporting",
            "slug": "reporting",
            "event_kind": "fireside-chat",
            "time_zone": "Europe/Berlin",
            "starts_at": "2027-07-01 16:00",
            "ends_at": "2027-07-01 17:00",
            "registration_closes_at": "2027-07-01 12:00",
            "admission": "open",
            "hold_hours": "24",
            "join_link": JOIN_LINK,
            "speakers-count": "0",
            "agenda-count": "0",
            "registration_questions-count": "0",
            **values,
        }
    )


def announce(client, **values):
    parent = Page.objects.get(slug="fireside-chats")
    return client.post(f"/admin/pages/add/events/eventpage/{parent.pk}/", event_form(**values))


def test_times_are_those_of_the_place_of_the_event():
    client = signed_in(factories.editor())
    assert announce(client).status_code == 302
    event = EventPage.objects.get(slug="reporting")
    assert event.starts_at == datetime(2027, 7, 1, 14, tzinfo=UTC)
    assert event.registration_closes_at == datetime(2027, 7, 1, 10, tzinfo=UTC)
    assert 'value="2027-07-01 16:00"' in text_of(client.get(f"/admin/pages/{event.pk}/edit/"))
    assert not event.live
    assert EventLedger.objects.filter(event=event).exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"starts_at": "2027-03-28 02:30", "ends_at": "2027-03-28 04:00"}, "There is no such time in this time zone"),
        ({"ends_at": "2027-07-01 16:00"}, "The event must end after it starts."),
        ({"ends_at": "2027-08-01 16:00"}, "An event lasts 14 days at most."),
        ({"registration_closes_at": "2027-07-01 18:00"}, "Registration must close before the event ends."),
        ({"registration_opens_at": "2027-07-01 16:00"}, "Registration must open before the event starts."),
        ({"capacity": "0"}, "Enter 1 or more."),
        ({"time_zone": "Factory"}, "Select a valid choice."),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(values, sentence):
    response = announce(signed_in(factories.editor()), **{"registration_closes_at": "", **values})
    assert sentence in text_of(response)
    assert not EventPage.objects.exists()


def test_an_event_can_be_looked_at_before_it_is_stored_or_published():
    event = an_event()
    event.make_preview_request(preview_mode="")
    unsaved = EventPage(title="New", slug="new", summary="About it.", event_kind="webinar")
    unsaved.path, unsaved.depth = event.path + "0001", event.depth + 1
    for page in (event, unsaved):
        response = page.make_preview_request(preview_mode="")
        assert response.status_code == 200
        assert JOIN_LINK not in text_of(response.render() if hasattr(response, "render") else response)


def test_an_event_comes_again_at_the_same_time_of_day_through_a_change_of_the_clocks():
    starts_at = datetime(2027, 3, 25, 17, tzinfo=UTC)  # 18:00 in Berlin
    event = an_event(title="Evenings", starts_at=starts_at, capacity=5)
    registered(event, factories.startup_user())
    editor = factories.editor()
    client = signed_in(editor)
    address = f"/admin/events/repeat/{event.pk}/"
    assert "Enter 26 or less." in text_of(client.post(address, {"every": "1", "times": "27"}))
    assert client.post(address, {"every": "1", "times": "2"}).status_code == 302
    drafts = EventPage.objects.exclude(pk=event.pk).order_by("starts_at")
    assert [draft.starts_at for draft in drafts] == [
        datetime(2027, 4, 1, 16, tzinfo=UTC),
        datetime(2027, 4, 8, 16, tzinfo=UTC),
    ]
    for draft in drafts:
        assert not draft.live
        assert draft.get_latest_revision_as_object().starts_at == draft.starts_at
        assert (draft.series, draft.capacity, draft.registrations.count()) == ("Evenings", 5, 0)
    assert len({ledger.uid for ledger in EventLedger.objects.all()}) == 3
    assert client.post(address, {"every": "1", "times": "2"}).status_code == 302, "twice is no error"


def test_nobody_repeats_what_they_may_not_edit():
    event = an_event()
    for person in (factories.member(), factories.coordinator_of(factories.working_group())):
        address = f"/admin/events/repeat/{event.pk}/"
        assert signed_in(person).post(address, {"every": "1", "times": "1"}).status_code == 302
    assert EventPage.objects.count() == 1
