"""What was guessed from the words of a file and waits for a person, and what people said of it. Part of `queries`.

A guess is for the agency that holds the entry: whoever wrote the words knows what they mean.
"""

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max

from keepsight.access.roles import CONFIRM
from keepsight.access.sight import THE_MACHINE, Sight, seeing
from keepsight.chronology.models import Entry, EntryPerson, EntryStated, EntryTold, Words
from keepsight.chronology.queries import readable
from keepsight.intake.drafts import DraftEntry, When
from keepsight.intake.models import Receipt
from keepsight.people import in_sight
from keepsight.store.by_index import by_index
from keepsight.vocabulary import KINDS

GUESSES = (Path(__file__).parent / "guesses.sql").read_text(encoding="utf-8")
NOT_A_GUESS = frozenset({"document.received", "entry.retracted", "entry.disputed", "note.made"})
NOTE = "note.made"
"""What a row is of which somebody said that it is none of the kinds: kept, shown, and never counted."""


@dataclass(frozen=True, slots=True)
class GuessShown:
    """One entry whose kind was guessed from `guessed_by`. `was` is the kind that was guessed, once somebody, `by`, has said
    what it is; until then both are None. `children`: those in sight whom it is about."""

    entry: UUID
    receipt: UUID
    as_at: dt.date
    kind: str
    guessed_by: str
    narrative: str
    details: dict[str, object]
    when: When
    was: str | None
    by: str | None
    children: tuple[UUID, ...]

    @property
    def waits(self) -> bool:
        """Whether nobody has said yet what it is."""
        return self.was is None


@dataclass(frozen=True, slots=True)
class FileOfGuesses:
    """A file with guesses that wait, what it is called, and how many."""

    receipt: UUID
    as_at: dt.date
    name: str
    waiting: int


def guesses(sight: Sight, receipt: UUID | None = None) -> list[GuessShown]:
    """The guesses in sight of the reader's own agency, of one file or of all, in the order of their days; decided ones too.

    Empty for a role that confirms nothing. A child whom somebody sees by broken glass alone is left out: that is for reading.
    """
    if sight.role not in CONFIRM:
        return []
    found = [_shown(row) for row in _rows(sight, receipt)]
    pairs = [(child, one.entry) for one in found for child in one.children]
    may_read = readable(pairs)
    return [one for one in found if one.entry in may_read]


def files_of_guesses(sight: Sight) -> list[FileOfGuesses]:
    """The files with guesses in sight that wait, in the order of their days."""
    waiting = Counter((one.as_at, one.receipt) for one in guesses(sight) if one.waits)
    names = dict(Receipt.objects.filter(id__in=[receipt for _, receipt in waiting]).values_list("id", "file_name"))
    return [FileOfGuesses(receipt, as_at, names[receipt], count) for (as_at, receipt), count in sorted(waiting.items())]


def choices() -> dict[str, str]:
    """The kinds that a person may say a row is, each with its title, in the order of these: what files tell of."""
    told = (kind for kind in KINDS.values() if not kind.recorded_here and kind.name not in NOT_A_GUESS)
    return {kind.name: kind.title for kind in sorted(told, key=lambda kind: kind.title)}


@dataclass(frozen=True, slots=True)
class Account:
    """What an entry says, as a draft, and where it came from: what another account of the same matter is made of.

    The people of the draft are its records, by their ids. `as_at`: the last day as at which it was stated.
    """

    draft: DraftEntry
    agency: str
    receipt: Receipt | None
    sheet: str | None
    row: int
    thread: UUID | None
    received_at: dt.datetime
    as_at: dt.date
    supersedes: UUID | None


def account(entry: UUID) -> Account:
    """An entry that is in the log, read past what anybody may see: whoever asks has decided already that they may."""
    with seeing(THE_MACHINE):
        one = Entry.objects.select_related("receipt").get(pk=entry)
        last = EntryStated.objects.filter(entry=entry).aggregate(last=Max("as_at"))["last"]
        draft = _draft(one, Words.objects.get(pk=entry))
    return Account(
        draft, one.agency_id, one.receipt, one.sheet, one.row or 0, one.thread, one.received_at, last, one.supersedes_id
    )


def _draft(one: Entry, words: Words) -> DraftEntry:
    when = When(one.occurred_from, one.occurred_to, one.precision, words.raw_when, one.occurred_at)  # type: ignore[arg-type]  # a text here
    people = EntryPerson.objects.filter(entry=one).values_list("record", "role").order_by("record", "role")
    told = EntryTold.objects.filter(entry=one).values_list("agency", "told_on").order_by("told_on", "agency")
    return DraftEntry(
        one.kind,
        when,
        tuple((str(record), role) for record, role in people),  # type: ignore[misc]  # the log keeps no other words
        details=words.details,
        narrative=words.narrative,
        recorded_on=one.recorded_on if one.recorded_how == "stated" else None,
        from_agency=one.from_agency,
        told=tuple(told),
        basis=one.basis,  # type: ignore[arg-type]  # a text here
        corroborated=one.corroborated,
        child_words=words.child_words,
        hindsight=words.hindsight,
        significance=words.significance,
        professional=words.professional,
        level=one.level,  # type: ignore[arg-type]  # a text here
        guessed_by=words.guessed_by,
    )


def _rows(sight: Sight, receipt: UUID | None) -> list[tuple[Any, ...]]:
    seen = in_sight.seen(sight)
    asked: dict[str, Any] = {
        "agency": sight.agency,
        "receipt": receipt,
        "children": None if seen is None else list(seen),
    }
    asked |= {name: list(in_sight.now(getattr(sight, name))) for name in ("cell", "glass")}
    asked["hidden"] = list(in_sight.hidden(sight))
    with seeing(THE_MACHINE), connection.cursor() as cursor, by_index(cursor):
        cursor.execute(GUESSES, asked)
        return list(cursor.fetchall())


def _shown(row: tuple[Any, ...]) -> GuessShown:
    (
        entry, receipt, as_at, kind, guessed_by, narrative, details, first, last, precision, raw, at, was, had_guessed, by,
        children,
    ) = row  # fmt: skip
    said = json.loads(details) if isinstance(details, str) else details
    when = When(first, last, precision, raw, at)
    of = tuple(dict.fromkeys(children))
    return GuessShown(
        entry, receipt, as_at, kind, guessed_by or had_guessed, narrative, said, when, was, by if was else None, of
    )
