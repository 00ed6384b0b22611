"""One statement that asks the whole library: the shapes' texts, and the library's rows, put together for an engine.

The shapes stand in `shapes/`, one question a file, and run as they are on every engine; only the one marked line of `hit` is
written out, once for each detail a pattern may ask of. It refuses to write any other SQL: what differs between engines
(how rows are passed in, how days between two dates are said) is the engine's own, in `engines/`.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path

from keepsight.errors import WrongUse
from keepsight.patterns.answers import ROW
from keepsight.patterns.relations import LENGTH, Relation, Value, relations
from keepsight.patterns.sheets import SHAPES, Sheet
from keepsight.vocabulary import ASKED_DETAILS

ENTRY = (
    "child",
    "entry",
    "kind",
    "day_from",
    "day_to",
    "at",
    "recorded_on",
    "agency",
    "service",
    "sector",
    "thread",
    "scope",
    "role",
    "age",
    "basis",
    *ASKED_DETAILS,
)
"""The columns of the relation `entry`, which the caller supplies (columns.md)."""

HELD = ("hit", "spell", "run", "life", "awaiting")
"""The texts that several shapes read, or that one would be too long with: each in terms of those before it."""

_SHELF = Path(__file__).parent / "shapes"
_EACH_DETAIL = "{detail}"
_SECONDS_IN_AN_HOUR = 3600


def shape_texts(shelf: Path = _SHELF) -> dict[str, str]:
    """The text of every shape by name, as it is asked: the line marked for each asked detail written out."""
    return {file.stem: _each_detail(file.read_text(encoding="utf-8")) for file in sorted(shelf.glob("*.sql"))}


def answers_text(
    sheets: Iterable[Sheet], given: Mapping[str, str], measure: str, shapes: Mapping[str, str] | None = None
) -> str:
    """The statement whose rows are `answers.ROW`, one for each entry of each interval.

    `given` are the texts of entry, clock, told and as_of, and of stated if an omission is asked; `measure` says the number
    behind an answer in the engine's own words, out of counted, since_on and until_on. `shapes`, the texts of
    `shape_texts()`, may be replaced in tests.
    """
    texts = shapes or shape_texts()
    asked = tuple(sheets)
    present = [shape for shape in SHAPES if any(sheet.shape == shape for sheet in asked)]
    if "omission" in present and "stated" not in given:
        raise WrongUse("An omission is asked of events that state something, and the relation `stated` is not given")
    answer = "\n\nUNION ALL\n\n".join(f"SELECT * FROM (\n{texts[shape]}\n) AS {shape}_answer" for shape in present)
    columns = ", ".join(measure + " AS measure" if column == "measure" else column for column in ROW)
    return f"{_head(asked, given, texts, HELD)},\n\nanswer AS (\n{answer}\n)\n\nSELECT {columns}\nFROM answer\n"


def next_days_text(sheets: Iterable[Sheet], given: Mapping[str, str], shapes: Mapping[str, str] | None = None) -> str:
    """The statement whose rows are (pattern, child, next_on): the next day on which a window runs out."""
    texts = shapes or shape_texts()
    return f"{_head(tuple(sheets), given, texts, ('hit',))}\n\nSELECT * FROM (\n{texts['next_days']}\n) AS next_day\n"


def matched_text(sheets: Iterable[Sheet], given: Mapping[str, str], shapes: Mapping[str, str] | None = None) -> str:
    """The statement whose rows are (pattern, part, child, entry, day_from, day_to): each entry in the part it can play."""
    texts = shapes or shape_texts()
    rows = "SELECT part.pattern, part.part, hit.child, hit.entry, hit.day_from, hit.day_to"
    return (
        f"{_head(tuple(sheets), given, texts, ('hit',))}\n\n{rows}\nFROM hit\nJOIN part ON part.set_id = hit.set_id\n"
    )


def awaiting_text(sheets: Iterable[Sheet], given: Mapping[str, str], shapes: Mapping[str, str] | None = None) -> str:
    """The statement whose rows are (pattern, child, entry, day_from, day_to): each entry that awaits an answer."""
    texts = shapes or shape_texts()
    rows = "SELECT pattern, child, entry, day_from, day_to\nFROM awaiting"
    return f"{_head(tuple(sheets), given, texts, ('hit', 'spell', 'awaiting'))}\n\n{rows}\n"


def _head(sheets: tuple[Sheet, ...], given: Mapping[str, str], texts: Mapping[str, str], held: tuple[str, ...]) -> str:
    """What every statement begins with. Hits are matched once and kept; the calendar is only ever looked up, never copied."""
    tables = [f"{name} AS {_kept(name)}(\n{text}\n)" for name, text in given.items()]
    tables += [_values(relation) for relation in relations(sheets)]
    tables += [f"{name} AS MATERIALIZED (\n{texts[name]}\n)" for name in held]
    return "WITH\n" + ",\n\n".join(tables)


def _kept(name: str) -> str:
    return "NOT MATERIALIZED " if name == "clock" else ""


def _values(relation: Relation) -> str:
    """A relation as VALUES. The types stand in a first row of NULLs, which is taken out again: so a relation may be empty."""
    names = [name for name, _ in relation.columns]
    typed = ", ".join(f"CAST(NULL AS {type_})" for _, type_ in relation.columns)
    rows = ",\n".join([f"({typed})", *(f"({', '.join(map(_literal, row))})" for row in relation.rows)])
    listed = ", ".join(names)
    return (
        f"{relation.name} AS (\nSELECT {listed}\nFROM (VALUES\n{rows}\n) AS typed ({listed})\n"
        f"WHERE {names[0]} IS NOT NULL\n)"
    )


def _literal(value: Value) -> str:
    """A word, number or length as SQL. Words come from sheets, each checked against the vocabulary or a folder's name."""
    if value is None:
        return "NULL"
    if isinstance(value, timedelta):
        return f"{LENGTH} '{int(value.total_seconds()) // _SECONDS_IN_AN_HOUR}' HOUR"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _each_detail(text: str) -> str:
    lines = []
    for line in text.splitlines():
        details = ASKED_DETAILS if _EACH_DETAIL in line else ("",)
        lines += [line.replace(_EACH_DETAIL, detail) for detail in details]
    return "\n".join(lines)
