"""Sheets: what a safeguarding lead reads, checks and argues with. One folder of `library/` is one pattern.

    library/re-referral/sheet.toml     its question, words and numbers
    library/re-referral/examples.md    where it holds and where it only just does not: test and manual in one

A sheet is read strictly: a key that is missing or that nothing reads stops everything at start-up, naming folder and key.
Its words say what is missing for the child, never who failed, and hold no number that acts as a score.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

from keepsight.errors import BrokenShelf, Where
from keepsight.patterns.questions import Question, Share, windows
from keepsight.patterns.reading import read_question
from keepsight.patterns.tables import Table
from keepsight.vocabulary import KINDS, SECTORS, THEMES

LIBRARY = Path(__file__).parent / "library"

SHAPES = ("count", "awaited", "silence", "then", "omission", "cycle", "share", "change")
"""The kinds of question that can be asked today."""

OF_ABSENCE = ("awaited", "silence", "change")
"""Shapes that say something did not happen, or happened so often: they must name the feeds that would have told us."""

SAYABLE = frozenset({"measure", "first", "last"})
"""What a sentence may leave open: the number, and the days of the first and last entry that show it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the length of a clock comes from. Local practice is never shipped as law: `in_force_from` is None for it."""

    name: str
    version: str | None
    in_force_from: date | None


@dataclass(frozen=True, slots=True)
class Need:
    """Something feeds must have delivered: each of the kinds, from any of the sectors."""

    kinds: tuple[str, ...]
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One pattern. `name` is its folder; `sentence` leaves open {measure}, {first} and {last}."""

    name: str
    version: int
    title: str
    question: str
    sentence: str
    unit: str
    theme: str
    seed_section: str
    restricted: bool
    clock: Source
    needs: tuple[Need, ...]
    what_else: tuple[str, ...]
    what_clears_it: tuple[str, ...]
    questions: tuple[str, ...]
    checked_by: str
    look_again_on: date
    shape: str
    asks: Question

    def say(self, measure: int, first: str, last: str) -> str:
        """The sentence people read. `first` and `last` are days in words: of the first and last entry that show it."""
        return self.sentence.format(measure=measure, first=first, last=last)


def library(shelf: Path = LIBRARY) -> dict[str, Sheet]:
    """Every sheet on the shelf by name, in order. Raises BrokenShelf naming the folder and what it lacks."""
    return {folder.name: read_sheet(folder) for folder in sorted(shelf.iterdir()) if folder.is_dir()}


def read_sheet(folder: Path) -> Sheet:
    """The sheet of one folder. Raises BrokenShelf if it lacks its sheet or examples, or either cannot be trusted."""
    return sheet_of(folder.name, said_in(folder))


def said_in(folder: Path) -> dict[str, Any]:
    """The table of words and numbers in one folder, not yet read as a sheet. Raises BrokenShelf where it is no such folder."""
    for file in ("sheet.toml", "examples.md"):
        if not (folder / file).is_file():
            raise BrokenShelf(f"The pattern {folder.name} has no {file}", next_step="Add it, or take the folder away.")
    try:
        return tomllib.loads((folder / "sheet.toml").read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        where = Where(file=f"{folder.name}/sheet.toml")
        raise BrokenShelf(f"The sheet of {folder.name} is no TOML: {error}", where=where) from error


def sheet_of(name: str, said: dict[str, object]) -> Sheet:
    """The sheet that a table of words and numbers makes. Raises BrokenShelf naming the folder and the key."""
    table = Table(name, said)
    if not name.replace("-", "").isalnum() or name != name.lower():
        raise table.broken("its folder should be named in small letters and hyphens")
    shape = table.word("shape", SHAPES)
    sheet = Sheet(
        name=name,
        version=table.number("version"),
        title=table.text("title"),
        question=table.text("question"),
        sentence=_sentence(table),
        unit=table.text("unit"),
        theme=table.word("theme", tuple(THEMES)),
        seed_section=table.text("seed_section"),
        restricted=table.flag("restricted"),
        clock=_source(table),
        needs=tuple(_need(each) for each in table.tables("needs")),
        what_else=table.texts("what_else"),
        what_clears_it=table.texts("what_clears_it"),
        questions=table.texts("questions"),
        checked_by=table.text("checked_by"),
        look_again_on=table.day("look_again_on"),
        shape=shape,
        asks=read_question(table, shape),
    )
    table.close()
    if shape in OF_ABSENCE and not sheet.needs:
        raise table.broken("it asks for what is absent, and needs names no feed that would have told us")
    if isinstance(sheet.asks, Share) and sheet.asks.fewer and not sheet.needs:
        raise table.broken("it asks of how few something is said, and needs names no feed that would have told us")
    if shape == "omission" and sheet.needs:
        raise table.broken("it asks what an event states, which no feed is needed for: needs should be empty")
    return sheet


def kinds_asked(sheets: dict[str, Sheet]) -> set[str]:
    """Every kind that some sheet reads: what the vocabulary may call used."""
    return {
        kind for sheet in sheets.values() for part in sheet.asks.parts() for term in part.terms for kind in term.kinds
    }


def windows_asked(sheets: Iterable[Sheet]) -> list[str]:
    """Every window some sheet counts in, by its name in the calendar table."""
    return sorted({window.text for sheet in sheets for window in windows(sheet.asks)})


def _sentence(table: Table) -> str:
    sentence = table.text("sentence")
    try:
        open_words = {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}
    except ValueError as error:
        raise table.broken(f"sentence has a brace too few or too many: {error}") from error
    if not open_words <= SAYABLE:
        raise table.broken(f"sentence may leave open only {', '.join(sorted(SAYABLE))}")
    return sentence


def _source(table: Table) -> Source:
    said = table.take("clock")
    if said == "local":
        return Source("local", None, None)
    clock = Table(table.folder, said, "clock")
    source = Source(clock.text("name"), clock.text("version"), clock.day("in_force_from"))
    clock.close()
    return source


def _need(table: Table) -> Need:
    need = Need(table.texts("kinds"), table.texts("sectors"))
    table.close()
    strange = sorted((set(need.kinds) - set(KINDS)) | (set(need.sectors) - set(SECTORS)))
    if strange:
        raise table.broken(f"needs names {', '.join(strange)}, which is no kind or sector of ours")
    return need
