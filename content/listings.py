"""Lists of pages: filtered, sorted and paginated by the database, each card only if the viewer may see its title."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from visibility.pages import listable_pages
from visibility.viewer import Viewer

from .surroundings import address_of
from .vocabulary import Kind, Region

PER_PAGE = 20
FILTERS = ("kind", "topic", "region")
SORTS = {
    "newest": ("Newest first", ("-last_published_at", "-pk")),
    "title": ("Title, A to Z", ("title", "pk")),
    "reviewed": ("Last reviewed first", ("-last_reviewed", "-pk")),
}


@dataclass(frozen=True)
class Card:
    """What a list says about a page."""

    title: str
    url: str
    summary: str
    kind: str
    kind_label: str
    date: datetime.date | None
    topics: list[str]
    region_label: str
    is_teaser: bool


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class ListingFilter:
    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Listing:
    """`total` counts what the viewer may open; a teaser is listed and never counted."""

    cards: list[Card]
    total: int
    page_obj: PaginatorPage
    query: str
    filters: list[ListingFilter]
    sort: ListingFilter
    clear_url: str
    is_filtered: bool = field(default=False)


def listing_of(pages: QuerySet[Any], request: HttpRequest, viewer: Viewer) -> Listing:
    """The list that this request asks for, out of `pages` (content pages). Unknown filter values find nothing.

    Five queries, however many pages.
    """
    listable = listable_pages(viewer, pages)
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    found = listable
    if asked["kind"]:
        found = found.filter(kind=asked["kind"])
    if asked["topic"]:
        found = found.filter(pk__in=_on_topic(asked["topic"]))
    if asked["region"]:
        found = found.filter(region=asked["region"])
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "newest"
    counted = found.order_by().aggregate(listed=Count("pk"), open=Count("pk", filter=Q(is_open=True)))
    paginator = Paginator(found.order_by(*SORTS[sort][1]), PER_PAGE)
    paginator.count = counted["listed"]
    page_obj = paginator.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return Listing(
        cards=cards(page_obj.object_list, request),
        total=counted["open"],
        page_obj=page_obj,
        query=f"{query.urlencode()}&" if query else "",
        filters=_filters(listable, asked),
        sort=ListingFilter("sort", "Sort by", [Choice(key, label, key == sort) for key, (label, _) in SORTS.items()]),
        clear_url=request.path,
        is_filtered=any(asked.values()),
    )


def cards(pages: Iterable[Any], request: HttpRequest) -> list[Card]:
    """Cards of these pages, which must come from `listable_pages`. Two queries, however many pages."""
    return card_lists([pages], request)[0]


def card_lists(lists: Iterable[Iterable[Any]], request: HttpRequest) -> list[list[Card]]:
    """Cards of several lists of pages: one query for each, and one for the topics of all."""
    shown = [list(pages) for pages in lists]
    topics = _topic_names([page.pk for pages in shown for page in pages])
    return [[_card(page, topics.get(page.pk, []), request) for page in pages] for pages in shown]


def _card(page: Any, topics: list[str], request: HttpRequest) -> Card:
    return Card(
        title=page.title,
        url=address_of(page, request),
        summary=page.summary,
        kind=page.kind,
        kind_label=page.kind_label,
        date=None if page.kind == Kind.PAGE else page.date,
        topics=topics,
        region_label=page.get_region_display() if page.region else "",
        is_teaser=not page.is_open,
    )


def _on_topic(slug: str) -> QuerySet[Any]:
    from .pages import ContentPage

    return ContentPage.topics.through.objects.filter(topic__slug=slug).values("contentpage")


def _topic_names(page_ids: list[int]) -> dict[int, list[str]]:
    from .pages import ContentPage

    names: dict[int, list[str]] = {}
    through = ContentPage.topics.through.objects.filter(contentpage__in=page_ids)
    for page_id, name in through.order_by("topic__name").values_list("contentpage", "topic__name"):
        names.setdefault(page_id, []).append(name)
    return names


def _filters(listable: QuerySet[Any], asked: dict[str, str]) -> list[ListingFilter]:
    """The filters that divide this list, offering only values that some page of it has."""
    used = set(listable.order_by().values_list("kind", "region").distinct())
    kinds, regions = {kind for kind, _ in used} - {Kind.PAGE.value}, {region for _, region in used} - {""}
    topics = listable.order_by().filter(topics__isnull=False).values_list("topics__slug", "topics__name").distinct()
    offered = (
        ("kind", "Kind", [(kind.value, kind.label) for kind in Kind if kind.value in kinds]),
        ("topic", "Topic", sorted(topics, key=lambda topic: topic[1])),
        ("region", "Region", [(region.value, region.label) for region in Region if region.value in regions]),
    )
    return [
        ListingFilter(
            name,
            label,
            [
                Choice("", "All", selected=not asked[name]),
                *(Choice(value, label, value == asked[name]) for value, label in values),
            ],
        )
        for name, label, values in offered
        if len(values) > 1 or asked[name]
    ]
