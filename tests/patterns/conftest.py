"""Engines for the tests of patterns: PostgreSQL, and DuckDB in memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from keepsight.patterns.sheets import Sheet, library, windows_asked
from keepsight.store import server
from tests.patterns.asking import Duck, Postgres, write_calendar
from tests.patterns.invented import invented_sheets


@pytest.fixture(scope="session")
def shelf() -> list[Sheet]:
    """The library as it ships."""
    return list(library().values())


@pytest.fixture(scope="session")
def sheets(shelf: list[Sheet]) -> list[Sheet]:
    """The library and sheets invented to reach every option of every shape."""
    return shelf + invented_sheets()


@pytest.fixture(scope="session")
def calendar(sheets: list[Sheet], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The calendar table, as a file."""
    file = tmp_path_factory.mktemp("calendar") / "calendar.csv"
    return write_calendar(file, windows_asked(sheets))


@pytest.fixture(scope="session")
def postgres(calendar: Path, databases) -> Iterator[Postgres]:
    """A connection to the run's PostgreSQL, which keeps nothing there but its own calendar."""
    asking = Postgres(server.url(databases.socket, server.SUPERUSER, "postgres"), calendar)
    yield asking
    asking.close()


@pytest.fixture(scope="session")
def duck(calendar: Path) -> Duck:
    """A DuckDB in memory."""
    return Duck(calendar)
