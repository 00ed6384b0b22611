"""A copy of the store in one file, taken while others write, and a store made again from it.

    database.dump   the whole database as it stood at one moment: everything committed before it, nothing of what came after
    files/          what agencies handed in, each under its hash
    uploads/        what waits on a page to be confirmed
    manifest.json   how many rows each table has, where the audit ends, the hash of each part; under a mac of the audit's key

The audit's key is not in it: it is kept apart, and without it nothing is restored. The secret that signs sessions is not in it
either, so everybody signs in anew. The file is encrypted to the public keys that are given (`encrypting`). Without one, whoever
holds it can read what is in it: it is as secret as the store.
"""

import contextlib
import datetime as dt
import hashlib
import hmac
import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import psycopg
from django.db import connection, connections, transaction
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pyrage.x25519 import Recipient

from keepsight.errors import BrokenPromise, WrongUse
from keepsight.store import anchor, audit, clock, server
from keepsight.store.chain import BEGINNING, Head
from keepsight.store.encrypting import encrypted
from keepsight.store.home import audit_key, files, home, make_home, uploads

DUMP, MANIFEST = "database.dump", "manifest.json"
PART = re.compile(r"files/[0-9a-f]{64}|uploads/[0-9a-f-]+/[^/]+")  # a name in the file that a restore will write
READ_AT_ONCE = 1 << 20  # bytes
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a copy holds: its id, rows of each table, where the audit ends, how many handed-in files, and its size in bytes."""

    id: str
    tables: Mapping[str, int]
    head: Head
    files: int
    size: int

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def back_up(to: Path, keys: Sequence[Recipient] = ()) -> BackedUp:
    """Write the store as it stands at this moment to `to`, which only its owner may read. Nobody who writes meanwhile waits.

    It is encrypted to `keys`; where there is none it can be read as it is. That it was done, and which of the two, stands in the
    audit, and in the copy. Raises WrongUse where something is there already, BrokenPromise where
    the database's own program could not copy it; then there is no file.
    """
    if to.exists():
        raise WrongUse("There is a file of that name already", next_step="Give each backup a name of its own.")
    made = str(uuid.uuid4())
    with transaction.atomic():
        audit.note("store.back_up" if keys else "store.back_up_plain", by=None, about=f"backup {made}")
    beside = to.with_name(f"{to.name}.{made}")
    try:
        with open(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb") as out:
            with encrypted(out, keys) if keys else contextlib.nullcontext(out) as plain:
                said = _write(plain, made)
            out.flush()
            os.fsync(out.fileno())
        beside.rename(to)
    finally:
        beside.unlink(missing_ok=True)
    return _backed_up(said, to)


def restore(file: Path) -> BackedUp:
    """Fill an empty database and the store's folder from a copy that is opened: all of the database or none of it.

    The tables are then as they were, of the release that wrote them; the caller brings them up to date. Raises WrongUse where
    something is here already, where the file is no backup, or where the audit's key is not the one that it was made
    under; BrokenPromise where a part of it is not as it was written, or what was restored is not what it says.
    """
    said = manifest(file)
    _refuse_what_is_here()
    with _dump_of(file, said) as dump:
        _run("pg_restore", "owner", "--single-transaction", "--no-comments", "--dbname", _address("owner"), str(dump))
    _fill_folder(file, said)
    with psycopg.connect(_address("asker"), password=_password("asker")) as restored:
        tables, head = _tables(restored), _head(restored)
    if tables != said["tables"] or anchor.as_json(head) != said["audit"]:
        raise BrokenPromise("What was restored is not what the backup says it holds", next_step="Use an older backup.")
    connections.close_all()
    return _backed_up(said, file)


def note_restored(backup: BackedUp) -> None:
    """Say in the audit that this store was made again from a copy."""
    with transaction.atomic():
        audit.note("store.restore", by=None, about=f"backup {backup.id}")


def manifest(file: Path) -> dict[str, Any]:
    """What a copy says of itself, once its mac has been held against the audit's key. Raises WrongUse where it is none of ours."""
    try:
        with tarfile.open(file, "r:") as copy:
            kept = json.loads(_read(copy, MANIFEST))
        said, mac = kept["manifest"], bytes.fromhex(kept["mac"])
    except (OSError, KeyError, TypeError, ValueError, tarfile.TarError) as error:
        raise WrongUse("That file is no backup", next_step="'keepsight backup FILE' writes one.") from error
    try:
        key = audit_key()
    except OSError as error:
        raise WrongUse(
            "The audit's key is not here, and it is not in the backup",
            next_step=f"Put it at {home() / 'audit-key'} first, or name it by KEEPSIGHT_AUDIT_KEY_FILE.",
        ) from error
    if not hmac.compare_digest(mac, _mac(said, key)):
        raise WrongUse(
            "The backup was not made under the audit's key that is here, or was changed since",
            next_step="Put the key in place that belongs to it, or take another backup.",
        )
    return dict(said)


