"""When Elasticsearch fails, searches are answered by the database, saves notice nothing, and afterwards all is in step.

`SEARCH_FAULT_CHANGES=10000` makes the long test as long as that.
"""

import os
import random
import secrets
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from elasticsearch import Elasticsearch as ElasticsearchClient
from wagtail.models import Page

from bin.servers import Elasticsearch, ServerMissing
from search.asking import is_degraded
from search.checks import elasticsearch_is_configured
from search.elastic_comparison import differences
from search.engines.elastic_connection import SECONDS_OPEN, Breaker, Unavailable, connection
from search.following import catch_up
from search.management.commands.search_follow import LONGEST_PAUSE, next_pause
from search.models import Follower
from search.queries import search

from .elastic import MISSING, elastic_portal, in_step
from .library import anyone, fresh, resource, section, titles

pytestmark = pytest.mark.django_db
LONGEST = 5.0  # seconds: far over what a search may take, and far under what a server that says nothing would cost
CHANGES = int(os.environ.get("SEARCH_FAULT_CHANGES", "300"))
FAILURES = 5


@pytest.fixture(scope="module")
def server() -> Iterator[Elasticsearch]:
    """A server of our own, to be stopped and killed."""
    if not os.environ.get("ELASTICSEARCH_SERVER_URL"):
        pytest.skip(MISSING)
    try:
        with Elasticsearch() as server:
            yield server
    except ServerMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def client(server: Elasticsearch, settings: Any) -> Iterator[ElasticsearchClient]:
    with elastic_portal(settings, server.url) as client:
        yield client


