"""A log that came from another server, with a copy of the store: its rows bear that server's transactions.

Whoever reads the log in step (`queries.read_in_step`, `projection`) takes what is older than the oldest transaction still open. A
new server counts its transactions from the beginning, so a row of the old one's millionth would be read years from now.
"""

import shutil

from django.db import connections
from django.db.backends.utils import CursorWrapper

from keepsight.chronology.projection import own_folder
from keepsight.store.erasing import erasing

IN_STEP = ("chronology_entry", "chronology_entry_stated")


def settle() -> int:
    """Give each row of the log this moment's transaction, where any bears one that this server has not come to. How many rows.

    The store's columns, which were in step with the other server, go, and are made again from the log. As the owner.
    """
    with connections["owner"].cursor() as cursor:
        if not any(_to_come(cursor, table) for table in IN_STEP):
            return 0
    with erasing(IN_STEP) as cursor:
        rows = sum(_settle(cursor, table) for table in IN_STEP)
    shutil.rmtree(own_folder(), ignore_errors=True)
    return rows


def _to_come(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE txid >= pg_snapshot_xmax(pg_current_snapshot()))")  # noqa: S608  (our own names)
    return bool(cursor.fetchone()[0])


def _settle(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(f"UPDATE {table} SET txid = pg_current_xact_id()")  # noqa: S608  (our own names)
    return int(cursor.rowcount)
