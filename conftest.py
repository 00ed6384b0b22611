"""One PostgreSQL for the whole run, and databases cloned from templates.

    blank   every migration applied, nothing in it
    town    the invented town, received from its agencies' own files, its people signed up

A test that asks for `db` gets a clone of `blank`, and for `town` a clone of `town`, each inside a transaction that is
rolled back. A test that must commit, or be seen by another process, asks for `fresh_store` or `town_server`.
"""

import contextlib
import datetime as dt
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import blocking_manager_key

from tests import kept_databases

TODAY = dt.date(2026, 4, 1)  # the Wednesday after the invented town's story ends
SERVER_PATIENCE = 300  # tenths of a second
QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"
# What a server promises of the disk, which no test of ours cuts the power of: noted as it ships, then let go.
DISK = ("data_checksums", "fsync", "synchronous_commit", "full_page_writes")
HASTE = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
AUDIT_KEY = "00" * 32  # one for all processes of a run, so that each can read the town that another built
OURS = "keepsight-tests-"
MEMORY = Path("/dev/shm")
ROOM = 8 * 1024**3  # bytes: for each of four processes two databases, their clones, and a gigabyte written ahead
# Fixtures for which a store is cloned that is a test's own, or one is served.
OWN_STORE = {"fresh_store", "fresh_town", "outside", "served_database", "chromium"}
_clones = itertools.count(1)


class Databases:
    """The run's server, started when a test first needs it, and the databases on it."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.folder = Path(tempfile.mkdtemp(prefix=f"{OURS}{os.getpid()}-", dir=_in_memory()))
        self.folder.chmod(0o755)
        self._socket: Path | None = None
        self.as_shipped: dict[str, str] = {}
        self._made: set[str] = set()

    @property
    def socket(self) -> Path:
        """The folder of the server's socket."""
        from keepsight.store import server

        if self._socket is None:
            self._socket = server.start(self.folder / "postgres")
            self.as_shipped = _hastened(self._socket)
        return self._socket

    def use(self, name: str) -> None:
        """Point Django at a clone of `name`, made on first use and kept for the run.

        A connection to it lasts from test to test, as the product's do from page to page: the plans that it made stay with it.
        """
        from django.db import connections

        from keepsight.store import opening, server

        opening.work_as_the_machine()
        kept = f"{name}_in_use"
        if kept not in self._made:
            server.make_database(self.socket, kept, template=self.template(name))
            self._made.add(kept)
        if any(connections.settings[alias]["NAME"] != kept for alias in opening.ROLES):
            opening.point_at(self.socket, kept)
        with self._config.stash[blocking_manager_key].unblock():
            for alias in opening.ROLES:
                connections[alias].close_if_unusable_or_obsolete()

    def clone(self, name: str) -> str:
        """A database of a test's own, a copy of the template."""
        from keepsight.store import server

        database = f"{name}_{next(_clones)}"
        server.make_database(self.socket, database, template=self.template(name))
        return database

    def template(self, name: str) -> str:
        """The name of a template, built the first time somebody asks."""
        if name not in self._made:
            with self._config.stash[blocking_manager_key].unblock():
                self._build(name)
            self._made.add(name)
        return name

    def _build(self, name: str) -> None:
        from keepsight.chronology.settled import settle
        from keepsight.store import opening

        opening.work_as_the_machine()
        build = self._build_blank if name == "blank" else self._build_town
        kept_databases.built_once(build, self.socket, name)
        opening.point_at(self.socket, name)
        settle()  # it may come from the server of another process
        _take_stock()
        _let_go()

    def _build_blank(self) -> None:
        from keepsight.store import opening, server

        server.make_database(self.socket, "blank")
        opening.point_at(self.socket, "blank")
        opening.migrate()
        _let_go()

    def _build_town(self) -> None:
        from keepsight.store import opening, server

        server.make_database(self.socket, "town", template=self.template("blank"))
        opening.point_at(self.socket, "town")
        _load_town()
        _let_go()

    def close(self) -> None:
        """Stop the server and leave nothing behind."""
        from keepsight.store import server

        if self._socket is not None:
            server.stop(self.folder / "postgres")
        shutil.rmtree(self.folder, ignore_errors=True)


def _in_memory() -> Path | None:
    """Memory, where there is room: a database is cloned there five times as fast. None: where else things are temporary."""
    if not MEMORY.is_dir():
        return None
    for left in MEMORY.glob(f"{OURS}*"):
        if not Path("/proc", left.name.removeprefix(OURS).partition("-")[0]).exists():  # by a run that was killed
            shutil.rmtree(left, ignore_errors=True)
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return MEMORY if min(free, shutil.disk_usage(MEMORY).free) > ROOM else None


def _hastened(socket_folder: Path) -> dict[str, str]:
    """What the server promised of the disk as it was started, now that it waits for it no longer."""
    import psycopg

    from keepsight.store import server

    with psycopg.connect(server.url(socket_folder, server.SUPERUSER, "postgres"), autocommit=True) as connection:
        promised = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in DISK}
        for name, value in HASTE.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    return promised


def _load_town() -> None:
    from keepsight.cli.serving import load_town

    with stopped_clock(), quick_hashes():
        load_town()


