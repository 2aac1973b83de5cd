"""Health, for whatever watches the portal: alive says that the process answers, ready that its database does too."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from notifications.watching import mail_is_failing, worker_is_silent
from search.asking import is_degraded

NO_DATABASE = {"status": "not ready", "database": "does not answer"}


def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 if the database answers; 503 if it does not. Says no more: anybody may ask.

    The search is degraded while Elasticsearch does not answer. Searches are answered all the same, by the database: a
    portal that was taken out of service for that would answer none. It is the same with a worker that does not run and
    with mail that does not leave: what is to be done is kept.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        said = {
            "search": "degraded" if is_degraded() else "ok",
            "worker": "silent" if worker_is_silent() else "ok",
            "mail": "failing" if mail_is_failing() else "ok",
        }
    except DatabaseError:
        return JsonResponse(NO_DATABASE, status=503)
    return JsonResponse({"status": "ready", **said})


def worker(request: HttpRequest) -> JsonResponse:
    """200 if the worker lately came to the end of a job; 503 if not: for whoever starts it again."""
    try:
        is_silent = worker_is_silent()
    except DatabaseError:
        return JsonResponse(NO_DATABASE, status=503)
    return JsonResponse({"worker": "silent" if is_silent else "ok"}, status=503 if is_silent else 200)
