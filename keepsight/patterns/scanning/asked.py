"""What a partnership asks, kept beside the columns of its store, so that a scan without a database asks the same.

    asked.json    {"own": [["re-referral", 1, {...}]], "off": ["repeat-missing"]}

A folder without it is asked the library as it ships.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from keepsight.patterns.kept import sheet_from
from keepsight.patterns.sheets import Sheet

FILE = "asked.json"

Own = tuple[str, int, Mapping[str, Any]]
"""A version of a partnership's own: the pattern, its number from 1, and the table of the sheet (`patterns.kept`)."""


def write_asked(folder: Path, own: Iterable[Own], off: Iterable[str]) -> None:
    """Write down the partnership's versions in force, and the patterns of the library that it does not ask, in one move."""
    passing = folder / f"{FILE}.new"
    passing.write_text(json.dumps({"own": list(own), "off": sorted(off)}, indent=1), encoding="utf-8")
    os.replace(passing, folder / FILE)


def asked_in(folder: Path, library: Mapping[str, Sheet]) -> list[Sheet]:
    """The sheets to ask of a folder, by name. Raises WrongUse where a version there cannot be asked by this release."""
    if not (folder / FILE).is_file():
        return list(library.values())
    said = json.loads((folder / FILE).read_text(encoding="utf-8"))
    own = {name: sheet_from(name, says, number) for name, number, says in said["own"]}
    asked = {name: sheet for name, sheet in {**library, **own}.items() if name not in said["off"]}
    return [asked[name] for name in sorted(asked)]
