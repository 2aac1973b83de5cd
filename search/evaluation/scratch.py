"""An index beside the real one, for measuring: temporary tables of this connection, which hide the real ones.

Databases look for a table among the temporary ones first, so all the code of the search works on the scratch index as
it stands, and nobody else's connection sees it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import connection
from django.db.models import Model

from search import elastic_index
from search.elastic_documents import sources_of
from search.engines import database_engine
from search.engines.elastic import ElasticEngine
from search.models import EntryAncestor, EntryFacet, MovingSubtree, SearchEntry, VocabularyWord

HIDDEN: tuple[type[Model], ...] = (SearchEntry, EntryAncestor, EntryFacet, MovingSubtree, VocabularyWord)
BATCH = 1000
TEMPORARY_SCHEMA = {"sqlite": "temp", "postgresql": "pg_temp"}

# SQLite copies no keys into a table that is made from another.
KEYS = (
    "CREATE UNIQUE INDEX temp.scratch_entry ON search_searchentry (id)",
    "CREATE UNIQUE INDEX temp.scratch_node ON search_entryancestor (node, entry_id)",
    "CREATE INDEX temp.scratch_ancestor ON search_entryancestor (entry_id)",
    "CREATE UNIQUE INDEX temp.scratch_facet ON search_entryfacet (name, value, entry_id)",
    "CREATE INDEX temp.scratch_faceted ON search_entryfacet (entry_id)",
    "CREATE UNIQUE INDEX temp.scratch_word ON search_vocabularyword (word)",
)


@contextmanager
def scratch_index() -> Iterator[None]:
    """While this is open, the search knows nothing but what is written meanwhile."""
    _make_tables()
    try:
        database_engine().ensure_storage(temporary=True)
        yield
    finally:
        with connection.cursor() as cursor:
            for table in (*reversed(_names()), *database_engine().stored_in):
                cursor.execute(f"DROP TABLE {TEMPORARY_SCHEMA[connection.vendor]}.{table}")


@contextmanager
def scratch_elasticsearch() -> Iterator[ElasticEngine]:
    """An index of Elasticsearch with every entry that there is now, gone again afterwards. Raises Unavailable."""
    index = elastic_index.new_name()
    elastic_index.create(index)
    try:
        numbers = list(SearchEntry.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(numbers), BATCH):
            elastic_index.write(index, sources_of(numbers[start : start + BATCH]), removed=())
        elastic_index.refresh(index)
        yield ElasticEngine(index)
    finally:
        elastic_index.delete([index])


def _make_tables() -> None:
    with connection.cursor() as cursor:
        for table in _names():
            if connection.vendor == "sqlite":
                cursor.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table} WHERE 0")  # noqa: S608
            else:
                cursor.execute(f"CREATE TEMP TABLE {table} (LIKE {table} INCLUDING ALL)")
        if connection.vendor == "sqlite":
            for key in KEYS:
                cursor.execute(key)


def _names() -> list[str]:
    return [model._meta.db_table for model in HIDDEN]


def write_scratch(entries: Iterable[SearchEntry], *, nodes: dict[int, list[str]], facets: list[EntryFacet]) -> int:
    """Add these entries, which bring their numbers, with the nodes above each. Returns how many they were."""
    remaining, count = iter(entries), 0
    while batch := list(islice(remaining, BATCH)):
        SearchEntry.objects.bulk_create(batch)
        ancestors = (EntryAncestor(entry_id=entry.pk, node=node) for entry in batch for node in nodes[entry.pk])
        EntryAncestor.objects.bulk_create(ancestors, batch_size=5000)
        database_engine().write(batch)
        count += len(batch)
    EntryFacet.objects.bulk_create(facets, batch_size=5000)
    return count
