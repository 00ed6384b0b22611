"""Invented entries, feeds and prompts for tests of pages: builders, so that each test says only what it is about."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from keepsight.chronology.shown import About, EntryShown, Source
from keepsight.intake.queries import Feed
from keepsight.patterns.sheets import library
from keepsight.people.shown import ChildShown
from keepsight.prompts.queries import PromptShown
from keepsight.vocabulary import KINDS, SECTORS

SHEETS = library()
TODAY = dt.date(2026, 3, 16)
NELL = uuid.UUID("6a1f0d36-6f0e-4c1c-9a55-1c0ffee00001")
TAM = uuid.UUID("6a1f0d36-6f0e-4c1c-9a55-1c0ffee00002")


def entry(kind: str, on: str | None, agency: str = "Fennick Children’s Social Care", **said: Any) -> EntryShown:
    """An entry about Nell. `on` is a day as ISO, or None; anything else of an entry may be said by name."""
    day = dt.date.fromisoformat(on) if on else None
    sector = said.pop("sector", "social_care")
    made = EntryShown(
        id=said.pop("id", uuid.uuid4()),
        kind=kind,
        title=KINDS[kind].title,
        mark=KINDS[kind].mark,
        occurred_from=day,
        occurred_to=day,
        occurred_at=None,
        precision="day" if day else "unknown",
        raw_when=on or "",
        recorded_on=day or TODAY,
        recorded_how="assumed",
        received_at=dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.UTC),
        agency=agency.lower(),
        agency_name=agency,
        sector=sector,
        from_agency_name=None,
        told=(),
        professional=None,
        scope="child",
        role="child",
        about=(About(NELL, "Nell Sedgeway", "child"),),
        basis=None,
        corroborated=None,
        details=said.pop("details", {}),
        narrative=said.pop("narrative", ""),
        child_words=None,
        hindsight=None,
        significance=None,
        guessed_by=None,
        level="standard",
        thread=None,
        source=Source(uuid.uuid4(), "fennick.csv", None, 12, None),
    )
    return replace(made, **said)


def of_tam(made: EntryShown) -> EntryShown:
    """The same entry, about Nell's baby brother."""
    return replace(made, scope="household", role="sibling", about=(About(TAM, "Tam Sedgeway", "child"),))


def feed(
    agency: str, sector: str, kinds: tuple[str, ...] = (), *, to: dt.date | None = TODAY, connected: bool = True
) -> Feed:
    """An agency that sends `kinds`, covered from the start of 2024 up to the day `to`."""
    first = dt.date(2024, 1, 1) if to else None
    received = dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.UTC) if connected else None
    return Feed(agency.lower(), agency, sector, SECTORS[sector].title, kinds, first, to, received, connected)


def nobody_from(sector: str) -> Feed:
    """A sector from which no agency is known."""
    title = SECTORS[sector].title
    return Feed("", title, sector, title, (), None, None, None, False)


def prompt(pattern: str, sentence: str, entries: tuple[uuid.UUID, ...], **said: Any) -> PromptShown:
    """A prompt of a pattern on the shelf, standing unless it is said to have ended."""
    made = PromptShown(
        id=uuid.uuid4(),
        pattern=pattern,
        sheet=SHEETS[pattern],
        child_id=NELL,
        began_on=dt.date(2026, 2, 8),
        ended_on=None,
        visible_on=dt.date(2026, 2, 10),
        measure=3,
        sentence=sentence,
        as_at=TODAY,
        owner="allocated_team",
        owner_agency_name="Fennick Children’s Social Care",
        entry_ids=entries,
        anchor_id=entries[-1],
        found_on=TODAY,
    )
    return replace(made, **said)


def nell(**said: Any) -> ChildShown:
    """Nell Sedgeway, nine, or as it is said."""
    made = ChildShown(
        id=NELL,
        name="Nell Sedgeway",
        forename="Nell",
        surname="Sedgeway",
        known_as=(),
        born_on=dt.date(2017, 2, 4),
        born_precision="day",
        born_raw="04/02/2017",
        expected_on=None,
        expected_to=None,
        expected_precision="day",
        died_on=None,
        sex="female",
        nhs_number=None,
        upn=None,
        ethnicity=None,
        disabilities=(),
        address_protected=False,
        agencies=("csc",),
    )
    return replace(made, **said)
