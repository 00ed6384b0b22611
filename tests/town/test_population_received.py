"""The whole way for a small town: its files are received without a row set aside, and tell what its columns tell."""

from collections import Counter
from datetime import date

import duckdb
import pytest
from django.db import connection

from keepsight.chronology.folder import mark_of, relation
from keepsight.patterns.scanning.scan import scan
from keepsight.people.models import Link
from keepsight.people.queries import by_nhs_number, linked_counts
from keepsight.people.verdicts import AT_HOME
from keepsight.prompts.actions import receive
from keepsight.prompts.queries import asked
from keepsight.prompts.sheets import sheets
from keepsight.town.population import write_columns, write_files
from keepsight.town.population.people import households, nhs_number
from keepsight.town.population.world import World
from keepsight.vocabulary import ASKED_DETAILS

SEED, UNTIL = 5, date(2026, 3, 31)
SIZES = [24, pytest.param(60, marks=pytest.mark.long)]

ASKED = ", ".join(ASKED_DETAILS)
FROM_FILES = f"""
    SELECT child, kind, day_from, day_to, EXTRACT(epoch FROM "at")::bigint, recorded_on, agency, service, sector, scope,
           role, age, basis, {", ".join(f"details ->> '{detail}'" for detail in ASKED_DETAILS)}
    FROM chronology_columns(%s::uuid[])
"""
FROM_COLUMNS = f"""
    WITH told AS (
      SELECT record.person, entry.*, saying.*, whose.*
      FROM entries AS entry
      JOIN record USING (record) JOIN saying USING (saying) JOIN whose USING (whose)
    ),
    bearing AS (
      SELECT person AS child, 'child' AS scope, 'child' AS bears_as, * FROM told WHERE role = 'child'
      UNION ALL
      SELECT household.child, 'household', household.role, told.*
      FROM household JOIN told ON told.person = household.person
    )
    SELECT child, kind, day_from, day_to, EXTRACT(epoch FROM "at")::bigint, recorded_on, agency, service, sector, scope,
           bears_as, basis, {ASKED}
    FROM bearing
    WHERE child IN (SELECT child FROM child)
"""
AGE = 11  # the place of the age in a row from files: the folder holds births, and whoever scans works it out


@pytest.fixture(params=SIZES)
def children(request):
    return request.param


@pytest.fixture
def received(db, tmp_path, children):
    files = write_files(tmp_path / "files", children, SEED, UNTIL)
    return [(file, receive(file.path)) for file in files]


@pytest.fixture
def folder(tmp_path, children):
    write_columns(tmp_path / "columns", children, SEED, UNTIL)
    return tmp_path / "columns"


@pytest.fixture
def columns(folder):
    """The folder's tables, as DuckDB has them."""
    with duckdb.connect() as duck:
        duck.execute("SET TimeZone = 'Europe/London'")
        for table in ("entries", "record", "saying", "whose", "household", "child"):
            duck.execute(f"CREATE TABLE {table} AS {relation(folder, mark_of(folder), table)}")
        yield duck


@pytest.fixture
def apart(children):
    """Children of whom, or of whose sister or brother, one agency has no number: it links its record by a home alone, or not."""
    with duckdb.connect() as duck:
        next(World(duck, children, SEED, UNTIL).blocks())
        homes = households(duck, UNTIL).values()
    return {n for home in homes if home.unnumbered for n in home.children}


def test_files_are_received_whole_and_tell_what_the_columns_tell(received, folder, columns, children, apart, tmp_path):
    assert [(file.path.name, receipt.refused) for file, receipt in received if receipt.refused] == []
    assert all(receipt.rows == receipt.counted for _, receipt in received)
    assert sum(receipt.duplicates for _, receipt in received) > 0, "no line stood twice"

    # The folder has its children in the order of their numbers; a store knows them by their NHS numbers.
    in_folder = dict(columns.execute("SELECT child, row_number() OVER () - 1 FROM child").fetchall())
    in_store = {by_nhs_number(nhs_number(n)): n for n in range(children)}
    assert set(in_store.values()) == set(in_folder.values()) == set(range(children))
    counts = linked_counts()
    assert counts.linked > 10 * counts.asked
    assert Link.objects.filter(rule=AT_HOME, ended_at=None).exists(), "every number was known"

    with connection.cursor() as cursor:
        cursor.execute(FROM_FILES, [list(in_store)])
        told = [(in_store[row[0]], *row[1:AGE], *row[AGE + 1 :]) for row in cursor.fetchall()]
    drawn = [(in_folder[child], *row) for child, *row in columns.execute(FROM_COLUMNS).fetchall()]
    assert Counter(row for row in told if row[0] not in apart) == Counter(row for row in drawn if row[0] not in apart)

    answers = tmp_path / "answers.parquet"
    scan(folder, answers, sheets().values())
    scanned = columns.execute(
        "SELECT DISTINCT child, pattern, began_on, ended_on, visible_on FROM read_parquet($file) WHERE state = 'holds'",
        {"file": str(answers)},
    )
    from_files = {
        (in_store[one.child], one.pattern, one.began_on, one.ended_on, one.visible_on)
        for one in asked(None, UNTIL, holding=False).prompts
        if one.child in in_store
    }
    from_columns = {(in_folder[child], *row) for child, *row in scanned.fetchall()}
    assert {row for row in from_files if row[0] not in apart} == {row for row in from_columns if row[0] not in apart}
    assert len(from_columns) > children / 4
