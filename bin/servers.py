"""Real servers, PostgreSQL and Elasticsearch, for as long as tests, a benchmark or an evaluation need them.

In Python:       with Postgres() as postgres, Elasticsearch() as elasticsearch: … postgres.url … elasticsearch.url
On the command line: servers.py run [--postgres] [--elasticsearch] [--configure] [--optional] -- COMMAND…

Each has a temporary folder, a free port of 127.0.0.1 and, if we are root, a user without rights. This uses the standard
library only, because it may run before anything is installed.
"""

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Template
from types import FrameType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ROOT / ".services"
PLUGIN = ROOT / "tests" / "elasticsearch-plugin"
POSTGRES_ON_DEBIAN = Path("/usr/lib/postgresql")
ELASTICSEARCH_VERSION = "8.19.3"
ELASTICSEARCH_SHA256 = "c4b08b70523700efde9f3e4c9287229f085c2c0db1efca5c6a7d65abbdb9f2e1"
MAVEN_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"

STARTS_QUICKLY = (
    "-XX:TieredStopAtLevel=1",
)  # a start takes half as long; what runs long is slower: not for benchmarks

SECONDS_TO_START = 90
SECONDS_TO_STOP = 20
SECONDS_BETWEEN_LOOKS = 0.05
LINES_OF_LOG = 40
TO_INSTALL = "On Debian: apt-get install postgresql maven openjdk-17-jdk-headless"


class ServerMissing(Exception):
    """A server cannot be had on this machine. The message says what to install."""


class ServerFailed(Exception):
    """A server is installed but did not start. The message has the end of its log."""


