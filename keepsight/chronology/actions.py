"""The one place where the log grows. Entries are appended, many at a time; a correction is an entry like any other."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import connection, transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology import words
from keepsight.chronology.models import Entry
from keepsight.chronology.sharing import tell_of_corrections
from keepsight.errors import BrokenPromise, WrongUse
from keepsight.intake.drafts import DraftEntry, DraftRow
from keepsight.intake.models import Receipt
from keepsight.people.queries import persons_of
from keepsight.store import audit
from keepsight.vocabulary import KINDS, SECTORS

RETRACTED = "entry.retracted"
NO_ROW = DraftRow(sheet=None, row=0)


@dataclass(frozen=True, slots=True)
class Source:
    """Who hands these entries in, and as at which day. `place` and `row`: where in the receipt's file an appended entry stands."""

    agency: str
    as_at: dt.date
    received_at: dt.datetime
    receipt: Receipt | None = None
    by: User | None = None
    place: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of some rows: how many entries are new, which rows said nothing new, whose records were touched."""

    entries: int
    duplicate_rows: int
    records: frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True)
class Replacing:
    """An entry that takes the place of another, `replaces`, in its matter and with its agency. `row`: where a file says it."""

    draft: DraftEntry
    replaces: uuid.UUID
    identity: uuid.UUID
    agency: str
    row: DraftRow = NO_ROW


@dataclass(frozen=True, slots=True)
class _Ready:
    """An entry about to be appended, every name in it resolved."""

    id: uuid.UUID
    row: DraftRow
    draft: DraftEntry
    agency: str
    from_agency: str | None
    people: list[tuple[str, str]]
    content: uuid.UUID
    identity: uuid.UUID
    thread: uuid.UUID | None = None
    supersedes: uuid.UUID | None = None


@transaction.atomic
@seeing(THE_MACHINE)
def append_rows(
    rows: Sequence[DraftRow],
    *,
    records: Mapping[str, uuid.UUID],
    source: Source,
    agency_named: Callable[[str], str],
) -> Appended:
    """Append what `rows` tell, inside the caller's transaction. What is already in the log is only noted as restated.

    `records` gives the record of each ref in the file; `agency_named` the code of the agency whose record a row says it
    is.
    """
    ready = [_resolve(row, draft, records, source, agency_named) for row in rows for draft in row.entries]
    ready = _told_again(ready)
    known = _known({entry.content for entry in ready})
    fresh: dict[tuple[uuid.UUID, uuid.UUID], _Ready] = {}
    new_rows: set[int] = set()
    for entry in ready:
        place = (entry.identity, entry.content)
        if place not in known and place not in fresh:
            fresh[place] = entry
            new_rows.add(id(entry.row))
    _write(list(fresh.values()), source)
    _note_stated({**{place: entry.id for place, entry in fresh.items()}, **known}, ready, source)
    tell_of_corrections({entry.identity for entry in ready})
    told_nothing_new = sum(1 for row in rows if row.entries and id(row) not in new_rows)
    touched = {uuid.UUID(record) for entry in fresh.values() for record, _ in entry.people}
    return Appended(len(fresh), told_nothing_new, frozenset(touched))


@transaction.atomic
@seeing(THE_MACHINE)
def replace_entries(replacing: Sequence[Replacing], *, source: Source) -> None:
    """Append, inside the caller's transaction, entries each of which takes the place of another."""
    ready = []
    for one in replacing:
        records = {ref: uuid.UUID(ref) for ref, _ in one.draft.people}
        made = _resolve(one.row, one.draft, records, replace(source, agency=one.agency), lambda name: name)
        ready.append(replace(made, identity=one.identity, supersedes=one.replaces))
    _write(ready, source)
    _note_stated({(one.identity, one.content): one.id for one in ready}, ready, source)
    tell_of_corrections({one.identity for one in ready})


def seal_receipt(receipt: Receipt) -> None:
    """Seal in the audit what a file has appended. Called once, when all its rows are."""
    entries, seal = _seal(receipt=receipt.id)
    audit.note("chronology.append_rows", by=receipt.by, about=f"receipt {receipt.id}", count=entries, seal=seal)


