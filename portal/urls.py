"""Every address of the portal. A new one needs its row in `tests/matrix/`."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from content.serving import serve
from pathways.welcome import welcome

from . import discovery, health

handler404 = "portal.errors.not_found"

urlpatterns = [
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("health/worker/", health.worker, name="health_worker"),
    path("robots.txt", discovery.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": discovery.PublicPages}}, name="sitemap"),
    path("updates.atom", discovery.Updates(), name="updates"),
    path("search/", include("search.urls")),
    path("", include("content.urls")),  # private files
    path("notices/", include("notifications.urls")),
    *([path("development/mail/", include("notifications.development_urls"))] if settings.MAIL_FOLDER else []),
    path("shelf/", include("shelf.urls")),
    path("newsletter/", include("newsletter.urls")),
    path("organisation/application/", include("membership.organisations.application_urls")),
    path("organisation/", include("membership.organisations.urls")),
    path("groups/", include("workinggroups.urls")),
    path("directory/", include("membership.directory.urls")),
    path("events/", include("events.urls")),
    path("accounts/", include("membership.urls")),
    path("welcome/", welcome, name="welcome"),
    path("questions/", include("pathways.requests.urls")),
    path("admin/", include("membership.admin_doors")),  # before Wagtail's, so that its own sign-in stays closed
    path("admin/", include(wagtailadmin_urls)),
    # Not `wagtail.urls`: `_util/login/` is a way in past the throttles, and its `serve` tells hidden pages apart.
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
