"""Health, for whatever watches the portal: alive says that the process answers, ready that its database does too."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from search.asking import is_degraded


def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 if the database answers; 503 if it does not. Says no more: anybody may ask.

    The search is degraded while Elasticsearch does not answer. Searches are answered all the same, by the database: a
    portal that was taken out of service for that would answer none.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        search = "degraded" if is_degraded() else "ok"
    except DatabaseError:
        return JsonResponse({"status": "not ready", "database": "does not answer"}, status=503)
    return JsonResponse({"status": "ready", "search": search})
