"""A file handed in twice is one file, however it is written the second time: tried on the sample of every format of the shelf."""

import csv
import io
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import TODAY
from keepsight.intake.formats import SHELF, Format, formats
from keepsight.intake.formats.headings import Headings
from keepsight.prompts.actions import receive
from tests.prompts.everything import state

SAMPLES = sorted(place for place in SHELF.glob("*/sample*.*") if not place.name.endswith(".expected.md"))
SEED = 20261127

Rows = list[list[str]]


def other_order(rows: Rows, known: Headings) -> Rows:
    """The rows in another order, each below the headings that it stood below; what stands above the first of them stays."""
    blocks: list[Rows] = [[]]
    for row in rows:
        if known.named({place: cell for place, cell in enumerate(row) if cell}):
            blocks.append([])
        blocks[-1].append(row)
    above, *tables = blocks
    drawn = random.Random(SEED)
    return above + [row for headings, *below in tables for row in (headings, *drawn.sample(below, len(below)))]


def written_otherwise(sample: Path, format: Format, folder: Path) -> Iterator[Path]:
    """The same file under its own name, under another, and where it is a table of text, as a spreadsheet may save it."""
    yield sample
    yield Path(shutil.copy(sample, folder / f"Copy of {sample.name} (2){sample.suffix}"))
    if sample.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(sample.read_text("utf-8-sig"), newline="")))
        shuffled = other_order(rows, Headings(format.columns))
        assert sorted(shuffled) == sorted(rows)
        for name, some, encoding in (("shuffled", shuffled, "utf-8"), ("re-encoded", rows, "utf-16")):
            written = io.StringIO(newline="")
            csv.writer(written).writerows(some)
            (folder / f"{name}.csv").write_text(written.getvalue(), encoding, newline="")
            yield folder / f"{name}.csv"


@pytest.mark.long
@pytest.mark.parametrize("sample", SAMPLES, ids=[f"{place.parent.name}/{place.name}" for place in SAMPLES])
def test_a_file_received_again_changes_nothing_however_it_is_named_ordered_and_encoded(
    db: None, tmp_path: Path, sample: Path
) -> None:
    format = formats()[sample.parent.name]
    agency = format.sectors[0].replace("_", "-")
    first = receive(sample, agency=agency, as_at=TODAY)
    assert first.entries
    before = state()
    for path in written_otherwise(sample, format, tmp_path):
        again = receive(path, agency=agency, as_at=TODAY)
        assert (again.entries, again.format, again.rows) == (0, format.name, first.rows), path.name
        assert (again.refused_rows, again.blank) == (first.refused_rows, first.blank), path.name
        assert state() == before, path.name
