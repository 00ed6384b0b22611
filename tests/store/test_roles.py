"""The three roles, tried on a real server. What must be refused comes first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction

from conftest import DISK, Databases, store_of_its_own

ONLY_ADDED_TO = [
    "people_record",
    "people_description",
    "people_relationship",
    "store_auditline",
    "intake_receipt",
    "intake_refusedrow",
    "intake_coverage",
    "chronology_entry",
    "chronology_words",
    "chronology_entry_person",
    "chronology_entry_told",
    "chronology_entry_stated",
]


@pytest.fixture(scope="module")
def a_town(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[Path]:
    """One town for all that is tried on it here: each trial is rolled back."""
    yield from store_of_its_own(databases, django_db_blocker, "town")


@pytest.mark.parametrize("table", ONLY_ADDED_TO)
@pytest.mark.parametrize("role", ["default", "owner"])
@pytest.mark.parametrize(
    "change",
    ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"],
    ids=["update", "delete", "truncate"],
)
def test_what_is_only_added_to_refuses_every_other_change(a_town, table, role, change):
    with transaction.atomic(using=role), connections[role].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0], "nothing would be refused, because there is nothing to change"
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
            [table],
        )
        column = cursor.fetchone()[0]
        if role == "owner":  # whose rows the policies hide from it too: what is tried here is the guard behind them
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        with pytest.raises(Exception, match=r"permission denied|only ever added to"):
            cursor.execute(change.format(table=table, column=f'"{column}"'))
        transaction.set_rollback(True, using=role)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (one int)",
        "ALTER TABLE chronology_entry DISABLE TRIGGER ALL",
        "DROP TABLE chronology_entry",
        "SET session_replication_role = replica",
        "ALTER FUNCTION chronology_columns(uuid[]) OWNER TO keepsight_app",
    ],
)
def test_the_application_owns_nothing(fresh_store, statement):
    with connections["default"].cursor() as cursor, pytest.raises(Exception, match=r"permission denied|must be owner"):
        cursor.execute(statement)


def test_the_asker_only_reads(fresh_store):
    with connections["asker"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM chronology_entry")
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute("INSERT INTO store_mark (name, marked_at) VALUES ('demo', now())")


def test_each_connection_acts_as_its_role_whoever_logged_in(fresh_store):
    acting = {}
    for alias in ("default", "owner", "asker"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_user")
            acting[alias] = cursor.fetchone()[0]
    assert acting == {"default": "keepsight_app", "owner": "keepsight_owner", "asker": "keepsight_asker"}


def test_the_embedded_server_keeps_checksums_and_waits_for_the_disk(fresh_store, databases):
    """As it ships: the tests' own waits no longer once it runs."""
    assert databases.as_shipped == dict.fromkeys(DISK, "on")
