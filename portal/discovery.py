"""What machines read to find pages: the sitemap, the feed of updates, and robots.txt."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from content.pages import ContentPage
from content.vocabulary import Kind
from visibility.pages import visible_pages
from visibility.viewer import Viewer, viewer_for, viewer_of

FEED_LENGTH = 30


class PublicPages(Sitemap):
    """The pages that someone who is not signed in may open; the same for everyone who asks."""

    def items(self) -> QuerySet[Any]:
        return visible_pages(viewer_for(AnonymousUser()), ContentPage.objects.filter(depth__gt=1)).order_by("path")

    def location(self, item: ContentPage) -> str:
        return item.url or "/"

    def lastmod(self, item: ContentPage) -> datetime.datetime | None:
        published: datetime.datetime | None = item.last_published_at
        return published


class Updates(Feed):
    """What was published lately, as far as whoever asks may see it: without a session, the public part."""

    feed_type = Atom1Feed
    title = f"{settings.PORTAL_NAME}: updates"
    link = "/"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Viewer:
        return viewer_of(request)

    def items(self, viewer: Viewer) -> QuerySet[Any]:
        pages = ContentPage.objects.filter(depth__gt=1).exclude(kind=Kind.PAGE).exclude(last_published_at=None)
        return visible_pages(viewer, pages).order_by("-last_published_at", "-pk")[:FEED_LENGTH]

    def item_title(self, item: ContentPage) -> str:
        return str(item.title)

    def item_description(self, item: ContentPage) -> str:
        return str(item.summary)

    def item_link(self, item: ContentPage) -> str:
        return item.url or "/"

    def item_pubdate(self, item: ContentPage) -> datetime.datetime:
        published: datetime.datetime = item.first_published_at or item.last_published_at
        return published

    def item_updateddate(self, item: ContentPage) -> datetime.datetime:
        updated: datetime.datetime = item.last_published_at
        return updated


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /accounts/", "Disallow: /admin/", "Disallow: /search/"]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
