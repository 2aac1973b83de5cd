"""Whatever people do in whatever order, while holds lapse: nobody is lost, nothing is oversold, no seat stands idle."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events import hosting, registering
from events.models import Registration
from events.states import HOLDING, TRANSITIONS, State
from events.upkeep import free_seats_of_suspended, lapse_offers
from membership import services as people
from membership.models import Tier
from tests import factories

from .programme import an_event, change, utc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

NOW = utc(2027, 5, 3, 9)
PEOPLE, HOURS = 7, (1, 13, 24)
DEEDS = ("register", "register", "withdraw", "accept", "check in", "undo", "reject", "wait", "sweep", "grow", "suspend")

deeds = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, PEOPLE - 1), st.sampled_from(HOURS)), min_size=5, max_size=25
)


class Play:
    """An event for three with a limit of two for each company, and a clock that stands still."""

    def __init__(self, clock):
        self.clock = clock
        self.host = factories.expert()
        self.event = an_event(
            starts_at=NOW + timedelta(days=6), capacity=3, seats_per_organisation=2, hold_hours=24, hosts=(self.host,)
        )
        companies = [factories.organisation(name, Tier.BRIDGE) for name in ("One", "Two", "Three")]
        self.people = [factories.person("Ada", str(number), at=companies[number % 3]) for number in range(PEOPLE)]
        self.before: dict[int, str] = {}

    def do(self, deed: str, person_number: int, hours: int) -> None:
        person = self.people[person_number]
        refusals = (
            registering.EventNotThere,
            registering.RegistrationNotOpen,
            registering.NotAcceptedBefore,
            registering.NoSeatHeld,
            registering.NothingToWithdraw,
            hosting.NotNow,
        )
        with suppress(*refusals):
            if deed == "wait":
                self.clock.shift(timedelta(hours=hours))
            elif deed == "sweep":
                free_seats_of_suspended()
                lapse_offers()
            elif deed == "grow":
                self.event = change(self.event, capacity=self.event.capacity + 1)
            elif deed == "suspend":
                people.suspend_person(person=person)
            elif deed in {"check in", "undo", "reject"}:
                self.host_does(deed, person)
            else:
                acts = {
                    "register": registering.register,
                    "withdraw": registering.withdraw,
                    "accept": registering.accept_offer,
                }
                acts[deed](event=self.event, person=person)
        self.check()

    def host_does(self, deed, person):
        registration = Registration.objects.filter(event=self.event, person=person).first()
        if registration is not None:
            acts = {"check in": hosting.check_in, "undo": hosting.undo_check_in, "reject": hosting.reject}
            acts[deed](registration=registration, by=self.host)

    def check(self):
        rows = list(Registration.objects.filter(event=self.event).order_by("place"))
        holding = Counter(row.organisation_id for row in rows if row.state in HOLDING)
        assert sum(holding.values()) <= self.event.capacity
        assert max(holding.values(), default=0) <= 2
        assert len({row.place for row in rows}) == len(rows)
        for row in rows:
            self.check_way(row)
        self.before = {row.person_id: row.state for row in rows}

    def check_way(self, row):
        """From each state only along the table, in a few steps at most: a lapse and a new beginning are two."""
        before = self.before.get(row.person_id)
        if before is not None and before != row.state:
            first = TRANSITIONS[State(before)]
            assert row.state in first | {step for way in first for step in TRANSITIONS[way]}

    def nobody_waits_in_vain(self):
        """Once swept, nobody is on the waitlist for whom there is a seat."""
        lapse_offers()
        rows = Registration.objects.filter(event=self.event)
        holding = Counter(rows.filter(state__in=HOLDING).values_list("organisation", flat=True))
        if sum(holding.values()) < self.event.capacity:
            for row in rows.filter(state=State.WAITLISTED):
                assert holding[row.organisation_id] >= 2


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds)
def test_whatever_happens_seats_are_not_oversold_and_do_not_stand_idle(what_happens):
    with transaction.atomic(), time_machine.travel(NOW, tick=False) as clock:
        play = Play(clock)
        for deed in what_happens:
            play.do(*deed)
        play.nobody_waits_in_vain()
        transaction.set_rollback(True)
