"""A process with a database of its own, in which many processes register people for the same event at once.

python -m tests.events.rush PROCESSES PEOPLE SEATS LIMIT

DATABASE_URL says where. Prints as JSON how everybody stands, before and after some of them have withdrawn.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import django

ORGANISATIONS = 8
WITHDRAW = 7
PATIENCE = 240  # seconds, on a slow machine


def main() -> None:
    django.setup()
    from django.db import connection

    if connection.vendor == "sqlite":  # which lets in whoever asks at the right moment, not whoever waits longest
        connection.settings_dict["OPTIONS"]["timeout"] = PATIENCE
    processes, people, seats, limit = map(int, sys.argv[1:])
    event, everyone = _furnish(people, seats, limit)
    from events import registering

    failures = at_once(processes, everyone, lambda person: registering.register(event=event, person=person))
    before = standing()
    leaving = [person for person in everyone if before[person.pk]["state"] == "registered"][:WITHDRAW]
    failures += at_once(processes, leaving, lambda person: registering.withdraw(event=event, person=person))
    told = {"failures": failures, "before": before, "after": standing(), "left": [person.pk for person in leaving]}
    print(json.dumps(told))  # noqa: T201  its answer to the test


def _furnish(people: int, seats: int, limit: int) -> tuple[Any, list[Any]]:
    from membership.models import Tier
    from membership.services import add_person
    from portal.establish import establish
    from tests import factories
    from tests.events.programme import an_event

    establish()
    companies = [factories.organisation(f"Company {number}", Tier.BRIDGE) for number in range(ORGANISATIONS)]
    everyone = [
        add_person(email=f"person-{number}@rush.example", organisation=companies[number % ORGANISATIONS])
        for number in range(people)
    ]
    return an_event(capacity=seats, seats_per_organisation=limit), everyone


def at_once(processes: int, people: Sequence[Any], act: Callable[[Any], Any]) -> int:
    """Each process takes every so many-th person. They begin together. Returns how many processes failed."""
    from django.db import connections

    connections.close_all()  # what is open in one process must not be used in another
    begin = time.monotonic() + 1
    children = []
    for number in range(processes):
        child = os.fork()
        if child == 0:
            _act(people[number::processes], act, begin)
        children.append(child)
    return sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)


def _act(people: Sequence[Any], act: Callable[[Any], Any], begin: float) -> None:
    try:
        time.sleep(max(begin - time.monotonic(), 0))
        for person in people:
            act(person)
        os._exit(0)
    except BaseException as failure:
        sys.stderr.write(f"{type(failure).__name__}: {failure}\n")
        os._exit(1)


def standing() -> dict[int, dict[str, Any]]:
    from events.models import Registration

    rows = Registration.objects.values("person", "place", "state", "organisation")
    return {row.pop("person"): row for row in rows}


if __name__ == "__main__":
    main()
