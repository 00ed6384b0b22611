"""Small histories with a name each: what goes wrong in calendars, in clocks and in records that people keep by hand.

A line is an entry (its day or range, its kind, and whatever else it says); the first line says which sheet is asked and when,
and the lines that begin with = are all that this sheet must answer. Every other sheet is asked of it too, of every engine.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from keepsight.patterns.coverage import Delivered
from keepsight.vocabulary import ASKED_DETAILS, KINDS
from tests.patterns.histories import Entry, History
from tests.patterns.named import SAID
from tests.patterns.rounds import OF_ROUNDS
from tests.patterns.troubles import MET

NAMES = uuid.UUID(int=3)
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Fixture:
    """A history, the one sheet it is about, and what this must answer: state, the day it began, the day it ended or None."""

    sheet: str
    child: uuid.UUID
    history: History
    answers: list[tuple[str, date, date | None]]


def _fixture(name: str, text: str) -> Fixture:
    head, *lines = [line.strip() for line in text.strip().splitlines()]
    sheet, as_of, *sent = head.split()
    child = uuid.uuid5(NAMES, name)
    entries = [_entry(child, f"{name} {number}", line) for number, line in enumerate(lines) if not line.startswith("=")]
    answers = [_answer(line) for line in lines if line.startswith("=")]
    asked_on = date.fromisoformat(as_of)
    return Fixture(sheet, child, History(entries, _delivered(child, sent, asked_on), asked_on), answers)


def together(fixtures: Iterable[Fixture]) -> list[History]:
    """Some of them, those of one day of asking as one history of several children."""
    some = list(fixtures)
    days = {fixture.history.as_of for fixture in some}
    return [joined([one.history for one in some if one.history.as_of == day]) for day in sorted(days)]


def joined(histories: list[History]) -> History:
    """Histories of several children that are asked on one day, as one."""
    entries = [entry for one in histories for entry in one.entries]
    births = {child: birth for one in histories for child, birth in one.births.items()}
    return History(entries, [row for one in histories for row in one.delivered], histories[0].as_of, births)


def _entry(child: uuid.UUID, name: str, line: str) -> Entry:
    days, kind, *rest = line.split()
    said = dict(one.split("=", 1) for one in rest)
    first, last = _days(days)
    at = said.pop("at", None)
    return Entry(
        child=child,
        entry=uuid.uuid5(NAMES, name),
        kind=kind,
        day_from=first,
        day_to=last,
        at=datetime.fromisoformat(f"{first}T{at}").replace(tzinfo=LONDON).astimezone(UTC) if at else None,
        recorded_on=date.fromisoformat(said.pop("recorded", str(last or date(2025, 1, 1)))),
        thread=_thread(name, said),
        states=tuple(said.pop("states").split(",")) if "states" in said else (),
        details={word: said.pop(word) for word in ASKED_DETAILS if word in said},
        **said,
    )


def _thread(name: str, said: dict[str, str]) -> uuid.UUID | None:
    """A thread by its name, or that of what is done about one entry alone: the id of that line's entry."""
    about = said.pop("about", None)
    if about is not None:
        return uuid.uuid5(NAMES, f"{name.rpartition(' ')[0]} {about}")
    return uuid.uuid5(NAMES, said.pop("thread")) if "thread" in said else None


def _days(written: str) -> tuple[date | None, date | None]:
    if written == "unknown":
        return None, None
    first, _, last = written.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _answer(line: str) -> tuple[str, date, date | None]:
    _, state, began_on, *ended_on = line.split()
    return state, date.fromisoformat(began_on), date.fromisoformat(ended_on[0]) if ended_on else None


def _delivered(child: uuid.UUID, sent: list[str], as_of: date) -> list[Delivered]:
    """What feeds sent: everything ever, unless the fixture says otherwise."""
    if sent == ["nothing"]:
        return []
    spells = [_days(one) for one in sent] or [(date(2020, 1, 1), as_of)]
    return [
        Delivered(child, sector, kind, first, last)
        for first, last in spells
        if first and last
        for kind in KINDS
        for sector in ("social_care", "school", "hospital")
    ]


FIXTURES = {
    name: _fixture(name, text)
    for name, text in {
        **SAID,
        **OF_ROUNDS,
        **{f"{shape}: {trouble}": text for (shape, trouble), text in MET.items()},
    }.items()
}
