"""DuckDB: the same shapes over columns in files or in memory, for a population.

The caller supplies queries for `entry`, `clock` and `told` in DuckDB's own words (`SELECT ... FROM read_parquet(...)`), and runs
the text on a connection with the one parameter `$as_of`. This module imports no engine and opens nothing.
"""

from collections.abc import Iterable, Mapping

from keepsight.patterns.sheets import Sheet
from keepsight.patterns.statement import answers_text, next_days_text

_AS_OF = "SELECT CAST($as_of AS DATE) AS as_of"

_MEASURE = "COALESCE(counted, DATE_DIFF('day', since_on, until_on))"


def statement(
    sheets: Iterable[Sheet], *, entry: str, clock: str, told: str, shapes: Mapping[str, str] | None = None
) -> str:
    """The statement whose rows are `answers.ROW`. The texts are queries with the columns of columns.md."""
    return answers_text(sheets, _given(entry, clock, told), _MEASURE, shapes)


def next_days_statement(sheets: Iterable[Sheet], *, entry: str, clock: str, told: str) -> str:
    """The statement whose rows are (pattern, child, next_on)."""
    return next_days_text(sheets, _given(entry, clock, told))


def _given(entry: str, clock: str, told: str) -> dict[str, str]:
    return {"entry": entry, "clock": clock, "told": told, "as_of": _AS_OF}
