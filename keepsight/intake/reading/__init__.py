"""A file in, a stream of drafts out. No parser runs in the process that asks: another process reads, within limits.

Refuses a whole file with RefusedFile, in one plain sentence that quotes nothing from it.
"""

import json
import os
import selectors
import signal
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from keepsight.errors import KeepsightError, RefusedFile, UnknownLayout, Where
from keepsight.intake.drafts import Draft, DraftPassage, DraftRow, Warned, from_json
from keepsight.intake.reading.limits import MEGABYTE, Limits
from keepsight.intake.reading.readers import reader

if TYPE_CHECKING:
    from keepsight.intake.formats.layout import Kept

PIPE_BYTES = 1 << 16
TOO_LONG = "Reading this file took longer than a file of its size may"
LIMITS = Limits()


def read(
    path: Path,
    *,
    format: str | None = None,
    as_at: date | None = None,
    today: date | None = None,
    kept: "Iterable[Kept]" = (),
    limits: Limits = LIMITS,
) -> Iterator[Draft]:
    """The drafts of the file at `path`: what it says of itself, people, ties, rows, warnings, and a count of its rows.

    `format` names a format of the shelf, or of those `kept` by whoever sends the file (None: recognised by content). `as_at` is
    the day the file speaks for, where it does not say. `today` bounds two-digit years when nothing else does. Raises RefusedFile
    at any point of the stream: whoever reads believes nothing before the stream has ended; UnknownLayout before anything comes.
    """
    _refuse_by_size(path, limits)
    asked = {
        "format": format,
        "as_at": as_at and as_at.isoformat(),
        "today": (today or datetime.now(UTC).date()).isoformat(),
        "limits": limits.plain(),
    }
    with path.open("rb") as file, reader(file, asked, [asdict(one) for one in kept]) as reading:
        for line in _lines(reading.pipe, limits):
            yield _draft(line, path.name)
        _refuse_by_end(reading.wait(), path.name)


def read_paper(path: Path, *, limits: Limits = LIMITS) -> tuple[list[DraftPassage], list[str]]:
    """The passages of a paper at `path` (.pdf, .docx, .txt), in order, and what was not read of it, in words.

    A passage's `sheet` is its kind (heading, paragraph, cell, note), its `row` the page, 0 where the file has no pages.
    Raises RefusedFile.
    """
    drafts = list(read(path, format="a paper", limits=limits))
    notes = [draft.says for draft in drafts if isinstance(draft, Warned)]
    return [draft for draft in drafts if isinstance(draft, DraftPassage)], notes


def read_first(path: Path, *, limits: Limits = LIMITS) -> list[DraftRow]:
    """The first rows of a table at `path` that no format knows: its headings as a row without words, then rows by heading.

    Empty for a file that is no table, or holds no row of at least two headings. Raises RefusedFile.
    """
    return [one for one in read(path, format="the first rows", limits=limits) if isinstance(one, DraftRow)]


def read_table(path: Path, *, limits: Limits = LIMITS) -> list[DraftRow]:
    """All rows of a table at `path` that is of no format: its headings as a row without words, then rows by heading.

    A row whose cells could not be told apart is refused, and says so. Empty for a file that is no table. Raises RefusedFile.
    """
    return [one for one in read(path, format="a table", limits=limits) if isinstance(one, DraftRow)]


def _refuse_by_size(path: Path, limits: Limits) -> None:
    where = Where(file=path.name)
    if not path.is_file():
        raise RefusedFile("There is no such file", where=where, next_step="Check where it is kept.")
    if path.stat().st_size > limits.file_bytes:
        most = limits.file_bytes // MEGABYTE
        raise RefusedFile(
            f"This file is larger than {most} MB", where=where, next_step="Send it in parts, by year or by team."
        )
    if not path.stat().st_size:
        raise RefusedFile("This file is empty", where=where, next_step="Send the file that holds the rows.")


def _lines(pipe: int, limits: Limits) -> Iterator[bytes]:
    """The lines of the pipe; a process that falls silent, or says a line without end, is refused."""
    rest = b""
    with selectors.DefaultSelector() as ready:
        ready.register(pipe, selectors.EVENT_READ)
        while True:
            if not ready.select(limits.silence_seconds):
                raise RefusedFile(TOO_LONG, next_step="Send it in parts.")
            chunk = os.read(pipe, PIPE_BYTES)
            if not chunk:
                break
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
            if len(rest) > limits.line_bytes:
                raise RefusedFile("One row of this file is larger than a row may be", next_step="Send it in parts.")
    if rest:
        raise RefusedFile("Reading this file stopped in the middle of a row", next_step="Send it again.")


def _draft(line: bytes, name: str) -> Draft:
    if not line.startswith((b'{"is": "refused"', b'{"is": "fault"')):
        return from_json(line)
    said = json.loads(line)
    if said["is"] == "fault":
        raise _fault(name, said["at"])
    where = Where(file=name, sheet=said.get("sheet"), row=said.get("row"), column=said.get("column"))
    refused = UnknownLayout if said.get("unknown") else RefusedFile
    raise refused(said["what"], where=where, next_step=said["next_step"])


def _refuse_by_end(code: int, name: str) -> None:
    if code == 0:
        return
    if -code in (signal.SIGXCPU, signal.SIGKILL):
        raise RefusedFile(TOO_LONG, where=Where(file=name), next_step="Send it in parts, by year or by team.")
    raise _fault(name, f"end {code}")


def _fault(name: str, at: str) -> KeepsightError:
    return RefusedFile(
        f"Reading this file failed through a fault of ours ({at})",
        where=Where(file=name),
        next_step="Nothing was changed; please report the words in brackets, and not the file.",
    )
