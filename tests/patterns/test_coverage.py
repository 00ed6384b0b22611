"""Unknown is never no: a pattern of absence is asked only of days that feeds told of."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.coverage import Delivered, Lacking, lacking, told_days, told_rows
from keepsight.patterns.sheets import library

ADA, BEN = UUID(int=1), UUID(int=2)
SHEET = library()["missing-without-return-interview"]
FOUND, HELD, OFFERED = "missing.found", "return_interview.held", "return_interview.offered"


def day(number: int) -> date:
    return date(2025, 5, number)


def sent(kind: str, first: int, last: int, sector: str = "social_care", child: UUID | None = None) -> Delivered:
    return Delivered(child, sector, kind, day(first), day(last))


def everything(first: int, last: int) -> list[Delivered]:
    return [sent(kind, first, last) for kind in (FOUND, HELD, OFFERED)]


TOLD = {
    "nothing sent": ([], []),
    "one need is not sent": ([sent(FOUND, 1, 9), sent(HELD, 1, 9)], []),
    "all needs sent": (everything(1, 9), [(1, 9)]),
    "only days that every need shares": ([*everything(1, 9)[:2], sent(OFFERED, 4, 20)], [(4, 9)]),
    "another sector may send it": ([sent(FOUND, 1, 9, "police"), *everything(1, 9)[1:]], [(1, 9)]),
    "a sector that would not know": ([sent(FOUND, 1, 9, "school"), *everything(1, 9)[1:]], []),
    "two sectors fill each other's holes": (
        [sent(FOUND, 1, 4, "police"), sent(FOUND, 5, 9), *everything(1, 9)[1:]],
        [(1, 9)],
    ),
    "the next day carries on": ([*everything(1, 4), *everything(5, 9)], [(1, 9)]),
    "a day's hole stays a hole": ([*everything(1, 4), *everything(6, 9)], [(1, 4), (6, 9)]),
    "told of this child alone": ([sent(FOUND, 1, 9, child=ADA), *everything(1, 9)[1:]], [(1, 9)]),
    "told of another child": ([sent(FOUND, 1, 9, child=BEN), *everything(1, 9)[1:]], []),
    "a short file within a long one": ([*everything(1, 20), *everything(3, 4)], [(1, 20)]),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_day_is_told_when_every_need_was_delivered_for_the_child(name):
    delivered, told = TOLD[name]
    assert told_days(SHEET, ADA, delivered) == [(day(first), day(last)) for first, last in told]


def test_a_pattern_without_needs_has_no_days_to_wait_for():
    assert told_days(library()["re-referral"], ADA, everything(1, 9)) == []


def test_what_is_missing_is_named_with_the_last_day_it_was_told():
    delivered = [sent(FOUND, 1, 9, "police"), sent(HELD, 1, 5)]
    assert lacking(SHEET, ADA, delivered, day(9)) == [
        Lacking(HELD, ("social_care",), day(5)),
        Lacking(OFFERED, ("social_care",), None),
    ]


def test_nothing_is_missing_where_all_was_told_up_to_the_day():
    assert lacking(SHEET, ADA, everything(1, 9), day(9)) == []


def test_of_a_child_not_born_yet_no_silence_is_told_and_everything_else_is():
    silence, awaited = library()["child-not-heard"], library()["referral-undecided"]
    needed = {
        (kind, sector)
        for sheet in (silence, awaited)
        for one in sheet.needs
        for kind in one.kinds
        for sector in one.sectors
    }
    delivered = [Delivered(None, sector, kind, day(1), day(9)) for kind, sector in sorted(needed)]

    def told(births):
        rows = told_rows([silence, awaited], [ADA], delivered, births)
        return {row.pattern: (row.from_day, row.to_day) for row in rows}

    assert told({}) == told({BEN: Birth(day(5))}) == dict.fromkeys((silence.name, awaited.name), (day(1), day(9)))
    assert told({ADA: Birth(day(5))}) == {silence.name: (day(5), day(9)), awaited.name: (day(1), day(9))}
    assert told({ADA: Birth(day(20))}) == {awaited.name: (day(1), day(9))}
    # Of whom no birth is told it is told from when nobody is carried any longer: four weeks after the day expected.
    assert told({ADA: Birth(None, day(5))}) == {awaited.name: (day(1), day(9))}
    four_weeks_before = day(5) - timedelta(weeks=4)
    assert told({ADA: Birth(None, four_weeks_before)}) == told({ADA: Birth(day(5), four_weeks_before)})
    assert told({ADA: Birth(day(5), day(20))}) == told({ADA: Birth(day(5))})
