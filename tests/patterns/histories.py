"""Histories of invented children, as the columns that patterns read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.coverage import Delivered

FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2026, 12, 31)
"""The calendar the tests give their engines. Outside it nobody can tell."""


@dataclass(frozen=True)
class Entry:
    """One row of the relation `entry`, and of `stated` for each of the words it `states`. An unknown day is None at both ends."""

    child: UUID
    entry: UUID
    kind: str
    day_from: date | None
    day_to: date | None
    at: datetime | None = None
    recorded_on: date = FIRST_DAY
    agency: str | None = None
    service: str | None = None
    sector: str = "social_care"
    thread: UUID | None = None
    scope: str = "child"
    role: str = "child"
    age: str | None = None
    basis: str | None = None
    details: dict[str, str] = field(default_factory=dict, hash=False)
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """What is on record about some children, what feeds delivered, and the day on which it is asked.

    `births`: when each was born and was expected, where anybody has said.
    """

    entries: list[Entry]
    delivered: list[Delivered]
    as_of: date
    births: Mapping[UUID, Birth] = field(default_factory=dict)

    @property
    def children(self) -> list[UUID]:
        """Everyone anything is said of."""
        told = (row.child for row in self.delivered if row.child)
        return sorted({entry.child for entry in self.entries} | set(told))
