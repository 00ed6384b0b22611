"""The projection's folder: the log as columns, for whoever asks a population. This file says what lies in it and how it is kept.

    folder.json      which files count now, up to which day, and how far the log was read: replaced last, in one move
    entries/         entries, a row for each record they are about; parts, added to and at times compacted
    stated/          the words that entries state, a row for each
    *-<step>.parquet small tables, written anew where they change: who a record is, households, coverage, settings

Entries name records and never persons, so that joining or parting people rewrites no entry. What a file that folder.json
does not name holds is nothing: a writer that is killed leaves the folder as it was. The room's tables are not known here,
so that a folder may be written or asked where there is no database.
"""

import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from keepsight.errors import WrongUse
from keepsight.vocabulary import ASKED_DETAILS

VERSION = 1
_MARK, _MARK_PASSING, _LOCK, _SPILLED = "folder.json", "folder.json.new", "writing", "passing"
_CODE = pa.int32()

ENTRIES = pa.schema({
    "entry": pa.uuid(),
    "record": _CODE,  # whom it is about, as one agency knows them: a number of the table record
    "records": pa.int16(),  # how many records the entry is about: as many rows has it
    "saying": _CODE,  # what it says, and what the record is in it: a number of the table saying
    "whose": _CODE,  # where it comes from: a number of the table whose
    "thread": pa.uuid(),
    "day_from": pa.date32(),
    "day_to": pa.date32(),
    "at": pa.timestamp("us", tz="UTC"),
    "recorded_on": pa.date32(),
})  # fmt: skip
"""Every entry in step with the log, replaced accounts too. Days are NULL where none is known."""

STATED = pa.schema({"entry": pa.uuid(), "word": pa.string()})
"""Words of an entry's details that are lists, such as the factors an assessment considered."""

PARTS = {"entries": ENTRIES, "stated": STATED}
"""What is only ever added to. Entries lie in order of record and day, so that a family is read from few pages."""

SMALL = {
    # role: what the record is in the entry, as its agency said it (child, parent, professional, ...).
    "saying": pa.schema({"saying": _CODE} | dict.fromkeys(("kind", "role", "basis", *ASKED_DETAILS), pa.string())),
    # said_*: as the log has it; agency, service, sector: what that means by the settings of today (columns.md).
    "whose": pa.schema(
        {"whose": _CODE}
        | dict.fromkeys(("said_from", "said_by", "said_service", "agency", "service", "sector"), pa.string())
    ),
    # person: NULL where the record is linked to nobody.
    "record": pa.schema({"record": _CODE, "id": pa.uuid(), "person": pa.uuid()}),
    # Everyone some file or entry called a child, the days between which they were born, and the day expected; NULL: not known.
    "child": pa.schema({"child": pa.uuid()} | dict.fromkeys(("born_from", "born_to", "expected_on"), pa.date32())),
    # Whose entries bear on a child as its household, and when (NULL: open). Of several rows the least nearness counts.
    "household": pa.schema(
        {"child": pa.uuid(), "person": pa.uuid(), "role": pa.string(), "nearness": _CODE}
        | dict.fromkeys(("from_on", "to_on"), pa.date32())
    ),
    # Days for which a sector's feed delivered a kind. child NULL: for every child.
    "coverage": pa.schema(
        {"child": pa.uuid(), "sector": pa.string(), "kind": pa.string(), "from_day": pa.date32(), "to_day": pa.date32()}
    ),
    # Entries that are not the current account of their matter: never read.
    "replaced": pa.schema({"entry": pa.uuid()}),
    # The last step that changed anything of a person: who is to be asked again. NULL: of everybody.
    "touched": pa.schema({"person": pa.uuid(), "step": pa.int64()}),
}
"""The small tables, each one file. A table that nothing was written to is empty."""

SCHEMAS = PARTS | SMALL

TIMES_LARGER = 4
"""A part stays apart only from one that is so many times smaller: then a row is moved at most a dozen times in ten million."""

MEMORY = "1GB"
"""What a writer's engine may hold at once; the rest waits on the disk."""

_ORDER = {"entries": "record, day_from, saying, entry", "household": "child", "record": "record"}
_LAID_OUT = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"
_OURS = re.compile(rf"((entries|stated)/)?({'|'.join(SCHEMAS)})-\d{{6}}-\d{{3}}\.parquet")


@dataclass(frozen=True, slots=True)
class Mark:
    """What folder.json says. `step` counts the writers that finished; `log` is the reader's own mark in the log.

    `name` is the folder's own for good, so that what was worked out from one folder is never taken for another's.
    """

    name: str = field(default_factory=lambda: uuid4().hex)
    step: int = 0
    as_at: date | None = None
    log: int = 0
    files: dict[str, list[str]] = field(default_factory=dict)


def mark_of(folder: Path) -> Mark:
    """What the folder holds. Raises WrongUse where there is no projection, or one of another version."""
    if not (folder / _MARK).is_file():
        raise WrongUse(f"{folder} holds no projection", next_step="Write one with 'keepsight project FOLDER'.")
    said = json.loads((folder / _MARK).read_text(encoding="utf-8"))
    if said.pop("version") != VERSION:
        raise WrongUse(f"{folder} was written by another version of Keepsight", next_step="Write one anew, elsewhere.")
    return Mark(**said | {"as_at": date.fromisoformat(said["as_at"]) if said["as_at"] else None})


