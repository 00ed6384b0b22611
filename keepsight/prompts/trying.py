"""A file read through before it is taken in: what would become of it, its first rows, and what about it is doubtful.

Everything is done as `receive` does it, and then undone. Nobody is linked and no pattern is asked: a person wants to know what
becomes of the rows.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.intake.drafts import Draft, DraftPerson, DraftRow, to_json
from keepsight.intake.formats.layout import Kept
from keepsight.prompts.doubts import doubts
from keepsight.prompts.receiving import Received, read_in

FIRST_ROWS = 10
SHOWN_AT_MOST = (
    500  # refused rows, and warnings: whoever gets more of them has one thing to put right, not five hundred
)


@dataclass(slots=True)
class Looked:
    """What a person wants to see of a file: its first rows with the people in them, and what it leaves unknown."""

    rows: list[DraftRow] = field(default_factory=list)
    people: dict[str, DraftPerson] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    undated: int = 0
    guessed: int = 0

    def see(self, draft: Draft) -> None:
        """Take one draft as it comes from the reader."""
        match draft:
            case DraftPerson() if len(self.rows) < FIRST_ROWS:
                self.people[draft.ref] = draft
            case DraftRow(entries=entries) if entries:
                if len(self.rows) < FIRST_ROWS:
                    self.rows.append(draft)
                self.kinds.update(entry.kind for entry in entries)
                self.undated += sum(entry.when.first is None for entry in entries)
                self.guessed += sum(entry.guessed_by is not None for entry in entries)

    def named(self) -> list[DraftPerson]:
        """The people whom the first rows are about."""
        refs = {ref for row in self.rows for entry in row.entries for ref, _ in entry.people}
        return [person for ref, person in self.people.items() if ref in refs]


def try_out(
    path: Path,
    *,
    agency: str,
    format_name: str | None = None,
    as_at: dt.date | None,
    by: User,
    progress: Callable[[int], None],
    proposed: Kept | None = None,
) -> tuple[Received, dict[str, object]]:
    """What would become of a file, and all that a person is shown of it, as JSON keeps it. Nothing has changed.

    `proposed`: by the layout that somebody says of it, which nobody has kept yet. Raises as `receive` does.
    """
    looked = Looked()
    with transaction.atomic():
        with seeing(THE_MACHINE):
            crossing = read_in(
                path,
                agency=agency,
                format_name=format_name,
                as_at=as_at,
                by=by,
                progress=progress,
                seen=looked.see,
                proposed=proposed,
            )
            stops = doubts(crossing)
        transaction.set_rollback(True)
    received = crossing.received()
    return received, _found(received, looked, stops)


def _found(received: Received, looked: Looked, stops: list[str]) -> dict[str, object]:
    return {
        "format": received.format,
        "as_at": received.as_at.isoformat(),
        "rows": received.rows,
        "entries": received.entries,
        "duplicates": received.duplicates,
        "blank": received.blank,
        "refused_rows": received.refused_rows,
        "refused": list(received.refused[:SHOWN_AT_MOST]),
        "warnings": list(received.warnings[:SHOWN_AT_MOST]),
        "stops": stops,
        "undated": looked.undated,
        "guessed": looked.guessed,
        "kinds": dict(looked.kinds.most_common()),
        "first": [to_json(row) for row in looked.rows],
        "people": [to_json(person) for person in looked.named()],
    }
