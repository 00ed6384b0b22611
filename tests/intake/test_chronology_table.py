"""A chronology of an agency's own making: what a column says is taken, what it does not say stays unsaid."""

from datetime import date
from pathlib import Path

import pytest

from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftPerson, DraftRow, DraftTie, FileSaid, Warned
from keepsight.intake.formats.chronology_table.people import People
from keepsight.intake.reading import read
from tests.intake.sweeping import drafts_of

ABOVE = "Name of child,Ada Wren\n"


def table(tmp_path: Path, text: str) -> list[Draft]:
    (tmp_path / "table.csv").write_text(text)
    drafts = list(read(tmp_path / "table.csv", today=date(2024, 6, 1)))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries]


def people(drafts: list[Draft]) -> list[DraftPerson]:
    return [draft for draft in drafts if isinstance(draft, DraftPerson)]


def refused(drafts: list[Draft]) -> list[tuple[int, str | None]]:
    return [(draft.row, draft.refused.column) for draft in drafts if isinstance(draft, DraftRow) and draft.refused]


def warned(drafts: list[Draft]) -> list[str]:
    return [draft.says for draft in drafts if isinstance(draft, Warned)]


def test_two_kinds_of_one_row_are_two_entries_on_one_thread(tmp_path: Path) -> None:
    received, decided = entries(table(tmp_path, f"{ABOVE}Date,Event\n1/2/19,Referral made; NFA\n"))
    assert (received.kind, decided.kind) == ("referral.received", "referral.decided")
    assert received.thread == decided.thread is not None
    assert (received.guessed_by, decided.guessed_by) == ("referral made", "nfa")


def test_a_kind_that_a_column_says_is_no_guess(tmp_path: Path) -> None:
    (entry,) = entries(table(tmp_path, f"{ABOVE}Date,Kind,Event,Service\n1/2/19,appointment.offered,WNB,dental\n"))
    assert (entry.kind, entry.guessed_by, entry.details) == ("appointment.offered", None, {"service": "dental"})


def test_a_kind_that_is_none_of_ours_sets_the_row_aside(tmp_path: Path) -> None:
    assert refused(table(tmp_path, f"{ABOVE}Date,Kind,Event\n1/2/19,weather.fine,Sun\n")) == [(3, "Kind")]


def test_a_comment_is_kept_apart_as_hindsight(tmp_path: Path) -> None:
    (entry,) = entries(table(tmp_path, f"{ABOVE}Date,Event,Comment\n1/2/19,Letter,NFA was wrong\n"))
    assert (entry.kind, entry.hindsight, "wrong" in entry.narrative) == ("note.made", "NFA was wrong", False)


def test_the_day_it_happened_and_the_day_it_was_written_are_two(tmp_path: Path) -> None:
    (entry,) = entries(table(tmp_path, f"{ABOVE}Date,Event,Date recorded\n1/2/19,Letter,5/2/19\n"))
    assert (entry.when.first, entry.recorded_on) == (date(2019, 2, 1), date(2019, 2, 5))


def test_a_blank_date_repeats_the_row_above_for_the_same_child_only(tmp_path: Path) -> None:
    rows = "Name,Date,Event\nAda Wren,1/2/19,Letter\nAda Wren,,Call\nBen Teasel,,Call\n"
    drafts = table(tmp_path, rows)
    assert [entry.when.first for entry in entries(drafts)] == [date(2019, 2, 1), date(2019, 2, 1), None]
    assert any("no date" in says for says in warned(drafts))


def test_who_was_told_and_when(tmp_path: Path) -> None:
    (entry,) = entries(table(tmp_path, f'{ABOVE}Date,Event,Told\n1/2/19,Letter,"GP (3/2/19), school"\n'))
    assert entry.told == (("GP", date(2019, 2, 3)), ("school", None))


@pytest.mark.parametrize(
    ("words", "agency", "sector"),
    [
        ("police", None, "police"),
        ("2A", None, "school"),
        ("Fennick Primary", "Fennick Primary", None),
        ("10", None, None),
    ],
)
def test_where_a_matter_came_from(tmp_path: Path, words: str, agency: str | None, sector: str | None) -> None:
    (entry,) = entries(table(tmp_path, f"{ABOVE}Date,Event,From agency\n1/2/19,Letter,{words}\n"))
    assert (entry.from_agency, entry.from_sector) == (agency, sector)


@pytest.mark.parametrize(
    ("seen", "kind", "details"),
    [("yes", "child.seen", {}), ("seen alone", "child.seen", {"alone": "yes"}), ("no", "child.not_seen", {}),
     ("yes - with mother", "child.seen", {"alone": "no"}), ("n/k", "note.made", {})],
)  # fmt: skip
def test_a_column_says_whether_the_child_was_seen(
    tmp_path: Path, seen: str, kind: str, details: dict[str, str]
) -> None:
    (entry,) = entries(table(tmp_path, f"{ABOVE}Date,Event,Child seen\n1/2/19,Letter,{seen}\n"))
    assert (entry.kind, entry.details) == (kind, details)