def take_figures() -> None:
    """Let the planner know of the rows that this transaction has added, before much is asked of them (figures.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chronology_take_figures()")


@transaction.atomic
@seeing(THE_MACHINE)
def append(
    draft: DraftEntry,
    *,
    records: Mapping[str, uuid.UUID],
    source: Source,
    corrects: uuid.UUID | None = None,
    thread: uuid.UUID | None = None,
) -> uuid.UUID:
    """Append one entry that a signed-in person made. Its id; where the log says exactly this already, that entry's id.

    With `corrects` it takes the place of that entry, which stays readable. Raises WrongUse where that entry is not in
    the log, or is not the current account of its matter. `thread` is a matter that several agencies add to, and so named
    by its id; what one agency names by its own words stands in the draft.
    """
    draft = replace(draft, thread=str(thread)) if thread else draft
    row = DraftRow(sheet=source.place, row=source.row, entries=(draft,))
    ready = _resolve(row, draft, records, source, lambda name: name)
    known = None if corrects else _known({ready.content}).get((ready.identity, ready.content))
    ready = replace(ready, thread=thread or ready.thread)
    if corrects is not None:
        ready = _correcting(ready, corrects)
    if known is None:
        _write([ready], source)
    told = known or ready.id
    _note_stated({(ready.identity, ready.content): told}, [ready], source)
    tell_of_corrections({ready.identity})
    if known is None:
        seal = _seal(entry=told)[1]
        audit.note("chronology.append", by=source.by, child=_child(ready), about=f"entry {told}", count=1, seal=seal)
    return told


def _correcting(ready: _Ready, corrects: uuid.UUID) -> _Ready:
    """The entry in the place of the one that it corrects. What was said of the matter before may be said of it again."""
    identity = _identity_of_current(corrects)
    said_before = (identity, ready.content) in _known({ready.content})
    content = words.after(corrects, ready.content) if said_before else ready.content
    return replace(ready, identity=identity, supersedes=corrects, content=content)


def _child(entry: _Ready) -> uuid.UUID | None:
    """The child whom the entry is about, for the audit. None: nobody's record, or that of more than one child."""
    records = {uuid.UUID(record) for record, role in entry.people if role == "child"}
    children = set(persons_of(records).values())
    return children.pop() if len(children) == 1 else None


def _seal(receipt: uuid.UUID | None = None, entry: uuid.UUID | None = None) -> tuple[int, bytes]:
    """How many entries a receipt has, or that one, and the hash of all that they say (sealed.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entries, seal FROM chronology_seal(%s, %s)", [receipt, entry])
        entries, seal = cursor.fetchone()
    return entries, bytes(seal)


def _identity_of_current(corrects: uuid.UUID) -> uuid.UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity FROM chronology_current WHERE id = %s", [corrects])
        found = cursor.fetchone()
    if found is None:
        raise WrongUse(
            "There is no current entry to correct", next_step="Open the chronology and choose the entry again."
        )
    return uuid.UUID(str(found[0]))


def _resolve(
    row: DraftRow,
    draft: DraftEntry,
    records: Mapping[str, uuid.UUID],
    source: Source,
    agency_named: Callable[[str], str],
) -> _Ready:
    if draft.kind not in KINDS:
        raise BrokenPromise(f"A format made an entry of a kind that is no word of the vocabulary: {draft.kind}")
    agency = agency_named(draft.agency) if draft.agency else source.agency
    people = sorted({(str(records[ref]), str(role)) for ref, role in draft.people})
    content = words.content(agency, draft, people)
    return _Ready(
        uuid.uuid4(),
        row,
        draft,
        agency,
        _from(draft),
        people,
        content,
        words.identity(agency, draft, content),
        words.thread(agency, draft.thread),
    )


def _from(draft: DraftEntry) -> str | None:
    """Where the matter came from, as the file says it: which agency that is, is worked out by whoever reads (called.sql)."""
    said = (draft.from_agency or draft.from_sector or "").strip()
    return _SECTOR_CALLED.get(said.casefold(), said) or None


_SECTOR_CALLED = {sector.title.casefold(): sector.name for sector in SECTORS.values()}


def _told_again(ready: list[_Ready]) -> list[_Ready]:
    """What was taken back and is told again is a further account of its matter: the same words, after the taking back."""
    while back := _taken_back({entry.content for entry in ready}):
        ready = [
            replace(entry, content=words.after(back[entry.content], entry.content)) if entry.content in back else entry
            for entry in ready
        ]
    return ready


def _taken_back(contents: set[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Of these contents, those that were taken back: each with the entry that did. Where nothing ever was, it costs a look."""
    taken = Entry.objects.filter(kind=RETRACTED)
    if not taken.exists():
        return {}
    found = taken.filter(supersedes__content_hash__in=contents)
    return dict(found.values_list("supersedes__content_hash", "id"))


