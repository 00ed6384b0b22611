"""A check digit tells a typing slip from a number; it never tells whose number it is."""

import pytest

from keepsight.intake.identifiers import (
    nhs_number_is_for_tests,
    nhs_number_is_valid,
    upn_is_valid,
    upn_stands_for_none,
)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("943 476 5919", True),
        ("9434765919", True),
        ("943-476-5919", True),
        ("9434765918", False),
        ("9990000018", True),
        ("9276308686", False),  # a learner number: the same ten digits can never pass both tests
        ("1000000010", False),  # its check would be 10
        ("943476591", False),
        ("94347659190", False),
        ("943476591X", False),
        ("٩٤٣٤٧٦٥٩١٩", False),
        ("", False),
    ],
)
def test_an_nhs_number_ends_in_its_check_digit(number: str, valid: bool) -> None:
    assert nhs_number_is_valid(number) is valid


def test_every_single_slip_of_a_digit_breaks_an_nhs_number() -> None:
    good = "9434765919"
    slips = [good[:i] + d + good[i + 1 :] for i in range(10) for d in "0123456789" if d != good[i]]
    assert not any(map(nhs_number_is_valid, slips))


def test_numbers_beginning_999_are_for_tests() -> None:
    assert nhs_number_is_for_tests("999 000 0018")
    assert not nhs_number_is_for_tests("943 476 5919")


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("Z823432119001", True),
        ("z823432119001", True),
        (" T004199988970 ", True),
        ("A850728973744", False),
        ("Z823432119002", False),
        ("I823432119001", False),
        ("Z82343211900", False),
        ("Z8234321190011", False),
        ("Z82343211900S", False),  # S, I and O are no check letters
        ("8234321190011", False),
        ("", False),
    ],
)
def test_a_pupil_number_begins_with_its_check_letter(number: str, valid: bool) -> None:
    assert upn_is_valid(number) is valid


def test_a_temporary_pupil_number_ends_in_a_letter_and_one_check_letter_fits_it() -> None:
    fitting = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if upn_is_valid(letter + "82343211900B")]
    assert len(fitting) == 1


@pytest.mark.parametrize(
    ("words", "none"), [("UN1", True), ("un7", True), ("UN10", True), ("UNX", False), ("U1", False)]
)
def test_a_code_for_no_pupil_number_matches_nobody(words: str, none: bool) -> None:
    assert upn_stands_for_none(words) is none
