"""What is known of the Elasticsearch that follows the database, and the lease of the one who writes to it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Subquery
from django.utils import timezone

from .elastic_index import is_current
from .models import Follower, MovingSubtree, RemovedEntry, SearchEntry

THE_ROW = 1
LEASE = timedelta(seconds=30)
# Catching up takes a second or two. What is behind for longer than this has been left behind.
LONGEST_MOMENT = timedelta(seconds=60)
LOOKED_AT = 1000  # pending entries whose age is asked


class LeaseLost(Exception):
    """Somebody else writes now: nothing may be marked any more."""


@dataclass(frozen=True)
class Standing:
    """`index` is the one that searches may ask, if there is one. `behind_since` is when the oldest change was made
    that it does not have."""

    index: str
    behind_since: datetime | None

    @property
    def is_in_step(self) -> bool:
        return bool(self.index) and self.behind_since is None

    @property
    def is_left_behind(self) -> bool:
        if not self.index:
            return True
        return self.behind_since is not None and self.behind_since < timezone.now() - LONGEST_MOMENT


def pending() -> QuerySet[SearchEntry]:
    """The entries that Elasticsearch does not have as they are now."""
    return SearchEntry.objects.exclude(version=F("indexed_version"))


def standing() -> Standing:
    """One query."""
    some = pending().order_by("pk").values("pk")[:LOOKED_AT]
    row = (
        Follower.objects.filter(pk=THE_ROW)
        .annotate(
            changed=Subquery(SearchEntry.objects.filter(pk__in=some).order_by("changed_at").values("changed_at")[:1]),
            removed=Subquery(RemovedEntry.objects.order_by("removed_at").values("removed_at")[:1]),
            moving=Subquery(MovingSubtree.objects.order_by("since").values("since")[:1]),
        )
        .values_list("index", "changed", "removed", "moving")
        .first()
    )
    if row is None:
        return Standing("", None)
    index, *since = row
    return Standing(index if is_current(index) else "", min((one for one in since if one), default=None))


@dataclass(frozen=True)
class Lease:
    token: str

    def renew(self, **changes: Any) -> None:
        """Keep the lease, and write these fields of the follower with it. Raises LeaseLost.

        In a transaction, nobody else takes the lease until that ends: what else it writes, the holder writes.
        """
        held = Follower.objects.filter(pk=THE_ROW, lease=self.token)
        if not held.update(leased_until=timezone.now() + LEASE, **changes):
            raise LeaseLost


@contextmanager
def leased() -> Iterator[Lease | None]:
    """The lease, or None while somebody else has it."""
    Follower.objects.get_or_create(pk=THE_ROW)
    now = timezone.now()
    token = secrets.token_hex(16)
    free = Follower.objects.filter(Q(lease="") | Q(leased_until__lt=now), pk=THE_ROW)
    if not free.update(lease=token, leased_until=now + LEASE):
        yield None
        return
    try:
        yield Lease(token)
    finally:
        Follower.objects.filter(pk=THE_ROW, lease=token).update(lease="", leased_until=None)
