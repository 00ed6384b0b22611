"""What landlords send, and the tables that councils gather of a family's other services."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftRow, FileSaid
from keepsight.intake.reading import read

PUBLIC = Path(__file__).parents[3] / "shared" / "samples" / "other-agencies"
public = pytest.mark.skipif(not PUBLIC.is_dir(), reason=f"the public samples are not at {PUBLIC}: see their INDEX.md")


def read_whole(path: Path) -> list[Draft]:
    drafts = list(read(path, today=date(2026, 1, 1)))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def rows_of(tmp_path: Path, headings: str, rows: list[str]) -> list[DraftRow]:
    (tmp_path / "table.csv").write_text("\n".join((headings, *rows, "")), "utf-8")
    return [draft for draft in read_whole(tmp_path / "table.csv") if isinstance(draft, DraftRow)]


# What a landlord calls an event, and what that is, by hand. None: the row is set aside, for it may mean anything.
EVENTS = {
    "Rent arrears": "housing.event",
    "NSP": "housing.event",
    "ASB": "housing.event",
    "Homelessness application": "housing.event",
    "No access": "visit.no_access",
    "Property inspection": "home.observed",
    "Carnival": None,
}


def test_an_event_of_the_home_is_read_and_one_that_no_word_knows_is_set_aside(tmp_path):
    rows = [f"T1,Marnie Sedge,11/02/2014,0{day + 1}/03/2024,{event}" for day, event in enumerate(EVENTS)]
    told = rows_of(tmp_path, "Tenancy ref,Child name,Child DOB,Event date,Event type", rows)
    assert [row.entries[0].kind if row.entries else None for row in told] == list(EVENTS.values())
    assert [row.refused.column for row in told if row.refused] == ["Event type"]


def test_a_case_that_is_open_on_a_day_began_some_time_since_the_tenancy_did(tmp_path):
    above = "Data current as of,30/06/2024\npersonId,housingAssociation,tenancyStart,rentArrears,eviction"
    (row,) = rows_of(tmp_path, above, ["42,Fennick Homes,03/02/2023,open,"])
    ((entry),) = row.entries
    assert (entry.when.first, entry.when.last, entry.when.precision) == (date(2023, 2, 3), date(2024, 6, 30), "range")
    assert entry.details == {"event": "rent arrears", "state": "open"}


def test_how_a_family_stands_today_says_nothing_of_what_did_not_happen(tmp_path):
    above = "Coverage start,01/01/2024\nCoverage end,30/06/2024\npersonId,housingAssociation,tenancyStart,rentArrears,eviction\n"
    (tmp_path / "table.csv").write_text(above + "42,Fennick Homes,03/02/2023,open,\n", "utf-8")
    said = read_whole(tmp_path / "table.csv")[0]
    assert isinstance(said, FileSaid)
    assert (said.covers_from, said.delivers) == (date(2024, 1, 1), ())


@public
@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("person.csv", {}),
        ("school.csv", {}),
        ("police.csv", {}),
        ("adult_social_care.csv", {"involvement.opened": 1, "service.in_touch": 1}),
        ("housing.csv", {"housing.event": 3}),
        ("police_offence.csv", {"offence.recorded": 3}),
    ],
)
def test_each_public_table_tells_what_stands_in_it(name, kinds):
    drafts = read_whole(PUBLIC / name)
    rows = [draft for draft in drafts if isinstance(draft, DraftRow)]
    with (PUBLIC / name).open(encoding="utf-8-sig", newline="") as file:
        assert len(rows) == len(list(csv.DictReader(file)))
    told: list[DraftEntry] = [entry for row in rows for entry in row.entries]
    assert Counter(entry.kind for entry in told) == Counter(kinds)
    assert not [row for row in rows if row.refused]
