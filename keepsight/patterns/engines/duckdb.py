"""DuckDB: the same shapes over columns in files or in memory, for a population.

The caller supplies queries for `entry`, `clock` and `told` in DuckDB's own words (`SELECT ... FROM read_parquet(...)`), and runs
the text on a connection with the one parameter `$as_of`. This module imports no engine and opens nothing.
"""

from collections.abc import Iterable, Iterator, Mapping

from keepsight.patterns.answers import ROW
from keepsight.patterns.sheets import Sheet
from keepsight.patterns.statement import HELD, answers_text, next_days_text

_AS_OF = "SELECT CAST($as_of AS DATE) AS as_of"

_MEASURE = "COALESCE(counted, DATE_DIFF('day', since_on, until_on))"


def statement(
    sheets: Iterable[Sheet],
    *,
    entry: str,
    clock: str,
    told: str,
    stated: str | None = None,
    shapes: Mapping[str, str] | None = None,
) -> str:
    """The statement whose rows are `answers.ROW`. The texts are queries with the columns of columns.md.

    Raises WrongUse where a sheet asks for an omission, and `stated` is None.
    """
    given = _given(entry, clock, told) | ({"stated": stated} if stated is not None else {})
    return answers_text(sheets, given, _MEASURE, shapes)


def held_texts(shapes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The texts that several shapes read, by name, each to be kept as a table before the next is asked: all but `hit`."""
    yield from ((name, shapes[name]) for name in HELD if name != "hit")


def answer_texts(sheets: Iterable[Sheet], shapes: Mapping[str, str]) -> Iterator[str]:
    """A query for each shape that some sheet has, its rows `answers.ROW`: over tables instead of one statement's parts.

    A population is asked so, because what one shape worked out need not stay in memory while the next is asked.
    """
    columns = ", ".join(f"{_MEASURE} AS measure" if column == "measure" else column for column in ROW)
    for shape in dict.fromkeys(sheet.shape for sheet in sheets):
        yield f"SELECT {columns} FROM (\n{shapes[shape]}\n) AS answer"  # noqa: S608  (our own texts)


def next_days_statement(sheets: Iterable[Sheet], *, entry: str, clock: str, told: str) -> str:
    """The statement whose rows are (pattern, child, next_on)."""
    return next_days_text(sheets, _given(entry, clock, told))


def _given(entry: str, clock: str, told: str) -> dict[str, str]:
    return {"entry": entry, "clock": clock, "told": told, "as_of": _AS_OF}
