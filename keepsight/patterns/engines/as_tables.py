"""The library as tables of a DuckDB: what the shapes read of it, kept once instead of written out in each statement.

It opens nothing: whoever asks brings the connection.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import duckdb
import pyarrow as pa

from keepsight.patterns.relations import LENGTH, NUMBER, WORD, relations
from keepsight.patterns.sheets import Sheet

DAY = "DATE"
PATTERN = "pattern_name"
"""The type of the column `pattern` of every table: names as numbers, for each row bears one."""

NO_ANSWER = """
    CREATE OR REPLACE TEMP TABLE answer (
        pattern pattern_name, version INTEGER, child INTEGER, state VARCHAR, began_on DATE, ended_on DATE, anchor UUID,
        visible_on DATE, measure INTEGER, entry UUID, part VARCHAR
    )
"""
"""The table that answers are put into: a number stands where a child's id would."""

_ARROW = {WORD: pa.string(), NUMBER: pa.int32(), LENGTH: pa.duration("us"), DAY: pa.date32(), "UUID": pa.uuid()}
_ALWAYS = {"day": DAY, "gone_on": DAY}


def keep_library(duck: duckdb.DuckDBPyConnection, sheets: Iterable[Sheet]) -> None:
    """Keep the relations of `relations.py` for these sheets, and the type of their names."""
    asked = tuple(sheets)
    names = ", ".join(f"'{sheet.name}'" for sheet in asked)
    duck.execute(f"CREATE TYPE {PATTERN} AS ENUM ({names})")
    for each in relations(asked):
        keep(duck, each.name, [name for name, _ in each.columns], each.rows, dict(each.columns))


def keep(
    duck: duckdb.DuckDBPyConnection,
    table: str,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    types: Mapping[str, str] = _ALWAYS,
) -> None:
    """Keep rows as a table, in the place of one of that name. A column whose type is not said holds words."""
    columns = {name: _column([row[place] for row in rows], types.get(name, WORD)) for place, name in enumerate(names)}
    duck.register("given", pa.table(columns))
    said = f"* REPLACE (pattern::{PATTERN} AS pattern)" if "pattern" in columns else "*"
    duck.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {said} FROM given")  # noqa: S608  (our own names)
    duck.unregister("given")


def _column(values: list[Any], type_: str) -> pa.Array:
    return pa.array([value.bytes if isinstance(value, UUID) else value for value in values], _ARROW[type_])
