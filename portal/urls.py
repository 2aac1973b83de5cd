"""Every address of the portal. A new one needs its row in `tests/matrix/`."""

from django.urls import include, path, re_path
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", include(wagtailadmin_urls)),
    # Not `wagtail.urls`: its `_util/login/` is a second way in, past the throttles.
    re_path(serve_pattern, wagtail_views.serve, name="wagtail_serve"),
]
