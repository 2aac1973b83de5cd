"""The page of results, and what is suggested while somebody types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content.surroundings import address_of
from visibility.viewer import viewer_of

from .engines.base import RELEVANCE
from .presentation import page_number, shown
from .queries import FILTERS, search
from .suggestions import suggestions
from .zero_results import note_zero_result


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
    note_zero_result(request, found)
    response = render(request, "search/results.html", {"results": shown(found, request)})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@cache_control(private=True, no_store=True)
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles and addresses of pages, for whoever is typing. Not stored: the next person may be somebody else."""
    found = suggestions(viewer_of(request), request.GET.get("q", ""))
    response = JsonResponse(
        {"suggestions": [{"title": one.title, "url": address_of(one.page, request)} for one in found]}
    )
    response["X-Robots-Tag"] = "noindex"
    return response
