"""An entry as a person may read it: plain data, every code already turned into its words."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from keepsight.intake.drafts import Basis, Level, Precision, Role


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry came from: a file with its sheet and row, or the person who made it."""

    receipt_id: UUID | None
    file_name: str | None
    sheet: str | None
    row: int | None
    by: str | None


@dataclass(frozen=True, slots=True)
class About:
    """A person whom an entry is about, and the role it gives them. `name` None: no agency gave a name."""

    person_id: UUID
    name: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Disputed:
    """That somebody says an entry is not so: who, when, in what words, and what was answered. `response` None: nothing yet."""

    id: UUID
    on: dt.date
    by: str
    words: str
    response: str | None


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One entry on one child's chronology.

    `scope` is "child" or "household"; `role` says who it is about, towards this child, on the day it happened.
    None means not recorded, never "no". `earlier` are the accounts of the same matter that this one replaced,
    `disputes` what a child, a parent or a carer says against it: wherever the entry is shown, they are.
    """

    id: UUID
    kind: str
    title: str
    mark: str
    occurred_from: dt.date | None
    occurred_to: dt.date | None
    occurred_at: dt.datetime | None
    precision: Precision
    raw_when: str
    recorded_on: dt.date
    recorded_how: str
    received_at: dt.datetime
    agency: str
    agency_name: str
    sector: str
    from_agency_name: str | None
    told: tuple[tuple[str, dt.date | None], ...]
    professional: str | None
    scope: str
    role: str
    about: tuple[About, ...]
    basis: Basis | None
    corroborated: bool | None
    details: dict[str, object]
    narrative: str
    child_words: str | None
    hindsight: str | None
    significance: str | None
    guessed_by: str | None
    level: Level
    thread: UUID | None
    source: Source
    earlier: tuple["EntryShown", ...] = ()
    disputes: tuple[Disputed, ...] = ()

    @property
    def accounts(self) -> tuple["EntryShown", ...]:
        """This account of its matter, and those that it replaced."""
        return (self, *self.earlier)

    def texts(self, name: str) -> list[str]:
        """The words of a detail that is a list of them, in their order; empty where it was not recorded."""
        said = self.details.get(name)
        return [str(each) for each in said] if isinstance(said, list) else []


Read = Callable[[UUID], Sequence[EntryShown]]
"""How somebody reads a child: the current entries that they may, as `queries.chronology` gives them."""
