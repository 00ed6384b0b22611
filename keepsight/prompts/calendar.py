"""The calendar table: for each window that a pattern uses, and each day, the first day on which the window is over.

Filled after every migration with the windows that the library has and the table lacks, so that a new pattern brings its
own; a version that a partnership writes brings its windows as it is written. A day outside the calendar has no row, and the
answer about it is *cannot tell*.

Working days are known for some years ahead only, and a release knows more of them, or a bank holiday that was proclaimed since.
So the table says by a comment of its own what they were reckoned by, and where that is another they are put in anew.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connections, transaction
from psycopg import sql

from keepsight.clocks import CALENDAR_FIRST, CALENDAR_LAST, RECKONED_BY, Window, clock_rows
from keepsight.patterns.sheets import windows_asked
from keepsight.prompts.sheets import sheets


def fill(*, using: str = "owner", **_signal: Any) -> None:
    """Put in what is missing, and anew what was reckoned otherwise. Called by Django after it has migrated."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _reckon_anew(cursor)
    add(windows_asked(sheets().values()), using=using)


def add(windows: Iterable[str], *, using: str = "default") -> None:
    """Add those of these windows that are missing: a version that a partnership writes may bring its own."""
    with connections[using].cursor() as cursor:
        for window in windows:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM prompts_clock WHERE clock_window = %s)", [window])
            if not cursor.fetchone()[0]:
                _add(cursor, window)


def _reckon_anew(cursor: Any) -> None:
    cursor.execute("SELECT obj_description('prompts_clock'::regclass)")
    if cursor.fetchone() == (RECKONED_BY,):
        return
    cursor.execute("SELECT DISTINCT clock_window FROM prompts_clock")
    otherwise = [window for (window,) in cursor.fetchall() if Window.parse(window).unit == "working day"]
    cursor.execute("DELETE FROM prompts_clock WHERE clock_window = ANY(%s)", [otherwise])
    for window in otherwise:
        _add(cursor, window)
    cursor.execute(sql.SQL("COMMENT ON TABLE prompts_clock IS {}").format(sql.Literal(RECKONED_BY)))


def _add(cursor: Any, window: str) -> None:
    rows = clock_rows(Window.parse(window), CALENDAR_FIRST, CALENDAR_LAST)
    with cursor.copy("COPY prompts_clock (clock_window, day, gone_on) FROM STDIN") as copy:
        for day, gone_on in rows:
            if gone_on is not None:
                copy.write_row((window, day, gone_on))
