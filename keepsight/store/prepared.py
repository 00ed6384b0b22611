"""A long question that is asked again and again, planned by the database once for each connection.

Planning the whole library takes ten times as long as asking it of one child. A statement is kept under a name made of its own
text, so that another text is another statement; the database plans it anew by itself when a table changes.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

KEPT_AT_ONCE = (
    8  # statements a connection: the library asked and its clocks, before and after a change, with room to spare
)
OURS = "keepsight_%"

_NAMED = re.compile(r"%\((\w+)\)s")


def ask_prepared(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement with parameters by name (`%(child)s::uuid`, each with its type), inside a transaction.

    Its plan is made for any values, never for these: with `SET LOCAL`, so that nothing else of the connection is planned so.
    """
    names = list(dict.fromkeys(_NAMED.findall(statement)))
    prepared = f"keepsight_{sha256(statement.encode()).hexdigest()[:40]}"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL jit = off")
        _prepare(cursor, prepared, statement % {name: f"${place}" for place, name in enumerate(names, start=1)})
        given = f" ({', '.join(f'%({name})s' for name in names)})" if names else ""
        cursor.execute(f"EXECUTE {prepared}{given}", dict(parameters))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _prepare(cursor: CursorWrapper, name: str, text: str) -> None:
    """Let the connection keep it under its name, if it does not; where it keeps many already, in the place of those."""
    cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE %s", [OURS])
    kept = [one for (one,) in cursor.fetchall()]
    if name in kept:
        return
    for one in kept if len(kept) >= KEPT_AT_ONCE else ():
        cursor.execute(f"DEALLOCATE {one}")
    cursor.execute(f"PREPARE {name} AS {text}")
