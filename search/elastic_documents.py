"""What Elasticsearch should hold of entries. A constant number of queries for any number of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from .engines.elastic import SEPARATOR
from .engines.elastic_request import FACETS
from .models import EntryAncestor, EntryFacet, SearchEntry
from .text import PAGE_BREAK

Source = dict[str, Any]


@dataclass(frozen=True)
class EntrySource:
    """An entry as Elasticsearch should hold it, and the version of which that is true."""

    entry_id: int
    version: int
    source: Source


def sources_of(entry_ids: Collection[int]) -> list[EntrySource]:
    """Three queries, the entries first: what somebody writes between them gets a higher version, and its turn comes."""
    entries = list(SearchEntry.objects.filter(pk__in=entry_ids).order_by("pk"))
    nodes: dict[int, list[str]] = defaultdict(list)
    for entry_id, node in EntryAncestor.objects.filter(entry__in=entry_ids).values_list("entry", "node"):
        nodes[entry_id].append(node)
    facets: dict[int, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    rows = EntryFacet.objects.filter(entry__in=entry_ids).values_list("entry", "name", "value", "label")
    for entry_id, name, value, label in rows:
        facets[entry_id][name].append((value, label))
    return [
        EntrySource(entry.pk, entry.version, _source(entry, nodes[entry.pk], facets[entry.pk])) for entry in entries
    ]


def _source(entry: SearchEntry, nodes: list[str], facets: dict[str, list[tuple[str, str]]]) -> Source:
    values = {name: sorted(value for value, _ in facets[name]) for name in FACETS}
    shown = {f"{name}_shown": sorted(f"{value}{SEPARATOR}{label}" for value, label in facets[name]) for name in FACETS}
    return {
        "entry": entry.pk,
        "title": entry.title,
        "summary": entry.summary,
        "body": entry.body.split(PAGE_BREAK),
        "date": entry.date.isoformat() if entry.date else None,
        "nodes": sorted(nodes),
        **values,
        **shown,
    }
