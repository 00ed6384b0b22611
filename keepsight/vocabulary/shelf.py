"""Reads the shelves of words. Strict: a shelf with a hole in it stops everything at start-up.

It refuses to guess: no default stands in for a field that was left out, and a field nobody reads is refused as well.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from keepsight.errors import BrokenShelf, Where

HERE = Path(__file__).parent


def open_shelf(path: Path, *tables: str) -> tuple[dict[str, Any], ...]:
    """The named tables of a TOML file, in that order. Raises BrokenShelf if it is unreadable or holds other tables."""
    try:
        shelf = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:  # TOML itself refuses a name given twice
        raise broken(path, f"it cannot be read as TOML: {error}") from error
    if set(shelf) != set(tables):
        raise broken(path, f"it should hold the tables {', '.join(tables)} and no others")
    return tuple(shelf[table] for table in tables)


def text(path: Path, word: str, said: Mapping[str, Any], field: str) -> str:
    """The words in a field, trimmed. Raises BrokenShelf if the field is missing, blank, or not words."""
    value = said.get(field)
    if not isinstance(value, str) or not value.strip():
        raise broken(path, f"{word} lacks its {field}")
    return value.strip()


def texts(path: Path, word: str, said: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """A list of words, each once. May be empty, never missing. Raises BrokenShelf otherwise."""
    values = said.get(field)
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise broken(path, f"{word} lacks its {field}, a list of words")
    once(path, f"{word} in its {field}", values)
    return tuple(values)


def one_of(path: Path, word: str, said: Mapping[str, Any], field: str, allowed: Iterable[str]) -> str:
    """A word out of a fixed few. Raises BrokenShelf for any other."""
    value = text(path, word, said, field)
    if value not in allowed:
        raise broken(path, f"{word} has {value} as its {field}, which is none of {', '.join(allowed)}")
    return value


def only(path: Path, word: str, said: object, fields: Iterable[str]) -> None:
    """Raises BrokenShelf if a word is not a table of fields, or says something that nothing reads."""
    if not isinstance(said, Mapping):
        raise broken(path, f"{word} should be a table of fields")
    extra = sorted(set(said) - set(fields))
    if extra:
        raise broken(path, f"{word} says {', '.join(extra)}, which nothing reads")


def once(path: Path, what: str, values: Iterable[str]) -> None:
    """Raises BrokenShelf if one value stands twice: one idea, one word."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise broken(path, f"{what} says {value} twice")
        seen.add(value)


def broken(path: Path, what: str) -> BrokenShelf:
    """The error for a shelf, ready to raise."""
    where = Where(file=path.name)
    return BrokenShelf(f"A shelf of words is broken: {what}", where=where, next_step="Mend the file and start again.")