def test_a_row_with_a_reference_is_the_account_of_that(tmp_path: Path) -> None:
    (entry,) = entries(table(tmp_path, f"{ABOVE}Date,Event,Reference,Thread\n1/2/19,Letter,77,E1\n"))
    assert (entry.key, entry.thread) == ("row|77|note.made", "E1")


def test_a_register_names_a_child_in_every_row_and_sets_aside_a_row_that_does_not(tmp_path: Path) -> None:
    head = "Our reference,Name,Date of birth,Date,Event\n"
    rows = f"{head}007,Ada Wren,1/2/15,1/2/19,A\n008,Ben Teasel,1/2/16,1/2/19,B\n,,,1/2/19,C\n"
    drafts = table(tmp_path, rows)
    assert [(one.local_id, one.forename, one.surname) for one in people(drafts)] == [
        ("007", "Ada", "Wren"),
        ("008", "Ben", "Teasel"),
    ]
    assert refused(drafts) == [(4, "Name")]


def test_people_are_known_by_the_order_of_no_row(tmp_path: Path) -> None:
    head, rows = "Name,Date of birth,Date,Event\n", ["Ada Wren,1/2/15,1/2/19,A\n", "Ben Teasel,1/2/16,1/2/19,B\n"]
    forth, back = (table(tmp_path, head + "".join(order)) for order in (rows, rows[::-1]))
    assert set(map(str, entries(forth))) == set(map(str, entries(back)))


KEY = "Initials,Name,Relationship,Lives with from\nC1,Ada Wren,Child,\nMO,Isla Wren,Mother,1/2/15\nPA,Rex Hale,Partner of MO,\n"


def test_a_key_of_initials_says_who_belongs_to_whom(tmp_path: Path) -> None:
    drafts = table(tmp_path, f"{KEY}\nDate,Event\n1/2/19,Letter\n")
    ties = {(tie.kind, tie.from_on) for tie in drafts if isinstance(tie, DraftTie)}
    assert ties == {("parent_of", None), ("lives_with", date(2015, 2, 1)), ("partner_of", None)}


def test_a_row_whose_people_column_names_only_an_adult_is_about_that_adult(tmp_path: Path) -> None:
    (entry,) = entries(table(tmp_path, f"{KEY}\nDate,People,Event\n1/2/19,MO,Low mood\n"))
    assert [role for _, role in entry.people] == ["parent"]


def test_a_table_that_states_no_period_delivers_nothing(tmp_path: Path) -> None:
    drafts = table(tmp_path, f"{ABOVE}Kinds delivered,child.seen\nDate,Event\n1/2/19,Letter\n")
    assert isinstance(drafts[0], FileSaid)
    assert drafts[0].delivers == ()
    assert any("no period" in says for says in warned(drafts))


def test_a_table_that_states_its_period_delivers_the_kinds_it_names_for_the_children_it_names(tmp_path: Path) -> None:
    above = f"{ABOVE}Period from,1/1/19\nPeriod to,31/12/19\nKinds delivered,child.seen\n"
    said = table(tmp_path, f"{above}Date,Event\n1/2/19,Letter\n")[0]
    assert isinstance(said, FileSaid)
    assert (said.delivers, said.covers_from, said.covers_to) == (("child.seen",), date(2019, 1, 1), date(2019, 12, 31))
    assert len(said.covers) == 1


def test_a_row_that_names_its_own_child_looks_through_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a file of a million rows would take a day: each row would look through every child met before it."""
    looked: list[People] = []
    monkeypatch.setattr(People, "children", property(lambda people: looked.append(people) or []))
    rows = "".join(f"{1 + row % 28:02}/03/2019,WNB dental,Ada,Wren{row},C{row}\n" for row in range(50))
    drafts = drafts_of(f"Date,Event,Child forename,Child surname,Our reference\n{rows}".encode())
    assert len([one for one in drafts if isinstance(one, DraftPerson)]) == 50
    assert len(looked) <= 2


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("22/4/2025", date(2025, 4, 22), None, "day"),
        ("April 2025", date(2025, 4, 1), date(2025, 4, 30), "month"),
        ("soon", None, None, "day"),
    ],
)
def test_a_day_expected_is_read_no_more_exactly_than_it_is_written(
    tmp_path: Path, words: str, first: date | None, last: date | None, precision: str
) -> None:
    rows = f"Name of child,Unborn Wren\nExpected date of birth,{words}\nDate,Event\n1/2/24,Visit at home\n"
    (unborn,) = people(table(tmp_path, rows))
    assert (unborn.expected_on, unborn.expected_to, unborn.expected_precision) == (first, last, precision)