def _write(out: IO[bytes], made: str) -> dict[str, Any]:
    """The parts and the manifest, of one moment of the database; files, which are never changed, after it."""
    with (
        tarfile.open(fileobj=out, mode="w|", bufsize=READ_AT_ONCE) as copy,  # never sought in: it may be a pipe
        psycopg.connect(_address("asker"), password=_password("asker")) as at_once,
        tempfile.TemporaryDirectory(dir=make_home()) as folder,
    ):
        at_once.isolation_level, at_once.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        (snapshot,) = at_once.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        dump = Path(folder) / DUMP
        wanted = ("--format=custom", f"--snapshot={snapshot}", "--file", str(dump), "--dbname", _address("asker"))
        _run("pg_dump", "asker", *wanted)
        parts = {DUMP: _add(copy, DUMP, dump)}
        parts |= {name: _add(copy, name, path) for name, path in _files()}
        said = {
            "id": made,
            "keepsight": version("keepsight"),
            "postgres": at_once.info.server_version,
            "at": clock.now().isoformat(),
            "tables": _tables(at_once),
            "audit": anchor.as_json(_head(at_once)),
            "parts": parts,
        }
        text = json.dumps({"manifest": said, "mac": _mac(said, audit_key()).hex()}).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(text), OWNER_ONLY
        copy.addfile(info, io.BytesIO(text))
    return said


def _files() -> Iterator[tuple[str, Path]]:
    for folder in (files(), uploads()):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder.parent).as_posix()
            if path.is_file() and PART.fullmatch(name):  # one that is being written is not under its name yet
                yield name, path


def _add(copy: tarfile.TarFile, name: str, path: Path) -> str:
    """Add a file, and its SHA-256."""
    with path.open("rb") as part:
        digest = hashlib.file_digest(part, "sha256").hexdigest()
        part.seek(0)
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(part.fileno()).st_size, OWNER_ONLY
        copy.addfile(info, part)
    return digest


def _read(copy: tarfile.TarFile, name: str) -> bytes:
    part = copy.extractfile(name)
    assert part is not None, "a part is a file"
    return part.read()


@contextlib.contextmanager
def _dump_of(file: Path, said: Mapping[str, Any]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=make_home()) as folder, tarfile.open(file, "r:") as copy:
        yield _take(copy, DUMP, Path(folder) / DUMP, said["parts"][DUMP])


def _fill_folder(file: Path, said: Mapping[str, Any]) -> None:
    """Every handed-in file into its place."""
    with tarfile.open(file, "r:") as copy:
        for name, digest in said["parts"].items():
            if PART.fullmatch(name):
                place = (files() if name.startswith("files/") else uploads()).parent / name
                place.parent.mkdir(mode=0o700, exist_ok=True)
                _take(copy, name, place, digest)


def _take(copy: tarfile.TarFile, name: str, place: Path, digest: str) -> Path:
    """Write a part to its place, and hold it against the hash that the manifest says."""
    part, seen = copy.extractfile(name), hashlib.sha256()
    assert part is not None, "a part is a file"
    with open(os.open(place, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, OWNER_ONLY), "wb") as out:
        while piece := part.read(READ_AT_ONCE):
            seen.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if seen.hexdigest() != digest:
        place.unlink()
        raise BrokenPromise("A part of the backup is not as it was written", next_step="Use an older backup.")
    return place


def _refuse_what_is_here() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if cursor.fetchone() != (0,):
            raise WrongUse(
                "There is a store here already, and a backup is put into an empty place only",
                next_step="Name another folder by KEEPSIGHT_HOME, or an empty database by DATABASE_URL.",
            )


def _tables(open_at: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has, past row-level security."""
    names = open_at.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
    counting = sql.SQL("SELECT count(*) FROM {}")
    counted = {name: open_at.execute(counting.format(sql.Identifier(name))).fetchone() for (name,) in names}
    return {name: row[0] if row else 0 for name, row in counted.items()}


def _head(open_at: psycopg.Connection) -> Head:
    last = open_at.execute("SELECT seq, mac, at FROM store_auditline ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(last[0], bytes(last[1]), last[2].astimezone(clock.LONDON)) if last else Head(0, BEGINNING, None)


def _mac(said: Mapping[str, Any], key: bytes) -> bytes:
    return hmac.digest(key, b"backup\x1f" + json.dumps(said, sort_keys=True).encode(), "sha256")


def _backed_up(said: Mapping[str, Any], file: Path) -> BackedUp:
    kept = said["audit"]
    head = Head(kept["rows"], bytes.fromhex(kept["mac"]), dt.datetime.fromisoformat(kept["at"]) if kept["at"] else None)
    handed_in = sum(name.startswith("files/") for name in said["parts"])
    return BackedUp(said["id"], said["tables"], head, handed_in, file.stat().st_size)


def _address(alias: str) -> str:
    """The database as one of the roles, for a program of PostgreSQL's; without its password."""
    there = connections.settings[alias]
    named = {"dbname": there["NAME"], "user": there["USER"], "host": there["HOST"], "port": there["PORT"]}
    return make_conninfo(**{name: str(value) for name, value in named.items() if value}, **there["OPTIONS"])


def _password(alias: str) -> str | None:
    return connections.settings[alias]["PASSWORD"] or None


def _run(program: str, alias: str, *words: str) -> None:
    """Run a program of the embedded server's own, which also speaks to the older servers that we work with."""
    environment = dict(os.environ)
    if password := _password(alias):
        environment["PGPASSWORD"] = password
    ended = subprocess.run(  # noqa: S603  (a program of the wheel, no shell)
        [server.program(program), *words], env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode != 0:
        # What it says may quote a row: it is not passed on.
        raise BrokenPromise(
            f"{program} could not do it, and ended with {ended.returncode}",
            next_step="Nothing was changed. See the database server's own log.",
        )
