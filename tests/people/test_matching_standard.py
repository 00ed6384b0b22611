"""The form in which records are compared, as DuckDB makes it: as `standard.py` does; what must never be compared is gone."""

import datetime as dt

import duckdb
import pytest

from keepsight.people import standard
from keepsight.people.matching.standardising import standardise
from tests.people.families import generated
from tests.people.matching_sets import said

NAMES = [
    None, "", "  ", "Unknown", "NOT KNOWN", "n/k", "Baby", "Unborn baby", "Baby of Marsh", "?", "O'Brien", "o’brien", "Anne-Marie",
    "ANNE MARIE", "Zoë", "Łukasz", "Nguyễn", "ＳＭＩＴＨ", "Weiß", " Ann   Lee ", "Özdemir", "O\u0308zdemir", "किरण", "करण",
    "Ændrew", "D'Arcy–Jones", "李小明", "Þóra",
]  # fmt: skip


def compared(*records: dict[str, object]) -> list[dict[str, object]]:
    """The records as they are compared, in their order. A record that may not be compared is left out."""
    with duckdb.connect() as duck:
        standardise(duck, said(*records))
        rows = duck.execute("SELECT * FROM standard ORDER BY CAST(record AS INTEGER)")
        names = [column[0] for column in rows.description]
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def test_names_are_the_words_that_the_rules_compare():
    found = compared(*({"forename": name} for name in NAMES))
    assert [one["forename"] or "" for one in found] == [standard.name_words(name) for name in NAMES]


def test_numbers_pass_exactly_where_their_check_digit_does():
    told = generated(11, 150, slips=4.0).told
    written = [one.nhs_number for one in told] + ["9434765919", "943 476 5919", "0000000000", "12345", "AB34765919"]
    pupils = [one.upn for one in told] + ["z823432119001", "UN1", "A850728973744", "Z82343211900A"]
    assert [one["nhs_number"] for one in compared(*({"nhs_number": number} for number in written))] == [
        standard.nhs_number(number) for number in written
    ]
    assert [one["upn"] for one in compared(*({"upn": number} for number in pupils))] == [
        standard.upn(number) for number in pupils
    ]
    assert any(standard.nhs_number(number) is None for number in written if number)


def test_a_number_on_very_many_records_tells_nobody_from_anybody():
    many = [{"nhs_number": "9434765919", "forename": f"Name {number}"} for number in range(26)]
    assert {one["nhs_number"] for one in compared(*many)} == {None}
    assert {one["nhs_number"] for one in compared(*many[:25])} == {"9434765919"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Muhammad"),
        ("Beth", "Elizabeth"),
        ("Kasia", "Katarzyna"),
        ("Abdul Rahman", "Abdul"),
        ("Alex", "Alexandra"),
        ("Alex", "Xander"),
    ],
)
def test_forms_of_one_name_are_known(one, other):
    a, b = (set(found["forename_forms"]) for found in compared({"forename": one}, {"forename": other}))
    assert a & b or one.split()[0] == other


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Chaudhry", "Chowdhury", True),
        ("Kowalski", "Kowalska", True),
        ("Lakshmi", "Laxmi", True),
        ("Philips", "Phillips", True),
        ("Wójcik", "Vojcik", True),
        ("Kirsty", "Kirsten", False),
        ("Marsh", "Reed", False),
    ],
)
def test_names_that_are_written_by_ear_sound_alike(one, other, alike):
    a, b = compared({"surname": one}, {"surname": other})
    assert (a["surname_sound"] == b["surname_sound"]) is alike


def test_each_half_of_a_double_barrelled_name_is_kept_and_short_words_are_not():
    (found,) = compared({"surname": "Marsh-De La Reed"})
    assert found["surname_parts"] == ["marsh", "reed"]


def test_an_address_is_its_numbers_and_its_postcode_however_it_is_written():
    a, b, c = compared(
        {"address": "Flat 3, 15 Dyke Row", "postcode": "zz90 0ba"},
        {"address": "FLT 3 15 DYKE ROW, Fennick-on-the-Wash", "postcode": "ZZ900BA"},
        {"address": "Flat 4, 15 Dyke Row", "postcode": "ZZ90 0BA"},
    )
    assert (
        (a["door"], a["postcode"], a["district"])
        == (b["door"], b["postcode"], b["district"])
        == ("3 15", "ZZ900BA", "ZZ90")
    )
    assert c["door"] != a["door"]


def test_a_child_written_down_before_birth_is_unborn_until_a_birth_date_is_said():
    day = dt.date(2026, 3, 1)
    found = compared({"expected_on": day}, {"expected_on": day, "born_on": day}, {"forename": "Unborn Marsh"}, {})
    assert [one["unborn"] for one in found] == [True, False, True, False]


def test_days_that_stand_for_not_knowing_are_no_birth_date():
    found = compared({"born_on": dt.date(1900, 1, 1)}, {"born_on": dt.date(2015, 1, 1)})
    assert [one["born_on"] for one in found] == [None, dt.date(2015, 1, 1)]


HOME = {"address": "1 Quay Row", "postcode": "ZZ90 1AA", "uprn": "900000000001"}


def test_a_protected_address_is_compared_with_nothing_whoever_holds_it():
    kept, open_one, neighbour, by_number, by_postcode = compared(
        HOME | {"address_protected": True},
        HOME,
        {"address": "2 Quay Row", "postcode": "ZZ90 1AA"},
        {"uprn": "900000000001"},
        {"postcode": "ZZ90 1AA"},
    )
    for one in (kept, open_one, by_number, by_postcode):
        assert {one[name] for name in ("uprn", "address", "door", "postcode", "district")} == {None}
    assert neighbour["postcode"] == "ZZ901AA"


def test_a_record_that_is_kept_apart_is_not_laid_beside_anybody():
    assert [one["record"] for one in compared({"kept_apart": True}, {})] == ["1"]


def test_what_was_written_is_kept_beside_it():
    with duckdb.connect() as duck:
        standardise(duck, said({"forename": "ZOË", "nhs_number": "943 476 5919"}))
        assert duck.execute("SELECT forename, nhs_number FROM told").fetchall() == [("ZOË", "943 476 5919")]
        assert duck.execute("SELECT forename, nhs_number FROM standard").fetchall() == [("zoe", "9434765919")]
