"""Compares the index with the pages, says what differs, and repairs it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from content.pages import ContentPage

from .engines import database_engine
from .indexing import batches, finish_move, write_entries
from .models import EntryAncestor, EntryFacet, MovingSubtree, SearchEntry
from .truth import Facet, Key, Text, key_of, standings_of, texts_of

# A move that is older than this has died between its beginning and its end.
LONGEST_MOVE = timedelta(minutes=1)


@dataclass(frozen=True)
class Faults:
    """What is wrong with the index, as ids of pages; `unwritten` and `orphaned` of entries, `stuck` of moves."""

    missing: frozenset[int] = frozenset()
    superfluous: frozenset[int] = frozenset()
    stale: frozenset[int] = frozenset()
    misplaced: frozenset[int] = frozenset()
    unwritten: frozenset[int] = frozenset()
    orphaned: frozenset[int] = frozenset()
    stuck: frozenset[int] = frozenset()

    def counts(self) -> dict[str, int]:
        return {field.name: len(getattr(self, field.name)) for field in fields(self)}

    def __bool__(self) -> bool:
        return any(self.counts().values())


def faults() -> Faults:
    """Compare everything. Reads only, and not in a transaction: what is being saved meanwhile may look like a fault."""
    engine = database_engine()
    found = [_faults_of(batch) for batch in batches(_content_page_ids())]
    homeless = SearchEntry.objects.exclude(page__in=ContentPage.objects.filter(live=True).values("pk"))
    return Faults(
        missing=frozenset().union(*(batch.missing for batch in found)),
        superfluous=frozenset(homeless.values_list("page", flat=True)).union(*(batch.superfluous for batch in found)),
        stale=frozenset().union(*(batch.stale for batch in found)),
        misplaced=frozenset().union(*(batch.misplaced for batch in found)),
        unwritten=frozenset(engine.lagging()),
        orphaned=frozenset(engine.orphans()),
        stuck=frozenset(
            MovingSubtree.objects.filter(since__lte=timezone.now() - LONGEST_MOVE).values_list("pk", flat=True)
        ),
    )


def sweep() -> dict[str, int]:
    """Repair what crashes and bulk updates left, in small transactions. Returns how much of each fault there was."""
    found = faults()
    for moving in MovingSubtree.objects.filter(pk__in=found.stuck):
        finish_move(moving)
    for batch in batches(sorted(found.missing | found.superfluous | found.stale | found.misplaced)):
        write_entries(batch)
    _write_full_text(found.unwritten)
    database_engine().remove(found.orphaned)
    return found.counts()


def rebuild() -> int:
    """Write the whole index anew. Returns the number of its entries."""
    for _ in rebuilding():
        pass
    return SearchEntry.objects.count()


def rebuilding() -> Iterator[int]:
    """Write the index anew in small transactions, and say after each how many pages were read.

    Each reads the stored rows as they are then, so saves may go on in between; the search answers all the time.
    """
    database_engine().ensure_storage()
    done = 0
    for batch in batches(sorted({*_content_page_ids(), *SearchEntry.objects.values_list("page", flat=True)})):
        with transaction.atomic():
            write_entries(batch)
            database_engine().write(list(SearchEntry.objects.filter(page__in=batch)))
        done += len(batch)
        yield done
    sweep()


def _content_page_ids() -> list[int]:
    return list(ContentPage.objects.order_by("pk").values_list("pk", flat=True))


def _faults_of(page_ids: Collection[int]) -> Faults:
    standings = standings_of(page_ids)
    texts = texts_of(standings)
    entries = {key_of(entry): entry for entry in SearchEntry.objects.filter(page__in=page_ids)}
    in_both = {key: entries[key] for key in entries.keys() & texts.keys()}
    numbers = {entry.pk for entry in in_both.values()}
    nodes: dict[int, set[str]] = {number: set() for number in numbers}
    for number, node in EntryAncestor.objects.filter(entry__in=numbers).values_list("entry", "node"):
        nodes[number].add(node)
    facets: dict[int, set[Facet]] = {number: set() for number in numbers}
    for number, *facet in EntryFacet.objects.filter(entry__in=numbers).values_list("entry", "name", "value", "label"):
        facets[number].add((facet[0], facet[1], facet[2]))
    return Faults(
        missing=_pages(texts.keys() - entries.keys()),
        superfluous=_pages(entries.keys() - texts.keys()),
        stale=_pages(
            key
            for key, entry in in_both.items()
            if Text.of_entry(entry) != texts[key] or facets[entry.pk] != standings[key].dated(texts[key].date).facets
        ),
        misplaced=_pages(key for key, entry in in_both.items() if nodes[entry.pk] != standings[key].nodes),
    )


def _pages(keys: Iterable[Key]) -> frozenset[int]:
    return frozenset(page_id for page_id, _ in keys)


def _write_full_text(entry_ids: Collection[int]) -> None:
    for batch in batches(sorted(entry_ids)):
        with transaction.atomic():
            database_engine().write(list(SearchEntry.objects.select_for_update().filter(pk__in=batch)))
