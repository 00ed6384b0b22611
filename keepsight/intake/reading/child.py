"""The reading process: a file on standard input, drafts as JSON lines on standard output.

It may use a bounded share of memory and processor, write no file and start no process; it is given no secret and no
name. Whatever goes wrong leaves as one line: a refusal in plain words, or the place of a fault, never a value from
the file.

Started by `keepsight.intake.reading.read`; not for people.
"""

import json
import os
import resource
import sys
from datetime import date
from traceback import extract_tb
from typing import Any, BinaryIO

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import to_json
from keepsight.intake.formats import Asked, formats
from keepsight.intake.formats.recognising import recognise
from keepsight.intake.reading.counting import count
from keepsight.intake.reading.guard import guard
from keepsight.intake.reading.limits import Limits
from keepsight.intake.reading.source import Source

MOST_CPU_SECONDS = 24 * 60 * 60
LAST_WORDS_BYTES = 16 << 20  # kept back from the file, so that "it needs more memory" can still be said
PAPER = "a paper"  # asked for in place of a format: passages, and no rows


def main() -> None:
    """Read the file on standard input as the one argument (JSON) asks."""
    asked = json.loads(sys.argv[1])
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
    guarded = guard(file, size, limits, paper=paper)
    _allow_seconds(limits.cpu_seconds + guarded.cells // limits.cells_a_second)
    source = Source(file, size, guarded, limits)
    write = sys.stdout.write
    if paper:
        # Only who reads a paper pays for the PDF library: the memory of this process is counted.
        from keepsight.intake.reading.paper import read_paper

        for piece in read_paper(source):
            write(to_json(piece) + "\n")
        return
    chosen = recognise(source, formats(), asked["format"])
    days = {name: asked[name] and date.fromisoformat(asked[name]) for name in ("as_at", "today")}
    for draft in chosen.read(source, Asked(**days)):
        write(to_json(draft) + "\n")
    write(to_json(count(source, chosen)) + "\n")


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
    }


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
