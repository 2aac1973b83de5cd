"""What a person gets who asks for a page that is not there, or not theirs. Django's own view answers a 500."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from content.serving import to_sign_in


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for a hidden page as for one that never was."""
    return to_sign_in(request) or render(request, "404.html", status=404)
