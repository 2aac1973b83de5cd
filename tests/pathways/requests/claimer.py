"""A process with a database of its own, in which experts claim the same requests at the same instant, as threads.

python -m tests.pathways.requests.claimer EXPERTS ROUNDS

DATABASE_URL says where. Prints as JSON, for each round, what each expert was told and who owns the request.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import django


def main() -> None:
    django.setup()
    from tests.pathways.requests import world

    topic = world.topic()
    experts = [world.expert_on(topic, capacity=100) for _ in range(int(sys.argv[1]))]
    rounds = [claimed_at_once(world.triaged(), experts) for _ in range(int(sys.argv[2]))]
    print(json.dumps(rounds))  # noqa: T201  its answer to the test


def claimed_at_once(request: Any, experts: list[Any]) -> dict[str, Any]:
    from django.db import connection

    from pathways.requests.answering import claim
    from pathways.requests.errors import RequestAlreadyClaimed
    from tests.pathways.requests import world

    together = Barrier(len(experts))

    def told(expert: Any) -> str:
        try:
            connection.ensure_connection()
            together.wait(10)
            claim(request=request, by=expert)
        except RequestAlreadyClaimed:
            return "just taken"
        finally:
            connection.close()
        return "claimed"

    with ThreadPoolExecutor(len(experts)) as threads:
        answers = list(threads.map(told, experts))
    after = world.fresh(request)
    winner = experts[answers.index("claimed")] if "claimed" in answers else None
    claims = after.events.filter(deed="claim").count()
    return {"told": sorted(answers), "owner_is_winner": after.owner == winner, "claims": claims, "state": after.state}


if __name__ == "__main__":
    main()
