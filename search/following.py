"""Elasticsearch follows the database: what it does not have yet is written to it, and only then marked.

Everything here may be killed at any instant, and may run twice at once. What holds it together: a document carries the
version of its entry, and Elasticsearch keeps the higher one; marks are written by the holder of the lease alone; and
`Follower` says which index is asked and which one is being built. While one is being built, every change goes to both.
Up to `built_up_to`, an entry that is marked is in both.
"""

import logging
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Length

from . import elastic_index
from .elastic_documents import sources_of
from .elastic_index import Written
from .engines.elastic_connection import Unavailable, is_configured
from .follower import THE_ROW, Lease, LeaseLost, leased, pending, standing
from .models import Follower, RemovedEntry, SearchEntry

MOST_ENTRIES, MOST_CHARACTERS = 500, 4_000_000  # in one request
logger = logging.getLogger(__name__)


@dataclass
class CaughtUp:
    """What one run did. `in_step` says that nothing was left to do."""

    written: int = 0
    removed: int = 0
    in_step: bool = False
    troubles: Counter[str] = field(default_factory=Counter)


def catch_up(*, seconds: float = 30.0) -> CaughtUp:
    """Write what Elasticsearch does not have, for at most about so long; build an index if there is none.

    Raises Unavailable if Elasticsearch does not answer. Does nothing while somebody else is at it.
    """
    done = CaughtUp()
    if not is_configured():
        return done
    if nothing_to_do():
        done.in_step = True
        return done
    deadline = time.monotonic() + seconds
    with leased() as lease:
        if lease is not None:
            try:
                _follow(lease, done, deadline)
            except LeaseLost:
                logger.warning("Somebody else took over writing to Elasticsearch.")
    return done


def nothing_to_do() -> bool:
    now = standing()
    building = Follower.objects.filter(pk=THE_ROW).exclude(building="").exists()
    return now.is_in_step and not building and elastic_index.exists(now.index)


def start_building() -> bool:
    """Begin a new index, which whoever catches up goes on with. False while somebody else has the lease."""
    with leased() as lease:
        if lease is not None:
            _begin(lease)
        return lease is not None


def forget_follower() -> None:
    """Where there is no Elasticsearch, keep nothing for it. If there is one again, it is built anew."""
    if is_configured():
        return
    RemovedEntry.objects.all().delete()
    Follower.objects.exclude(index="", building="").update(index="", building="", built_up_to=0, trouble="")


def _follow(lease: Lease, done: CaughtUp, deadline: float) -> None:
    _ensure_an_index(lease)
    after = 0  # what Elasticsearch refuses does not keep it from what comes after that
    while time.monotonic() < deadline:
        follower = Follower.objects.get(pk=THE_ROW)
        last = _write_pending(lease, follower, done, after)
        if last is not None:
            after = last
        elif after and not done.troubles:
            after = 0
        elif not (follower.building and _build(lease, follower, done)):
            break
    lease.renew(trouble=_told(done.troubles))
    done.in_step = nothing_to_do()


def _ensure_an_index(lease: Lease) -> None:
    follower = Follower.objects.get(pk=THE_ROW)
    if follower.index and not _is_usable(follower.index):
        lease.renew(index="")
        follower.index = ""
    if follower.building and not _is_usable(follower.building):
        lease.renew(building="", built_up_to=0)
        follower.building = ""
    if not follower.index and not follower.building:
        _begin(lease)


def _is_usable(index: str) -> bool:
    return elastic_index.is_current(index) and elastic_index.exists(index)


def _begin(lease: Lease) -> None:
    name = elastic_index.new_name()
    lease.renew(building=name, built_up_to=0)
    elastic_index.create(name)


def _write_pending(lease: Lease, follower: Follower, done: CaughtUp, after: int) -> int | None:
    """Write the next changes to the index that is asked and the one that is built. None if there are none."""
    waiting = pending().filter(pk__gt=after)
    if not follower.index:  # what lies beyond is copied when its turn comes
        waiting = waiting.filter(pk__lte=follower.built_up_to)
    entry_ids = _batch(waiting)
    removals = dict(RemovedEntry.objects.values_list("entry_id", "version")[:MOST_ENTRIES]) if not done.troubles else {}
    if not entry_ids and not removals:
        return None
    indices = [index for index in (follower.index, follower.building) if index]
    versions, written = _write(lease, indices, entry_ids, removals)
    with transaction.atomic():
        lease.renew()
        _mark({entry_id: versions[entry_id] for entry_id in written.entries})
        for entry_id in written.removed:
            RemovedEntry.objects.filter(entry_id=entry_id, version=removals[entry_id]).delete()
    _note(done, written)
    return max(entry_ids, default=after)


