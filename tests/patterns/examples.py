"""Reads the examples beside each sheet: small tables in, answers out. Strict: what it cannot read stops the test."""

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.answers import Answer
from keepsight.patterns.coverage import Delivered
from keepsight.patterns.sheets import LIBRARY, Sheet, library
from keepsight.vocabulary import ASKED_DETAILS
from tests.patterns.histories import Entry, History

NAMES = uuid.UUID(int=2)
EVER = date(2020, 1, 1)
ASKED = re.compile(r"^Asked on (\d{4}-\d\d-\d\d)\.(.*)$", re.MULTILINE)
BORN = re.compile(r"(Expected|Born) (\d{4}-\d\d-\d\d)\.")
SENT = re.compile(r"Feeds sent (?:(nothing)|(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d))\.")
LONDON = ZoneInfo("Europe/London")
COLUMNS = {
    "entry",
    "day",
    "kind",
    "agency",
    "service",
    "sector",
    "thread",
    "scope",
    "recorded",
    "at",
    "role",
    "age",
    "basis",
    "states",
    *ASKED_DETAILS,
}


@dataclass(frozen=True)
class Example:
    """One example: its pattern, its heading, a child of its own, what is on record, and the answer, line by line."""

    pattern: str
    heading: str
    child: uuid.UUID
    history: History
    answers: list[dict[str, str]]


def examples() -> list[Example]:
    """Every example of the library."""
    shelf = library().values()
    return [one for sheet in shelf for one in read(sheet, (LIBRARY / sheet.name / "examples.md").read_text("utf-8"))]


def read(sheet: Sheet, text: str) -> list[Example]:
    """The examples of one pattern."""
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert parts, f"{sheet.name} has no examples"
    return [_example(sheet, part) for part in parts]


def said(answer: Answer, names: dict[uuid.UUID, str]) -> dict[str, str]:
    """An answer as a line of the second table."""
    return {
        "state": answer.state,
        "began": answer.began_on.isoformat(),
        "ended": answer.ended_on.isoformat() if answer.ended_on else "",
        "seen": answer.visible_on.isoformat(),
        "measure": str(answer.measure),
        "entries": ", ".join(sorted({names[entry] for entry, _ in answer.entries})),
    }


def names_of(example: Example) -> dict[uuid.UUID, str]:
    """The names that an example gives its entries, by their ids."""
    known = {entry.entry for entry in example.history.entries}
    possible = {_id(example.child, name): name for name in _POSSIBLE}
    names = {entry: name for entry, name in possible.items() if entry in known}
    assert len(names) == len(known), "entries are named a to e, o or x, with a digit if need be"
    return names


_POSSIBLE = [f"{letter}{number}" for letter in "abcdeox" for number in ("", *range(10))]


def _id(child: uuid.UUID, name: str) -> uuid.UUID:
    return uuid.uuid5(child, name)


def _example(sheet: Sheet, part: str) -> Example:
    heading = part.partition("\n")[0].strip()
    before, asked, after = part.partition("Asked on ")
    found = ASKED.search(asked + after)
    assert found, f"{sheet.name}, {heading}: it does not say when it is asked"
    as_of, child = date.fromisoformat(found[1]), uuid.uuid5(NAMES, f"{sheet.name}: {heading}")
    entries = [_entry(child, row) for row in _table(before)]
    answers = _table(after)
    assert answers or "Nothing." in after, f"{sheet.name}, {heading}: it has no answer"
    births = {child: _birth(found[2])}
    history = History(entries, _delivered(sheet, child, found[2], as_of), as_of, births)
    return Example(sheet.name, heading, child, history, answers)


def _birth(words: str) -> Birth:
    said = {one[1]: date.fromisoformat(one[2]) for one in BORN.finditer(words)}
    return Birth(said.get("Born"), said.get("Expected"))


def _table(text: str) -> list[dict[str, str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    if not rows:
        return []
    head, rule, *body = rows
    assert all(set(cell) == {"-"} for cell in rule)
    return [dict(zip(head, row, strict=True)) for row in body]


def _entry(child: uuid.UUID, row: dict[str, str]) -> Entry:
    assert set(row) <= COLUMNS, f"unknown columns: {set(row) - COLUMNS}"
    first, _, last = ("", "", "") if row["day"] == "unknown" else row["day"].partition("..")
    day_from = date.fromisoformat(first) if first else None
    day_to = date.fromisoformat(last) if last else day_from
    at = row.get("at")
    return Entry(
        child=child,
        entry=_id(child, row["entry"]),
        kind=row["kind"],
        day_from=day_from,
        day_to=day_to,
        at=datetime.fromisoformat(f"{first}T{at}").replace(tzinfo=LONDON).astimezone(UTC) if at else None,
        recorded_on=date.fromisoformat(row["recorded"]) if row.get("recorded") else (day_to or EVER),
        agency=row.get("agency") or None,
        service=row.get("service") or None,
        sector=row.get("sector") or "social_care",
        thread=_id(child, row["thread"]) if row.get("thread") else None,
        scope=row.get("scope") or "child",
        role=row.get("role") or "child",
        age=row.get("age") or None,
        basis=row.get("basis") or None,
        states=tuple(row["states"].split()) if row.get("states") else (),
        details={name: row[name] for name in ASKED_DETAILS if row.get(name)},
    )


def _delivered(sheet: Sheet, child: uuid.UUID, words: str, as_of: date) -> list[Delivered]:
    spells = [(one[2], one[3]) for one in SENT.finditer(words) if not one[1]]
    if not SENT.search(words):
        spells = [(EVER.isoformat(), as_of.isoformat())]
    return [
        Delivered(child, sector, kind, date.fromisoformat(first), date.fromisoformat(last))
        for first, last in spells
        for need in sheet.needs
        for kind in need.kinds
        for sector in need.sectors[:1]
    ]
