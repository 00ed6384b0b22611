"""The one place where the log is read. Sight becomes rows here; nothing else reads entries."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from keepsight.access.queries import the_machine
from keepsight.access.sight import Sight, seeing
from keepsight.chronology.models import Entry, EntryPerson
from keepsight.chronology.shown import About, Disputed, EntryShown, Source
from keepsight.people import in_sight
from keepsight.people import queries as people
from keepsight.store.by_index import by_index
from keepsight.vocabulary import KINDS, SECTORS


def chronology(sight: Sight, child: UUID) -> list[EntryShown]:
    """The current entries that bear on `child` and that `sight` may read, oldest first, undated ones last.

    Empty where the child is out of sight: exactly as for a child who does not exist.
    """
    if in_sight.child_now(sight, child) is None:
        return []
    return _read(sight, [child])[child]


def chronologies(sight: Sight, children: Collection[UUID]) -> dict[UUID, list[EntryShown]]:
    """The same of several children, by child, `CHILDREN_AT_ONCE` with one question to the database.

    A child out of sight has no entries, exactly as one who does not exist.
    """
    seen = sorted(in_sight.within(sight, children))
    found: dict[UUID, list[EntryShown]] = {}
    for first in range(0, len(seen), CHILDREN_AT_ONCE):
        found |= _read(sight, seen[first : first + CHILDREN_AT_ONCE])
    return {child: found.get(child, []) for child in children}


CHILDREN_AT_ONCE = 50
"""Some 5,000 entries: of many more, the database looks through all that there are rather than look each of them up."""


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A record in words that came as a document. `waiting`: how many of its offered facts no person has looked at yet."""

    id: UUID
    receipt_id: UUID
    file_name: str
    agency_name: str
    as_at: dt.date
    received_at: dt.datetime
    children: frozenset[UUID]
    waiting: int


def documents(sight: Sight, child: UUID | None = None, *, waiting: bool = False) -> list[DocumentShown]:
    """The documents in sight, in the order of their days, each with the children in sight whom it is about.

    Those about `child`, if one is given; with `waiting`, those with a fact that no person has looked at. A document is in
    sight where the entry is that says it came.
    """
    _open("SELECT chronology_open_documents()")
    seen, hidden = in_sight.seen(sight), in_sight.hidden(sight)
    asked = {
        "child": child,
        "waiting": waiting,
        "named": list(in_sight.now(sight.named)),
        "cell": list(in_sight.now(sight.cell)),
        **permitted(sight),
    }
    with connection.cursor() as cursor:
        cursor.execute(DOCUMENTS, asked)
        found = [DocumentShown(*(*row[:6], frozenset(row[6]), row[7])) for row in cursor.fetchall()]
    seen_by_them = [
        replace(one, children=(one.children if seen is None else one.children & seen) - hidden) for one in found
    ]
    return [one for one in seen_by_them if one.children]


@dataclass(frozen=True, slots=True)
class Step:
    """What a reader in step gets: the ids of entries in the order of the log, and the mark to come back with."""

    entries: tuple[UUID, ...]
    mark: int


def permitted(sight: Sight) -> dict[str, Any]:
    """What the rule at the end of shown.sql and of documents.sql asks, but for what is said child by child."""
    shared = None if sight.shared is None else [one._asdict() for one in sorted(sight.shared, key=str)]
    return {
        "everything": sight.everything,
        "agency": sight.agency,
        "hidden": list(in_sight.hidden(sight)),
        "withheld": list(in_sight.withheld(sight)),
        "shared": None if shared is None else json.dumps(shared),
        "disclosed": list(sight.disclosed),
    }


def readable(pairs: Collection[tuple[UUID, UUID]]) -> set[UUID]:
    """Of entries, each with a child on whom it bears, those that the database, for its part, lets this transaction read."""
    asked = [[child for child, _ in pairs], [entry for _, entry in pairs]]
    return {entry for (entry,) in _open("SELECT entry FROM chronology_readable(%s::uuid[], %s::uuid[])", *asked)}


