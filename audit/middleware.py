from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .log import acting_for


class ActorMiddleware:
    """Stands after AuthenticationMiddleware. Costs a request nothing that records nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_for(request):
            return self.get_response(request)
