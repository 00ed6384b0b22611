"""Names and numbers in the form in which they are compared."""

import datetime as dt

import pytest

from keepsight.intake.drafts import When
from keepsight.people.standard import exact_day, fingerprint, local_id, name_words, nhs_number, upn

DAY = dt.date(2015, 3, 1)


@pytest.mark.parametrize("name", [None, "", "  ", "Unknown", "NOT KNOWN", "n/k", "Baby", "Unborn baby", "?"])
def test_words_for_not_knowing_a_name_are_no_name(name):
    assert name_words(name) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Brien", "o’brien"),
        ("Anne-Marie", "ANNE MARIE"),
        ("Zoë", "zoe"),
        ("Łukasz", "Lukasz"),
        ("Nguyễn", "nguyen"),
        ("ＳＭＩＴＨ", "Smith"),
        ("Weiß", "Weiss"),
        (" Ann   Lee ", "ann lee"),
        ("Özdemir", "O\u0308zdemir"),
    ],
)
def test_two_spellings_of_one_name_compare_as_one(one, other):
    assert name_words(one) == name_words(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Beth", "Elizabeth"), ("Kirsty", "Kirsy"), ("Twin 1", "Twin 2"), ("किरण", "करण")]
)
def test_two_names_stay_two(one, other):
    assert name_words(one) != name_words(other)


@pytest.mark.parametrize("written", [None, "", "9434765918", "0000000000", "9999999999", "943476591", "AB34765919"])
def test_what_cannot_be_an_nhs_number_is_none(written):
    assert nhs_number(written) is None


@pytest.mark.parametrize("written", ["9434765919", "943 476 5919", "943-476-5919"])
def test_an_nhs_number_is_its_ten_digits(written):
    assert nhs_number(written) == "9434765919"


@pytest.mark.parametrize("written", [None, "UN1", "UN7", "A850728973744"])
def test_a_code_for_having_no_pupil_number_is_none(written):
    assert upn(written) is None


def test_a_pupil_number_is_its_thirteen_characters():
    assert upn(" z823432119001 ") == "Z823432119001"


@pytest.mark.parametrize(("one", "other"), [("00123", "123"), (" ab 12 ", "AB 12"), ("000", "000")])
def test_a_local_id_is_known_again_without_the_zeros_a_spreadsheet_dropped(one, other):
    assert local_id(one) == local_id(other) != ""


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (None, None),
        (When(DAY, DAY, "day"), DAY),
        (When(DAY, DAY, "uncertain", "?1/3/15"), None),
        (When(DAY, dt.date(2015, 3, 31), "month", "March 2015"), None),
        (When(None, None, "unknown", "about 5"), None),
    ],
)
def test_only_a_stated_day_is_a_day(when, day):
    assert exact_day(when) == day


def test_a_fingerprint_tells_a_missing_value_from_an_empty_one():
    assert len({fingerprint(None), fingerprint(""), fingerprint("None"), fingerprint()}) == 4
