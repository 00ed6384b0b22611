"""A random history as a projection's folder: records and households that bear on each child as the history says."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from uuid import UUID

import pyarrow as pa

from keepsight.chronology.folder import SCHEMAS, writing
from keepsight.clocks.pregnancy import Birth
from keepsight.vocabulary import ASKED_DETAILS
from tests.patterns.histories import Entry, History

NEARNESS = {"parent": 1, "carer": 2, "sibling": 3, "partner": 5, "other": 7}
BIRTHS = (None, (2009, 8, 31), (2019, 2, 28), (2023, 8, 31), (2024, 2, 29), (2024, 11, 15))
EXPECTED = (None, None, date(2024, 3, 20), date(2025, 1, 10), date(2025, 3, 20))
BANDS = ((6, "under_6_months"), (60, "6_months_to_4"), (144, "5_to_11"), (192, "12_to_15"), (9999, "16_or_older"))


class Lives:
    """What a folder knows of a history's children: when they were born, and who is at home with each."""

    def __init__(self, history: History, random: Random) -> None:
        self.random = random
        self.children = history.children
        self.born = {child: self._birth() for child in self.children}
        self.expected = {child: random.choice(EXPECTED) for child in self.children}
        self.numbers: dict[tuple[UUID, str], int] = {}
        for child in self.children:
            for role in ("child", *NEARNESS):
                self.numbers[child, role] = len(self.numbers) + 1

    def as_known(self, history: History) -> History:
        """The history as a folder can tell it: a child's own entries are the child's, and ages follow from births."""
        births = {child: Birth(days[0] if days else None, self.expected[child]) for child, days in self.born.items()}
        return replace(history, entries=[self._as_known(entry) for entry in history.entries], births=births)

    def write(self, folder: Path, history: History) -> None:
        """Write the folder. Some entries are about somebody at home too: they bear on the child once all the same."""
        rows = [(entry, self._about(entry)) for entry in history.entries]
        says = Numbered()
        origins = Numbered()
        with writing(folder) as out:
            out.as_at = history.as_of
            half = len(rows) // 2
            for some in (rows[:half], rows[half:]):
                out.add(
                    "entries", _table("entries", [row for pair in some for row in self._rows(*pair, says, origins)])
                )
            stated = [{"entry": entry.entry, "word": word} for entry, _ in rows for word in entry.states]
            out.add("stated", _table("stated", stated))
            out.put("saying", _table("saying", [dict(said) | {"saying": number} for said, number in says.items()]))
            out.put("whose", _table("whose", [dict(said) | {"whose": number} for said, number in origins.items()]))
            persons = [
                {"record": number, "id": UUID(int=number), "person": self._person(*whom)}
                for whom, number in self.numbers.items()
            ]
            out.put("record", _table("record", persons))
            births = [
                {
                    "child": child,
                    "born_from": born and born[0],
                    "born_to": born and born[1],
                    "expected_on": self.expected[child],
                }
                for child, born in self.born.items()
            ]
            out.put("child", _table("child", births))
            homes = [
                {"child": child, "person": self._person(child, role), "role": role, "nearness": nearness}
                for child in self.children
                for role, nearness in NEARNESS.items()
            ]
            out.put("household", _table("household", homes))
            out.put(
                "coverage",
                _table(
                    "coverage",
                    [{name: getattr(row, name) for name in SCHEMAS["coverage"].names} for row in history.delivered],
                ),
            )

    def _birth(self) -> tuple[date, date] | None:
        born = self.random.choice(BIRTHS)
        if born is None:
            return None
        return date(*born), self.random.choice([date(*born), date(*born), date(born[0] + 1, 3, 1)])

    def _as_known(self, entry: Entry) -> Entry:
        role = "child" if entry.scope == "child" else "sibling" if entry.role == "child" else entry.role
        return replace(entry, role=role, age=age(self.born[entry.child], entry))

    def _person(self, child: UUID, role: str) -> UUID:
        return child if role == "child" else UUID(int=child.int ^ NEARNESS[role])

    def _about(self, entry: Entry) -> list[str]:
        """The roles of those whom an entry is about: the one the history names, and at times somebody farther."""
        farther = {"child": "parent", "parent": "other", "carer": "other", "sibling": "partner"}
        return [entry.role, *([farther[entry.role]] if self.random.random() < 0.2 else [])]

    def _rows(self, entry: Entry, roles: list[str], says: "Numbered", origins: "Numbered") -> list[dict[str, object]]:
        origin = {"agency": entry.agency, "service": entry.service, "sector": entry.sector}
        words = {name: entry.details.get(name) for name in ASKED_DETAILS}
        plain = {name: getattr(entry, name) for name in ("entry", "thread", "day_from", "day_to", "at", "recorded_on")}
        return [
            plain
            | {
                "record": self.numbers[entry.child, role],
                "records": len(roles),
                "saying": says.number({"kind": entry.kind, "role": role, "basis": entry.basis} | words),
                "whose": origins.number(origin),
            }
            for role in roles
        ]


class Numbered(dict[tuple[tuple[str, object], ...], int]):
    """Things said, each with a number."""

    def number(self, said: dict[str, object]) -> int:
        return self.setdefault(tuple(said.items()), len(self) + 1)


def age(born: tuple[date, date] | None, entry: Entry) -> str | None:
    """The band in which a child lies, whenever it was born and on whichever day it happened; None where that differs."""
    if born is None or entry.day_from is None or entry.day_to is None:
        return None
    least, most = band(born[1], entry.day_from), band(born[0], entry.day_to)
    return least if least == most else None


def band(born: date, day: date) -> str | None:
    """How old in completed months, as a band. None: not yet born."""
    if day < born:
        return None
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return next(name for end, name in BANDS if months < end)


def _table(name: str, rows: list[dict[str, object]]) -> pa.Table:
    schema = SCHEMAS[name]
    columns = {}
    for each in schema:
        values = [row.get(each.name) for row in rows]
        if each.type == pa.uuid():
            values = [value.bytes if value else None for value in values]
        columns[each.name] = pa.array(values, each.type)
    return pa.table(columns, schema=schema)
