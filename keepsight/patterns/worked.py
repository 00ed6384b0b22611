"""The examples beside a sheet, read as a manual prints them: what is on record, and the whole answer.

    worked(text)[0].heading        "Three referrals, two of them of one agency"
    worked(text)[0].on_record      the first table, its headings first
    worked(text)[0].answer         the second table; empty where the answer is: nothing

The tests read the same files strictly and ask every engine; this only lays them out.
"""

import re
from dataclasses import dataclass

from keepsight.errors import BrokenShelf, Where
from keepsight.patterns.sheets import LIBRARY

Rows = tuple[tuple[str, ...], ...]
_HEADING = re.compile(r"^## ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Worked:
    """One example: its heading, what is on record, the sentences between (the day of asking among them), and the answer.

    `answer` is empty where nothing is the answer.
    """

    heading: str
    says: tuple[str, ...]
    on_record: Rows
    answer: Rows


def worked_examples(pattern: str) -> tuple[Worked, ...]:
    """The examples of a pattern of the library, in their order. Empty for a pattern that is no pattern of the library."""
    file = LIBRARY / pattern / "examples.md"
    if not file.is_file():
        return ()
    found = worked(file.read_text(encoding="utf-8"))
    if not found:
        raise BrokenShelf(f"The pattern {pattern} has no examples", where=Where(file=f"{pattern}/examples.md"))
    return found


def worked(text: str) -> tuple[Worked, ...]:
    """The examples that a text holds. What stands before the first is about all of them, and no example."""
    return tuple(_one(part) for part in _HEADING.split(text)[1:])


def _one(part: str) -> Worked:
    heading, _, body = part.partition("\n")
    tables: list[list[tuple[str, ...]]] = []
    says, in_table = [], False
    for line in filter(None, map(str.strip, body.splitlines())):
        if line.startswith("|"):
            if not in_table:
                tables.append([])
            tables[-1].append(tuple(cell.strip() for cell in line.strip("|").split("|")))
        else:
            says.append(line)
        in_table = line.startswith("|")
    laid = [tuple(row for row in rows if any(set(cell) - {"-"} for cell in row)) for rows in tables]
    return Worked(heading.strip(), tuple(says), *[*laid, (), ()][:2])
