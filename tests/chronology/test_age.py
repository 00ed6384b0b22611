"""How old a child was on the day of an entry: a band that is known, or nothing."""

import datetime as dt

import pytest
from django.db import connection

from keepsight.access.actions import add_user, name_agency
from keepsight.chronology.actions import Source, append
from keepsight.intake.drafts import DraftEntry, DraftPerson, When
from keepsight.people.actions import keep_records, link_records
from keepsight.people.queries import persons_of


def day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)


def when(first: str, last: str = "") -> When:
    return When(day(first), day(last or first), "month" if last else "day", first)


AGES = {
    "before birth": ("2025-03-01", "2025-02-28", None),
    "on the day of birth": ("2025-03-01", "2025-03-01", "under_6_months"),
    "the last day under six months": ("2025-03-01", "2025-08-31", "under_6_months"),
    "six months": ("2025-03-01", "2025-09-01", "6_months_to_4"),
    "six months from a day that February lacks": ("2024-08-31", "2025-02-28", "under_6_months"),
    "and the day after": ("2024-08-31", "2025-03-01", "6_months_to_4"),
    "the eve of a fifth birthday": ("2020-03-01", "2025-02-28", "6_months_to_4"),
    "a fifth birthday": ("2020-03-01", "2025-03-01", "5_to_11"),
    "the eve of a twelfth": ("2012-06-15", "2024-06-14", "5_to_11"),
    "a twelfth": ("2012-06-15", "2024-06-15", "12_to_15"),
    "sixteen, born on a leap day": ("2008-02-29", "2024-02-29", "16_or_older"),
    "seventeen only on 1 March, born on a leap day": ("2009-02-28", "2025-02-27", "12_to_15"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", AGES)
def test_a_band_is_of_completed_months_and_years(name):
    born, on, band = AGES[name]
    with connection.cursor() as cursor:
        cursor.execute("SELECT chronology_age_band(%s, %s)", [day(born), day(on)])
        assert cursor.fetchone() == (band,)


@pytest.mark.django_db
def test_a_child_born_on_a_leap_day_is_sixteen_on_1_march():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT chronology_age_band('2008-02-29', '2024-02-28'), chronology_age_band('2012-02-29', day)"
            " FROM (VALUES ('2028-02-28'::date), ('2028-02-29'::date)) AS days (day)"
        )
        assert cursor.fetchall() == [("12_to_15", "12_to_15"), ("12_to_15", "16_or_older")]


def said(code: str, *born: When) -> tuple:
    """What an agency says of one child, file after file: the child's record and its person."""
    agency, _ = name_agency(code, sector="hospital")
    for number, one in enumerate(born):
        draft = DraftPerson(ref="child", role_hint="child", local_id="1", forename="Ivy", surname="Example", born=one)
        records = keep_records(agency, [draft], receipt=None, as_at=day("2025-01-01") + dt.timedelta(days=number))
        link_records(records.values())
    return agency, records


def age_at(agency, records, happened: When) -> str | None:
    nurse = add_user("nurse", name="Nur Se", agency=agency.code, role="practitioner", password="long enough")
    source = Source(agency.code, day("2025-06-01"), dt.datetime(2025, 6, 1, tzinfo=dt.UTC), by=nurse)
    append(
        DraftEntry(kind="injury.recorded", when=happened, people=(("child", "child"),)), records=records, source=source
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT age FROM chronology_columns(%s::uuid[])", [[persons_of(records.values())[records["child"]]]]
        )
        ((age,),) = cursor.fetchall()
    return age


KNOWN = {
    "born on a known day": ([when("2025-01-10")], when("2025-05-01"), "under_6_months"),
    "birth unknown": ([], when("2025-05-01"), None),
    "born in a month, and old enough either way": ([when("2020-01-01", "2020-01-31")], when("2025-05-01"), "5_to_11"),
    "born in a month, and perhaps six months": ([when("2024-11-01", "2024-11-30")], when("2025-05-15"), None),
    "seen on a day in a month that she turned five in": ([when("2020-05-15")], when("2025-05-01", "2025-05-31"), None),
    "seen on a day that nobody knows": ([when("2020-05-15")], When(None, None, "unknown", "?"), None),
    "an exact day is not taken back by a vaguer": (
        [when("2025-01-10"), when("2024-01-01", "2024-12-31")],
        when("2025-05-01"),
        "under_6_months",
    ),
    "the day an agency said last": ([when("2025-01-10"), when("2024-01-10")], when("2025-05-01"), "6_months_to_4"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", KNOWN)
def test_an_entry_says_the_childs_age_where_it_is_known(name):
    born, happened, band = KNOWN[name]
    agency, records = said("hospital", *(born or [None]))
    assert age_at(agency, records, happened) == band