class Server(ABC):
    """A server in a folder of its own, from the beginning of a `with` block to its end."""

    name: str
    stop_signal: signal.Signals

    folder: Path
    port: int
    _guard: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str: ...

    @abstractmethod
    def _prepare(self) -> None:
        """Write into the folder what the server needs, before its first start."""

    @abstractmethod
    def _command(self) -> list[str]: ...

    @abstractmethod
    def _answers(self) -> bool: ...

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(self.folder), "LANG": "C.UTF-8"}

    def __enter__(self) -> Self:
        self.folder = folder_of_the_server(self.name)
        self.port = free_port()
        try:
            self._prepare()
            self.start()
        except BaseException:
            self._discard()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._discard()

    def _discard(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start on the same data and the same port as before, and return when the server answers."""
        if self._guard and self._guard.poll() is None:
            return
        guard = [sys.executable, "-I", __file__, "guard", str(os.getpid()), str(self.stop_signal.value)]
        with self._log.open("ab") as log:
            self._guard = subprocess.Popen(
                [*guard, str(self.folder), *self._command()],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is for us, and we stop the server when we are ready
            )
        self._wait_for_answer(self._guard)

    def stop(self) -> None:
        """Ask the server to stop, and end it if it does not within SECONDS_TO_STOP. Its data stay."""
        if self._guard:
            self._guard.terminate()
            self._guard.wait(timeout=SECONDS_TO_STOP + 10)
            self._guard = None

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    def _wait_for_answer(self, guard: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if guard.poll() is not None or time.monotonic() > deadline:
                self.stop()
                log = self._log.read_text(errors="replace").splitlines()[-LINES_OF_LOG:]
                raise ServerFailed("\n".join([f"{self.name} did not start. Its log ends:", *log]))
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _run(self, *command: str | Path, answer: str = "") -> None:
        """Run a command of the server to its end, as the user who runs the server, with `answer` as its input."""
        done = subprocess.run(
            command,
            env=self._environment(),
            cwd=self.folder,
            input=answer,
            capture_output=True,
            text=True,
            check=False,
            **user_of_the_server(),
        )
        if done.returncode:
            raise ServerFailed(f"{self.name} could not be prepared.\n{done.stdout}{done.stderr}")


class Postgres(Server):
    """PostgreSQL with a database `portal` that a role `portal` owns, who may also create the tests' databases."""

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # "fast": does not wait for clients to leave

    @property
    def url(self) -> str:
        return f"postgres://portal@127.0.0.1:{self.port}/portal"

    def _prepare(self) -> None:
        programs = postgres_programs()
        names = ["--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._run(programs / "initdb", "--auth=trust", "--no-sync", *names, self._data)
        # The superuser only through the socket in our folder, which other users of the machine cannot enter.
        rules = "local all all trust\nhost all portal 127.0.0.1/32 trust\n"
        (self._data / "pg_hba.conf").write_text(rules)
        statements = "CREATE ROLE portal LOGIN CREATEDB;\nCREATE DATABASE portal OWNER portal;\n"
        self._run(programs / "postgres", "--single", "-D", self._data, "postgres", answer=statements)

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "max_connections": 60,
            "fsync": "off",  # the data end with the server
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        return [str(postgres_programs() / "postgres"), "-D", str(self._data), *options]

    def _answers(self) -> bool:
        asked = [str(postgres_programs() / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={self.port}"]
        return subprocess.run(asked, check=False).returncode == 0

    @property
    def _data(self) -> Path:
        return self.folder / "data"


class Elasticsearch(Server):
    """Elasticsearch, one node, with what the portal needs of analysis-common. `heap` is as Java says it: 512m, 2g."""

    name = "Elasticsearch"
    stop_signal = signal.SIGTERM

    def __init__(self, heap: str = "512m", java_options: Sequence[str] = STARTS_QUICKLY) -> None:
        self.heap = heap
        self.java_options = java_options

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """As if the machine had lost its power. `start` begins again with the data that were safe by then."""
        if self._guard:
            os.kill(self._process, signal.SIGKILL)
            self._guard.wait(timeout=SECONDS_TO_STOP)
            self._guard = None

    def pause(self) -> None:
        """Take connections and say nothing, until `resume`."""
        os.kill(self._process, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self._process, signal.SIGCONT)

    def start(self) -> None:
        super().start()
        nodes = self._get("/_nodes/_local/process")["nodes"]
        self._process: int = next(iter(nodes.values()))["process"]["id"]

    def _prepare(self) -> None:
        self._java = java_home()
        self._home = installed_elasticsearch()
        if os.geteuid() == 0 and not everybody_can_enter(self._home):
            self._home = Path(shutil.copytree(self._home, self.folder / "home"))
        for name in ("config", "logs", "temporary"):
            (self.folder / name).mkdir()
        shutil.copy(self._home / "config" / "log4j2.properties", self._config)
        sizes = (f"-Xms{self.heap}", f"-Xmx{self.heap}")
        options = (*sizes, f"-Djava.io.tmpdir={self.folder}/temporary", *self.java_options)
        (self._config / "jvm.options").write_text("\n".join(options))
        (self._config / "elasticsearch.yml").write_text("".join(f"{key}: {value}\n" for key, value in self._settings()))
        give_to_the_server(self.folder)

    def _settings(self) -> Iterator[tuple[str, str | int]]:
        yield "discovery.type", "single-node"
        yield "network.host", "127.0.0.1"
        yield "http.port", self.port
        yield "transport.port", 0  # any: there is no other node
        yield "path.data", str(self.folder / "data")
        yield "path.logs", str(self.folder / "logs")
        yield "xpack.security.enabled", "false"
        yield "cluster.routing.allocation.disk.threshold_enabled", "false"

    def _environment(self) -> dict[str, str]:
        places = {"ES_PATH_CONF": self._config, "ES_TMPDIR": self.folder / "temporary", "ES_JAVA_HOME": self._java}
        of_the_launcher = {"CLI_JAVA_OPTS": " ".join(STARTS_QUICKLY)}
        return super()._environment() | of_the_launcher | {name: str(place) for name, place in places.items()}

    def _command(self) -> list[str]:
        return [str(self._home / "bin" / "elasticsearch")]

    def _answers(self) -> bool:
        try:
            return not self._get("/_cluster/health?wait_for_status=yellow&timeout=1s")["timed_out"]
        except (OSError, http.client.HTTPException, KeyError):
            return False

    def _get(self, path: str) -> dict[str, Any]:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            connection.request("GET", path)
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
            return answer

    @property
    def _config(self) -> Path:
        return self.folder / "config"


# Where servers run


def folder_of_the_server(name: str) -> Path:
    temporary = Path(tempfile.gettempdir())
    parent = temporary if os.geteuid() != 0 or everybody_can_enter(temporary) else Path("/tmp")  # noqa: S108  for mkdtemp
    folder = Path(tempfile.mkdtemp(prefix=f"portal-{name.lower()}-", dir=parent))
    give_to_the_server(folder)
    return folder


def give_to_the_server(folder: Path) -> None:
    user = user_of_the_server()
    for path in (folder, *folder.rglob("*")) if user else ():
        os.chown(path, user["user"], user["group"])


def user_of_the_server() -> dict[str, Any]:
    """Arguments for `subprocess`: neither server runs as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def everybody_can_enter(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))


def free_port() -> int:
    """A port below those that the system gives to outgoing connections, so that it is still free for a restart."""
    while True:
        port = 20000 + secrets.randbelow(12000)
        with socket.socket() as attempt, contextlib.suppress(OSError):
            attempt.bind(("127.0.0.1", port))
            return port


# What is installed


def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs: Debian keeps those of the server outside PATH."""
    on_debian = [initdb.parent for initdb in POSTGRES_ON_DEBIAN.glob("*/bin/initdb")]
    if on_debian:
        return max(on_debian, key=lambda programs: float(programs.parent.name))
    initdb = shutil.which("initdb")
    if initdb is None:
        raise ServerMissing(f"PostgreSQL's server is not installed. {TO_INSTALL}")
    return Path(initdb).resolve().parent


def java_home() -> Path:
    javac = shutil.which("javac")
    if javac is None:
        raise ServerMissing(f"Elasticsearch needs a JDK 17 or newer, and no javac was found. {TO_INSTALL}")
    return Path(javac).resolve().parent.parent


def installed_elasticsearch() -> Path:
    """The home of an Elasticsearch that has our plugin. The first time it is fetched and made."""
    sources = b"".join(path.read_bytes() for path in sorted(PLUGIN.iterdir()))
    home = SERVICES / f"elasticsearch-{ELASTICSEARCH_VERSION}-{hashlib.sha256(sources).hexdigest()[:12]}"
    if not home.is_dir():
        SERVICES.mkdir(exist_ok=True)
        SERVICES.chmod(0o755)
        with tempfile.TemporaryDirectory(prefix="new-", dir=SERVICES) as made:
            unpacked = unpacked_elasticsearch(Path(made))
            add_plugin(unpacked)
            for path in (unpacked, *unpacked.rglob("*")):
                path.chmod(0o755)  # the archive's modes are lost, and another user reads these files
            with contextlib.suppress(OSError):  # somebody else was faster: theirs is as good
                unpacked.rename(home)
    return home


def unpacked_elasticsearch(folder: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerMissing(f"Elasticsearch is fetched with Maven, and no mvn was found. {TO_INSTALL}")
    print(f"Fetching Elasticsearch {ELASTICSEARCH_VERSION} into .services. This happens once.", file=sys.stderr)
    artifact = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{ELASTICSEARCH_VERSION}:zip"
    command = [maven, "--batch-mode", "--quiet", MAVEN_COPY, f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerMissing(f"Maven could not fetch Elasticsearch. Is there a network?\n{done.stdout}{done.stderr}")
    archive = folder / f"elasticsearch-{ELASTICSEARCH_VERSION}.zip"
    if hashlib.sha256(archive.read_bytes()).hexdigest() != ELASTICSEARCH_SHA256:
        raise ServerMissing("Maven fetched an Elasticsearch that is not the one we know: its SHA-256 differs.")
    shutil.unpack_archive(archive, folder)
    return folder / f"elasticsearch-{ELASTICSEARCH_VERSION}"


def add_plugin(home: Path) -> None:
    """Compile the plugin against this very server, and put it where the server looks for plugins."""
    folder = home / "plugins" / "analysis-for-tests"
    folder.mkdir()
    descriptor = Template((PLUGIN / "plugin-descriptor.properties").read_text())
    versions = {"elasticsearch_version": ELASTICSEARCH_VERSION}
    (folder / "plugin-descriptor.properties").write_text(descriptor.substitute(versions))
    programs, classes = java_home() / "bin", home.parent / "classes"
    sources = [str(source) for source in PLUGIN.glob("*.java")]
    for command in (
        [f"{programs}/javac", "--release", "17", "-classpath", f"{home}/lib/*", "-d", f"{classes}", *sources],
        [f"{programs}/jar", "--create", "--file", f"{folder}/plugin.jar", "-C", f"{classes}", "."],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ServerFailed(f"The plugin for Elasticsearch could not be built.\n{done.stdout}{done.stderr}")


# Seeing that servers end


def guard(starter: int, stop_signal: int, folder: Path, command: Sequence[str]) -> int:
    """Run a server and see that it ends: on SIGTERM, or with its folder when `starter` is no longer there.

    It has SECONDS_TO_STOP for doing so in its own way. The kernel could end a process with its parent
    (PR_SET_PDEATHSIG). But Elasticsearch is one process that starts another, which a test may have paused, and the
    kernel would leave the folder.
    """
    stops: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: stops.append(number))
    server = subprocess.Popen(command, cwd=folder, process_group=0, **user_of_the_server())
    deadline: float | None = None
    while server.poll() is None:
        if deadline is None and (stops or os.getppid() != starter):
            os.killpg(server.pid, signal.SIGCONT)
            server.send_signal(stop_signal)
            deadline = time.monotonic() + SECONDS_TO_STOP
        if deadline is not None and time.monotonic() > deadline:
            break
        time.sleep(SECONDS_BETWEEN_LOOKS)
    end_group(server)
    if os.getppid() != starter:
        shutil.rmtree(folder, ignore_errors=True)
    return server.returncode


def end_group(server: subprocess.Popen[bytes]) -> None:
    """End what is left of a server, and return when it is gone."""
    deadline = time.monotonic() + 5
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(server.pid, signal.SIGKILL)
            server.poll()
            time.sleep(SECONDS_BETWEEN_LOOKS)
    server.wait()


# The command line


def run(arguments: argparse.Namespace) -> int:
    everything = not (arguments.postgres or arguments.elasticsearch)
    environment = dict(os.environ)
    elasticsearch = Elasticsearch("2g", java_options=()) if arguments.benchmark else Elasticsearch()
    with contextlib.ExitStack() as stack:
        for server, wanted, names in (
            (Postgres(), arguments.postgres, ("POSTGRES_SERVER_URL", "DATABASE_URL")),
            (elasticsearch, arguments.elasticsearch, ("ELASTICSEARCH_SERVER_URL", "ELASTICSEARCH_URL")),
        ):
            if not (wanted or everything):
                continue
            try:
                url = stack.enter_context(server).url
            except ServerMissing as missing:
                if not arguments.optional:
                    raise
                print(f"{missing}\nGoing on without {server.name}.", file=sys.stderr)
                continue
            environment |= dict.fromkeys(names if arguments.configure else names[:1], url)
        return exit_code_of(arguments.command, environment)


def exit_code_of(command: Sequence[str], environment: Mapping[str, str]) -> int:
    with subprocess.Popen(command, env=environment) as process:
        while True:
            try:
                code = process.wait()
            except KeyboardInterrupt:  # the command was told as well: it says when it has ended
                continue
            except SystemExit:
                process.terminate()
                raise
            return code if code >= 0 else 128 - code


def stop_in_order(signum: int, frame: FrameType | None) -> None:
    sys.exit(128 + signum)


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Real servers for as long as a command runs.")
    commands = parser.add_subparsers(dest="action", required=True)
    runs = commands.add_parser("run", help="run a command with servers: those named, or all")
    runs.add_argument("--postgres", action="store_true")
    runs.add_argument("--elasticsearch", action="store_true")
    runs.add_argument("--configure", action="store_true", help="set DATABASE_URL and ELASTICSEARCH_URL too")
    runs.add_argument("--benchmark", action="store_true", help="let Elasticsearch start slowly and run fast")
    runs.add_argument("--optional", action="store_true", help="go on without a server that is not installed")
    runs.add_argument("command", nargs="+", help="after --")
    guards = commands.add_parser("guard", help="what each server is started through")
    guards.add_argument("starter", type=int)
    guards.add_argument("signal", type=int)
    guards.add_argument("folder", type=Path)
    guards.add_argument("command", nargs=argparse.REMAINDER)
    return parser.parse_args(arguments)


def main() -> int:
    arguments = parsed()
    if arguments.action == "guard":
        return guard(arguments.starter, arguments.signal, arguments.folder, arguments.command)
    signal.signal(signal.SIGTERM, stop_in_order)
    try:
        return run(arguments)
    except (ServerMissing, ServerFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
