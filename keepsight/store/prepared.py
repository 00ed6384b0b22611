"""A long question that is asked again and again, planned by the database once for each connection.

Planning the whole library takes ten times as long as asking it of one child. A statement is kept under a name made of its own
text, so that another text is another statement; the database plans it anew by itself when a table changes.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

KEPT_AT_ONCE = 8  # statements a connection: the library and its clocks, before and after a change, and room to spare
FOR_ANY_VALUES = "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL jit = off"
OURS = "keepsight_%"

_NAMED = re.compile(r"%\((\w+)\)s")


def ask_prepared(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement with parameters by name (`%(child)s::uuid`, each with its type), inside a transaction.

    Its plan is made for any values, never for these: with `SET LOCAL`, so that nothing else of the connection is planned so.
    """
    prepared, names = _kept_as(statement)
    with connection.cursor() as cursor:
        cursor.execute(FOR_ANY_VALUES)
        _prepare(cursor, statement)
        given = f" ({', '.join(f'%({name})s' for name in names)})" if names else ""
        cursor.execute(f"EXECUTE {prepared}{given}", dict(parameters))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@lru_cache(maxsize=KEPT_AT_ONCE)
def _kept_as(statement: str) -> tuple[str, tuple[str, ...]]:
    """The name that a statement is kept under, and its parameters in the order in which they are given to it."""
    return f"keepsight_{sha256(statement.encode()).hexdigest()[:40]}", tuple(dict.fromkeys(_NAMED.findall(statement)))


def _prepare(cursor: CursorWrapper, statement: str) -> None:
    """Let the connection keep it under its name, if it does not; where it keeps many already, in the place of those."""
    name, parameters = _kept_as(statement)
    cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE %s", [OURS])
    kept = [one for (one,) in cursor.fetchall()]
    if name in kept:
        return
    for one in kept if len(kept) >= KEPT_AT_ONCE else ():
        cursor.execute(f"DEALLOCATE {one}")
    text = statement % {parameter: f"${place}" for place, parameter in enumerate(parameters, start=1)}
    cursor.execute(f"PREPARE {name} AS {text}")
