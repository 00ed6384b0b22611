"""A table of a sheet, read strictly: every key is taken once, and what nobody took is refused with its name.

It knows the folder it came from, so that an error names the folder and the key. It gives no defaults of its own.
"""

from datetime import date
from typing import Any

from keepsight.errors import BrokenShelf, Where


class Table:
    """One table of a TOML file, being emptied."""

    def __init__(self, folder: str, said: Any, name: str = "") -> None:
        self.folder, self.name = folder, name
        if not isinstance(said, dict):
            raise self.broken(f"{name} should be a table")
        self._left = dict(said)

    def broken(self, what: str) -> BrokenShelf:
        """The error to raise, naming the folder."""
        message = f"The pattern {self.folder} cannot be read: {what}"
        return BrokenShelf(message, where=Where(file=f"{self.folder}/sheet.toml"), next_step="Correct the sheet.")

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet taken."""
        return key in self._left

    def take(self, key: str) -> Any:
        """What stands under a key. Raises BrokenShelf if it is missing."""
        if key not in self._left:
            raise self.broken(f"it lacks {self._path(key)}")
        return self._left.pop(key)

    def text(self, key: str) -> str:
        """Words, trimmed and not blank."""
        value = self.take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.broken(f"{self._path(key)} should be words")
        return value.strip()

    def word(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self.text(key)
        if value not in allowed:
            raise self.broken(f"{self._path(key)} should be one of {', '.join(allowed)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of sentences, at least one."""
        values = self.take(key)
        if (
            not isinstance(values, list)
            or not values
            or not all(isinstance(each, str) and each.strip() for each in values)
        ):
            raise self.broken(f"{self._path(key)} should be a list of sentences, at least one")
        return tuple(each.strip() for each in values)

    def number(self, key: str, at_least: int = 1) -> int:
        """A whole number, not below `at_least`."""
        value = self.take(key)
        if type(value) is not int or value < at_least:
            raise self.broken(f"{self._path(key)} should be a whole number, {at_least} or more")
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self.take(key)
        if type(value) is not bool:
            raise self.broken(f"{self._path(key)} should be true or false")
        return value

    def day(self, key: str) -> date:
        """A date, without a time."""
        value = self.take(key)
        if type(value) is not date:
            raise self.broken(f"{self._path(key)} should be a date such as 2026-11-22")
        return value

    def table(self, key: str) -> "Table":
        """A table within this one."""
        return Table(self.folder, self.take(key), self._path(key))

    def tables(self, key: str) -> tuple["Table", ...]:
        """A list of tables, possibly none."""
        values = self.take(key)
        if not isinstance(values, list):
            raise self.broken(f"{self._path(key)} should be a list of tables")
        return tuple(Table(self.folder, value, self._path(key)) for value in values)

    def close(self) -> None:
        """Raises BrokenShelf if something is left that nobody reads."""
        if self._left:
            raise self.broken(
                f"it says {', '.join(self._path(key) for key in sorted(self._left))}, which nothing reads"
            )

    def _path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key
