from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .exports import is_export, record_export
from .log import acting_for
from .models import Action


class ActorMiddleware:
    """Stands after AuthenticationMiddleware. Costs a request nothing that records nothing.

    A list that leaves the admin is recorded here, because most of them are made by Wagtail's views, unless its own view
    has done so and said more. If that fails, the request does, and nothing leaves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with acting_for(request) as acting:
            response = self.get_response(request)
            if is_export(request, response) and Action.EXPORTED not in acting.recorded:
                record_export(request)
            return response
