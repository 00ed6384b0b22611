"""The databases that tests are given, kept aside in a folder, so that each is built once: by one of the processes that run
tests, or once for many runs.

Whoever needs one first builds it; whoever comes meanwhile waits, and takes it from there.

    KEEPSIGHT_TESTS_TOWN=folder uv run pytest ...    keeps them in that folder from one run to the next, as long as you
                                                     change nothing that they are made of; remove the folder when you do
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

FOLDER = "KEEPSIGHT_TESTS_TOWN"


def built_once(build: Callable[[], None], socket: Path, database: str) -> None:
    """Make a database and fill it: from what is kept, or by `build`, whose work is then kept."""
    if FOLDER not in os.environ:
        build()
        return
    folder = Path(os.environ[FOLDER])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder, database):
        if (folder / f"{database}.dump").exists():
            _take(folder, socket, database)
        else:
            build()
            _keep(folder, socket, database)


@contextlib.contextmanager
def _alone(folder: Path, database: str) -> Iterator[None]:
    with (folder / f"{database}.lock").open("w") as lock:  # one each: the town is made out of the empty one
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(folder: Path, socket: Path, database: str) -> None:
    from keepsight.store.home import files

    shutil.copytree(files(), folder / "files", dirs_exist_ok=True)
    part = folder / f"{database}.part"
    _run("pg_dump", socket, database, "--format=custom", "--compress=none", "--file", str(part))
    part.rename(folder / f"{database}.dump")


def _take(folder: Path, socket: Path, database: str) -> None:
    from keepsight.store import server
    from keepsight.store.home import files

    shutil.copytree(folder / "files", files(), dirs_exist_ok=True)
    server.make_database(socket, database)
    _run("pg_restore", socket, database, "--single-transaction", str(folder / f"{database}.dump"))


def _run(program: str, socket: Path, database: str, *wanted: str) -> None:
    from keepsight.store import server

    address = server.url(socket, server.SUPERUSER, database)
    subprocess.run([server.program(program), "--dbname", address, *wanted], check=True)
