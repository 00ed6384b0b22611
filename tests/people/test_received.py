"""Counts of the records that agencies send: numbers that check, links, waits; small ones held back, and nothing gives them away."""

import datetime as dt
from collections.abc import Sequence
from itertools import count, islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from keepsight.access.actions import name_agency
from keepsight.access.queries import the_machine
from keepsight.intake.drafts import DraftPerson, When
from keepsight.intake.identifiers import nhs_number_is_valid
from keepsight.people.actions import keep_records, link_records
from keepsight.people.models import Question, Record
from keepsight.people.received import Counts, Printed, Sent, as_printed, sent_by_each
from keepsight.store import clock
from keepsight.store.suppression import RULE

DAY = dt.date(2026, 3, 1)
NUMBERS = [str(one) for one in islice((one for one in count(9990000000) if nhs_number_is_valid(str(one))), 40)]
WRONG = [str(int(one) + 1) for one in NUMBERS]

splits = st.tuples(*[st.integers(0, 12)] * 3)


def printed(nhs: Counts, bands: Counts) -> Sent:
    """An agency's counts as they may be printed."""
    return as_printed("a", "A", {"nhs": nhs, "upn": nhs, "bands": bands}, (0, 0, 0))


@given(splits, splits)
@example((3, 0, 20), (0, 0, 23))
@example((2, 1, 0), (0, 0, 3))
def test_of_what_is_held_back_nobody_can_work_out_more_than_the_rule_says(nhs: Counts, bands: Counts) -> None:
    bands = (*bands[:2], max(sum(nhs) - sum(bands[:2]), 0)) if sum(bands[:2]) <= sum(nhs) else (0, 0, sum(nhs))
    told = printed(nhs, bands)
    for counts, out in ((nhs, told.nhs), (bands, told.bands)):
        assert all(shown in (None, true) for true, shown in zip((*counts, sum(counts)), out, strict=True))
        assert not [shown for shown in out if shown is not None and RULE.hides(shown)]
        assert out[-1] is None or _cannot_be_told(counts, out), (counts, out)
    assert (told.nhs[-1] is None) == (told.bands[-1] is None), "one sum, told by both or by neither"


@pytest.mark.parametrize(
    ("nhs", "share"),
    [
        ((20, 10, 10), 50),
        ((40, 0, 0), 100),
        ((399, 0, 601), 39),
        ((8, 0, 0), None),
        ((30, 3, 0), None),
        ((3, 0, 37), None),
    ],
)
def test_a_share_is_rounded_down_and_held_back_where_it_tells_of_few(nhs: Counts, share: int | None) -> None:
    assert as_printed("a", "A", {"nhs": nhs, "upn": nhs, "bands": nhs}, (0, 0, 0)).nhs_share == share


@pytest.mark.django_db
def test_numbers_are_counted_by_whether_they_check_and_records_by_what_they_are_joined_to() -> None:
    hand_in("school", [child(n, NUMBERS[n]) for n in range(20)] + [child(n, WRONG[n]) for n in range(20, 30)])
    hand_in("police", [child(n, NUMBERS[n]) for n in range(10)] + [child(n) for n in range(40, 50)])
    school, police = told()
    assert (school.nhs, school.nhs_share) == ((20, 10, 0, 30), 66)
    assert (police.nhs, police.nhs_share) == ((10, 0, 10, 20), 50)
    assert (school.bands, police.bands) == ((10, 0, 20, 30), (10, 0, 10, 20))


@pytest.mark.django_db
def test_no_adult_and_nobody_whose_address_is_protected_is_in_a_count() -> None:
    adults = [DraftPerson(f"adult {n}", "parent", local_id=f"A{n}", forename="Ann") for n in range(12)]
    hand_in("school", [*adults, *(child(n) for n in range(12)), *(child(n, protected=True) for n in range(12, 20))])
    (school,) = told()
    assert school.bands[-1] == 12


@pytest.mark.django_db
def test_pairs_that_wait_stand_by_how_long_they_have_and_those_that_were_judged_do_not() -> None:
    hand_in("school", [child(n) for n in range(40)])
    records = list(Record.objects.order_by("key"))
    now = clock.now()
    for pair, days in enumerate([1] * 6 + [10] * 5 + [90] * 7 + [1]):
        judged = {"answered_at": now, "answer": "different"} if pair == 18 else {}
        Question.objects.create(
            record_a=records[2 * pair],
            record_b=records[2 * pair + 1],
            why=[],
            asked_at=now - dt.timedelta(days),
            **judged,
        )
    (school,) = told()
    assert school.waits == (6, 5, 7, 18)
    assert school.bands == (0, None, None, 40), "4 stand alone, and the sum would tell it"


def hand_in(code: str, people: Sequence[DraftPerson]) -> None:
    """A file of an agency's, linked."""
    agency, _ = name_agency(code, sector="other")
    link_records(keep_records(agency, people, receipt=None, as_at=DAY).values())


def child(number: int, nhs_number: str | None = None, *, protected: bool = False) -> DraftPerson:
    """A child like no other."""
    born = dt.date(2012, 1, 1) + dt.timedelta(days=37 * number)
    return DraftPerson(
        f"child {number}", "child", local_id=f"C{number}", forename=f"Name{number}", surname=f"Other{number}",
        born=When(born, born, "day"), nhs_number=nhs_number, address_protected=protected,
    )  # fmt: skip


def told() -> list[Sent]:
    """What the machine is told, agencies in the order in which they were named here."""
    return sorted(sent_by_each(the_machine(), clock.now()), key=lambda one: one.agency, reverse=True)


def _cannot_be_told(counts: Counts, out: Printed) -> bool:
    """Whether each small count that is held back could as well be the least or the greatest of those that are."""
    held = [true for true, shown in zip(counts, out, strict=False) if shown is None]
    small = [one for one in held if RULE.hides(one)]
    return not small or (len(held) > 1 and sum(held) >= RULE.least_count - 1)
