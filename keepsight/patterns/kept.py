"""A sheet as data that a store can keep: the table of its file with its days written out, and back again as strict as a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from keepsight.errors import BrokenShelf, WrongUse
from keepsight.patterns.sheets import Sheet, sheet_of

OWN_VERSIONS_FROM = 1000
"""A partnership's own versions are numbered above this, where no sheet of the library ever comes: a prompt says by its number
whose version asked."""

_DAYS = ("look_again_on", "in_force_from")


def as_data(said: Mapping[str, Any]) -> dict[str, Any]:
    """The table as JSON holds it."""
    return {key: _plain(value) for key, value in said.items()}


def sheet_from(name: str, data: Mapping[str, Any], number: int) -> Sheet:
    """The sheet that a partnership's own version makes, the first being number 1.

    Raises WrongUse in words for a person where it cannot be trusted: the same that stops a sheet of the library.
    """
    try:
        return sheet_of(name, {**table_from(data), "version": OWN_VERSIONS_FROM + number})
    except BrokenShelf as broken:
        _, _, why = broken.what.partition(": ")
        raise WrongUse(f"This question cannot be asked: {why}", next_step="Put that right.") from broken


def table_from(data: Mapping[str, Any]) -> dict[str, Any]:
    """The table of a file that data was made of."""
    return {key: _read(key, value) for key, value in data.items()}


def own_number(version: int) -> int | None:
    """Which of a partnership's own versions it is, 1 or more. None: a sheet of the library."""
    return version - OWN_VERSIONS_FROM if version > OWN_VERSIONS_FROM else None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return as_data(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return table_from(value)
    return date.fromisoformat(value) if key in _DAYS and isinstance(value, str) else value
