"""The shelf of file formats: one folder each, found by walking, checked at start-up. Adding one edits nothing else.

    <name>/format.toml   title, version, who sends it, its container, how its content is recognised, what a row is and
                         how rows are counted, the kinds it can deliver, and every column or element: mapped, or
                         ignored with the reason; and, for plain tables, the plan (see plan.py)
    <name>/read.py       read(source, asked, format) -> drafts; not needed where there is a plan
    <name>/sample*.*     small invented files, each with sample*.expected.md: the entries and refusals it becomes

Refuses to start with a folder that lacks any of these: BrokenShelf names the folder and what it lacks.
"""

import importlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from keepsight.errors import BrokenShelf
from keepsight.intake.drafts import Draft
from keepsight.intake.formats.plan import Plan
from keepsight.intake.formats.plan_said import described_columns, plan_of
from keepsight.intake.reading.source import Source

SHELF = Path(__file__).parent
CONTAINERS = ("xml", "table", "document", "paper", "lines", "json")
REQUIRED = ("title", "version", "sectors", "container", "row", "delivers", "column")
WITHOUT_A_PLAN = ("recognised", "counted")  # a plan says by itself what it needs, and its rows are those of tables


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
    """One folder of the shelf, or one layout that people said."""

    name: str
    title: str
    version: str
    sectors: tuple[str, ...]
    container: Literal["xml", "table", "document", "paper", "lines", "json"]
    row: str
    delivers: tuple[str, ...]
    recognised: dict[str, Any]
    counted: dict[str, Any]
    columns: tuple[Column, ...]
    folder: Path | None  # None: it is no folder of the shelf, but what people said of a table (layout.py)
    plan: Plan | None = None

    def read(self, source: Source, asked: "Asked") -> Iterator[Draft]:
        """The drafts of a file of this format. Raises RefusedFile for a whole file that cannot be read."""
        own = f"{self.name}.read" if self.folder and (self.folder / "read.py").is_file() else "planned"
        module = importlib.import_module(f"{__name__}.{own}")
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
    missing = [key for key in (*REQUIRED, *(WITHOUT_A_PLAN if "table" not in said else ())) if key not in said]
    if missing:
        raise _broken(folder, f"format.toml lacks {', '.join(missing)}")
    if said["container"] not in CONTAINERS:
        raise _broken(folder, f"container is none of {', '.join(CONTAINERS)}")
    return format_of(folder.name, said, folder, lambda lacks: _broken(folder, lacks))


def format_of(name: str, said: dict[str, Any], folder: Path | None, broken: Callable[[str], Exception]) -> Format:
    """The format in the words of a `format.toml`. Raises what `broken` makes of what is wrong."""
    columns = tuple(_column(one, broken) for one in (*described_columns(said.get("describes", {})), *said["column"]))
    return Format(
        name,
        said["title"],
        said["version"],
        tuple(said["sectors"]),
        said["container"],
        said["row"],
        tuple(said["delivers"]),
        said.get("recognised", {}),
        said.get("counted", {}),
        columns,
        folder,
        plan_of(name, said, {column.becomes for column in columns if column.becomes}, broken),
    )


def _said(folder: Path) -> dict[str, Any]:
    if not (folder / "format.toml").is_file():
        raise _broken(folder, "there is no format.toml")
    samples = [place for place in folder.glob("sample*") if not place.name.endswith(".expected.md")]
    if not samples:
        raise _broken(folder, "there is no sample")
    for sample in samples:
        if not sample.with_suffix(".expected.md").is_file():
            raise _broken(folder, f"{sample.name} has no table of what it becomes")
    try:
        said = tomllib.loads((folder / "format.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise _broken(folder, f"format.toml cannot be read: {error}") from error
    if "table" not in said and not (folder / "read.py").is_file():
        raise _broken(folder, "there is no read.py")
    return said


def _column(said: dict[str, Any], broken: Callable[[str], Exception]) -> Column:
    unknown = set(said) - {"name", "becomes", "ignored", "words", "since", "until"}
    if unknown or "name" not in said:
        raise broken(f"a column lacks its name or says {', '.join(sorted(unknown)) or 'nothing'}")
    if bool(said.get("becomes")) == bool(said.get("ignored")):
        raise broken(f"column {said['name']} must either become something or be ignored with a reason")
    return Column(**said | {"words": tuple(said.get("words", ()))})


def _broken(folder: Path, lacks: str) -> BrokenShelf:
    return BrokenShelf(
        f"The format {folder.name} cannot be used: {lacks}", next_step="Mend the folder, then start again."
    )
