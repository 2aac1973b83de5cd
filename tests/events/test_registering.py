"""Seats are given in the order in which people come, and never one too many."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from events import hosting, registering
from events.models import Registration
from events.states import HOLDING, TRANSITIONS, State
from events.upkeep import free_seats_of_suspended, lapse_offers, remind
from events.vocabulary import Admission
from membership import services as people
from notifications.preferences import Frequency, Subject, choose
from tests import factories

from .programme import all_of, an_event, arrived, change, in_days, registered, signed_in, state_of, states, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def several(number, at=None):
    return [factories.person("Ada", f"Number-{index}", at=at or factories.startup()) for index in range(number)]


def test_seats_go_to_those_who_come_first_and_the_others_wait_in_order():
    event = an_event(capacity=2)
    first, second, third, fourth = several(4)
    registered(event, first, second, third, fourth)
    assert states(event) == {
        first.email: "registered",
        second.email: "registered",
        third.email: "waitlisted",
        fourth.email: "waitlisted",
    }


def test_a_seat_that_is_given_back_is_offered_to_the_next_and_taken():
    event = an_event(capacity=1)
    first, second, third = several(3)
    registered(event, first, second, third)
    registering.withdraw(event=event, person=first)
    assert states(event) == {first.email: "withdrawn", second.email: "offered", third.email: "waitlisted"}
    registering.accept_offer(event=event, person=second)
    assert states(event) == {first.email: "withdrawn", second.email: "registered", third.email: "waitlisted"}


def test_an_offer_that_nobody_takes_in_time_goes_on_to_the_next():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        event = an_event(capacity=1, hold_hours=24)
        first, second, third = several(3)
        registered(event, first, second, third)
        registering.withdraw(event=event, person=first)
        arrived()
        clock.shift(timedelta(hours=24, seconds=-1))
        lapse_offers()
        assert state_of(event, second) == State.OFFERED
        clock.shift(timedelta(seconds=1))
        with pytest.raises(registering.NoSeatHeld):
            registering.accept_offer(event=event, person=second)
        lapse_offers()
        assert states(event) == {first.email: "withdrawn", second.email: "withdrawn", third.email: "offered"}
        subjects = {(mail.to[0], mail.subject.partition(":")[0]) for mail in arrived()}
        assert subjects == {
            (second.email, "The seat has gone to the next person"),
            (third.email, "A seat is free for you"),
        }


def test_whoever_comes_again_stands_at_the_end():
    event = an_event(capacity=1)
    first, second, third = several(3)
    registered(event, first, second, third)
    registering.withdraw(event=event, person=second)
    registered(event, second)
    registering.withdraw(event=event, person=first)
    assert states(event) == {first.email: "withdrawn", second.email: "waitlisted", third.email: "offered"}


def test_registering_twice_changes_nothing():
    event = an_event(capacity=1)
    [person] = several(1)
    registered(event, person, person)
    assert Registration.objects.get().place == 1
    assert len(arrived()) == 1


def test_an_organisation_gets_no_more_seats_than_its_limit():
    event = an_event(capacity=4, seats_per_organisation=2)
    many = several(3)
    other = factories.member()
    registered(event, *many, other)
    assert [state_of(event, person) for person in (*many, other)] == [
        State.REGISTERED,
        State.REGISTERED,
        State.WAITLISTED,
        State.REGISTERED,
    ]
    registering.withdraw(event=event, person=other)
    assert state_of(event, many[2]) == State.WAITLISTED, "the free seat is not for them"
    registering.withdraw(event=event, person=many[0])
    assert state_of(event, many[2]) == State.OFFERED


def test_a_larger_room_lets_in_those_who_wait():
    event = an_event(capacity=1)
    first, second, third = several(3)
    registered(event, first, second, third)
    change(event, capacity=2)
    assert states(event) == {first.email: "registered", second.email: "offered", third.email: "waitlisted"}


def test_a_smaller_room_throws_nobody_out():
    event = an_event(capacity=2)
    first, second, third = several(3)
    registered(event, first, second, third)
    change(event, capacity=1)
    registering.withdraw(event=event, person=first)
    assert states(event) == {first.email: "withdrawn", second.email: "registered", third.email: "waitlisted"}


def test_nobody_registers_for_what_they_may_not_see():
    event = an_event(below="webinars")
    outsider = factories.startup_user()
    with pytest.raises(registering.EventNotThere):
        registering.register(event=event, person=outsider)
    with pytest.raises(registering.EventNotThere):
        registering.register(event=event, person=factories.suspended_member())
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"registration_opens_at": 2}, "Registration opens on"),
        ({"registration_closes_at": -1}, "Registration for this event has closed."),
        ({"starts_at": -0.02}, "This event has already begun."),
        ({"admission": Admission.NONE}, "This event needs no registration."),
    ],
)
def test_whoever_comes_too_early_or_too_late_is_told_why(fields, sentence):
    days = {name: in_days(value) if isinstance(value, float | int) else value for name, value in fields.items()}
    event = an_event(**days)
    person = factories.startup_user()
    with pytest.raises(registering.RegistrationNotOpen, match=sentence):
        registering.register(event=event, person=person)
    assert sentence in text_of(signed_in(person).get(f"/events/{event.pk}/register/"))


def test_where_hosts_approve_nobody_has_a_seat_before():
    host = factories.expert()
    event = an_event(capacity=1, admission=Admission.APPROVAL, hosts=(host,))
    first, second, third = several(3)
    one, two, three = registered(event, first, second, third)
    assert set(states(event).values()) == {"requested"}
    hosting.approve(registration=two, by=host)
    hosting.approve(registration=one, by=host)
    hosting.reject(registration=three, by=host)
    assert states(event) == {first.email: "waitlisted", second.email: "registered", third.email: "rejected"}
    with pytest.raises(registering.NotAcceptedBefore):
        registering.register(event=event, person=third)
    with pytest.raises(hosting.NotAHost):
        hosting.approve(registration=one, by=second)


def test_the_suspended_lose_their_seat_and_the_next_is_offered_it():
    event = an_event(capacity=1)
    first, second = several(2)
    registered(event, first, second)
    arrived()
    people.suspend_person(person=first)
    assert free_seats_of_suspended() == 1
    assert states(event) == {first.email: "withdrawn", second.email: "offered"}
    assert {mail.to[0] for mail in arrived()} == {second.email}


def test_a_cancelled_event_tells_everyone_and_takes_nobody_any_more():
    host = factories.expert()
    event = an_event(capacity=1, hosts=(host,))
    first, second, third = several(3)
    registered(event, first, second)
    arrived()
    hosting.cancel_event(event=event, by=host)
    hosting.cancel_event(event=event, by=host)
    assert set(states(event).values()) == {"cancelled"}
    told = arrived()
    assert sorted(mail.to[0] for mail in told) == sorted([first.email, second.email])
    assert all("METHOD:CANCEL" in all_of(mail) for mail in told)
    with pytest.raises(registering.RegistrationNotOpen, match="cancelled"):
        registering.register(event=event, person=third)


def test_everyone_is_reminded_once_and_again_when_the_event_moves():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        event = an_event(starts_at=in_days(2), capacity=1)
        first, second = several(2)
        registered(event, first, second)
        arrived()
        assert remind() == 0
        clock.shift(timedelta(days=1, hours=1))
        assert [remind(), remind()] == [1, 0]
        event = change(event, starts_at=in_days(0.5), ends_at=in_days(0.6))
        assert remind() == 1
        soon = [mail for mail in arrived() if mail.subject.startswith("Soon")]
        assert [mail.to[0] for mail in soon] == [first.email], "the reminder of the old start says nothing any more"


def test_whoever_wants_no_mail_about_events_still_hears_of_their_own_seat():
    with time_machine.travel(timezone.now(), tick=False):
        host = factories.expert()
        person, other = several(2)
        event = an_event(starts_at=in_days(0.5), hosts=(host,))
        choose(person=person, choices={Subject.EVENTS: Frequency.NONE})
        registered(event, person, other)
        assert sorted(mail.to[0] for mail in arrived()) == sorted([person.email, other.email])
        remind()
        hosting.write_to_attendees(event=event, by=host, subject="Hello", text="Bring questions.")
        mails = arrived()
        assert [mail.to[0] for mail in mails] == [other.email, other.email]
        assert all("List-Unsubscribe" in mail.message() for mail in mails)


def test_no_state_is_reached_but_by_the_table():
    assert set(TRANSITIONS) == set(State)
    reachable: set[State] = {State.REQUESTED, State.REGISTERED, State.WAITLISTED}
    seen: set[State] = set()
    while reachable - seen:
        state = (reachable - seen).pop()
        seen.add(state)
        reachable |= TRANSITIONS[state]
    assert seen == set(State)


# --- The pages, without JavaScript ---------------------------------------------------------------------------------


def test_a_person_registers_waits_takes_the_offer_and_withdraws_by_the_pages():
    event = an_event(capacity=1, registration_questions=[("question", "What do you hope for?")])
    holder, person = several(2)
    registered(event, holder)
    client = signed_in(person)
    assert "Every seat is taken. You can join the waitlist." in text_of(client.get(event.url))
    response = client.post(f"/events/{event.pk}/register/", {"is_listed": "on"})
    assert "Answer this question." in text_of(response)
    answer = {"answer_0": "To learn.", "is_listed": "on"}
    assert client.post(f"/events/{event.pk}/register/", answer).url == event.url
    assert "You are on the waitlist." in text_of(client.get(event.url))
    assert Registration.objects.get(person=person).answers == [["What do you hope for?", "To learn."]]
    registering.withdraw(event=event, person=holder)
    offer = next(mail for mail in arrived() if mail.subject.startswith("A seat is free"))
    assert f"http://localhost:8000/events/{event.pk}/accept/" in offer.body
    assert "Take the seat" in text_of(client.get(f"/events/{event.pk}/accept/"))
    assert state_of(event, person) == State.OFFERED, "looking takes nothing"
    assert client.post(f"/events/{event.pk}/accept/").url == event.url
    assert state_of(event, person) == State.REGISTERED
    client.get(f"/events/{event.pk}/withdraw/")
    assert state_of(event, person) == State.REGISTERED
    client.post(f"/events/{event.pk}/withdraw/")
    assert state_of(event, person) == State.WITHDRAWN


def test_strangers_are_asked_to_sign_in_whatever_the_event():
    event = an_event()
    hidden = an_event(below="webinars")
    for number in (event.pk, hidden.pk, 999_999):
        address = f"/events/{number}/register/"
        assert Client().get(address).url == f"/accounts/login/?next={address}"


def test_holding_never_exceeds_the_room_whatever_people_do():
    event = an_event(capacity=3, seats_per_organisation=2)
    everyone = [*several(4), *several(4, at=factories.organisation())]
    for step in range(60):
        person = everyone[(step * 5) % len(everyone)]
        act = (registering.register, registering.withdraw, registering.accept_offer)[step % 3]
        with suppress(registering.NothingToWithdraw, registering.NoSeatHeld):
            act(event=event, person=person)
        held = list(Registration.objects.filter(event=event, state__in=HOLDING).values_list("organisation", flat=True))
        assert len(held) <= 3
        assert max((held.count(one) for one in held), default=0) <= 2


def test_the_drawing_in_the_documentation_is_the_table():
    text = (Path(__file__).parents[2] / "docs" / "events.md").read_text()
    drawn = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 2 and cells[0] in State.values:
            drawn[State(cells[0])] = frozenset(State(word) for word in cells[1].split(", ") if word != "–")
    assert drawn == TRANSITIONS
