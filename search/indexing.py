"""Writes the index, in the transaction that changed the pages. Every function here may be called twice."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import asdict

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from content.pages import ContentPage
from content.vocabulary import Kind

from .engines import database_engine
from .models import EntryAncestor, EntryFacet, MovingSubtree, SearchEntry
from .truth import Facet, Key, Standing, Text, key_of, node, standings_of, texts_of

BATCH = 200  # pages that are read and written at once


@transaction.atomic
def write_entry(page_id: int) -> None:
    """Make the entry of this page say what its stored row says, and take it away if the page is not live."""
    write_entries([page_id])
    group = ContentPage.objects.filter(pk=page_id, kind=Kind.GROUP).first()
    if group is not None:  # its title is a label of everything below it
        place_entries(_page_ids_below(group.path))


@transaction.atomic
def write_entries(page_ids: Collection[int]) -> None:
    """The same for several pages, except that the labels below a working group's page do not follow."""
    _lock(page_ids)
    standings = standings_of(page_ids)
    texts = texts_of(standings)
    entries = _entries_of(page_ids)
    _remove([entry for key, entry in entries.items() if key not in texts])
    written: list[SearchEntry] = []
    for key, text in texts.items():
        entry = entries.get(key)
        if entry is None:
            page_id, document_id = key
            entries[key] = SearchEntry.objects.create(
                page_id=page_id, document_id=document_id, version=0, **asdict(text)
            )
        elif Text.of_entry(entry) != text:
            SearchEntry.objects.filter(pk=entry.pk).update(**asdict(text))
            for name, value in asdict(text).items():
                setattr(entry, name, value)
        else:
            continue
        written.append(entries[key])
    placed = _place({entries[key].pk: standings[key].dated(text.date) for key, text in texts.items()})
    database_engine().write(written)
    _note_new_version({entry.pk for entry in written} | placed)


@transaction.atomic
def place_entries(page_ids: Collection[int]) -> None:
    """Rewrite what stands above these pages' entries and their facets; their texts stay as they are."""
    for batch in batches(page_ids):
        _lock(batch)
        standings = standings_of(batch)
        entries = _entries_of(batch)
        _remove([entry for key, entry in entries.items() if key not in standings])
        placed = _place(
            {entry.pk: standings[key].dated(entry.date) for key, entry in entries.items() if key in standings}
        )
        _note_new_version(placed)


@transaction.atomic
def rewrite_subtree(root_id: int) -> None:
    """Rewrite what stands above every entry at or below this page, aliases of pages there included."""
    below = EntryAncestor.objects.filter(node=node(root_id)).values_list("entry__page", flat=True)
    root = Page.objects.filter(pk=root_id).first()
    in_tree = _page_ids_below(root.path) if root is not None else []
    place_entries(sorted({*below, *in_tree}))


@transaction.atomic
def finish_move(moving: MovingSubtree) -> None:
    """Lift the bar from a subtree whose move is over, in the transaction that rewrites its entries."""
    _lock([moving.root_id])  # so that a move that is still going on ends first
    rewrite_subtree(moving.root_id)
    moving.delete()


def batches(ids: Collection[int]) -> Iterator[list[int]]:
    in_order = list(ids)
    return (in_order[start : start + BATCH] for start in range(0, len(in_order), BATCH))


def _lock(page_ids: Collection[int]) -> None:
    """Wait for whoever is saving these pages. What is read after this stays true until the transaction ends."""
    list(Page.objects.select_for_update().filter(pk__in=page_ids).order_by("pk").values_list("pk"))


def _page_ids_below(path: str) -> list[int]:
    entries = SearchEntry.objects.filter(page__path__startswith=path, document=None)
    return list(entries.order_by("page").values_list("page", flat=True))


def _entries_of(page_ids: Collection[int]) -> dict[Key, SearchEntry]:
    return {key_of(entry): entry for entry in SearchEntry.objects.filter(page__in=page_ids)}


def _remove(entries: list[SearchEntry]) -> None:
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()  # `post_delete` tells the engines


def _note_new_version(entry_ids: Collection[int]) -> None:
    SearchEntry.objects.filter(pk__in=entry_ids).update(version=F("version") + 1, changed_at=timezone.now())


def _place(wanted: dict[int, Standing]) -> set[int]:
    """Write what differs. Returns the ids of the entries whose standing changed."""
    nodes: dict[int, dict[str, int]] = defaultdict(dict)
    for ancestor in EntryAncestor.objects.filter(entry__in=wanted):
        nodes[ancestor.entry_id][ancestor.node] = ancestor.pk
    facets: dict[int, dict[Facet, int]] = defaultdict(dict)
    for facet in EntryFacet.objects.filter(entry__in=wanted):
        facets[facet.entry_id][facet.name, facet.value, facet.label] = facet.pk
    changed = {
        entry_id
        for entry_id, standing in wanted.items()
        if nodes[entry_id].keys() != standing.nodes or facets[entry_id].keys() != standing.facets
    }
    EntryAncestor.objects.filter(
        pk__in=[pk for entry in changed for name, pk in nodes[entry].items() if name not in wanted[entry].nodes]
    ).delete()
    EntryFacet.objects.filter(
        pk__in=[pk for entry in changed for facet, pk in facets[entry].items() if facet not in wanted[entry].facets]
    ).delete()
    EntryAncestor.objects.bulk_create(
        EntryAncestor(entry_id=entry_id, node=name)
        for entry_id in changed
        for name in wanted[entry_id].nodes - nodes[entry_id].keys()
    )
    EntryFacet.objects.bulk_create(
        EntryFacet(entry_id=entry_id, name=name, value=value, label=label)
        for entry_id in changed
        for name, value, label in wanted[entry_id].facets - facets[entry_id].keys()
    )
    return changed