def relation(folder: Path, mark: Mark, table: str) -> str:
    """A query in DuckDB's words for the rows of one table; none where nothing was written."""
    columns = SCHEMAS[table]
    files = mark.files.get(table)
    if not files:
        typed = ", ".join(f'CAST(NULL AS {_in_duckdb(each.type)}) AS "{each.name}"' for each in columns)
        return f"SELECT {typed} WHERE false"
    listed = ", ".join(quoted(folder / file) for file in files)
    named = ", ".join(f'"{name}"' for name in columns.names)
    return f"SELECT {named} FROM read_parquet([{listed}])"  # noqa: S608  (our own files)


class Writing:
    """A folder being written. Nothing of it counts until the writer has finished: see `writing`.

    `duck` is an engine of its own, for what is worked out on the way; it puts what does not fit in memory on the disk.
    """

    def __init__(self, folder: Path, before: Mark) -> None:
        self.folder = folder
        self.before = before
        self.step = before.step + 1
        self.name = before.name
        self.as_at = before.as_at
        self.log = before.log
        self.files = {table: list(files) for table, files in before.files.items()}
        self.duck = duckdb.connect(config={"temp_directory": str(folder / "passing"), "memory_limit": MEMORY})
        self.duck.execute("SET enable_progress_bar = false")
        self._written = 0

    def add(self, table: str, rows: pa.Table | str) -> None:
        """Add a part to `entries` or `stated`: rows, or a query of `duck` for them; of an entry all rows at once."""
        part = self._keep(table, rows)
        if pq.read_metadata(self.folder / part).num_rows:
            self.files.setdefault(table, []).append(part)

    def put(self, table: str, rows: pa.Table | str) -> None:
        """Write a small table anew: rows, or a query of `duck` for them."""
        self.files[table] = [self._keep(table, rows)]

    def was(self, table: str) -> str:
        """A query for the rows of a table as they were before."""
        return relation(self.folder, self.before, table)

    def compact(self) -> None:
        """Make late parts of like size one: so there are never many, and no row is moved often."""
        for table in PARTS:
            files = self.files.get(table, [])
            rows = [pq.read_metadata(self.folder / file).num_rows for file in files]
            while len(files) > 1 and rows[-2] < rows[-1] * TIMES_LARGER:
                merged = relation(self.folder, Mark(files={table: files[-2:]}), table)
                files[-2:], rows[-2:] = [self._keep(table, merged)], [sum(rows[-2:])]

    def _keep(self, table: str, rows: pa.Table | str) -> str:
        """Write a file of the table, in the table's order and types. Its name, new in this folder."""
        self._written += 1
        file = (Path(table) if table in PARTS else Path()) / f"{table}-{self.step:06d}-{self._written:03d}.parquet"
        (self.folder / file).parent.mkdir(exist_ok=True)
        if not isinstance(rows, str):
            self.duck.register("given", rows)
            rows = "SELECT * FROM given"
        typed = ", ".join(f'CAST("{each.name}" AS {_in_duckdb(each.type)}) AS "{each.name}"' for each in SCHEMAS[table])
        order = f"ORDER BY {_ORDER[table]}" if table in _ORDER else ""
        query = f"SELECT {typed} FROM ({rows}) AS given_rows {order}"  # noqa: S608  (our own names and queries)
        self.duck.execute(f"COPY ({query}) TO {quoted(self.folder / file)} ({_LAID_OUT})")
        return str(file)


@contextmanager
def writing(folder: Path) -> Iterator[Writing]:
    """Write to a folder, made if it is not there. What was written counts once the block has ended without an error.

    One writer at a time: a second one waits. The files that a step replaced stay until the next step begins, for those
    who are reading them. Raises WrongUse for a folder that holds something else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = mark_of(folder) if (folder / _MARK).is_file() else Mark()
        _sweep(folder, before)
        out = Writing(folder, before)
        try:
            yield out
        finally:
            out.duck.close()
        _commit(folder, replace(before, name=out.name, step=out.step, as_at=out.as_at, log=out.log, files=out.files))


def _sweep(folder: Path, mark: Mark) -> None:
    """Remove what does not count: parts made one, small tables written anew, and what a killed writer left."""
    counting = {file for files in mark.files.values() for file in files}
    ours = {_LOCK, _MARK, _MARK_PASSING, _SPILLED, *PARTS}
    there = [str(path.relative_to(folder)) for table in ("", *PARTS) for path in (folder / table).glob("*")]
    if not mark.step and any(not _OURS.fullmatch(name) and name not in ours for name in there):
        raise WrongUse(f"{folder} holds something else", next_step="Name a folder that is empty, or not there yet.")
    for name in there:
        if _OURS.fullmatch(name) and name not in counting:
            (folder / name).unlink()


def _commit(folder: Path, mark: Mark) -> None:
    """Let what was written count, all of it at once: the one move that makes a step."""
    for file in (file for files in mark.files.values() for file in files):
        _to_disk(folder / file)
    passing = folder / _MARK_PASSING
    said = {"version": VERSION, **asdict(mark)}
    passing.write_text(json.dumps(said, default=str, indent=1), encoding="utf-8")
    _to_disk(passing)
    os.replace(passing, folder / _MARK)


def _to_disk(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())


def quoted(file: Path) -> str:
    """A file's name as DuckDB's words have it."""
    return "'" + str(file).replace("'", "''") + "'"


def _in_duckdb(kind: pa.DataType) -> str:
    return {
        pa.uuid(): "UUID",
        pa.int16(): "SMALLINT",
        pa.int32(): "INTEGER",
        pa.int64(): "BIGINT",
        pa.string(): "VARCHAR",
        pa.date32(): "DATE",
        pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
    }[kind]
