"""The reading process: a file on standard input, drafts as JSON lines on standard output.

It may use a bounded share of memory and processor, write no file and start no process; it is given no secret and no
name. Whatever goes wrong leaves as one line: a refusal in plain words, or the place of a fault, never a value from
the file.

Started by `keepsight.intake.reading.readers`; not for people.
"""

import json
import os
import resource
import socket
import sys
from datetime import date
from traceback import extract_tb
from typing import Any, BinaryIO

from keepsight.errors import RefusedFile, UnknownLayout
from keepsight.intake.drafts import Draft, DraftRow, Warned, to_json
from keepsight.intake.formats import Asked, Format, formats
from keepsight.intake.formats.laid_out import readable
from keepsight.intake.formats.layout import kept_of
from keepsight.intake.formats.recognising import recognise
from keepsight.intake.formats.unknown import all_rows, first_rows
from keepsight.intake.reading.counting import count
from keepsight.intake.reading.guard import guard
from keepsight.intake.reading.letters import TURNS
from keepsight.intake.reading.limits import Limits
from keepsight.intake.reading.source import Source
from keepsight.intake.reading.standby import stand_by

MOST_CPU_SECONDS = 24 * 60 * 60
LAST_WORDS_BYTES = 16 << 20  # kept back from the file, so that "it needs more memory" can still be said
SPELT_ZERO, SPELT_STROKE = "\\u0000", "\\\\"  # as JSON spells a letter zero, and a stroke that spells nothing
PAPER = "a paper"  # asked for in place of a format: passages, and no rows
TURNED = "signs here turn the direction of reading, so that words look other than they are: they were kept, and are shown as �"
TABLE = "a table"  # asked for in place of a format: headings and all rows
FIRST = "the first rows"  # asked for in place of a format: headings and rows of a table that none knows


def main() -> None:
    """Learn the formats, then become a reader for each question that comes by the line whose number is the one argument."""
    formats()
    with socket.socket(fileno=int(sys.argv[1])) as asking:
        stand_by(asking, read)


def read(asked: dict[str, Any]) -> None:
    """Read the file on standard input as is asked."""
    limits = Limits(**asked["limits"])
    file = open(0, "rb", closefd=False)  # noqa: SIM115 - the standard input, for as long as we run
    try:
        _confine(limits, os.fstat(0).st_size)
        _read(file, asked, limits)
    except RefusedFile as refusal:
        _say(_refusal(refusal))
    except MemoryError:
        _free_the_last_words()
        _say(
            {
                "is": "refused",
                "what": "This file needs more memory to read than a file may",
                "next_step": "Send it in parts.",
            }
        )
    except Exception as fault:  # noqa: BLE001 - the last line of defence: its place is said, its words are not
        frame = extract_tb(fault.__traceback__)[-1]
        _say({"is": "fault", "at": f"{type(fault).__name__} in {os.path.basename(frame.filename)} line {frame.lineno}"})


def _read(file: BinaryIO, asked: dict[str, Any], limits: Limits) -> None:
    size = os.fstat(file.fileno()).st_size
    paper = asked["format"] == PAPER
    guarded = guard(file, size, limits)
    _allow_seconds(limits.cpu_seconds + guarded.cells // limits.cells_a_second)
    source = Source(file, size, guarded, limits)
    write = sys.stdout.write
    if paper:
        # Only who reads a paper pays for the PDF library: the memory of this process is counted.
        from keepsight.intake.reading.paper import read_paper

        for piece in read_paper(source):
            write(line_of(piece))
        return
    if asked["format"] in (FIRST, TABLE):
        for row in first_rows(source) if asked["format"] == FIRST else all_rows(source):
            write(line_of(row))
        return
    chosen = recognise(source, formats() | _kept(asked["kept"]), asked["format"])
    days = {name: asked[name] and date.fromisoformat(asked[name]) for name in ("as_at", "today")}
    for draft in chosen.read(source, Asked(**days)):
        line = line_of(draft)
        write(line)
        if not line.isascii() and isinstance(draft, DraftRow) and TURNS.search(line):
            write(line_of(_turned(draft)))
    write(line_of(count(source, chosen)))


def _turned(row: DraftRow) -> Warned:
    """What to say of a row whose words turn the direction of reading; its first such column, where one holds them."""
    column = next((name for name, words in row.raw.items() if words and TURNS.search(words)), None)
    return Warned(row.sheet, row.row, column, TURNED)


def line_of(draft: Draft) -> str:
    """A draft as a line of the pipe. Raises RefusedFile where it holds a sign that no text keeps, as JSON can spell."""
    line = to_json(draft)
    if not _is_text(line):
        raise RefusedFile(
            "This file holds signs that are no letters, which cannot be kept",
            next_step="Export it again, and send that.",
        )
    return line + "\n"


def _is_text(line: str) -> bool:
    try:
        line.encode()  # fails for half of a letter
    except UnicodeEncodeError:
        return False
    return SPELT_ZERO not in line or SPELT_ZERO not in line.replace(SPELT_STROKE, "")


def _kept(place: int) -> dict[str, Format]:
    """The formats that whoever sends the file has said themselves, by name."""
    with open(place, "rb") as layouts:
        said = json.load(layouts)
    return readable(map(kept_of, said))


def _confine(limits: Limits, size: int) -> None:
    most = limits.memory_bytes + size
    resource.setrlimit(resource.RLIMIT_AS, (most, most + LAST_WORDS_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _free_the_last_words() -> None:
    """Memory is used up and what used it still stands: the line that says so needs some of its own."""
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _allow_seconds(seconds: int) -> None:
    """More processor time once the guard knows how much the file can hold."""
    resource.setrlimit(resource.RLIMIT_CPU, (min(seconds, MOST_CPU_SECONDS), MOST_CPU_SECONDS))


def _refusal(refusal: RefusedFile) -> dict[str, Any]:
    where = refusal.where
    return {
        "is": "refused",
        "what": refusal.what,
        "sheet": where.sheet,
        "row": where.row,
        "column": where.column,
        "next_step": refusal.next_step,
        "unknown": isinstance(refusal, UnknownLayout),
    }


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
