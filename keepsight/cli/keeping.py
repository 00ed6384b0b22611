"""Keeping the store safe: a copy while others write, the store made again from it, and a drill of both."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from pyrage.x25519 import Recipient

from keepsight.chronology.settled import settle
from keepsight.cli import saying
from keepsight.cli.proving import first_bad
from keepsight.cli.saying import AsJson
from keepsight.errors import BrokenPromise, WrongUse
from keepsight.intake.queries import files_not_here
from keepsight.store import server
from keepsight.store.backing_up import BackedUp, back_up, manifest, note_restored
from keepsight.store.backing_up import restore as fill_again
from keepsight.store.encrypting import make_private_key, opened, public_keys
from keepsight.store.home import OWNER_AND_PASSING, audit_key_file
from keepsight.store.opening import connect, migrate, open_store

Key = Annotated[Path | None, typer.Option("--key", help="The file of the private key that opens the copy.")]


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    to: Annotated[
        list[str] | None,
        typer.Option(help="A public key to encrypt it to (age1...), instead of KEEPSIGHT_BACKUP_KEYS."),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Do not encrypt it: it is as secret as the store.")] = False,
    as_json: AsJson = False,
) -> None:
    """Copy the whole store into one file, encrypted, as it stands at this moment; nobody who writes meanwhile waits."""
    keys = _keys(to, plain)
    open_store(make=False)
    kept = back_up(file, keys)
    read_by = (
        f"It is encrypted to {len(keys)} public {'key' if len(keys) == 1 else 'keys'}, and this machine cannot read it. "
        if keys
        else "It is NOT encrypted, and as secret as the store. "
    )
    saying.answer(
        _fields(kept) | {"encrypted": bool(keys)},
        f"{kept.rows:,} rows and {kept.files:,} handed-in files are in {file.name}, up to line {kept.head.rows:,} of the audit. "
        f"{read_by}The audit's key is not in it: keep that somewhere else.",
        as_json,
    )


def backup_key(
    file: Annotated[Path, typer.Argument(help="The new file for the private key, on a stick or in a folder of yours.")],
    as_json: AsJson = False,
) -> None:
    """Make a pair of keys for backups: whoever has the private one can open them. Best done on another machine."""
    public = str(make_private_key(file))
    saying.answer(
        {"public_key": public, "private_key_file": str(file)},
        f"The public key is {public}. Name it in KEEPSIGHT_BACKUP_KEYS on the server: copies are then encrypted to it. "
        f"The private key is in {file.name}, for its owner alone. Keep it at two safe places, off the server and away from the "
        "copies: without it nobody opens them, and whoever has it reads them all.",
        as_json,
    )


def restore(
    file: Annotated[Path, typer.Argument(help="What 'keepsight backup' wrote.")],
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Make the store again from a copy, in an empty place, and prove it. Exit 4 where it is not as it was written."""
    with opened(file, key) as copy:
        manifest(copy)  # refused before anything is made
        connect()
        kept = replace(fill_again(copy), size=file.stat().st_size)
    migrate()
    settle()
    _proved(kept)
    note_restored(kept)
    saying.answer(
        _fields(kept),
        f"The store is as it was: {kept.rows:,} rows and {kept.files:,} handed-in files, up to line {kept.head.rows:,} of the "
        "audit; chain, words and files were read and are as they were written. Everybody signs in anew.",
        as_json,
    )


def drill(
    file: Annotated[Path | None, typer.Argument(help="The copy to try; a fresh one if not given.")] = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Try a copy out: make a store from it beside this one, on a server of its own, prove it, and take it away again."""
    open_store(make=False)
    with tempfile.TemporaryDirectory(prefix="keepsight-drill-") as folder:
        Path(folder).chmod(OWNER_AND_PASSING)
        began = time.monotonic()
        copy, opens = (file, key) if file else _fresh_copy(Path(folder))
        copied = time.monotonic()
        restored = _elsewhere(copy, opens, Path(folder) / "store")
        ended = time.monotonic()
    seconds = {"backup_seconds": round(copied - began, 1), "restore_seconds": round(ended - copied, 1)}
    saying.answer(
        {**restored, **seconds},
        f"The copy makes a store: {restored['rows']:,} rows and {restored['files']:,} files, up to line "
        f"{restored['audit_rows']:,} of the audit, proved in {ended - copied:.0f} seconds. Nothing of the drill is left.",
        as_json,
    )


def _keys(to: list[str] | None, plain: bool) -> list[Recipient]:
    """What a copy is to be encrypted to; none where it is asked for plain. Raises WrongUse where nothing says which of the two."""
    if plain and to:
        raise WrongUse("A copy is either encrypted or plain", next_step="Leave out --to or --plain.")
    keys = [] if plain else public_keys(",".join(to) if to else settings.BACKUP_KEYS)
    if not (keys or plain):
        raise WrongUse(
            "No key is set to encrypt the copy to, and a copy that anybody can read is not written unasked",
            next_step="On another machine 'keepsight backup-key KEYFILE' makes a pair: name its public key in "
            "KEEPSIGHT_BACKUP_KEYS or by --to. With --plain the copy is as secret as the store.",
        )
    return keys


def _fresh_copy(folder: Path) -> tuple[Path, Path]:
    """A copy encrypted to a pair of keys that is made for the drill and goes with it; and the private key's file."""
    copy, key = folder / "backup", folder / "key"
    back_up(copy, [make_private_key(key)])
    return copy, key


def _elsewhere(copy: Path, key: Path | None, store: Path) -> dict[str, int]:
    """Restore in a process of its own, whose store is another one; what it says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    environment |= {"KEEPSIGHT_HOME": str(store), "KEEPSIGHT_AUDIT_KEY_FILE": str(audit_key_file())}
    command = [sys.executable, "-m", "keepsight.cli", "restore", str(copy.resolve()), "--json"]
    command += ["--key", str(key.resolve())] if key else []
    try:
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  (our own command)
    finally:
        if (store / "postgres").exists():
            server.stop(store / "postgres")
        shutil.rmtree(store, ignore_errors=True)
    if ended.returncode != 0:
        raise BrokenPromise(
            "No store could be made from that copy",
            next_step=f"The restore said: {ended.stderr.strip().splitlines()[-1]}",
        )
    return dict(json.loads(ended.stdout))


def _proved(kept: BackedUp) -> None:
    bad = first_bad(kept.head)[1] or next((f"file of receipt {one}" for one in files_not_here()), None)
    if bad:
        raise BrokenPromise(
            f"What was restored is not as it was written: {bad}", next_step="Do not use it. Try an older backup."
        )


def _fields(kept: BackedUp) -> dict[str, object]:
    return {
        "backup": kept.id,
        "rows": kept.rows,
        "files": kept.files,
        "bytes": kept.size,
        "audit_rows": kept.head.rows,
        "audit_mac": kept.head.mac.hex(),
    }
