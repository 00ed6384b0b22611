"""Many mutations of one file, read one after another in this one process, each as the reading process would read it.

    python -m tests.intake.sweeping FILE FIRST HOW_MANY

writes a line for each: its number and what became of it. Each may use as much of the processor and of memory as the
reader allows a file of its own; one that never ends ends this process, and its number is the one that is missing.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from traceback import extract_tb
from typing import BinaryIO

from pydantic import TypeAdapter

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Counted, Draft, DraftRow, Warned, from_json
from keepsight.intake.formats import Asked, Format, formats
from keepsight.intake.formats.recognising import recognise
from keepsight.intake.reading.child import line_of
from keepsight.intake.reading.counting import count
from keepsight.intake.reading.guard import guard
from keepsight.intake.reading.limits import Limits
from keepsight.intake.reading.source import Source
from tests.intake.mutating import mutated

LIMITS = Limits()
TODAY = date(2026, 1, 1)
ROOT = Path(__file__).parents[2]
TYPED: dict[type, TypeAdapter[Draft]] = {}

NOT_OPENED, REFUSED, WHOLE, IN_PART = "not opened", "refused", "whole", "in part"  # how a reading may end
MISCOUNTED, FAULT, HANG = "miscounted", "fault", "hang"  # and how it may not
BROKE_OFF = "read once more: the first time the process ended with"


def swept(sample: Path, first: int, number: int) -> Iterator[tuple[int, str, str]]:
    """How each mutation ends. A sweep that breaks off is begun again behind the one it broke off at.

    That one is read once more, alone: a hang is what hangs again. What the machine did meanwhile is said with it.
    """
    last = first + number
    while first < last:
        ends, code = _sweep(sample, first, last - first)
        yield from ends
        first += len(ends)
        if first < last:
            again, code_again = _sweep(sample, first, 1)
            yield from [(one, end, f"{why} ({BROKE_OFF} {code})") for one, end, why in again]
            if not again:
                yield first, HANG, f"the process ended with {code}, and again with {code_again}"
            first += 1


def _sweep(sample: Path, first: int, number: int) -> tuple[list[tuple[int, str, str]], int]:
    """How these mutations end, as far as the process came, and how it ended itself."""
    command = [sys.executable, "-m", "tests.intake.sweeping", str(sample), str(first), str(number)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()], done.returncode


def end_of(whole: bytes, usual: Counter[str]) -> tuple[str, str]:
    """How the reading of a file ends, and the sentence of its refusal or the place of its fault.

    It is opened once its format is known. It is read in part where some rows become entries and something is named as not
    taken, or odd, that is not named in the `usual` file.
    """
    with tempfile.TemporaryFile() as file:
        file.write(whole)
        file.seek(0)
        opened = False
        try:
            source, format = _recognised(file, len(whole))
            opened = True
            drafts = [*_through_the_pipe(format.read(source, Asked(None, TODAY))), count(source, format)]
        except RefusedFile as refusal:
            return REFUSED if opened else NOT_OPENED, refusal.what
        except Exception as fault:  # noqa: BLE001 - it is what we look for
            return FAULT, _place(fault)
    rows = [draft for draft in drafts if isinstance(draft, DraftRow)]
    if drafts[-1] != Counted(len(rows)):
        return MISCOUNTED, f"{len(rows)} rows were read"
    if not any(row.entries for row in rows):
        return REFUSED, "no row was kept"
    return (IN_PART if named_in(drafts) - usual else WHOLE), ""


def _recognised(file: BinaryIO, size: int) -> tuple[Source, Format]:
    if not size:
        raise RefusedFile("This file is empty", next_step="Send the file that holds the rows.")
    source = Source(file, size, guard(file, size, LIMITS), LIMITS)
    return source, recognise(source, formats())


def _through_the_pipe(drafts: Iterator[Draft]) -> Iterator[Draft]:
    for draft in drafts:
        line = line_of(draft)
        _check_types(draft)
        yield from_json(line.encode())


def _check_types(draft: Draft) -> None:
    """Raises ValueError where a draft does not hold what it says it holds: what comes after would stumble over it."""
    kind = type(draft)
    bare = json.dumps(asdict(draft), default=_iso)
    TYPED.setdefault(kind, TypeAdapter(kind)).validate_json(bare, strict=True)


def _iso(one: date) -> str:
    return one.isoformat()


def named_in(drafts: list[Draft]) -> Counter[str]:
    """What a reading names as odd or not taken: each refusal of a row and each warning, with how often."""
    refusals = [draft.refused.reason for draft in drafts if isinstance(draft, DraftRow) and draft.refused]
    return Counter(refusals + [draft.says for draft in drafts if isinstance(draft, Warned)])


def _place(fault: Exception) -> str:
    ours = [one for one in extract_tb(fault.__traceback__) if "/keepsight/" in one.filename]
    where = f"{Path(ours[-1].filename).name} line {ours[-1].lineno}" if ours else "the test itself"
    return f"{type(fault).__name__} in {where}"


def drafts_of(whole: bytes) -> list[Draft]:
    """The drafts of a file, read in this process; its count of rows is the last. Raises RefusedFile."""
    with tempfile.TemporaryFile() as file:
        file.write(whole)
        file.seek(0)
        source, format = _recognised(file, len(whole))
        return [*_through_the_pipe(format.read(source, Asked(None, TODAY))), count(source, format)]


def _allow_one_more() -> None:
    """As much of the processor for the next file as one may have."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + LIMITS.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main() -> None:
    """Sweep the file named first, from the mutation named second, as many as named third."""
    path, first, how_many = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    whole = path.read_bytes()
    usual = named_in(drafts_of(whole))
    resource.setrlimit(resource.RLIMIT_AS, (LIMITS.memory_bytes, LIMITS.memory_bytes))
    for number in range(first, first + how_many):
        changed = mutated(whole, number)
        _allow_one_more()
        print(json.dumps([number, *end_of(changed, usual)]), flush=True)


if __name__ == "__main__":
    main()
