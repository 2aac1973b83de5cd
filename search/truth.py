"""What the index should say, read from the stored rows of pages and files. Drafts are not rows and do not count.

A page has an entry of its own, and one for each private document that it refers to: `(page, None)`, `(page, document)`.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from content.document_texts import texts_in_force
from content.models import PrivateDocument
from content.pages import ContentPage
from content.vocabulary import Kind, Region
from visibility.pages import ALIAS_DEPTH
from visibility.viewer import PAGE

from .models import SearchEntry
from .text import PAGE_BREAK, clean

Key = tuple[int, int | None]
Facet = tuple[str, str, str]
DOCUMENT = "d"
KIND, TOPIC, REGION, GROUP, YEAR = "kind", "topic", "region", "group", "year"
BODIES_KNOWN = 5000


@dataclass(frozen=True)
class Text:
    """What an entry says."""

    title: str
    summary: str
    body: str
    date: datetime.date | None

    @classmethod
    def of_page(cls, page: ContentPage) -> "Text":
        return cls(clean(page.title)[:255], clean(page.summary), _body_of(page), page.date)

    @classmethod
    def of_document(cls, document: PrivateDocument, pages: list[str], date: datetime.date | None) -> "Text":
        return cls(clean(document.title)[:255], "", PAGE_BREAK.join(map(clean, pages)), date)

    @classmethod
    def of_entry(cls, entry: SearchEntry) -> "Text":
        return cls(entry.title, entry.summary, entry.body, entry.date)


def _body_of(page: ContentPage) -> str:
    return _body_stored_as(json.dumps(list(page.body.raw_data)))


@lru_cache(maxsize=BODIES_KNOWN)
def _body_stored_as(body: str) -> str:
    """The words of a body follow from what is stored of it and from nothing else.

    The sweep reads every page every minute, and finding the words in it is most of the work.
    """
    return clean(ContentPage(body=body).body_text())


@dataclass(frozen=True)
class Standing:
    """What stands above an entry, and by which values (name, value, label) it is filtered and counted."""

    nodes: frozenset[str]
    facets: frozenset[Facet]

    def dated(self, date: datetime.date | None) -> "Standing":
        """The same, with the year of its text among the facets."""
        if date is None:
            return self
        return replace(self, facets=self.facets | {(YEAR, str(date.year), str(date.year))})


def node(page_id: int) -> str:
    return f"{PAGE}{page_id}"


def key_of(entry: SearchEntry) -> Key:
    return entry.page_id, entry.document_id


def document_node(document_id: int) -> str:
    return f"{DOCUMENT}{document_id}"


def texts_of(keys: Collection[Key]) -> dict[Key, Text]:
    """The texts of the entries among these whose page is live. A few queries, and one for each page type."""
    page_ids = {page_id for page_id, _ in keys}
    pages = {page.pk: page for page in ContentPage.objects.filter(pk__in=page_ids, live=True).specific()}
    document_ids = {document_id for _, document_id in keys if document_id is not None}
    documents = PrivateDocument.objects.in_bulk(document_ids) if document_ids else {}
    in_force = texts_in_force().filter(document__in=document_ids)
    file_texts = dict(in_force.values_list("document", "pages")) if document_ids else {}
    texts: dict[Key, Text] = {}
    for page_id, document_id in keys:
        page = pages.get(page_id)
        if page is None:
            continue
        if document_id is None:
            texts[page_id, None] = Text.of_page(page)
        elif document_id in documents:
            pages_of_file = file_texts.get(document_id, [])
            texts[page_id, document_id] = Text.of_document(documents[document_id], pages_of_file, page.date)
    return texts


def standings_of(page_ids: Collection[int]) -> dict[Key, Standing]:
    """The standings of the pages among these that belong in the index, the live ones, and of the files on them.

    Their year is not among the facets yet: it is in the text. An alias is also below everything above its source. One
    whose sources go further back than the rule of visibility looks does not belong in the index. Eight queries.
    """
    ways = _ways(page_ids)
    ids = _ids_on({path for paths in ways.values() for path in paths})
    facets = _facets(ways, ids)
    standings: dict[Key, Standing] = {}
    for page_id, paths in ways.items():
        nodes = frozenset(node(ids[step]) for path in paths for step in _steps(path) if step in ids)
        standings[page_id, None] = Standing(nodes, frozenset(facets[page_id]))
    for page_id, documents in _documents_on(ways).items():
        page = standings[page_id, None]
        for document_id in documents:
            standings[page_id, document_id] = Standing(page.nodes | {document_node(document_id)}, page.facets)
    return standings


def pages_with(document_id: int) -> list[int]:
    """The pages that refer to this file, or that the index still has it on."""
    referring = _references_to_documents().filter(to_object_id=str(document_id)).values_list("page", flat=True)
    indexed = SearchEntry.objects.filter(document=document_id).values_list("page", flat=True)
    return sorted({*referring, *indexed})


def _references_to_documents() -> QuerySet:
    """The reference index is written in the transaction that saves the page, and reads its stored row."""
    return ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(PrivateDocument),
        base_content_type=ContentType.objects.get_for_model(Page),
    ).annotate(page=Cast("object_id", IntegerField()))


def _documents_on(page_ids: Collection[int]) -> dict[int, set[int]]:
    """For each of these pages, the documents that it refers to."""
    references = _references_to_documents().filter(object_id__in=[str(page_id) for page_id in page_ids])
    pairs = [(page_id, int(document_id)) for page_id, document_id in references.values_list("page", "to_object_id")]
    stored = PrivateDocument.objects.filter(pk__in={document_id for _, document_id in pairs})
    existing = set(stored.values_list("pk", flat=True))
    documents: dict[int, set[int]] = defaultdict(set)
    for page_id, document_id in pairs:
        if document_id in existing:
            documents[page_id].add(document_id)
    return documents


def _ways(page_ids: Collection[int]) -> dict[int, list[str]]:
    """For each page its own path first, then the path of its alias source, and of that one's source."""
    sources = ["alias_of" + "__alias_of" * step for step in range(ALIAS_DEPTH)]
    rows = ContentPage.objects.filter(pk__in=page_ids, live=True, **{f"{sources[-1]}__alias_of": None}).values_list(
        "pk", "path", *(f"{source}__path" for source in sources)
    )
    return {page_id: [path for path in paths if path is not None] for page_id, *paths in rows}


