"""Writes drafts as a Keepsight export: a header line that names the version, then one draft a line.

What is read back is what was written. Writes no count of rows: whoever reads counts for themselves.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from keepsight.intake.drafts import Counted, Draft, FileSaid, to_json

VERSION = 1
HEADER = json.dumps({"keepsight_export": VERSION}, separators=(",", ":"))
HIDDEN = json.dumps({"keepsight_export": VERSION, "names": "replaced"}, separators=(",", ":"))


def lines(drafts: Iterable[Draft], *, hidden: bool = False) -> Iterator[str]:
    """The lines of an export, without their ends. Raises ValueError where the first draft is not a FileSaid.

    `hidden`: it is without names, and says so, so that nobody takes it for a child's record.
    """
    yield HIDDEN if hidden else HEADER
    for place, draft in enumerate(drafts):
        if (place == 0) is not isinstance(draft, FileSaid):
            raise ValueError("an export begins with what the file says of itself, and says it once")
        if not isinstance(draft, Counted):
            yield to_json(draft)


def write(path: Path, drafts: Iterable[Draft]) -> None:
    """Write the drafts to a file of UTF-8 lines."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines(drafts))
