"""Eight processes register two hundred people for twenty seats: never one too many, and in order."""

import json
import os
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

pytestmark = pytest.mark.django_db

PROCESSES, PEOPLE, SEATS, LIMIT = 8, 200, 20, 3


def rushed(database: str) -> dict[str, Any]:
    """What the process says in the end; it must not have complained."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.mailer_settings",
        "DATABASE_URL": database,
    }
    command = [sys.executable, "-m", "tests.events.rush", *map(str, (PROCESSES, PEOPLE, SEATS, LIMIT))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert not done.stderr.strip(), done.stderr[-3000:]
    return json.loads(done.stdout)


def served_in_order(rows: dict[str, Any], *, given: Counter[int], seats: int, states: set[str]) -> set[str]:
    """Who gets one of so many seats, if one after the other is asked, by their place."""
    served: set[str] = set()
    for person, row in sorted(rows.items(), key=lambda item: item[1]["place"]):
        if row["state"] in states and given[row["organisation"]] < LIMIT and len(served) < seats:
            served.add(person)
            given[row["organisation"]] += 1
    return served


def people_in(rows: dict[str, Any], state: str) -> set[str]:
    return {person for person, row in rows.items() if row["state"] == state}


def test_seats_are_never_oversold_and_go_on_in_order(real_database: str):
    told = rushed(real_database)
    before, after, left = told["before"], told["after"], {str(person) for person in told["left"]}
    assert told["failures"] == 0
    assert len(before) == PEOPLE
    assert sorted(row["place"] for row in before.values()) == list(range(1, PEOPLE + 1))
    first_come = served_in_order(before, given=Counter(), seats=SEATS, states={"registered", "waitlisted"})
    assert people_in(before, "registered") == first_come
    assert len(first_come) == SEATS
    assert people_in(before, "waitlisted") == before.keys() - first_come

    assert people_in(after, "withdrawn") == left
    assert people_in(after, "registered") == first_come - left
    offered = people_in(after, "offered")
    assert len(offered) == len(left)
    holding = Counter(after[person]["organisation"] for person in offered | (first_come - left))
    assert max(holding.values()) <= LIMIT
    # Nobody who still waits could have had the seat of somebody behind them.
    for person in people_in(after, "waitlisted"):
        behind = {other for other in offered if after[other]["place"] > after[person]["place"]}
        assert not behind or holding[after[person]["organisation"]] >= LIMIT
