"""How well this server is: each part that it stands on, in words. Nothing of a child, of a person or of a secret."""

import datetime as dt
import os
import shutil

from django.db import Error, connection

from keepsight.store import clock
from keepsight.store.home import audit_key, home

WELL = "well"
# Local judgement. A worker says that it lives every ten seconds (procrastinate's own interval).
QUIET_SECONDS = 60
ROOM_BYTES = 500 * 1024 * 1024  # enough for the largest file that may be handed in, several times over
ASTRAY_SECONDS = 5  # between this machine's clock and the database's


def health() -> dict[str, str]:
    """Each part by its name, with `WELL` or what is wrong with it: database, worker, clock, disk, audit_key."""
    return {**_of_database(), "disk": _disk(), "audit_key": _audit_key()}


def worker_quiet_seconds() -> float | None:
    """For how long no worker has said that it lives; None where none is known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        (seconds,) = cursor.fetchone()
    return None if seconds is None else float(seconds)


def room_bytes() -> int:
    """How much room is left on the disk that holds the store's folder."""
    return shutil.disk_usage(home()).free


def _of_database() -> dict[str, str]:
    try:
        return {"database": WELL, "worker": _worker(), "clock": _clock()}
    except Error:
        connection.close()  # so that whoever asks next begins anew
        return {"database": "does not answer", "worker": "not known", "clock": "not known"}


def _worker() -> str:
    quiet = worker_quiet_seconds()
    if quiet is None:
        return "has not started"
    return WELL if quiet <= QUIET_SECONDS else f"not heard of for more than {QUIET_SECONDS} seconds"


def _clock() -> str:
    """Against the database's own, and against the last line of the audit: no time is earlier than what has been written down."""
    here = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT now(), (SELECT at FROM store_auditline ORDER BY seq DESC LIMIT 1)")
        there, last = cursor.fetchone()
    astray = dt.timedelta(seconds=ASTRAY_SECONDS)
    if abs(there - here) > astray:
        return "differs from the database's"
    return "was put back" if last is not None and last - here > astray else WELL


def _disk() -> str:
    try:
        free = room_bytes()
    except OSError:
        return "the store's folder is not there"
    if not os.access(home(), os.W_OK):
        return "cannot be written on"
    return WELL if free >= ROOM_BYTES else "nearly full"


def _audit_key() -> str:
    try:
        return WELL if audit_key() else "empty"
    except OSError:
        return "not in its place"
