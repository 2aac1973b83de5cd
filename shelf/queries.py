"""What somebody keeps and follows, as far as they may see it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value

from content.models import Topic
from content.pages import ContentPage
from content.vocabulary import Kind
from visibility.pages import visible_pages
from visibility.viewer import Viewer

from .models import Bookmark, PageFollow, TopicFollow, UsefulMark

BOOKMARKED, FOLLOWED, TOPIC_FOLLOWED = "bookmarked", "followed", "topic"


def is_keepable(page: ContentPage) -> bool:
    """Sections are the way to things, not things that one keeps."""
    return page.kind != Kind.PAGE


def keepable_pages(viewer: Viewer) -> QuerySet[Any]:
    """The pages that this viewer may bookmark and follow."""
    return visible_pages(viewer, ContentPage.objects.exclude(kind=Kind.PAGE))


def keepable_page(viewer: Viewer, page_id: int) -> ContentPage | None:
    # By `id`, not by `pk`: that lookup alone takes numbers that are larger than the database can hold.
    page: ContentPage | None = keepable_pages(viewer).filter(id=page_id).first()
    return page


def bookmarks_of(viewer: Viewer) -> QuerySet[Bookmark]:
    """With their pages, the newest first."""
    visible = visible_pages(viewer, ContentPage.objects.all()).values("pk")
    theirs = Bookmark.objects.filter(person=viewer.user_id, page__in=visible)
    return theirs.select_related("page").order_by("-made_at", "-pk")


def followed_pages(viewer: Viewer) -> QuerySet[Any]:
    theirs = PageFollow.objects.filter(person=viewer.user_id).values("page")
    return visible_pages(viewer, ContentPage.objects.filter(pk__in=theirs)).order_by("title", "pk")


def followed_topics(viewer: Viewer) -> QuerySet[Topic]:
    return Topic.objects.filter(follows__person=viewer.user_id)


@dataclass(frozen=True)
class Kept:
    """How somebody stands to one page: whether it is on their shelf, whether they follow it, and which topics."""

    is_bookmarked: bool
    is_followed: bool
    topic_ids: frozenset[int]


def kept_of(viewer: Viewer, page: ContentPage, topics: Iterable[Topic]) -> Kept:
    """One query, however many topics."""
    rows = [
        _rows(Bookmark.objects.filter(page=page.pk), BOOKMARKED, "page_id"),
        _rows(PageFollow.objects.filter(page=page.pk), FOLLOWED, "page_id"),
        _rows(TopicFollow.objects.filter(topic__in=[topic.pk for topic in topics]), TOPIC_FOLLOWED, "topic_id"),
    ]
    first, *others = (of_everyone.filter(person=viewer.user_id) for of_everyone in rows)
    found = set(first.union(*others, all=True))
    return Kept(
        is_bookmarked=(BOOKMARKED, page.pk) in found,
        is_followed=(FOLLOWED, page.pk) in found,
        topic_ids=frozenset(number for what, number in found if what == TOPIC_FOLLOWED),
    )


def _rows(of_everyone: QuerySet[Any], what: str, number: str) -> QuerySet[Any]:
    return of_everyone.values_list(Value(what, output_field=CharField()), F(number))


@dataclass(frozen=True)
class Usefulness:
    """How many said that a page was useful, and how many that it was not. For those who look after pages."""

    useful: int = 0
    not_useful: int = 0


def usefulness_of(pages: Iterable[int]) -> dict[int, Usefulness]:
    """By the numbers of the pages; those of which nobody has said anything are left out. One query."""
    counted = (
        UsefulMark.objects.filter(page__in=list(pages))
        .values("page")
        .annotate(useful=Count("pk", filter=Q(is_useful=True)), not_useful=Count("pk", filter=Q(is_useful=False)))
    )
    return {row["page"]: Usefulness(row["useful"], row["not_useful"]) for row in counted}
