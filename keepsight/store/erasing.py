"""Erasing what is otherwise only ever added to: as the tables' owner, in one transaction, and then out of the disk's pages too.

The application cannot do any of this: its role owns nothing. What may be erased, and who must have agreed, the caller says.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import psycopg
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from keepsight.store import server
from keepsight.store.home import files, home


@contextmanager
def erasing(tables: Iterable[str], *, undo: bool = False) -> Iterator[CursorWrapper]:
    """A transaction of the owner's in which rows of these tables may be changed and removed. At its end they are guarded as before.

    The guards are taken off and put on again within it, so that nobody else ever finds a table without them. Meanwhile whoever
    else reads these tables waits, this process's other connections too. `undo`: all of it is undone at the end.
    """
    owner, names = connections["owner"], sorted(set(tables))
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity AND relname = ANY (%s)", [names])
        walled = [name for (name,) in cursor.fetchall()]
        _alter(cursor, names, "DISABLE TRIGGER USER")
        _alter(cursor, walled, "NO FORCE ROW LEVEL SECURITY")
        yield cursor
        if undo:
            transaction.set_rollback(True, using="owner")
            return
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _alter(cursor, walled, "FORCE ROW LEVEL SECURITY")
        _alter(cursor, names, "ENABLE TRIGGER USER")


def erase_each(
    cursor: CursorWrapper, statements: Iterable[tuple[str, str]], given: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Execute each statement, with the words for what it erases before it. How many rows, by those words."""
    counted: dict[str, int] = {}
    for what, statement in statements:
        cursor.execute(statement, given)
        counted[what] = counted.get(what, 0) + cursor.rowcount
    return counted


def sweep(tables: Iterable[str]) -> bool:
    """Write these tables anew without what was erased, and what the planner remembers of them; then let go of the old log files.

    Whether that last could be done: only on the embedded server we may. On another, its log files go as its own settings say.
    """
    owner = connections["owner"]
    with owner.cursor() as cursor:
        for name in sorted(set(tables)):
            cursor.execute(f"VACUUM (FULL, ANALYZE) {owner.ops.quote_name(name)}")
    owner.close()
    host = connections.settings["owner"]["HOST"]
    return str(host).startswith("/") and _let_go_of_old_log(str(host), str(connections.settings["owner"]["NAME"]))


def remove_files(hashes: Iterable[str]) -> int:
    """Remove files as they were handed in, and the folder of columns, which is made again from the log. How many files."""
    there = [files() / sha256 for sha256 in hashes]
    gone = [path for path in there if path.exists()]
    for path in gone:
        path.unlink()
    shutil.rmtree(home() / "columns", ignore_errors=True)
    return len(gone)


def _alter(cursor: CursorWrapper, tables: Iterable[str], what: str) -> None:
    for name in tables:
        cursor.execute(f"ALTER TABLE {connections['owner'].ops.quote_name(name)} {what}")


def _let_go_of_old_log(host: str, database: str) -> bool:
    """The server's write-ahead log up to now, removed and not used again as it is: a file used again keeps its old bytes."""
    address = f"postgresql://{server.SUPERUSER}@/{database}?host={host}"
    try:
        superuser = psycopg.connect(address, autocommit=True)
    except psycopg.OperationalError:
        return False
    with superuser:
        superuser.execute("ALTER SYSTEM SET wal_recycle = off")
        superuser.execute("SELECT pg_reload_conf()")
        superuser.execute("CHECKPOINT")
        superuser.execute("SELECT pg_switch_wal()")
        superuser.execute("CHECKPOINT")
    return True