def _steps(path: str) -> Iterator[str]:
    return (path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen))


def _ids_on(paths: Collection[str]) -> dict[str, int]:
    steps = {step for path in paths for step in _steps(path)}
    return dict(Page.objects.filter(path__in=steps).values_list("path", "pk"))


def _facets(ways: dict[int, list[str]], ids: dict[str, int]) -> dict[int, set[Facet]]:
    facets: dict[int, set[Facet]] = {page_id: set() for page_id in ways}
    for page_id, kind, region in ContentPage.objects.filter(pk__in=ways).values_list("pk", "kind", "region"):
        facets[page_id].add((KIND, kind, _label(Kind, kind)))
        if region:
            facets[page_id].add((REGION, region, _label(Region, region)))
    through = ContentPage.topics.through.objects.filter(contentpage__in=ways)
    for page_id, slug, name in through.values_list("contentpage", "topic__slug", "topic__name"):
        facets[page_id].add((TOPIC, slug, name))
    groups = _groups({ids[step] for paths in ways.values() for step in _steps(paths[0]) if step in ids})
    for page_id, (own_path, *_) in ways.items():
        nearest = next((groups[step] for step in reversed(list(_steps(own_path))) if step in groups), None)
        if nearest is not None:
            facets[page_id].add(nearest)
    return facets


def _groups(page_ids: Collection[int]) -> dict[str, Facet]:
    """By its path, the facet of each live working group's page among these."""
    rows = ContentPage.objects.filter(pk__in=page_ids, kind=Kind.GROUP, live=True).values_list("path", "slug", "title")
    return {path: (GROUP, slug, title) for path, slug, title in rows}


def _label(vocabulary: type[Kind] | type[Region], value: str) -> str:
    return str(vocabulary(value).label) if value in vocabulary.values else value
