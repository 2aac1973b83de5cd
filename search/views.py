"""The page of results."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from visibility.viewer import viewer_of

from .engines.base import RELEVANCE
from .presentation import page_number, shown
from .queries import FILTERS, search


@require_safe
@cache_control(private=True, no_cache=True)
def results(request: HttpRequest) -> HttpResponse:
    found = search(
        viewer_of(request),
        request.GET.get("q", ""),
        filters={name: request.GET.get(name, "") for name in FILTERS},
        page=page_number(request.GET.get("page", "")),
        sort=request.GET.get("sort", RELEVANCE),
    )
    response = render(request, "search/results.html", {"results": shown(found, request)})
    response["X-Robots-Tag"] = "noindex"
    return response
