"""A measure counted over the log: each number is its lists, and what no feed told is counted nowhere."""

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from keepsight.access.models import Agency
from keepsight.assurance.actions import keep_measure
from keepsight.assurance.measures import Point, points
from keepsight.assurance.models import Measure
from keepsight.assurance.queries import counted
from keepsight.assurance.verdict import Says
from keepsight.errors import WrongUse
from keepsight.prompts.actions import receive
from keepsight.store import clock

pytestmark = pytest.mark.django_db

FOUND, HELD = "missing.found", "return_interview.held"
HEADS = ("Date", "Reference", "Kind", "Event", "Child forename", "Child surname", "Date of birth", "Our reference")
JO = ("Jo", "Example", "04/02/2010", "J1")
Row = tuple[str, ...]


def episode(number: int, found: str, held: str | None) -> list[Row]:
    """A return from being missing, and the interview if there was one."""
    rows = [(found, f"M{number}", FOUND, "Found", *JO)]
    return rows if held is None else [*rows, (held, f"M{number}", HELD, "Asked what happened", *JO)]


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., None]:
    """Social care's table of missing episodes, for the days from the beginning of 2024 to one that it says."""

    def send(*episodes: list[Row], to: str = "31/12/2025") -> None:
        above = {
            "Agency": "Fennick Children's Services", "Agency code": "social-care", "Period from": "01/01/2024",
            "Period to": to, "Covers": "All children the agency knows",
            "Kinds delivered": f"{FOUND} {HELD} return_interview.offered",
        }  # fmt: skip
        path = tmp_path / "missing.csv"
        with path.open("w", encoding="utf-8", newline="") as table:
            csv.writer(table).writerows([*above.items(), [], HEADS, *(row for one in episodes for row in one)])
        receive(path, agency="social-care")

    return send


def measure(counts: str = "in_time", **more: object) -> Measure:
    said = {"title": "Asked within three days", "pattern": "missing-without-return-interview", "counts": counts,
            "per": "quarter", "from_on": dt.date(2024, 1, 1), "better": "higher"}  # fmt: skip
    return Measure(**said | more)


def in_short(drawn: list[Point]) -> list[tuple[str, int, int | None, int]]:
    """Each period that counts anything: when it began, and how many in each of its lists."""
    return [
        (
            point.first.isoformat(),
            len(point.counted),
            None if point.out_of is None else len(point.out_of),
            len(point.untold),
        )
        for point in drawn
        if point.counted or point.out_of or point.untold
    ]


FIVE = (
    episode(1, "10/01/2024", "12/01/2024"),
    episode(2, "05/02/2024", "09/02/2024"),  # a day late
    episode(3, "31/03/2024", None),
    episode(4, "10/04/2024", "10/04/2024"),
    episode(5, "30/09/2025", "02/10/2025"),
)


def test_each_return_is_counted_in_the_period_in_which_the_child_came_back(sent: Callable[..., None]) -> None:
    sent(*FIVE)
    drawn = points(measure(), dt.date(2026, 1, 1))
    assert in_short(drawn) == [("2024-01-01", 1, 3, 0), ("2024-04-01", 1, 1, 0), ("2025-07-01", 1, 1, 0)]
    assert [(point.first, point.last) for point in drawn][-1] == (dt.date(2025, 10, 1), dt.date(2025, 12, 31))
    assert [point.value for point in drawn][:3] == [pytest.approx(100 / 3), 100.0, None]


def test_in_time_and_late_are_two_halves_of_one_list(sent: Callable[..., None]) -> None:
    sent(*FIVE)
    halves = zip(points(measure(), clock.today()), points(measure("late"), clock.today()), strict=True)
    for in_time, late in halves:
        assert in_time.out_of == late.out_of == tuple(sorted(in_time.counted + late.counted))


def test_a_return_that_no_feed_could_tell_of_is_in_neither_half(sent: Callable[..., None]) -> None:
    sent(*FIVE[:-1], episode(5, "30/09/2025", None), to="30/06/2024")
    assert in_short(points(measure(), dt.date(2026, 1, 1))) == [
        ("2024-01-01", 1, 3, 0),
        ("2024-04-01", 1, 1, 0),
        ("2025-07-01", 0, 0, 1),
    ]


def test_a_clock_that_still_runs_is_not_counted_yet(sent: Callable[..., None]) -> None:
    sent(*FIVE, episode(6, "30/12/2025", None))
    assert in_short(points(measure(), dt.date(2026, 1, 1)))[-1][0] == "2025-07-01"
    assert in_short(points(measure(), dt.date(2026, 2, 1)))[-1] == (
        "2025-10-01",
        0,
        0,
        1,
    )  # the file ends before its clock


def test_a_period_that_is_not_over_is_not_drawn(sent: Callable[..., None]) -> None:
    sent(*FIVE)
    assert points(measure(per="month"), dt.date(2024, 3, 31))[-1].last == dt.date(2024, 2, 29)
    assert points(measure(per="month"), dt.date(2024, 4, 1))[-1].last == dt.date(2024, 3, 31)


def test_how_often_a_pattern_began_is_a_number_of_children(sent: Callable[..., None]) -> None:
    sent(*FIVE)
    drawn = points(measure("began", better="lower"), dt.date(2026, 1, 1))
    # The second and the third return ran out of time in the first and the second quarter: one child in each.
    assert [point.value for point in drawn][:3] == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("in_time", "says"),
    [
        ("000001000001000001 111111", Says.BETTER),
        ("010101010101010101 010101", Says.NOISE),
        ("010101010101010101 111111", Says.NOISE),  # so restless a measure that six good months prove nothing
        ("111110111110111110 000000", Says.WORSE),
    ],
)
def test_practice_that_changed_is_told_from_noise(sent: Callable[..., None], in_time: str, says: Says) -> None:
    """A child comes back each month of two years; 1: and is asked in time. The change is made after eighteen months."""
    months = [f"{month:02}/{year}" for year in (2024, 2025) for month in range(1, 13)]
    days = ["21" if one == "1" else "25" for one in in_time.replace(" ", "")]
    sent(
        *(episode(n, f"20/{month}", f"{day}/{month}") for n, (month, day) in enumerate(zip(months, days, strict=True)))
    )
    shown = counted(measure(per="month", changed_on=dt.date(2025, 7, 1)), dt.date(2026, 1, 1))
    assert (shown.chart.changed_at, shown.verdict.says) == (18, says)


@pytest.mark.parametrize(
    ("said", "why"),
    [({"pattern": "no-such-pattern"}, "no pattern"), ({"pattern": "re-referral"}, "awaits nothing")],
)
def test_a_measure_of_nothing_is_refused(said: dict[str, str], why: str) -> None:
    with pytest.raises(WrongUse, match=why):
        keep_measure(measure(**said), by=None)
    assert not Measure.objects.exists()
    assert not Agency.objects.exists()
