"""Reads the children looked after return as XML: each element that a table would hold is a row of that table, by ssda903's plan."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Draft, Level, Warned
from keepsight.intake.formats import Asked, Column, Format, formats
from keepsight.intake.formats.headings import plain
from keepsight.intake.formats.plan import Plan, Planned
from keepsight.intake.formats.plan_lines import Line, Stated
from keepsight.intake.formats.planned import told
from keepsight.intake.reading.markup import ParseError, closing_elements, local_name
from keepsight.intake.reading.source import Source

OF_THE_CHILD = ("CHILDID", "DOB")  # what every row repeats
# The social workers of a child, and orders that deprive of liberty, are read from tables alone. For social workers the department
# published a schema of its own (2023 to 2024), of which no public copy names the elements; the public readers of this XML know
# neither, nor any element for orders. Whatever it is called, an element that is not below is named, and so is one that stands in
# a part that does not read it.
TABLES = {  # the table of the return that an element is a row of; the header holds what three of them hold
    "HEADER": ("Header", "Young people who have left care (OC3)", "Adoption"),
    "EPISODE": ("Episodes",),
    "AREVIEW": ("Reviews",),
    "AMISSING": ("Missing",),
    "OC2": ("Outcomes (OC2)",),
    "PERMANENCE": ("Earlier permanence",),
    "AD_PLACED": ("Should be placed for adoption",),
}
NOT_READ = ("UASC",)
UNKNOWN_ELEMENT = "no layout knows this element: it was not read"
ELSEWHERE = "this element belongs to another part of the return: it was not read here"


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of one return. Raises RefusedFile where it ends before it should."""
    tables = formats()["ssda903"]
    by_plan = replace(format, plan=tables.plan, columns=tables.columns)
    yield from told(by_plan, asked, Stated(), lambda: _lines(source, by_plan))


def _lines(source: Source, format: Format) -> Iterator[Line | Warned]:
    known = {plain(word): column for column in format.columns for word in (column.name, *column.words)}
    number, met, strange = 0, 0, set[str]()
    try:
        for element in closing_elements(source.lines):
            met += local_name(element) in TABLES
            if local_name(element) != "CHILD":
                continue
            rows = _rows_of(element, strange)
            met += not any(local_name(part) in TABLES for part in element.iter())  # a child of whom nothing is said
            for name, said in rows:
                number += 1
                yield _line(number, name, said, known, format)
            element.clear()
    except ParseError as error:
        raise RefusedFile("This return ends before it should", next_step="Send it again, whole.") from error
    if met != number:
        raise RefusedFile("A part of this return stands outside a child", next_step="Export it again, and send that.")
    yield from (Warned(None, None, name, UNKNOWN_ELEMENT) for name in sorted(strange))


def _rows_of(child: Element, strange: set[str]) -> list[tuple[str, dict[str, str]]]:
    """The rows of a child: the element that each stands in, and its words by the names of the elements inside."""
    parts = [part for part in child.iter() if local_name(part) in TABLES]
    strange |= {local_name(part) for part in child.iter() if len(part) and part is not child} - set(TABLES)
    header = next((_values(part) for part in parts if local_name(part) == "HEADER"), {})
    whose = {name: header[name] for name in OF_THE_CHILD if name in header}
    return [(local_name(part), whose | _values(part)) for part in parts] or [("HEADER", {})]


def _values(part: Element) -> dict[str, str]:
    return {local_name(one): text for one in part if not len(one) and (text := (one.text or "").strip())}


def _line(number: int, name: str, said: dict[str, str], known: dict[str, Column], format: Format) -> Line:
    assert format.plan is not None
    columns = {element: known[plain(element)] for element in said if plain(element) in known}
    words = {
        column.becomes: said[element]
        for element, column in columns.items()
        if column.becomes and said[element].lower() not in format.plan.nothing
    }
    heading = {column.becomes: f"{name}/{column.name}" for column in known.values() if column.becomes}
    strange = tuple(f"{name}/{element}" for element in said if element not in columns and element not in NOT_READ)
    table = _table(format.plan, name, set(words))
    elsewhere = tuple(heading[field] for field in _told_elsewhere(words, table, format.plan))
    notes = tuple((place, UNKNOWN_ELEMENT) for place in strange) + tuple((place, ELSEWHERE) for place in elsewhere)
    return Line(None, number, table, words, said, heading, tuple(columns.values()), notes)


def _told_elsewhere(fields: Iterable[str], table: Planned, plan: Plan) -> list[str]:
    """The fields that tell something, but nothing in this table."""
    left = [one for one in fields if not one.startswith("child.") and one not in _told_by((table,))]
    return [one for one in left if one in _told_by(plan.tables)]


def _told_by(tables: Iterable[Planned]) -> set[str]:
    return {field for table in tables for rule in table.rules for field in rule.fields()}


def _table(plan: Plan, name: str, fields: set[str]) -> Planned:
    """What an element's row is read as; restricted only where it says what a restricted table would."""
    tables = [table for table in plan.tables if table.title in TABLES[name]]
    private = [rule.on for table in tables if table.level == "restricted" for rule in table.rules]
    level: Level = "restricted" if set(private) & fields else "standard"
    return replace(tables[0], rules=tuple(rule for table in tables for rule in table.rules), level=level)
