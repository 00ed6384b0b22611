"""Numbers become words only where they say enough: patterns ask for words, and a word that nobody can stand by misleads."""

import pytest

from keepsight.intake.formats.worked_out import SHORTEST, with_worked_out


@pytest.mark.parametrize(
    ("possible", "authorised", "unauthorised", "word"),
    [
        (100, 5, 5, "nine_tenths_or_more"),
        (100, 5, 6, "under_nine_tenths"),
        (100, 0, 50, "under_nine_tenths"),
        (100, 1, 50, "under_half"),
        (SHORTEST, 0, 0, "nine_tenths_or_more"),
    ],
)
def test_how_much_of_a_half_term_a_child_was_at_school(possible, authorised, unauthorised, word):
    told = {"possible": possible, "authorised": authorised, "unauthorised": unauthorised}
    assert with_worked_out("school.attendance", told) == {**told, "attended": word}


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"possible": SHORTEST - 1, "authorised": 0, "unauthorised": SHORTEST - 1},
        {"possible": 100, "unauthorised": 60},
        {"possible": 100, "authorised": 60},
        {"possible": 100, "authorised": 60, "unauthorised": 41},
        {"authorised": 6, "unauthorised": 6},
    ],
    ids=["nothing", "too short", "no leave told", "only leave told", "away for longer than there was", "of how many"],
)
def test_nothing_follows_where_a_number_is_missing_or_the_time_is_short(told):
    assert with_worked_out("school.attendance", told) == told


def test_of_other_kinds_nothing_is_worked_out():
    told = {"possible": 100, "authorised": 30, "unauthorised": 30}
    assert with_worked_out("school.absence", told) == told
