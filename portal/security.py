"""Headers that every response carries."""

from collections.abc import Callable

from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

ADMIN = "/admin/"

# What Wagtail's admin needs besides the portal's own policy.
ADMIN_SOURCES = {
    "style-src-elem": [SELF, "'unsafe-inline'"],  # Draftail writes style elements
    "img-src": [SELF, "blob:", "data:"],  # previews of pictures before they are uploaded
    # Jcrop, in the image editor, sets one inline handler; its hash is the exception.
    "script-src": ["'unsafe-hashes'", "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='"],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The portal's policy; in the admin, with the few exceptions that Wagtail's editor needs."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(ADMIN) and not hasattr(response, "_csp_update"):
            response._csp_update = ADMIN_SOURCES  # type: ignore[attr-defined]
        return super().process_response(request, response)


class PrivateByDefaultMiddleware:
    """What was made for one person is not kept for another: no shared cache stores a page unless a view says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
