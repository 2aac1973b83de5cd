"""The way to Elasticsearch: one pooled client for each process, and a breaker, so that few searches wait in vain."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

import urllib3
from django.conf import settings
from elastic_transport import NodeConfig
from elastic_transport.client_utils import url_to_node_config
from elasticsearch import ApiError, Elasticsearch, TransportError

SECONDS_OPEN = 5.0
SECONDS_TO_WRITE = 10
SEARCHES_AT_ONCE = 16
FAULTS = (TransportError, ApiError, TimeoutError)
NO_ANSWER = (KeyError, IndexError, TypeError, ValueError, AttributeError)  # met where an answer is taken to pieces

Result = TypeVar("Result")


class Unavailable(Exception):
    """Elasticsearch did not answer, or not in time, or not what was asked. The message is for the log: no texts."""


@dataclass
class Breaker:
    """After a fault nobody asks for five seconds; then one may try, and the others wait for what comes of it."""

    clock: Callable[[], float] = time.monotonic
    _closed: bool = True
    _next_try: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_closed(self) -> bool:
        return self._closed

    def lets_through(self) -> bool:
        with self._lock:
            if self._closed:
                return True
            if self.clock() < self._next_try:
                return False
            self._next_try = self.clock() + SECONDS_OPEN  # whoever tries and never comes back blocks nobody for longer
            return True

    def close(self) -> None:
        with self._lock:
            self._closed = True

    def open(self) -> bool:
        """Returns whether it was closed until now."""
        with self._lock:
            was_closed, self._closed = self._closed, False
            self._next_try = self.clock() + SECONDS_OPEN
            return was_closed


class Connection:
    """A client for one server. It tries once: who searches has another engine, and who writes comes back anyway."""

    def __init__(self, url: str, ca_file: str) -> None:
        self.client = Elasticsearch(
            [node_of(url, ca_file)],
            request_timeout=SECONDS_TO_WRITE,
            max_retries=0,
            retry_on_timeout=False,
            retry_on_status=(),
        )
        self.breaker = Breaker()
        self._searches = ThreadPoolExecutor(SEARCHES_AT_ONCE, thread_name_prefix="elasticsearch")

    def search(self, *, index: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer, or `Unavailable` within ELASTICSEARCH_TIMEOUT, whatever the server and the network do.

        In a thread of its own: no timeout of a socket bounds the resolution of a name, or an answer drop by drop.
        """
        seconds = float(settings.ELASTICSEARCH_TIMEOUT)
        client = self.client.options(request_timeout=urllib3.Timeout(total=seconds))  # type: ignore[arg-type]
        asked = self._searches.submit(client.search, index=index, allow_partial_search_results=False, **body)
        try:
            answer = asked.result(timeout=seconds)
        except FAULTS as fault:
            asked.cancel()
            raise Unavailable(named(fault)) from fault
        return answer.body


def connection() -> Connection:
    return _connection(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA_FILE)


def is_configured() -> bool:
    return bool(settings.ELASTICSEARCH_URL)


@lru_cache(maxsize=4)
def _connection(url: str, ca_file: str) -> Connection:
    return Connection(url, ca_file)


def node_of(url: str, ca_file: str) -> NodeConfig:
    """Raises ValueError if this is no URL of a server."""
    node = url_to_node_config(url, use_default_ports_for_scheme=True)
    options: dict[str, Any] = {"connections_per_node": SEARCHES_AT_ONCE + 2, "http_compress": False}
    if node.scheme == "https" and ca_file:
        options["ca_certs"] = ca_file
    return node.replace(**options)


def named(fault: BaseException) -> str:
    """What kind of fault this is. Not its message: that may quote what somebody searched for or wrote."""
    if isinstance(fault, ApiError):
        return f"{type(fault).__name__} {fault.meta.status} {fault.error}"
    return type(fault).__name__
