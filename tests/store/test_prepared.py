"""A long question is planned once for each connection, answers what the plain one answers, and does not pile up."""

import datetime as dt

import pytest
from django.db import connection, transaction

from keepsight.store.prepared import KEPT_AT_ONCE, OURS, ask_prepared

pytestmark = pytest.mark.django_db

LONG = "SELECT day, day - %(as_of)s::date, '5%%' FROM unnest(%(days)s::date[]) AS day WHERE day <> %(as_of)s::date"
A_DAY, NEXT_DAY = dt.date(2026, 3, 1), dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def nothing_kept():
    """What earlier tests left on this connection is not ours."""
    _forget()
    yield
    _forget()


def test_it_answers_what_the_plain_statement_answers():
    given = {"as_of": A_DAY, "days": [A_DAY, NEXT_DAY]}
    with connection.cursor() as cursor:
        cursor.execute(LONG, given)
        assert ask_prepared(LONG, given) == cursor.fetchall() == [(NEXT_DAY, 1, "5%")]


def test_asked_again_with_other_values_it_is_planned_no_second_time():
    for days in ([A_DAY], [A_DAY, NEXT_DAY], []):
        ask_prepared(LONG, {"as_of": A_DAY, "days": days})
    assert _kept("generic_plans") == [3]
    assert _kept("custom_plans") == [0]


def test_a_part_of_what_is_given_may_be_asked_for_alone():
    assert ask_prepared("SELECT %(as_of)s::date", {"days": [], "as_of": A_DAY}) == [(A_DAY,)]


def test_another_text_is_another_statement():
    assert ask_prepared("SELECT 1", {}) == [(1,)]
    assert ask_prepared("SELECT 2", {}) == [(2,)]


def test_no_connection_keeps_more_than_a_few():
    for number in range(3 * KEPT_AT_ONCE):
        ask_prepared(f"SELECT {number}", {})
        assert len(_kept("name")) <= KEPT_AT_ONCE


def test_it_stays_when_what_was_done_is_undone():
    with transaction.atomic():
        ask_prepared("SELECT 3", {})
        transaction.set_rollback(True)
    assert ask_prepared("SELECT 3", {}) == [(3,)]
    assert len(_kept("name")) == 1


def test_a_table_that_changed_is_read_as_it_is_now():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE told ON COMMIT DROP AS SELECT 1 AS one")
        asked = "SELECT count(*) FROM told WHERE one = %(one)s::int"
        assert ask_prepared(asked, {"one": 1}) == [(1,)]
        cursor.execute(
            "ALTER TABLE told ADD COLUMN two int; CREATE INDEX ON told (one); INSERT INTO told VALUES (1, 2)"
        )
        assert ask_prepared(asked, {"one": 1}) == [(2,)]


def _kept(column: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM pg_prepared_statements WHERE name LIKE %s", [OURS])
        return [one for (one,) in cursor.fetchall()]


def _forget() -> None:
    for name in _kept("name"):
        with connection.cursor() as cursor:
            cursor.execute(f"DEALLOCATE {name}")