def _known(contents: set[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], uuid.UUID]:
    found = Entry.objects.filter(content_hash__in=contents).values_list("identity", "content_hash", "id")
    return {(identity, content): entry for identity, content, entry in found}


def _write(fresh: Sequence[_Ready], source: Source) -> None:
    sealed = [(entry, _words_of(entry.draft)) for entry in fresh]
    seals = [words.seal(said) for _, said in sealed]
    _copy(
        "chronology_entry",
        _ENTRY,
        (_entry_row(entry, source, kept) for entry, (_, kept) in zip(fresh, seals, strict=True)),
    )
    _copy(
        "chronology_words",
        ("entry_id", "salt", *_WORDS),
        ((entry.id, salt, *_words_row(said)) for (entry, said), (salt, _) in zip(sealed, seals, strict=True)),
    )
    _copy(
        "chronology_entry_person",
        ("entry_id", "record_id", "role"),
        ((entry.id, record, role) for entry in fresh for record, role in entry.people),
    )
    _copy(
        "chronology_entry_told",
        ("entry_id", "agency", "told_on"),
        ((entry.id, agency, on) for entry in fresh for agency, on in entry.draft.told),
    )


def _note_stated(ids: Mapping[tuple[uuid.UUID, uuid.UUID], uuid.UUID], ready: Iterable[_Ready], source: Source) -> None:
    stated = {ids[(entry.identity, entry.content)] for entry in ready}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO chronology_entry_stated (entry_id, as_at, receipt_id)
            SELECT unnest(%s::uuid[]), %s, %s ON CONFLICT DO NOTHING
            """,
            [list(stated), source.as_at, source.receipt.id if source.receipt else None],
        )


_ENTRY = (
    "id",
    "kind",
    "occurred_from",
    "occurred_to",
    "occurred_at",
    "precision",
    "recorded_on",
    "recorded_how",
    "received_at",
    "agency_id",
    "from_agency",
    "basis",
    "corroborated",
    "thread",
    "level",
    "receipt_id",
    "by_id",
    "sheet",
    "row",
    "identity",
    "content_hash",
    "words_hash",
    "supersedes_id",
)
_WORDS = (
    "raw_when",
    "narrative",
    "details",
    "child_words",
    "hindsight",
    "significance",
    "professional",
    "guessed_by",
)


def _entry_row(entry: _Ready, source: Source, words_hash: bytes) -> tuple[object, ...]:
    draft, when = entry.draft, entry.draft.when
    recorded_on = draft.recorded_on or when.last or source.as_at
    return (
        entry.id,
        draft.kind,
        when.first,
        when.last,
        when.at,
        when.precision,
        recorded_on,
        "stated" if draft.recorded_on else "assumed",
        source.received_at,
        entry.agency,
        entry.from_agency,
        draft.basis,
        draft.corroborated,
        entry.thread,
        draft.level,
        source.receipt.id if source.receipt else None,
        source.by.pk if source.by else None,
        entry.row.sheet,
        entry.row.row or None,
        entry.identity,
        entry.content,
        words_hash,
        entry.supersedes,
    )


def _words_of(draft: DraftEntry) -> dict[str, object]:
    return {
        "raw_when": draft.when.raw,
        "narrative": draft.narrative,
        "details": draft.details,
        "child_words": draft.child_words,
        "hindsight": draft.hindsight,
        "significance": draft.significance,
        "professional": draft.professional,
        "guessed_by": draft.guessed_by,
    }


def _words_row(said: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(words.canonical(said[name]) if name == "details" else said[name] for name in _WORDS)


def _copy(table: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """COPY is the quickest way in, but not into a table with row-level security: so it goes through one that passes."""
    named = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE passing ON COMMIT DROP AS SELECT {named} FROM {table} WITH NO DATA")  # noqa: S608  (our own names)
        with cursor.copy(f"COPY passing ({named}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({named}) SELECT {named} FROM passing")  # noqa: S608
        cursor.execute("DROP TABLE passing")
