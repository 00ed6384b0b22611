"""Thirty files of as many layouts as there are, about children who meet in several; one is put right, two are taken back.

Each format's own sample (their agencies tell of the same few children, by names and numbers that do not always agree), the five
files of `test_orders`, and the school's incidents as it told them before it looked again.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest import mock

from django.db import transaction

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.chronology.actions import RETRACTED
from keepsight.intake.drafts import Draft, FileSaid
from keepsight.intake.formats import SHELF, formats
from keepsight.intake.models import Receipt
from keepsight.intake.reading import read
from keepsight.prompts.actions import receive
from keepsight.prompts.taking_back import take_back
from keepsight.store.clock import today
from keepsight.vocabulary import SECTORS
from tests.prompts.everything import State, state
from tests.prompts.test_orders import FILES, write

SAID_BY = dt.date(2024, 11, 30)  # where a sample does not say for which day it speaks
PUT_RIGHT_ON = dt.date(2024, 12, 15)
TAKEN_BACK = ("housing", "school_incidents")  # the one told by it alone, the other by what puts it right as well


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that an agency hands in, read once; `taken_back`: later it says that it should not have."""

    path: Path
    agency: str
    as_at: dt.date
    drafts: tuple[Draft, ...]
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A file is handed in; or one that was is taken back."""

    sent: Sent
    back: bool = False


def thirty(folder: Path) -> list[Sent]:
    """The files, in the order of the days they speak for. What they need that is not on the shelf is written into `folder`."""
    samples = (place for place in SHELF.glob("*/sample.*") if not place.name.endswith(".expected.md"))
    sent = [_sent(place, place.parent.name) for place in sorted(samples) if place.parent.name != "chronology_table"]
    sent += [_sent(write(folder / f"{place}.csv", *file), "chronology_table") for place, file in enumerate(FILES)]
    told = (SHELF / "school_incidents" / "sample.csv").read_text("utf-8")
    right = folder / "put-right.csv"
    right.write_text(told.replace("Hunger; Neglect", "Hunger").replace("Bruise on", "Graze on"), "utf-8")
    return sorted([*sent, _sent(right, "put right", PUT_RIGHT_ON)], key=lambda one: (one.as_at, one.path.name))


def _sent(path: Path, layout: str, as_at: dt.date | None = None) -> Sent:
    drafts = tuple(read(path, as_at=as_at or SAID_BY, today=today()))
    said = drafts[0]
    assert isinstance(said, FileSaid)
    agency = said.agency_code or formats()[said.format].sectors[0]
    return Sent(path, agency, as_at or said.as_at or SAID_BY, drafts, layout in TAKEN_BACK)


def in_order(files: Sequence[Sent]) -> list[Step]:
    """Each file by the day it speaks for, and at the end what is taken back."""
    return [*map(Step, files), *(Step(one, back=True) for one in files if one.taken_back)]


def at_random(files: Sequence[Sent], dice: Random) -> list[Step]:
    """The files in any order; one is taken back at any time after it was handed in."""
    steps = [Step(one) for one in dice.sample(files, len(files))]
    for one in files:
        if one.taken_back:
            steps.insert(dice.randint(steps.index(Step(one)) + 1, len(steps)), Step(one, back=True))
    return steps


def come_to(steps: Sequence[Step]) -> State:
    """All that the files come to in this order. Then everything is undone."""
    with transaction.atomic(), mock.patch("keepsight.prompts.receiving.read", _as_read(steps)):
        for agency in {one.sent.agency for one in steps} & SECTORS.keys():
            name_agency(
                agency, name=SECTORS[agency].title, sector=agency
            )  # else the file that comes first would name it
        stewards = {agency: _steward(agency) for agency in {one.sent.agency for one in steps if one.back}}
        receipts: dict[Path, Receipt] = {}
        for step in steps:
            one = step.sent
            if step.back:
                take_back(receipts[one.path], because="It was not for us to send", by=stewards[one.agency])
            else:
                received = receive(one.path, agency=one.agency, as_at=one.as_at)
                receipts[one.path] = Receipt.objects.get(id=received.receipt)
        after = _without_taking_back(state())
        transaction.set_rollback(True)
    return after


def _without_taking_back(after: State) -> State:
    """The state without what merely says that something was taken back: that is said only of what nobody else told by then.

    What stands is kept whole.
    """
    told = {part: frozenset(said for said in after[part] if said[1] != RETRACTED) for part in ("log", "stated")}  # type: ignore[index]  # a state names no types
    return after | told


def _as_read(steps: Sequence[Step]):  # type: ignore[no-untyped-def]  # it stands where `read` stood
    drafts: Mapping[Path, tuple[Draft, ...]] = {step.sent.path: step.sent.drafts for step in steps}

    def reading(path: Path, **_: object) -> Iterator[Draft]:
        return iter(drafts[path])

    return reading


def _steward(agency: str) -> User:
    return add_user(
        f"steward of {agency}", name="Una Invented", agency=agency, role="data_steward", password="long enough"
    )