@pytest.fixture
def impatient(client: ElasticsearchClient, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ELASTICSEARCH_TIMEOUT = "0.8"
    monkeypatch.setattr("search.engines.elastic_connection.SECONDS_TO_WRITE", 1)  # for servers that a test invents


def answered_by_the_database(text: str, expected: list[str]) -> None:
    """Twice: the first one meets the fault, the second one does not even try. Neither waits for long."""
    for _ in range(2):
        started = time.monotonic()
        found = search(anyone(), text)
        assert time.monotonic() - started < LONGEST
        assert sorted(hit.page.title for hit in found.hits) == expected
        assert found.degraded
    assert is_degraded()
    answer = Client().get("/health/ready/").json()
    assert (answer["status"], answer["search"]) == ("ready", "degraded")


def test_health_says_that_the_search_is_well(client: ElasticsearchClient) -> None:
    resource("Kit")
    in_step()
    answer = Client().get("/health/ready/").json()
    assert (answer["status"], answer["search"]) == ("ready", "ok")


# --- A server that is away, held up, or gone mad ---------------------------------------------------------------------


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", ["stopped", "killed", "paused"])
def test_a_server_that_is_away_is_not_missed_and_is_in_step_when_it_is_back(
    server: Elasticsearch, client: ElasticsearchClient, fault: str
) -> None:
    page = resource("Kit")
    in_step()
    {"stopped": server.stop, "killed": server.kill, "paused": server.pause}[fault]()
    try:
        answered_by_the_database("kit", ["Kit"])
        resource("Kit of the meantime")
        changed = fresh(page)
        changed.title = "Kit changed"
        changed.save()
        answered_by_what_is_pending("kit", ["Kit changed", "Kit of the meantime"])
    finally:
        server.resume() if fault == "paused" else server.start()
    connection().breaker.close()
    in_step()
    assert differences() == []
    assert not search(anyone(), "kit").degraded


def answered_by_what_is_pending(text: str, expected: list[str]) -> None:
    """Where something is pending, nobody asks Elasticsearch at all."""
    assert sorted(titles(text)) == expected


@contextmanager
def listening(answer: bytes | None) -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes connections and sends this, or nothing. Yields its URL and what it was sent."""
    received: list[bytes] = []
    over = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            received.append(self.request.recv(65536))
            if answer is None:
                over.wait(30)
            else:
                self.request.sendall(answer)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", received
        finally:
            over.set()
            server.shutdown()


def http(status: str, body: bytes, kind: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nX-Elastic-Product: Elasticsearch\r\n"
    return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


ANSWERS = {
    "nothing": None,
    "an end of the connection": b"",
    "noise": b"\x00\xff\x13" * 100,
    "a web page": http("200 OK", b"<html>Welcome to our proxy</html>", "text/html"),
    "broken JSON": http("200 OK", b'{"hits": {"hits": ['),
    "another's JSON": http("200 OK", b'{"ok": true}'),
    "JSON with half of an answer": http("200 OK", b'{"hits": {"hits": []}}'),
    "an unavailable cluster": http("503 Service Unavailable", b'{"error": {"type": "master_not_discovered"}}'),
    "a refused password": http("401 Unauthorized", b'{"error": {"type": "security_exception"}}'),
    "too many requests": http("429 Too Many Requests", b'{"error": {"type": "circuit_breaking_exception"}}'),
    "a gateway's error": http("502 Bad Gateway", b"<html>Bad gateway</html>", "text/html"),
}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_whatever_a_server_answers_searches_are_answered(
    client: ElasticsearchClient, settings: Any, answer: bytes | None
) -> None:
    resource("Kit")
    in_step()
    well = settings.ELASTICSEARCH_URL
    with listening(answer) as (url, received):
        settings.ELASTICSEARCH_URL = url
        answered_by_the_database("kit", ["Kit"])
        assert len(received) == 1  # there was no second attempt, and the second search did not ask
        resource("Another kit")
        with pytest.raises(Unavailable):
            catch_up()
        assert next_pause(LONGEST_PAUSE) == LONGEST_PAUSE
        with pytest.raises(CommandError):
            call_command("search_status", stdout=StringIO())
    settings.ELASTICSEARCH_URL = well
    in_step()
    assert not search(anyone(), "kit").degraded


@pytest.mark.usefixtures("impatient")
def test_an_answer_drop_by_drop_is_not_waited_for(client: ElasticsearchClient, settings: Any) -> None:
    resource("Kit")
    in_step()
    over = threading.Event()

    class Dripping(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while not over.wait(0.3):
                self.request.sendall(b" ")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dripping) as dripping:
        dripping.daemon_threads, dripping.block_on_close = True, False
        threading.Thread(target=dripping.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        well, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, f"http://127.0.0.1:{dripping.server_address[1]}"
        try:
            answered_by_the_database("kit", ["Kit"])
        finally:
            over.set()
            dripping.shutdown()
            settings.ELASTICSEARCH_URL = well


@pytest.mark.usefixtures("impatient")
def test_a_port_that_refuses_is_not_waited_for(client: ElasticsearchClient, settings: Any) -> None:
    resource("Kit")
    in_step()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, not listening: it refuses, and nobody else can take it
        well, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, f"http://127.0.0.1:{closed.getsockname()[1]}"
        answered_by_the_database("kit", ["Kit"])
        assert next_pause(1.0) == 2.0
    settings.ELASTICSEARCH_URL = well


@pytest.mark.usefixtures("impatient")
def test_who_pastes_a_whole_text_and_waits_in_vain_does_not_keep_others_from_asking(
    client: ElasticsearchClient, settings: Any
) -> None:
    resource("Kit")
    in_step()
    well = settings.ELASTICSEARCH_URL
    with listening(None) as (url, received):
        settings.ELASTICSEARCH_URL = url
        assert search(anyone(), " ".join(["kit", *(f"word{number}" for number in range(100))])).degraded
        assert connection().breaker.is_closed
        assert search(anyone(), "kit").degraded
        assert not connection().breaker.is_closed
        assert len(received) == 2
    settings.ELASTICSEARCH_URL = well


def test_saves_ask_nothing_of_elasticsearch(client: ElasticsearchClient, settings: Any) -> None:
    well = settings.ELASTICSEARCH_URL
    with listening(None) as (url, received):
        settings.ELASTICSEARCH_URL = url
        page, place = resource("Kit"), section("Place")
        changed = fresh(page)
        changed.title = "Changed"
        changed.save()
        fresh(page).move(place, pos="last-child")
        fresh(page).save_revision().publish()
        fresh(page).unpublish()
        fresh(page).delete()
        assert received == []
    settings.ELASTICSEARCH_URL = well


def test_the_client_never_looks_for_other_servers_and_leaves_none_out(client: ElasticsearchClient) -> None:
    pool = client.transport.node_pool
    sniffing = ("_sniff_on_start", "_sniff_before_requests", "_sniff_on_node_failure")
    assert [getattr(client.transport, name) for name in sniffing] == [False] * 3
    only = pool.get()
    for _ in range(5):
        pool.mark_dead(only)
    assert pool.get() is only  # what the library does with one node, and we rely on


# --- The breaker -----------------------------------------------------------------------------------------------------


def test_after_a_fault_one_at_a_time_tries_again() -> None:
    now = [100.0]
    breaker = Breaker(clock=lambda: now[0])
    assert breaker.lets_through()
    assert breaker.open()
    assert not breaker.open()  # only the first one says so in the log
    assert not breaker.lets_through()
    now[0] += SECONDS_OPEN
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.open()
    now[0] += SECONDS_OPEN - 0.1
    assert not breaker.lets_through()
    now[0] += 0.1
    assert breaker.lets_through()  # and never comes back
    now[0] += SECONDS_OPEN
    assert breaker.lets_through()
    breaker.close()
    assert all(breaker.lets_through() for _ in range(3))


def test_of_many_threads_one_tries() -> None:
    now = [0.0]
    breaker = Breaker(clock=lambda: now[0])
    breaker.open()
    now[0] = SECONDS_OPEN
    let_through: list[bool] = []
    threads = [threading.Thread(target=lambda: let_through.append(breaker.lets_through())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert let_through.count(True) == 1


# --- Settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("ELASTICSEARCH_URL", "elasticsearch", "search.E002"),
        ("ELASTICSEARCH_URL", "ftp://host:1", "search.E002"),
        ("ELASTICSEARCH_URL", "https://user:secret@host:port", "search.E002"),
        ("ELASTICSEARCH_CA_FILE", "/no/such/file", "search.E003"),
        ("ELASTICSEARCH_INDEX", "Portal*", "search.E004"),
        ("ELASTICSEARCH_TIMEOUT", "soon", "search.E005"),
        ("ELASTICSEARCH_TIMEOUT", "-1", "search.E005"),
        ("ELASTICSEARCH_REPLICAS", "two", "search.E006"),
    ],
)
def test_a_mistaken_setting_is_named_in_a_sentence(settings: Any, name: str, value: str, error: str) -> None:
    settings.ELASTICSEARCH_URL = "https://user:p%40ss@host:9200"
    assert elasticsearch_is_configured() == []
    setattr(settings, name, value)
    (said,) = elasticsearch_is_configured()
    assert (said.id, name in said.msg, "secret" in said.msg) == (error, True, False)
    settings.ELASTICSEARCH_URL = ""
    assert elasticsearch_is_configured() == []


# --- The long run ----------------------------------------------------------------------------------------------------


def test_after_many_changes_and_failures_nothing_differs(server: Elasticsearch, client: ElasticsearchClient) -> None:
    """Random saves, moves and deletions, while the server is killed at random moments and comes back."""
    seed = int(os.environ.get("SEARCH_FAULT_SEED", secrets.randbelow(10**6)))
    print(f"SEARCH_FAULT_SEED={seed}")  # noqa: T201  shown if the test fails, to have the same once more
    chance = random.Random(seed)
    places = [section(f"Place {number}") for number in range(4)]
    pages = [resource(f"Kit {number}", under=chance.choice(places)) for number in range(20)]
    in_step()
    failures = set(chance.sample(range(CHANGES), FAILURES))
    coming_back = threading.Thread(target=server.start)
    coming_back.start()
    for number in range(CHANGES):
        if number in failures:
            coming_back.join()
            server.kill()
            coming_back = threading.Thread(target=server.start)
            coming_back.start()
        with transaction.atomic():
            change(chance, pages, places, number)
        if chance.random() < 0.1:
            next_pause(1.0)
    coming_back.join()
    started = time.monotonic()
    in_step()
    assert time.monotonic() - started < 30
    assert differences() == []
    assert Follower.objects.get().trouble == ""


def change(chance: random.Random, pages: list[Any], places: list[Any], number: int) -> None:
    page = fresh(chance.choice(pages))
    match chance.choice(["save", "save", "save", "move", "delete", "add"]):
        case "save":
            page.title = f"Kit {number}"
            page.save()
        case "move":
            page.move(Page.objects.get(pk=chance.choice(places).pk), pos="last-child")
        case "delete" if len(pages) > 5:
            pages[:] = [other for other in pages if other.pk != page.pk]
            page.delete()
        case _:
            pages.append(resource(f"Kit {number}", under=chance.choice(places)))


def test_search_follow_ends_when_it_is_told_to(server: Elasticsearch, real_database: str, tmp_path: Path) -> None:
    """In a process of its own, with a database and a server as in earnest."""
    environment = {
        **os.environ,
        "ELASTICSEARCH_URL": server.url,
        "ELASTICSEARCH_INDEX": "test-follow",
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "DATABASE_URL": real_database,
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py"]
    follower = subprocess.Popen([*command, "search_follow"], env=environment)
    try:
        deadline = time.monotonic() + 60
        while subprocess.run([*command, "search_status"], env=environment, check=False, capture_output=True).returncode:
            assert time.monotonic() < deadline
        follower.send_signal(signal.SIGTERM)
        assert follower.wait(timeout=20) == 0
    finally:
        follower.kill()
        follower.wait()
