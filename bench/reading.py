"""How quickly files are read, and at what cost in memory: processor seconds of the reading process, and of the one that asks.

    python -m bench.reading [ROWS]

Files are invented here, of ROWS rows each (20,000). One run each, on a machine that may be doing other things: the processor
time counts, the clock is only for orientation.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from bench.log import write
from keepsight.intake.drafts import DraftRow
from keepsight.intake.reading import read
from keepsight.intake.reading.readers import stop

ROWS = 20_000
ABOVE = [["Name of child", "Ada Wren"], ["Date of birth", "01/02/2015"], []]
HEADINGS = ["Date", "Time", "Event", "Action", "By whom", "Date recorded"]
EVENTS = ("Home visit, child seen", "WNB dental appt", "Telephone call to school", "Referral made to MASH; NFA")
EPISODE = (
    "<Child><ChildIdentifiers><LAchildID>{0}</LAchildID><PersonBirthDate>2015-01-01</PersonBirthDate><Sex>F</Sex>"
    "</ChildIdentifiers><ChildCharacteristics><Ethnicity>NOBT</Ethnicity></ChildCharacteristics><CINdetails>"
    "<CINreferralDate>2024-05-07</CINreferralDate><ReferralSource>6</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>"
    "<ReferralNFA>0</ReferralNFA><Assessments><AssessmentActualStartDate>2024-05-09</AssessmentActualStartDate>"
    "<AssessmentAuthorisationDate>2024-07-01</AssessmentAuthorisationDate></Assessments></CINdetails></Child>"
)
HEADER = (
    "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2025</Year>"
    "<ReferenceDate>2025-03-31</ReferenceDate></CollectionDetails><Source><LEA>999</LEA></Source></Header><Children>"
)


def main() -> None:
    """Make the files, read each once, write what it cost."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        lines = [f"- {_cost(place)}" for place in _files(Path(folder), rows)]
    write("reading", f"python -m bench.reading {rows}", lines)


def _files(folder: Path, rows: int) -> Iterator[Path]:
    census = folder / "census.xml"
    with census.open("w") as file:
        file.write(HEADER + "".join(EPISODE.format(place) for place in range(rows)) + "</Children></Message>")
    yield census
    table = folder / "table.csv"
    told = [_row(place) for place in range(rows)]
    table.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in [*ABOVE, HEADINGS, *told]))
    yield table
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [*ABOVE, HEADINGS, *told]:
        sheet.append(row)
    book.save(folder / "table.xlsx")
    yield folder / "table.xlsx"


def _row(place: int) -> list[str]:
    day = f"{place % 28 + 1:02d}/{place % 12 + 1:02d}/{2010 + place % 14}"
    return [day, "14:30", f"{EVENTS[place % len(EVENTS)]} {place}", f"Plan {place}", "HV1", day]


def _cost(place: Path) -> str:
    before = (resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF), time.monotonic())
    rows = entries = 0
    for draft in read(place):
        if isinstance(draft, DraftRow):
            rows, entries = rows + 1, entries + len(draft.entries)
    stop()  # so that what the reading process spent is seen, with what it took to learn the formats
    child, asker = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
    reading, asking = (
        now.ru_utime + now.ru_stime - then.ru_utime - then.ru_stime
        for now, then in ((child, before[0]), (asker, before[1]))
    )
    return (
        f"{place.name}: {rows} rows, {entries} entries, {place.stat().st_size / 1e6:.1f} MB; reading process {reading:.2f} CPU s "
        f"({rows / reading:.0f} rows a CPU second), asking process {asking:.2f} CPU s, clock {time.monotonic() - before[2]:.1f} s; "
        f"largest reading process so far {child.ru_maxrss // 1024} MB"
    )


if __name__ == "__main__":
    main()
