"""Compares every entry with the whole document that Elasticsearch holds of it, and repairs what differs.

The marks say what was written. But a server may have lost its disk, or somebody may have written to it past us.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from . import elastic_index
from .elastic_documents import sources_of
from .follower import THE_ROW
from .models import Follower, SearchEntry

MISSING, OLD, CHANGED, ORPHANED = "missing", "old", "changed", "orphaned"
AHEAD = 1000  # versions: Elasticsearch also keeps those of what somebody has just deleted past us, and does not tell
AT_ONCE = 100  # entries, whose texts are held in memory twice


@dataclass(frozen=True)
class Difference:
    """`kind` is that of the document: missing, of an old version, changed, or orphaned (it belongs to no entry)."""

    kind: str
    document_id: str


def differences() -> list[Difference]:
    """Every difference between the entries and the index that is asked, in two queries and one request per hundred.

    What is changed while this reads may look like a difference: whoever repairs compares once more afterwards. Raises
    Unavailable if Elasticsearch does not answer. Without an index there is nothing to compare.
    """
    index = Follower.objects.filter(pk=THE_ROW).values_list("index", flat=True).first()
    if not index:
        return []
    elastic_index.refresh(index)
    stored = elastic_index.versions(index)
    found = [difference for batch in _batches() for difference in _compared(index, batch)]
    known = {str(entry_id) for entry_id in SearchEntry.objects.values_list("pk", flat=True)}
    return [*found, *(Difference(ORPHANED, one) for one in sorted(stored.keys() - known))]


def repair(found: Collection[Difference]) -> None:
    """Delete the orphans, and give the other entries a version that Elasticsearch cannot have: whoever catches up next
    writes them."""
    index = Follower.objects.get(pk=THE_ROW).index
    elastic_index.remove(index, [one.document_id for one in found if one.kind == ORPHANED])
    entry_ids = [int(one.document_id) for one in found if one.kind != ORPHANED]
    for start in range(0, len(entry_ids), AT_ONCE):
        batch = entry_ids[start : start + AT_ONCE]
        newest = max((version for version, _ in elastic_index.documents(index, batch).values()), default=0)
        entries = SearchEntry.objects.filter(pk__in=batch)
        entries.filter(version__lt=newest).update(version=newest)
        entries.update(version=F("version") + AHEAD, changed_at=timezone.now())


def _compared(index: str, entry_ids: Collection[int]) -> Iterator[Difference]:
    stored = elastic_index.documents(index, entry_ids)
    for entry in sources_of(entry_ids):
        version, source = stored.get(entry.entry_id, (0, None))
        if source is None:
            yield Difference(MISSING, str(entry.entry_id))
        elif version < entry.version:
            yield Difference(OLD, str(entry.entry_id))
        elif version > entry.version or source != entry.source:
            yield Difference(CHANGED, str(entry.entry_id))


def _batches() -> Iterator[list[int]]:
    entry_ids = list(SearchEntry.objects.order_by("pk").values_list("pk", flat=True))
    return (entry_ids[start : start + AT_ONCE] for start in range(0, len(entry_ids), AT_ONCE))
