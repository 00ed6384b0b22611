"""What can go wrong, as one tree. Every room may raise these; only the command line and the pages turn them into words on a screen.

    KeepsightError
    ├── WrongUse        exit 2   the command or the form was used wrongly
    │   ├── NoStore     exit 2   there is no store here yet
    │   └── Overtaken   exit 2   somebody else has acted since this was opened; nothing changed
    ├── RefusedFile     exit 3   a whole file was refused; nothing changed
    │   └── UnknownLayout exit 3 it is of no format that is known: a person may say what it is
    ├── BrokenPromise   exit 4   something Keepsight promises does not hold
    ├── AuditUnavailable exit 4 the audit cannot be written; nothing was shown, nothing changed
    └── BrokenShelf     exit 4   a folder on a shelf lacks something; nothing starts

A message never quotes a value from a child's record: it says what happened, where (file, sheet, row, column), and what to do next.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Where:
    """A place in a file, as a person would count it. Every part may be unknown (None)."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [
            self.file,
            f"sheet {self.sheet}" if self.sheet else None,
            f"row {self.row}" if self.row is not None else None,
            f"column {self.column}" if self.column else None,
        ]
        return ", ".join(part for part in parts if part)


class KeepsightError(Exception):
    """Something went wrong that a person can do something about."""

    exit_code = 1

    def __init__(self, what: str, *, where: Where | None = None, next_step: str | None = None) -> None:
        self.what, self.where, self.next_step = what, where or Where(), next_step
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f" ({self.where})" if str(self.where) else ""
        return " ".join(part for part in (f"{self.what}{place}.", self.next_step) if part)


class WrongUse(KeepsightError):
    """The command or the form was used in a way that cannot work."""

    exit_code = 2


class NoStore(WrongUse):
    """A command that needs a store found none."""


class Overtaken(WrongUse):
    """Somebody else has acted on the same thing since whoever acts now opened it. Nothing changed, and nothing is lost."""


class RefusedFile(KeepsightError):
    """A whole file was refused and nothing changed."""

    exit_code = 3


class UnknownLayout(RefusedFile):
    """No format recognises the file. Where it is a table, somebody can say which column is what."""


class BrokenPromise(KeepsightError):
    """Something Keepsight promises does not hold: a chain that does not verify, a receipt that does not add up."""

    exit_code = 4


class BrokenShelf(KeepsightError):
    """A folder on a shelf lacks something. Raised at start-up, naming the folder and what it lacks."""

    exit_code = 4


class AuditUnavailable(KeepsightError):
    """What was done cannot be written down, so it was not done and nothing of it was shown."""

    exit_code = 4
