"""Skipped tests are counted, not forgotten: listed with their reasons at the end, and failures where CI is true."""

import hashlib
import os
import shutil
import sqlite3
import uuid
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

IN_CI = os.environ.get("CI") == "true"


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")


def fail_skipped_in_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI everything is installed, so a skip there means that something is missing unnoticed."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which is a failure in CI: {reason_of(report)}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    fail_skipped_in_ci(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    fail_skipped_in_ci(report)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = Counter(reason_of(report) for report in terminalreporter.stats.get("skipped", []))
    if not skipped:
        return
    terminalreporter.section("skipped, and why")
    for reason, count in skipped.most_common():
        terminalreporter.write_line(f"{count:4}  {reason}")


# --- The second time without migrating -----------------------------------------------------------------------------

ROOT = Path(__file__).parent.parent
MIGRATED = ROOT / ".pytest_cache" / "migrated"
# What a migrated database holds follows from these.
MAKES_THE_DATABASE = [
    "requirements.txt",
    "*/migrations/*.py",
    *(f"*/{name}.py" for name in ("models", "apps", "signal_handlers", "access", "audiences", "permissions")),
    *("*/storage.py", "*/jobs.py", "*/engines/*.py"),
]


@pytest.fixture(scope="session")
def migrated_before(request: pytest.FixtureRequest) -> Path:
    """Where a run keeps the database that it has migrated, for the next run, unless what makes it has changed."""
    ingredients = sorted({path for pattern in MAKES_THE_DATABASE for path in ROOT.glob(pattern)})
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in ingredients)).hexdigest()[:16]
    return MIGRATED / f"{digest}.sqlite3"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, migrated_before: Path
) -> Iterator[None]:
    """On SQLite, begin with that database. Migrating takes half a minute; what is left of it then takes two seconds."""
    if connection.vendor != "sqlite" or not migrated_before.exists():
        yield
        return
    create = connection.creation._create_test_db
    opened: list[sqlite3.Connection] = []

    def created(*args: Any, **options: Any) -> str:
        name: str = create(*args, **options)
        opened.append(memory := sqlite3.connect(name, uri=True))  # it lives while somebody has it open
        with closing(sqlite3.connect(migrated_before)) as kept:
            kept.backup(memory)
        return name

    connection.creation._create_test_db = created
    yield
    for memory in opened:
        memory.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, migrated_before: Path) -> Iterator[None]:
    """Keep what was migrated, before any test writes to it."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            _keep_sqlite(migrated_before)
            yield
            return
        kept = f"{connection.settings_dict['NAME']}_migrated"
        connection.close()  # a database is copied while nobody is in it
    with _on_server() as server:
        server.execute(f'CREATE DATABASE "{kept}" TEMPLATE "{connection.settings_dict["NAME"]}"')
        yield
        server.execute(f'DROP DATABASE "{kept}"')


def _keep_sqlite(migrated_before: Path) -> None:
    if migrated_before.exists():
        return
    MIGRATED.mkdir(parents=True, exist_ok=True)
    for old in MIGRATED.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    fresh = migrated_before.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(fresh)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    fresh.replace(migrated_before)


def _on_server() -> psycopg.Connection:
    return psycopg.connect(f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/postgres", autocommit=True)


@pytest.fixture
def real_database(django_db_setup: None, migrated_before: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a database that other processes may open: as migrated, and gone after the test.

    A test that asks for it needs the mark `django_db` too: without it there may be no database to copy.
    """
    if connection.vendor == "sqlite":
        shutil.copy(migrated_before, tmp_path / "portal.sqlite3")
        yield f"sqlite:///{tmp_path / 'portal.sqlite3'}"
        return
    name = f"real_{uuid.uuid4().hex}"
    with _on_server() as server:
        server.execute(f'CREATE DATABASE {name} TEMPLATE "{connection.settings_dict["NAME"]}_migrated"')
        yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