def unspeakable(sight: Sight, shown_by: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """Of the entries that prompts rest on, each with the prompt's child: those of which this person may not even know."""
    if sight.everything or not shown_by:
        return frozenset()
    hidden, cell = in_sight.hidden(sight), in_sight.now(sight.cell)
    with seeing(the_machine()):
        sealed = Entry.objects.filter(id__in=list(shown_by), level="sealed").values_list("id", flat=True)
        kept = {entry for entry in sealed if shown_by[entry] not in cell}
        if hidden:
            about = EntryPerson.objects.filter(entry__in=list(shown_by), record__link__ended_at__isnull=True)
            kept |= set(about.filter(record__link__person__in=hidden).values_list("entry_id", flat=True))
    return frozenset(kept)


def read_in_step(mark: int = 0) -> Step:
    """The entries committed since `mark`, each exactly once, whatever imports are still open.

    A sequence number is given before its transaction commits, so "greater than the last one read" loses rows. Here a
    reader takes only rows of transactions older than the oldest one still running, and remembers that one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (settled,) = cursor.fetchone()
        cursor.execute(
            """
            SELECT id FROM chronology_entry
            WHERE txid >= %s::text::xid8 AND txid < %s::text::xid8 ORDER BY txid, seq
            """,
            [str(mark), str(settled)],
        )
        return Step(tuple(row[0] for row in cursor.fetchall()), settled)


def current_entries(children: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Each of these children with every entry that its chronology, or that of its household, holds now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT child, entry FROM chronology_columns(%s::uuid[])", [list(children)])
        return set(cursor.fetchall())


def children_touched(records: Iterable[UUID]) -> frozenset[UUID]:
    """The children whose chronology an entry about these records bears on: themselves, and those of their household."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH touched AS (SELECT DISTINCT person_id FROM people_open_link WHERE record_id = ANY (%s))
            SELECT link.person_id
            FROM people_childhood AS childhood
            JOIN people_open_link AS link USING (record_id)
            JOIN touched ON touched.person_id = link.person_id
            UNION
            SELECT child_id FROM people_homes WHERE person_id = ANY (ARRAY (SELECT person_id FROM touched))
            """,
            [list(records)],
        )
        return frozenset(row[0] for row in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day on which something may have happened: the same day, where that is known."""

    first: dt.date
    last: dt.date


def days_of(entries: Collection[UUID]) -> dict[UUID, Days]:
    """The days of these entries, those without any left out. Only days: for the sentence of a prompt."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry, first_day, last_day FROM chronology_days(%s::uuid[])", [list(entries)])
        return {entry: Days(first, last) for entry, first, last in cursor.fetchall()}


def inexact_entries(children: Collection[UUID]) -> dict[UUID, list[tuple[UUID, Days, dict[str, str]]]]:
    """For each child, the entries whose day is not exactly known, with what a pattern may ask of them, by column."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT child, entry, day_from, day_to, kind, scope, sector, role, age, basis, details
            FROM chronology_columns(%s::uuid[]) WHERE day_from < day_to ORDER BY child, day_from, entry
            """,
            [list(children)],
        )
        rows = cursor.fetchall()
    vague: dict[UUID, list[tuple[UUID, Days, dict[str, str]]]] = defaultdict(list)
    for child, entry, first, last, kind, scope, sector, role, age, basis, details in rows:
        asked = {"kind": kind, "scope": scope, "sector": sector, "role": role, "age": age, "basis": basis}
        said = {**json.loads(details), **asked}
        vague[child].append((entry, Days(first, last), said))
    return vague


def with_open_involvement(children: Collection[UUID], on: dt.date) -> frozenset[UUID]:
    """The children with whom social care's involvement is open on a day: opened by then, and not closed since."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH entry AS (SELECT * FROM chronology_columns(%s::uuid[]) WHERE scope = 'child' AND day_to <= %s)
            SELECT DISTINCT opened.child FROM entry AS opened
            WHERE opened.kind = 'involvement.opened' AND NOT EXISTS (
              SELECT 1 FROM entry AS closed
              WHERE closed.kind = 'involvement.closed' AND closed.child = opened.child
                AND closed.day_to >= opened.day_from
                AND (closed.thread = opened.thread OR closed.thread IS NULL OR opened.thread IS NULL)
            )
            """,
            [list(children), on],
        )
        return frozenset(row[0] for row in cursor.fetchall())


SHOWN = (Path(__file__).parent / "shown.sql").read_text(encoding="utf-8")
DOCUMENTS = (Path(__file__).parent / "documents.sql").read_text(encoding="utf-8")
OPENED = ("children", "entries", "scopes", "roles")
# Where the people and the agencies told stand in a row of shown.sql, and its columns before and between them.
_TOLD, _ABOUT = 16, 20


def _open(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Have the database open, or tell, what it, for its part, finds that this transaction may read. It shows nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _read(sight: Sight, children: Sequence[UUID]) -> dict[UUID, list[EntryShown]]:
    """By child, the current entries that both hands let through; nothing of a child of whom there are none."""
    rows = _rows(sight, children)
    names = people.names({UUID(person) for row in rows for person, _ in row[_ABOUT] or ()})
    accounts: dict[tuple[UUID, UUID], list[EntryShown]] = defaultdict(list)
    for row in rows:
        accounts[row[0], row[1]].append(_one(row, names))
    # Where the current account may not be read, neither may those it replaced: they would pass for current.
    standing = [(child, _standing(entry, told)) for (child, entry), told in accounts.items()]
    told = [(child, entry) for child, entry in standing if entry is not None]
    found: dict[UUID, list[EntryShown]] = defaultdict(list)
    for (child, _), entry in zip(told, _with_disputes([entry for _, entry in told]), strict=True):
        found[child].append(entry)
    return found


def _rows(sight: Sight, children: Sequence[UUID]) -> list[tuple[Any, ...]]:
    opened = _open("SELECT child, entry, scope, role FROM chronology_open(%s)", list(children))
    columns = zip(*opened, strict=True) if opened else ([], [], [], [])
    asked = {
        **{name: list(column) for name, column in zip(OPENED, columns, strict=True)},
        "named": list(in_sight.now(sight.named)),
        "cell": list(in_sight.now(sight.cell)),
        **permitted(sight),
    }
    with connection.cursor() as cursor, by_index(cursor):
        cursor.execute(SHOWN, asked)
        return [
            (*row[:_TOLD], _json(row[_TOLD]), *row[_TOLD + 1 : _ABOUT], _json(row[_ABOUT]), *row[_ABOUT + 1 :])
            for row in cursor.fetchall()
        ]


def _json(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _one(row: tuple[Any, ...], names: dict[UUID, str | None]) -> EntryShown:
    (
        _, _, entry, kind, occurred_from, occurred_to, occurred_at, precision, raw_when, recorded_on, recorded_how,
        received_at, agency, agency_name, sector, from_agency, told, professional, scope, role, about, basis,
        corroborated, details, narrative, child_words, hindsight, significance, guessed_by, level, thread, receipt,
        file_name, sheet, number, maker,
    ) = row  # fmt: skip
    return EntryShown(
        entry, kind, KINDS[kind].title, KINDS[kind].mark, occurred_from, occurred_to, occurred_at, precision, raw_when,
        recorded_on, recorded_how, received_at, agency, agency_name, sector, _from(from_agency),
        tuple((who, dt.date.fromisoformat(on) if on else None) for who, on in told or ()), professional, scope, role,
        tuple(About(UUID(person), names.get(UUID(person)), part) for person, part in about or ()), basis, corroborated,
        json.loads(details), narrative, child_words, hindsight, significance, guessed_by, level, thread,
        Source(receipt, file_name, sheet, number, maker),
    )  # fmt: skip


def _standing(current: UUID, told: list[EntryShown]) -> EntryShown | None:
    """The current account with those it replaced, oldest first. None where the current one is not among them."""
    earlier = sorted((one for one in told if one.id != current), key=lambda one: one.received_at)
    standing = next((one for one in told if one.id == current), None)
    return replace(standing, earlier=tuple(earlier)) if standing and earlier else standing


def _with_disputes(entries: list[EntryShown]) -> list[EntryShown]:
    found: dict[UUID, list[Disputed]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT entry, dispute, said_on, disputed_by, said, response
            FROM chronology_disputes(%s::uuid[])
            """,
            [[entry.id for entry in entries]],
        )
        for entry, *said in cursor.fetchall():
            found[entry].append(Disputed(*said))
    return [replace(one, disputes=tuple(found[one.id])) if one.id in found else one for one in entries]


def _from(said: str | None) -> str | None:
    """An agency's name, or the title of its sector where the file says no more than that."""
    return SECTORS[said].title if said in SECTORS else said
