"""The servers that other tests rely on: they come, they can be broken on purpose, and nothing of them stays."""

import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from bin import servers
from bin.servers import Elasticsearch, Postgres, ServerMissing

SCRIPT = Path(servers.__file__)
STARTER = """
import sys
from bin.servers import Postgres
with Postgres() as postgres:
    print(postgres.folder, postgres.port, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def postgres_is_installed():
    try:
        servers.postgres_programs()
    except ServerMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def elasticsearch_is_installed():
    try:
        servers.java_home()
        servers.installed_elasticsearch()
    except ServerMissing as missing:
        pytest.skip(str(missing))


def ask(server, method, path, body=None, seconds=20):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=seconds)
    try:
        connection.request(method, path, body and json.dumps(body), {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def query(address, sql):
    asked = [servers.postgres_programs() / "psql", address, "-qAt", "-c", sql]
    return subprocess.run(asked, check=True, capture_output=True, text=True, timeout=20).stdout.strip()


def processes_in(folder):
    """Those that were started in a folder or name it, also after it was removed."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(folder) in f"{(process / 'cwd').readlink()} {(process / 'cmdline').read_text(errors='replace')}":
                found.append(process.name)
    return found


def is_listening(port):
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def nothing_is_left_of(folder, port):
    return not folder.exists() and not processes_in(folder) and not is_listening(port)


def test_elasticsearch_can_be_paused_and_killed_and_leaves_nothing(elasticsearch_is_installed):
    with Elasticsearch() as server:
        analysis = {
            "analyzer": {"default": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding", "stemmer"]}}
        }
        ask(server, "PUT", "/cafes", {"settings": {"number_of_replicas": 0, "analysis": analysis}})
        ask(server, "PUT", "/cafes/_doc/1?refresh=true", {"name": "Cafés"})

        server.pause()
        with pytest.raises(TimeoutError):
            ask(server, "GET", "/cafes/_count?q=name:cafe", seconds=1)
        server.resume()
        assert ask(server, "GET", "/cafes/_count?q=name:cafe")["count"] == 1

        address = server.url
        server.kill()
        assert not is_listening(server.port)
        server.start()
        assert server.url == address
        assert ask(server, "GET", "/cafes/_count?q=name:cafe")["count"] == 1

        assert processes_in(server.folder)
        server.pause()  # also a server that cannot hear is gone at the end
    assert nothing_is_left_of(server.folder, server.port)


def test_postgres_lets_the_portal_make_what_it_needs_and_leaves_nothing(postgres_is_installed):
    with Postgres() as server:
        query(server.url, "CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm")
        query(server.url, "CREATE DATABASE test_portal")
        assert query(server.url, "SELECT unaccent('Café'), lower('É')") == "Cafe|é"
        assert query(server.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "f"
        server.stop()
        server.start()
        assert query(server.url, "SELECT similarity('cafe', 'cafe')") == "1"
        assert processes_in(server.folder)
    assert nothing_is_left_of(server.folder, server.port)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_server_ends_with_whoever_started_it(postgres_is_installed, end):
    command = [sys.executable, "-c", STARTER]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, cwd=servers.ROOT, stdin=pipe, stdout=pipe, stderr=nowhere, text=True) as starter:
        folder, port = starter.stdout.readline().split()
        assert is_listening(int(port))
        starter.send_signal(end)
    deadline = time.monotonic() + 20
    while not nothing_is_left_of(Path(folder), int(port)):
        assert time.monotonic() < deadline, processes_in(folder)


def test_a_command_gets_addresses_and_its_exit_code_comes_back(postgres_is_installed):
    command = ["sh", "-c", 'test "$POSTGRES_SERVER_URL" = "$DATABASE_URL" && echo "$DATABASE_URL" && exit 7']
    asked = [sys.executable, SCRIPT, "run", "--postgres", "--configure", "--", *command]
    done = subprocess.run(asked, check=False, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("postgres://portal@127.0.0.1:")
    assert done.returncode == 7


@pytest.mark.parametrize("server", [Postgres, Elasticsearch])
def test_who_lacks_a_server_is_told_what_to_install(server, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(servers, "POSTGRES_ON_DEBIAN", tmp_path)
    monkeypatch.setattr(servers.tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ServerMissing, match="apt-get install postgresql maven openjdk-17-jdk-headless"), server():
        pass
