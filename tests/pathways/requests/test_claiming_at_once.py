"""Two experts claim at the same instant: one gets it, and the other is told. On SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase, override_settings

from membership.access import ensure_groups
from membership.models import User
from pathways.requests import answering
from pathways.requests.errors import RequestAlreadyClaimed
from pathways.requests.models import ExpertRequest, RequestEvent
from pathways.requests.states import Deed, State

from . import world

AT_ONCE, ROUNDS = 4, 5


@pytest.mark.xdist_group("claiming")
@override_settings(EMAIL_BACKEND="notifications.backends.OutboxBackend")
class ClaimingAtOnce(TransactionTestCase):
    def test_of_several_who_claim_at_once_one_gets_it_and_the_others_are_told(self):
        ensure_groups()
        experts = [world.expert_on(world.topic(), capacity=50) for _ in range(AT_ONCE)]
        for _ in range(ROUNDS):
            request = world.triaged()
            outcomes = self._claim_at_once(request, experts)
            assert sorted(outcomes.values()) == ["claimed", *["told"] * (AT_ONCE - 1)]
            (winner,) = (expert for expert in experts if outcomes[expert.pk] == "claimed")
            after = world.fresh(request)
            assert (after.owner, after.state) == (winner, State.ASSIGNED)
            assert RequestEvent.objects.filter(request=request, deed=Deed.CLAIM).count() == 1

    def _claim_at_once(self, request: ExpertRequest, experts: list[User]) -> dict[int, str]:
        together = Barrier(len(experts))

        def claim(expert: User) -> tuple[int, str]:
            try:
                connection.ensure_connection()
                together.wait(10)
                answering.claim(request=request, by=expert)
            except RequestAlreadyClaimed:
                return expert.pk, "told"
            finally:
                connections.close_all()
            return expert.pk, "claimed"

        with ThreadPoolExecutor(len(experts)) as threads:
            return dict(threads.map(claim, experts))
