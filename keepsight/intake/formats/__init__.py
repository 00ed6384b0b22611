"""The shelf of file formats: one folder each, found by walking, checked at start-up. Adding one edits nothing else.

    <name>/format.toml   title, version, who sends it, its container, how its content is recognised, what a row is and
                         how rows are counted, the kinds it can deliver, and every column or element: mapped, or
                         ignored with the reason
    <name>/read.py       read(source, asked, format) -> drafts
    <name>/sample*.*     small invented files, each with sample*.expected.md: the entries and refusals it becomes

Refuses to start with a folder that lacks any of these: BrokenShelf names the folder and what it lacks.
"""

import importlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from keepsight.errors import BrokenShelf
from keepsight.intake.drafts import Draft
from keepsight.intake.reading.source import Source

SHELF = Path(__file__).parent
CONTAINERS = ("xml", "table", "document", "lines")
REQUIRED = ("title", "version", "sectors", "container", "row", "delivers", "recognised", "counted", "column")


@dataclass(frozen=True, slots=True)
class Column:
    """One column or element: the field it `becomes`, or the reason why it is `ignored`. Never both, never neither.

    `words` are the headings it is known by; `since` and `until` the years of a layout that holds it (None: always).
    """

    name: str
    becomes: str | None = None
    ignored: str | None = None
    words: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One folder of the shelf."""

    name: str
    title: str
    version: str
    sectors: tuple[str, ...]
    container: Literal["xml", "table", "document", "lines"]
    row: str
    delivers: tuple[str, ...]
    recognised: dict[str, Any]
    counted: dict[str, Any]
    columns: tuple[Column, ...]
    folder: Path

    def read(self, source: Source, asked: "Asked") -> Iterator[Draft]:
        """The drafts of a file of this format. Raises RefusedFile for a whole file that cannot be read."""
        module = importlib.import_module(f"{__name__}.{self.name}.read")
        drafts: Iterator[Draft] = module.read(source, asked, self)
        return drafts


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said beside the file: the day it speaks for (None: the file says), and today's date."""

    as_at: date | None
    today: date


def formats(folder: Path = SHELF) -> dict[str, Format]:
    """Every format by name, in the order of their names. Raises BrokenShelf for a folder that lacks something."""
    return _shelf(folder)


@cache
def _shelf(folder: Path) -> dict[str, Format]:
    places = sorted(place for place in folder.iterdir() if place.is_dir() and not place.name.startswith(("_", ".")))
    return {place.name: load(place) for place in places}


def load(folder: Path) -> Format:
    """One format from its folder. Raises BrokenShelf naming the folder and what it lacks."""
    said = _said(folder)
    missing = [key for key in REQUIRED if key not in said]
    if missing:
        raise _broken(folder, f"format.toml lacks {', '.join(missing)}")
    if said["container"] not in CONTAINERS:
        raise _broken(folder, f"container is none of {', '.join(CONTAINERS)}")
    return Format(
        folder.name,
        said["title"],
        said["version"],
        tuple(said["sectors"]),
        said["container"],
        said["row"],
        tuple(said["delivers"]),
        said["recognised"],
        said["counted"],
        tuple(_column(folder, one) for one in said["column"]),
        folder,
    )


def _said(folder: Path) -> dict[str, Any]:
    for name in ("format.toml", "read.py"):
        if not (folder / name).is_file():
            raise _broken(folder, f"there is no {name}")
    samples = [place for place in folder.glob("sample*") if not place.name.endswith(".expected.md")]
    if not samples:
        raise _broken(folder, "there is no sample")
    for sample in samples:
        if not sample.with_suffix(".expected.md").is_file():
            raise _broken(folder, f"{sample.name} has no table of what it becomes")
    try:
        return tomllib.loads((folder / "format.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise _broken(folder, f"format.toml cannot be read: {error}") from error


def _column(folder: Path, said: dict[str, Any]) -> Column:
    unknown = set(said) - {"name", "becomes", "ignored", "words", "since", "until"}
    if unknown or "name" not in said:
        raise _broken(folder, f"a column lacks its name or says {', '.join(sorted(unknown)) or 'nothing'}")
    if bool(said.get("becomes")) == bool(said.get("ignored")):
        raise _broken(folder, f"column {said['name']} must either become something or be ignored with a reason")
    return Column(**said | {"words": tuple(said.get("words", ()))})


def _broken(folder: Path, lacks: str) -> BrokenShelf:
    return BrokenShelf(
        f"The format {folder.name} cannot be used: {lacks}", next_step="Mend the folder, then start again."
    )
