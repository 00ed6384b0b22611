"""Drafts cross a pipe as JSON lines: what comes back is what was sent."""

from datetime import date, datetime

import pytest

from keepsight.intake.drafts import (
    LONDON,
    Counted,
    Draft,
    DraftEntry,
    DraftPerson,
    DraftRow,
    DraftTie,
    FileSaid,
    Refusal,
    Warned,
    When,
    from_json,
    to_json,
)

DAY = date(2024, 3, 12)
MOMENT = datetime(2024, 10, 27, 1, 30, tzinfo=LONDON, fold=1)
FULL = DraftEntry(
    kind="referral.received",
    when=When(DAY, DAY, "minute", "12/3/24 01:30", MOMENT),
    people=(("a", "child"), ("b", "carer")),
    details={"need": "N1", "factors": ["3A", "4B"], "n": 2, "unsaid": None},
    narrative="Brought in by his aunt: “cold”.\nSecond line",
    key="k",
    recorded_on=DAY,
    agency="School",
    from_sector="police",
    from_agency="Fennick Constabulary",
    told=(("GP", DAY), ("School", None)),
    basis="observed",
    corroborated=False,
    child_words="I was cold",
    hindsight="should have been asked",
    significance="third time",
    professional="HV1",
    thread="t",
    level="restricted",
    guessed_by="brought in",
)


@pytest.mark.parametrize(
    "draft",
    [
        FileSaid("x", "1"),
        FileSaid(
            "x", "1", "c", "police", "n", DAY, DAY, DAY, "all", ("child.seen",), (("Episodes", 7), ("Missing", 0))
        ),
        FileSaid("x", "1", covers=("a", "b")),
        DraftPerson("a"),
        DraftPerson(
            "a", role_hint="child", local_id="007", forename="Ada", surname="Wren", born=When(DAY, DAY, "day", "r")
        ),
        DraftPerson(
            "a", expected_on=DAY, died_on=DAY, sex="female", nhs_number="1", upn="2", former_upn="3", address="4"
        ),
        DraftPerson("a", expected_on=DAY, expected_to=DAY, expected_precision="month"),
        DraftPerson("a", postcode="5", address_protected=True, ethnicity="6", disabilities=("LD",), label="C1"),
        DraftTie("a", "parent_of", "b"),
        DraftTie("a", "lives_with", "b", DAY, DAY, "mum"),
        DraftRow("S", 3, (FULL, DraftEntry("note.made", When(None, None, "unknown"))), raw={"Date": "12/3/24"}),
        DraftRow(None, 3, refused=Refusal(None, "no date")),
        DraftRow("S", 3, blank=True),
        Warned(None, None, None, "says"),
        Warned("S", 1, "Date", "says"),
        Counted(0),
    ],
)
def test_a_draft_comes_back_from_json_as_it_was(draft: Draft) -> None:
    assert from_json(to_json(draft)) == draft


def test_a_moment_keeps_which_of_the_two_half_past_ones_it_was() -> None:
    row = from_json(to_json(DraftRow("S", 1, (FULL,))))
    assert isinstance(row, DraftRow)
    assert row.entries[0].when.at is not None
    assert row.entries[0].when.at.fold == 1
    assert row.entries[0].when.at.tzname() == "GMT"


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"is":"When"}', '{"is":"Counted"}', '{"is":"DraftTie","x":1}'])
def test_a_line_that_is_no_draft_is_refused(line: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_json(line)
