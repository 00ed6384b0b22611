"""The invented town as its agencies send it, once for all tests, and once more as a person sees a table."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from keepsight.town import STORY_ENDS_ON, TownFile, write_town

Cells = tuple[str, ...]


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> list[TownFile]:
    return write_town(tmp_path_factory.mktemp("town"), STORY_ENDS_ON)


@pytest.fixture(scope="session")
def rows() -> Callable[[TownFile], list[Cells]]:
    return lambda file: [cells for cells in _rows(file.path)]


def _rows(path: Path) -> Iterator[Cells]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as text:
            yield from map(tuple, csv.reader(text))
    elif path.suffix == ".xlsx":
        book = load_workbook(path, read_only=True)
        for sheet in book:
            yield from (_seen(row) for row in sheet.iter_rows(values_only=True))
        book.close()
    elif path.suffix == ".docx":
        for table in Document(str(path)).tables:
            yield from (tuple(cell.text for cell in row.cells) for row in table.rows)


def _seen(row: Iterable[object]) -> Cells:
    return tuple(cell.strftime("%d/%m/%Y") if isinstance(cell, datetime | date) else str(cell or "") for cell in row)
