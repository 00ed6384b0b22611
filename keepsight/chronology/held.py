"""Rows of a file that our own export wrote, told again: which of them the log holds already, and what has been changed in them.

A row carries the id of the entry it was written from, and marks of what it said. Unchanged, it tells nothing new. Changed, it is a
correction by whoever's record it is; nobody corrects another agency's record by a file, nor what was put on record here.
A store that does not know the id takes the row as what it says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import connection

from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.models import Entry, EntryPerson
from keepsight.intake.drafts import OURS, DraftEntry, DraftRow, Refusal, mark_of

ANOTHERS = (
    "this row says otherwise than the entry it was written from, which is another agency's record: they correct it"
)
MADE_HERE = (
    "this row says otherwise than the entry it was written from, which was put on record here: it is corrected there"
)
CORRECTED = (
    "somebody has corrected this entry since the file was written: look at it again, and correct what it says now"
)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A row that corrects an entry: what it says now. `people` are the records it is about; None: whom the row itself names."""

    row: DraftRow
    draft: DraftEntry
    replaces: UUID
    identity: UUID
    agency: str
    people: tuple[tuple[str, str], ...] | None


@dataclass(slots=True)
class Recognised:
    """Rows as they go on from here: those held say nothing more, `corrected` are to take the place of what they correct."""

    rows: list[DraftRow] = field(default_factory=list)
    corrected: list[Corrected] = field(default_factory=list)
    held: int = 0


@seeing(THE_MACHINE)
def recognise(rows: Sequence[DraftRow], *, sender: str) -> Recognised:
    """What of these rows of a file of `sender` the log holds already. Nothing changes."""
    known = _known({one for row in rows for entry in row.entries if (one := _id(entry))})
    found = Recognised()
    if not known:
        found.rows = list(rows)
        return found
    current = _current(known)
    for row in rows:
        found.rows.append(_recognised(row, known, current, sender, found))
    return found


def _recognised(
    row: DraftRow, known: Mapping[UUID, Entry], current: frozenset[UUID], sender: str, found: Recognised
) -> DraftRow:
    ours = [(entry, known[one]) for entry in row.entries if (one := _id(entry)) and one in known]
    if not ours or len(ours) < len(row.entries):
        return row
    changed = [(draft, entry) for draft, entry in ours if draft.was != mark_of(draft)]
    for _, entry in changed:
        if why := _why_not(entry, current, sender):
            return replace(row, entries=(), refused=Refusal(None, why))
    found.held += not changed
    found.corrected += (_corrected(row, draft, entry) for draft, entry in changed)
    return replace(row, entries=())


def _why_not(entry: Entry, current: frozenset[UUID], sender: str) -> str | None:
    if entry.agency_id != sender:
        return ANOTHERS
    if entry.receipt_id is None:
        return MADE_HERE
    return None if entry.id in current else CORRECTED


def _corrected(row: DraftRow, draft: DraftEntry, entry: Entry) -> Corrected:
    """Who may read an entry is not changed by a file. The people stay who they are where the row names the same."""
    same_people = (draft.was or "").partition(" ")[2] == mark_of(draft).partition(" ")[2]
    about = EntryPerson.objects.filter(entry=entry).order_by("record", "role").values_list("record", "role")
    people = tuple((str(record), role) for record, role in about) if same_people else None
    said = replace(draft, key=None, was=None, level=entry.level)  # type: ignore[arg-type]  # a text in the log
    return Corrected(row, said, entry.id, entry.identity, entry.agency_id, people)


def _id(entry: DraftEntry) -> UUID | None:
    """The id that an entry of our own export had where it was written; None for any other."""
    if entry.key is None or not entry.key.startswith(OURS):
        return None
    try:
        return UUID(entry.key.removeprefix(OURS))
    except ValueError:
        return None


def _known(ids: Iterable[UUID]) -> dict[UUID, Entry]:
    return Entry.objects.in_bulk(list(ids))


def _current(known: Mapping[UUID, Entry]) -> frozenset[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM chronology_current WHERE id = ANY (%s)", [list(known)])
        return frozenset(one for (one,) in cursor.fetchall())
