"""One time missing is told once, whoever told of it; what came of asking is laid beside the return it is about, or beside none."""

import datetime as dt
from uuid import uuid4

import pytest

from keepsight.practice.child.missing import Episode, episodes, often
from tests.pages.invented import entry

POLICE, HOME = "Fennick Police", "Saltmarsh House"
ONE, OTHER = uuid4(), uuid4()


def told(kind, on, agency=POLICE, **said):
    """Something told of the child's times missing."""
    return entry(kind, on, agency, **said)


REPORT, RETURN = told("missing.reported", "2026-03-01"), told("missing.found", "2026-03-03")


@pytest.mark.parametrize(
    ("says", "entries", "shape"),
    [
        ("gone and back is one time", [REPORT, RETURN], [(1, 1)]),
        ("the home tells of the same day", [REPORT, told("missing.reported", "2026-03-01", HOME), RETURN], [(2, 1)]),
        ("across midnight", [REPORT, told("missing.reported", "2026-03-02", HOME), RETURN], [(2, 1)]),
        ("a week later is another", [REPORT, told("missing.reported", "2026-03-09", HOME)], [(1, 0), (1, 0)]),
        ("one agency reports twice: two times", [REPORT, told("missing.reported", "2026-03-01")], [(1, 0), (1, 0)]),
        ("both tell of the return", [REPORT, RETURN, told("missing.found", "2026-03-03", HOME)], [(1, 2)]),
        ("back, and nobody had said gone", [RETURN], [(0, 1)]),
        ("not back yet", [REPORT], [(1, 0)]),
        (
            "threads go before days",
            [
                told("missing.reported", "2026-03-01", thread=ONE),
                told("missing.reported", "2026-03-02", thread=OTHER),
                told("missing.found", "2026-03-04", thread=ONE),
            ],
            [(1, 1), (1, 0)],
        ),
        ("a brother's is not the child's", [told("missing.reported", "2026-03-01", scope="household")], []),
    ],
)
def test_one_time_missing_is_told_once(says, entries, shape):
    for order in (entries, entries[::-1]):
        assert [(len(one.reported), len(one.found)) for one in episodes(order)[0]] == shape, says


def test_an_interview_is_of_the_return_it_names_or_of_the_last_before_it_and_else_of_none():
    second = [told("missing.reported", "2026-04-01", thread=OTHER), told("missing.found", "2026-04-02", thread=OTHER)]
    named = told("return_interview.held", "2026-04-09", details={"about": str(RETURN.id)})
    tied = told("return_interview.offered", "2026-04-03", thread=OTHER)
    nearest = told("return_interview.held", "2026-03-05")
    vague = told("return_interview.offered", "2025-09-01", occurred_to=dt.date(2026, 4, 9))
    (first, last), nowhere = episodes([REPORT, RETURN, *second, named, tied, nearest, vague])
    assert [one for _, one in first.steps] == [nearest, named]
    assert [one for _, one in last.steps] == [tied]
    assert nowhere == [vague]


def test_what_is_said_of_a_time_is_read_by_no_more_people_than_the_time_itself():
    assert Episode(reported=[REPORT]).level == "standard"
    sealed = told("missing.found", "2026-03-03", level="sealed")
    restricted = told("missing.reported", "2026-03-01", level="restricted")
    assert Episode(reported=[restricted], found=[RETURN]).level == "restricted"
    assert Episode(reported=[restricted], found=[sealed]).level == "sealed"


def test_a_second_no_counts_whoever_wrote_the_first():
    no = [told("return_interview.offered", f"2026-03-0{day}", details={"answer": "declined"}) for day in (4, 5)]
    (one,), _ = episodes([REPORT, RETURN, *no])
    assert [step for step, _ in one.steps] == ["decline", "decline_again"]
    assert one.state == "declined_again"


def test_three_within_thirty_days_are_told_and_three_within_thirty_two_are_not():
    def times(*days):
        return episodes([told("missing.reported", day) for day in days])[0]

    assert len(often(times("2026-03-01", "2026-03-15", "2026-03-31"))) == 3
    assert often(times("2026-03-01", "2026-03-15", "2026-04-01")) == []
    assert often(times("2026-03-01", "2026-03-15")) == []
    assert often([]) == []
