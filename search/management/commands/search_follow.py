"""Keep Elasticsearch in step with the database, until somebody ends this."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, connection

from search.engines.elastic_connection import is_configured
from search.following import Unavailable, catch_up

PAUSE, LONGEST_PAUSE = 1.0, 5.0  # seconds between two looks
SECONDS_AT_ONCE = 2  # so that an end is not long in coming
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Write every change to Elasticsearch within a second or two. Several may run: one works, the others wait."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_configured():
            raise CommandError("There is no Elasticsearch to follow with: ELASTICSEARCH_URL is not set.")
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        follow_until(ended)


def follow_until(ended: threading.Event) -> None:
    pause = PAUSE
    while not ended.is_set():
        ended.wait(pause := next_pause(pause))


def next_pause(pause: float) -> float:
    """Catch up once. Returns how many seconds to wait: longer while Elasticsearch or the database is away."""
    close_old_connections()
    try:
        done = catch_up(seconds=SECONDS_AT_ONCE)
    except (Unavailable, DatabaseError) as fault:
        what = "Elasticsearch" if isinstance(fault, Unavailable) else "The database"
        if pause <= PAUSE:
            logger.warning(
                "%s does not answer: %s", what, fault if isinstance(fault, Unavailable) else type(fault).__name__
            )
        if not connection.in_atomic_block:
            connection.close()
        return min(max(pause, PAUSE) * 2, LONGEST_PAUSE)
    if done.written or done.removed:
        return 0.0 if not done.troubles else PAUSE
    return PAUSE
