"""How long things may take, by law, guidance or local practice: each with its source, its version and its first day.

Local practice is never passed off as law, and a limit is not asked of a day before it was in force. It says when
something is due, never who was at fault.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from keepsight.clocks.windows import Window
from keepsight.errors import BrokenShelf, Where, WrongUse

STANDINGS = ("statutory", "guidance", "local")
"""Statutory: in an Act or regulations. Guidance: in statutory guidance or a national return. Local: yours to set."""

_WORDS = ("name", "title", "counts_from", "until", "within", "standing", "source", "version")


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take, from and until what, in words. `in_force_from` is None where nobody noted it."""

    name: str
    title: str
    counts_from: str
    until: str
    window: Window
    standing: str
    source: str
    version: str
    in_force_from: date | None


def load_limits(path: Path = Path(__file__).parent / "limits.toml") -> tuple[Limit, ...]:
    """Every version of every limit, in the order of the file. Raises BrokenShelf for a hole, or two from one day."""
    try:
        shelf = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _broken(path, f"it cannot be read as TOML: {error}") from error
    said = shelf.get("limits")
    if set(shelf) != {"limits"} or not isinstance(said, list) or not all(isinstance(about, dict) for about in said):
        raise _broken(path, "it should hold a list of limits and nothing else")
    limits = tuple(_limit(path, about) for about in said)
    versions = [(limit.name, limit.in_force_from) for limit in limits]
    for name, _ in (version for version in versions if versions.count(version) > 1):
        raise _broken(path, f"{name} stands twice from one day")
    return limits


def limit_on(limits: tuple[Limit, ...], name: str, on: date) -> Limit | None:
    """The version of a limit in force on a day: see `limit`."""
    versions = [each for each in limits if each.name == name]
    if not versions:
        raise WrongUse(f"There is no limit called {name}", next_step="Take a name from limits.toml.")
    in_force = [each for each in versions if each.in_force_from is None or each.in_force_from <= on]
    return max(in_force, key=lambda each: each.in_force_from or date.min, default=None)


def _limit(path: Path, said: Mapping[str, Any]) -> Limit:
    name = said.get("name", "a limit without a name")
    if set(said) != {*_WORDS, "in_force_from"}:
        raise _broken(path, f"{name} lacks or adds {', '.join(sorted(set(said) ^ {*_WORDS, 'in_force_from'}))}")
    if not all(isinstance(said[word], str) and said[word].strip() for word in _WORDS):
        raise _broken(path, f"{name} leaves something blank")
    if said["standing"] not in STANDINGS:
        raise _broken(path, f"{name} stands as none of {', '.join(STANDINGS)}")
    words = {word: said[word].strip() for word in _WORDS if word != "within"}
    return Limit(
        **words, window=_window(path, name, said["within"]), in_force_from=_day(path, name, said["in_force_from"])
    )


def _window(path: Path, name: str, said: str) -> Window:
    try:
        return Window.parse(said)
    except WrongUse as error:
        raise _broken(path, f"{name} has a length of time that is none: {said}") from error


def _day(path: Path, name: str, said: object) -> date | None:
    if said == "unknown":
        return None
    if type(said) is not date:
        raise _broken(path, f"{name} should be in force from a date, or from unknown")
    return said


def _broken(path: Path, what: str) -> BrokenShelf:
    what = f"The shelf of limits is broken: {what}"
    return BrokenShelf(what, where=Where(file=path.name), next_step="Mend the file and start again.")
