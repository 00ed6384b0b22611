"""PostgreSQL: the whole library asked of one family in one prepared statement, within the transaction that adds an entry.

The caller supplies the texts of `entry`, `clock` and `stated` and runs the statement:

    clock = "SELECT clock_window, day, gone_on FROM prompts_clock"
    text = postgres.statement(sheets, entry=ENTRY_SQL, clock=clock, stated=STATED_SQL)
    rows = ask_prepared(text, postgres.parameters(children, as_of, told))
    answers = gather(rows)

It opens no connection.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from keepsight.patterns.coverage import Told
from keepsight.patterns.sheets import Sheet
from keepsight.patterns.statement import answers_text, awaiting_text, matched_text, next_days_text
from keepsight.vocabulary import ASKED_DETAILS

_TOLD = """SELECT pattern, child, from_day, to_day, weeks_from, here_from
FROM unnest(
    %(told_patterns)s::text[], %(told_children)s::uuid[], %(told_from)s::date[], %(told_to)s::date[],
    %(told_weeks_from)s::date[], %(told_here_from)s::date[]
) AS told (pattern, child, from_day, to_day, weeks_from, here_from)"""

_AS_OF = "SELECT %(as_of)s::date AS as_of"

_MEASURE = "COALESCE(counted, until_on - since_on)"
"""Days between two dates: the one thing no two engines say alike."""


def statement(
    sheets: Iterable[Sheet], *, entry: str, clock: str, stated: str, shapes: Mapping[str, str] | None = None
) -> str:
    """The statement whose rows are `answers.ROW`.

    `entry`, `clock` and `stated` are the texts of three queries with the columns of columns.md; `entry` selects the children
    by the parameter `%(children)s`, an array of uuid, and so may `stated`.
    """
    return answers_text(sheets, _given(entry, clock) | {"stated": stated}, _MEASURE, shapes)


def next_days_statement(sheets: Iterable[Sheet], *, entry: str, clock: str) -> str:
    """The statement whose rows are (pattern, child, next_on), with the same parameters: when to ask again."""
    return next_days_text(sheets, _given(entry, clock))


def matched_statement(sheets: Iterable[Sheet], *, entry: str, clock: str) -> str:
    """The statement whose rows are (pattern, part, child, entry, day_from, day_to), with the same parameters."""
    return matched_text(sheets, _given(entry, clock))


def awaiting_statement(sheets: Iterable[Sheet], *, entry: str, clock: str) -> str:
    """The statement whose rows are (pattern, child, entry, day_from, day_to), with the same parameters: what set a clock."""
    return awaiting_text(sheets, _given(entry, clock))


def parameters(children: Iterable[UUID], as_of: date, told: Iterable[Told]) -> dict[str, object]:
    """What both statements are run with. `told` are the rows of `coverage.told_rows`."""
    spells = list(told)
    return {
        "children": list(children),
        "as_of": as_of,
        "told_patterns": [spell.pattern for spell in spells],
        "told_children": [spell.child for spell in spells],
        "told_from": [spell.from_day for spell in spells],
        "told_to": [spell.to_day for spell in spells],
        "told_weeks_from": [spell.weeks_from for spell in spells],
        "told_here_from": [spell.here_from for spell in spells],
    }


def details_from_json(column: str = "details") -> str:
    """The asked details as columns, out of one of jsonb: the end of the select list of an `entry` query."""
    return ", ".join(f"{column} ->> '{detail}' AS {detail}" for detail in ASKED_DETAILS)


def _given(entry: str, clock: str) -> dict[str, str]:
    return {"entry": entry, "clock": clock, "told": _TOLD, "as_of": _AS_OF}
