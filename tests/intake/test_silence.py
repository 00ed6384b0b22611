"""When a feed has gone silent. Anyone who looks after files can check this table."""

import datetime as dt

import pytest

from keepsight.access.actions import name_agency
from keepsight.intake.models import Receipt
from keepsight.intake.silence import OWN_TABLE, overdue, silent_feeds
from keepsight.store import clock

FIRST = dt.date(2026, 1, 2)
WEEKLY, MONTHLY = [0, 7, 14, 21], [0, 31, 59, 90]


def on(day: int) -> dt.date:
    return FIRST + dt.timedelta(days=day)


@pytest.mark.parametrize(
    ("days", "today", "usual"),
    [
        ([], 400, None),
        ([0, 7], 400, None),  # two files make no rhythm
        ([0, 0, 7, 7], 400, None),  # nor do four of two days
        (WEEKLY, 28, None),
        (WEEKLY, 35, None),
        (WEEKLY, 36, 7),
        (MONTHLY, 150, None),
        (MONTHLY, 153, 31),
        ([0, 7, 14, 200, 207, 214, 221, 228, 235], 250, 7),  # a long pause of long ago is not usual
        ([21, 7, 0, 14], 36, 7),  # in whatever order they came
        (WEEKLY, 0, None),  # files that speak for days to come
    ],
)
def test_a_feed_is_silent_when_its_next_file_is_long_overdue(days: list[int], today: int, usual: int | None) -> None:
    assert overdue(map(on, days), on(today)) == usual


@pytest.fixture
def sent(db: None):
    """Notes that a feed of the school's sent files for these days."""
    name_agency("school", name="Marshlight School", sector="school")

    def send(format_name: str, days: list[int], *tables: str) -> list[Receipt]:
        return [
            Receipt.objects.create(
                agency_id="school", received_at=clock.now(), file_name="x", sha256="x", size=1, format=format_name,
                format_version="1", as_at=on(day), rows=1, counted=1, entries=1, refused=0, duplicates=0, blank=0,
                tables=dict.fromkeys(tables, 1),
            )
            for day in days
        ]  # fmt: skip

    return send


def test_one_feed_of_an_agency_is_named_while_the_other_goes_on(sent) -> None:
    sent("chronology_table", WEEKLY)
    sent("Desk log", GOES_ON)
    [silent] = silent_feeds(on(50))
    assert (silent.agency_name, silent.last_day, silent.usual_days) == ("Marshlight School", on(21), 7)
    assert silent.format_title not in {"chronology_table", "Desk log", OWN_TABLE}


def test_what_an_agency_calls_its_own_table_is_not_told_to_others(sent) -> None:
    sent("Desk log", WEEKLY)
    assert [one.format_title for one in silent_feeds(on(50))] == [OWN_TABLE]


GOES_ON = [*WEEKLY, 28, 35, 42, 49]


def test_a_table_that_stays_out_is_named_while_others_of_its_return_go_on(sent) -> None:
    """Each table a file of its own, or all of them in one: it is the same."""
    sent("ssda903", GOES_ON, "Episodes")
    sent("ssda903", WEEKLY, "Missing", "Reviews")
    sent("ssda903", [3, 20], "Adoption")
    assert [(one.format_title, one.last_day) for one in silent_feeds(on(50))] == [
        ("Children looked after return (SSDA903): Missing", on(21)),
        ("Children looked after return (SSDA903): Reviews", on(21)),
    ]


def test_a_return_that_stays_out_as_a_whole_is_named_once(sent) -> None:
    sent("ssda903", WEEKLY, "Episodes", "Missing")
    assert [one.format_title for one in silent_feeds(on(50))] == ["Children looked after return (SSDA903)"]


def test_files_of_before_tables_were_kept_make_no_table_silent_nor_the_return(sent) -> None:
    sent("ssda903", WEEKLY)
    sent("ssda903", [28, 35, 42, 49], "Episodes")
    assert silent_feeds(on(50)) == []
