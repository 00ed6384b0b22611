"""Rows looked up one by one, for what is asked of a few among millions.

PostgreSQL guesses how many rows a condition leaves, and cannot guess it of what row-level security lets through: it then reads
whole tables to find some hundred rows in them. Whoever knows better says so for one question.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.utils import CursorWrapper

WAYS = ("enable_hashjoin", "enable_mergejoin", "enable_seqscan")  # of PostgreSQL, to join and to read without an index


@contextmanager
def by_index(cursor: CursorWrapper) -> Iterator[None]:
    """What `cursor` asks meanwhile is looked up by an index wherever there is one. In a transaction; elsewhere it does nothing."""
    cursor.execute("; ".join(f"SET LOCAL {way} = off" for way in WAYS))
    yield
    cursor.execute("; ".join(f"SET LOCAL {way} TO DEFAULT" for way in WAYS))
