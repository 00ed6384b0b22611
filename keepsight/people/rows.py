"""Many rows in one statement, to be kept or to be read. A file may hold 100,000 people, and Django's own bulk writing takes minutes
over them.

Nothing here changes or removes a row.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models

ROWS_AT_ONCE = 5_000

Row = Mapping[str, Any]


def add(model: type[models.Model], rows: Iterable[Row], *, skip_known: bool = False) -> None:
    """Add rows of column values to the model's table. All rows name the same columns.

    With `skip_known`, a row that breaks a rule of being said once is left out; without it, it is an error.
    """
    left, known = iter(rows), "ON CONFLICT DO NOTHING" if skip_known else ""
    types = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    while batch := list(islice(left, ROWS_AT_ONCE)):
        columns = list(batch[0])
        named = ", ".join(f'"{column}"' for column in columns)
        typed = ", ".join(f'"{column}" {types[column]}' for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({named})'  # noqa: S608  names of our own columns, never of a file
                f" SELECT {named} FROM jsonb_to_recordset(%s) AS said ({typed}) {known}",
                [json.dumps(batch, default=str, ensure_ascii=False)],
            )


def told(sql: str, ids: Iterable[UUID], **more: Any) -> list[tuple[Any, ...]]:
    """What our own SQL says of these ids (`%(ids)s`), row by row. `more`: whatever else it names."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"ids": array(ids), **more})
        return list(cursor.fetchall())


def array(ids: Iterable[UUID]) -> str:
    """Ids as PostgreSQL writes an array of them: one value, however many there are."""
    return "{" + ",".join(map(str, ids)) + "}"