def _take_stock() -> None:
    """Let the planner know how much there is, as autovacuum would within the minute."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def _let_go() -> None:
    from django.db import connections

    for connection in connections.all():
        connection.close()


def stopped_clock(day: dt.date = TODAY) -> pytest.MonkeyPatch.context:  # type: ignore[name-defined]
    """The invented day of the tests, or another, wherever somebody asks what day it is."""
    from unittest import mock

    from keepsight.store import clock

    return mock.patch.object(clock, "now", return_value=dt.datetime.combine(day, dt.time(9), clock.LONDON))


def pytest_configure(config: pytest.Config) -> None:
    """Tests use a store of their own, never the one of whoever runs them; what they start keeps what it compiled."""
    sys.dont_write_bytecode = (
        False  # seconds of each process started, and of each run, where Python was told to keep none
    )
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    databases = Databases(config)
    config.stash[DATABASES] = databases
    if config.getoption("numprocesses", None):  # they inherit it: one of them builds each, for all
        os.environ.setdefault(kept_databases.FOLDER, str(databases.folder / "kept"))
    os.environ["KEEPSIGHT_HOME"] = str(databases.folder / "home")
    (databases.folder / "home").mkdir()
    (databases.folder / "home" / "audit-key").write_text(AUDIT_KEY, encoding="ascii")
    for variable in ("DATABASE_URL", "DATABASE_URL_OWNER", "DATABASE_URL_ASKER"):
        os.environ.pop(variable, None)


DATABASES: pytest.StashKey[Databases] = pytest.StashKey()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name at the end what was not tried here, and why: a public sample that is absent must not pass for one that was read."""
    skipped: dict[str, set[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        because = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        skipped.setdefault(because.removeprefix("Skipped: "), set()).add(report.nodeid.partition("[")[0])
    if skipped:
        terminalreporter.section("not tried here", sep="=", yellow=True)
    for because, tests in sorted(skipped.items()):
        terminalreporter.write_line(f"{because}:")
        for test in sorted(tests):
            terminalreporter.write_line(f"    {test}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no server behind."""
    config.stash[DATABASES].close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what works in a store of its own come last, after what needs none: by then one process has built the town for all."""
    items.sort(key=lambda item: not _rolled_back(item) and not OWN_STORE.isdisjoint(getattr(item, "fixturenames", ())))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture runs: the database that this test's fixtures name."""
    if _rolled_back(item):
        item.config.stash[DATABASES].use("town" if "town" in item.fixturenames else "blank")


def _rolled_back(item: pytest.Item) -> bool:
    """Whether a test works in a transaction that is rolled back after it."""
    return "db" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Rules do not depend on how slow a hash is: a quarter of a second each. That the real one is Argon2 is tested on its own."""
    with quick_hashes():
        yield


@contextlib.contextmanager
def quick_hashes() -> Iterator[None]:
    """Passwords are kept by a quick hash, here and in what `served` serves; those kept by the real one are still known."""
    from django.conf import settings
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=[QUICK_HASHER, *settings.PASSWORD_HASHERS]):
        yield


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """The run's server and its databases."""
    return request.config.stash[DATABASES]


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Nothing: the databases are cloned from templates, not made by Django."""


@pytest.fixture
def town(db: None) -> Iterator[None]:
    """The invented town, on the day after its story ends, inside a transaction that is rolled back."""
    with stopped_clock():
        yield


@pytest.fixture
def fresh_store(databases: Databases, django_db_blocker: object) -> Iterator[Path]:
    """A store of a test's own, with nothing in it, where commits are real. The folder of its server's socket."""
    yield from store_of_its_own(databases, django_db_blocker, "blank")


@pytest.fixture
def fresh_town(databases: Databases, django_db_blocker: object) -> Iterator[Path]:
    """The invented town in a database of a test's own, where commits are real."""
    yield from store_of_its_own(databases, django_db_blocker, "town")


@pytest.fixture(scope="session")
def served_database(databases: Databases) -> str:
    """The database that `town_server` serves, for a test that lets a worker work on it."""
    return databases.clone("town")


@pytest.fixture(scope="session")
def town_server(databases: Databases, served_database: str) -> Iterator[str]:
    """The invented town, served by a process of its own. Its address; tests leave in it what they do in it."""
    with served(databases, served_database) as address:
        yield address


@contextlib.contextmanager
def served(databases: Databases, database: str, day: dt.date = TODAY) -> Iterator[str]:
    """A database, served by a process of its own on whose clock it is that day. Its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "tests.stopped_server:application", "--bind", f"127.0.0.1:{port}"]
    told = {**environment(databases, database), "KEEPSIGHT_TESTS_DAY": day.isoformat()}
    serving = subprocess.Popen([*command, "--threads", "4", "--log-level", "warning"], env=told)
    try:
        _wait_for(port, serving)
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.terminate()
        serving.wait()


def environment(databases: Databases, database: str) -> dict[str, str]:
    """What a process of its own is told, so that it works with this database."""
    from keepsight.store import opening, server

    addresses = {
        opening.VARIABLES[alias]: server.url(databases.socket, role, database) for alias, role in opening.ROLES.items()
    }
    return {**os.environ, **addresses}


def _wait_for(port: int, serving: subprocess.Popen[bytes]) -> None:
    for _ in range(SERVER_PATIENCE):
        assert serving.poll() is None, "the server ended before it answered"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError("the server did not answer")


def store_of_its_own(databases: Databases, blocker: object, template: str) -> Iterator[Path]:
    """A copy of the template in which commits are real, while somebody works in it. The folder of its server's socket."""
    from keepsight.store import opening, server

    with blocker.unblock():  # type: ignore[attr-defined]
        database = databases.clone(template)
        opening.work_as_the_machine()
        opening.point_at(databases.socket, database)
        with stopped_clock():
            yield databases.socket
        _let_go()
        server.drop_database(databases.socket, database)