def _build(lease: Lease, follower: Follower, done: CaughtUp) -> bool:
    """The next step of building an index. False if there is none."""
    if _copy(lease, follower, done):
        return True
    return not done.troubles and not _finish(lease, follower)


def _copy(lease: Lease, follower: Follower, done: CaughtUp) -> bool:
    """Copy the next entries to the index that is built. False if there are no more."""
    entry_ids = _batch(SearchEntry.objects.filter(pk__gt=follower.built_up_to))
    if not entry_ids:
        return False
    versions, written = _write(lease, [follower.building], entry_ids, {})
    with transaction.atomic():
        lease.renew(built_up_to=max(entry_ids))
        if not follower.index:  # otherwise the marks speak of that one too, and it may not be so far
            _mark({entry_id: versions[entry_id] for entry_id in written.entries})
    _note(done, written)
    return True


def _write(
    lease: Lease, indices: Collection[str], entry_ids: Collection[int], removals: Collection[int]
) -> tuple[dict[int, int], Written]:
    """The versions that were written, and what every one of these indices has now, to be found by the next search."""
    sources = sources_of(entry_ids)
    everywhere = Written({source.entry_id for source in sources}, set(removals))
    for index in indices:
        lease.renew()
        written = elastic_index.write(index, sources, removals)
        elastic_index.refresh(index)
        everywhere.entries &= written.entries
        everywhere.removed &= written.removed
        everywhere.troubles += written.troubles
    return {source.entry_id: source.version for source in sources}, everywhere


def _mark(versions: dict[int, int]) -> None:
    """One statement. What was changed meanwhile has a higher version, and stays pending."""
    if versions:
        cases = [When(pk=entry_id, then=Value(version)) for entry_id, version in versions.items()]
        SearchEntry.objects.filter(pk__in=versions).update(indexed_version=Case(*cases))


def _finish(lease: Lease, follower: Follower) -> bool:
    """Compare the index that was built with the database. If it is complete, let searches ask it; False if not."""
    if not _is_complete(lease, follower.building):
        return False
    lease.renew()
    elastic_index.merge(follower.building)
    elastic_index.name_for_operators(follower.building)
    lease.renew(index=follower.building, building="", built_up_to=0)
    left_over = [index for index in elastic_index.ours() if index != follower.building]
    lease.renew()  # if it is still ours, nobody has begun another index since we looked
    elastic_index.delete(left_over)
    return True


def _is_complete(lease: Lease, index: str) -> bool:
    """If it is not, it is put right for the next look. What cannot be, because somebody else wrote to the index or
    deleted from it, is given up, and another one begun."""
    lacking, superfluous = lacking_and_superfluous(index)
    if not (lacking or superfluous):
        return True
    elastic_index.remove(index, superfluous)
    for start in range(0, len(lacking), MOST_ENTRIES):
        _write(lease, [index], lacking[start : start + MOST_ENTRIES], {})
    still_lacking, _ = lacking_and_superfluous(index)
    if still_lacking:
        logger.error("An index that was being built does not take %d entries. Another is begun.", len(still_lacking))
        _begin(lease)
    return False


def lacking_and_superfluous(index: str) -> tuple[list[int], list[str]]:
    """The entries of which the index lacks the version that is marked, and its documents that belong to no entry."""
    elastic_index.refresh(index)
    stored = elastic_index.versions(index)
    marked = {str(entry_id): version for entry_id, version in SearchEntry.objects.values_list("pk", "indexed_version")}
    removed = {str(entry_id) for entry_id in RemovedEntry.objects.values_list("entry_id", flat=True)}
    lacking = [int(one) for one, version in marked.items() if stored.get(one, 0) < version]
    return lacking, list(stored.keys() - marked.keys() - removed)


def _batch(entries: QuerySet[SearchEntry]) -> list[int]:
    """The first ones, as many as fit in a request."""
    lengths = entries.order_by("pk").values_list("pk", Length("body"))[:MOST_ENTRIES]
    batch: list[int] = []
    characters = 0
    for entry_id, length in lengths:
        characters += length
        if batch and characters > MOST_CHARACTERS:
            break
        batch.append(entry_id)
    return batch


def _note(done: CaughtUp, written: Written) -> None:
    done.written += len(written.entries)
    done.removed += len(written.removed)
    done.troubles += written.troubles
    for trouble, count in written.troubles.items():
        logger.error("Elasticsearch refused %d entries: %s", count, trouble)


def _told(troubles: Counter[str]) -> str:
    return ", ".join(f"{count} times {trouble}" for trouble, count in troubles.most_common(3))[:200]


__all__ = ["CaughtUp", "Unavailable", "catch_up", "forget_follower", "lacking_and_superfluous", "start_building"]
