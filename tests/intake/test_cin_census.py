"""The children in need census: what it says that cannot all be true is kept and named."""

import re
from datetime import date
from pathlib import Path

import pytest

from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftPerson, DraftRow, FileSaid, Warned
from keepsight.intake.reading import read

PUBLIC = Path(__file__).parents[3] / "shared" / "samples" / "cin-census"
public = pytest.mark.skipif(not PUBLIC.is_dir(), reason=f"the public samples are not at {PUBLIC}: see their INDEX.md")

BORN = "<PersonBirthDate>2015-01-01</PersonBirthDate>"
REFERRAL = "<CINreferralDate>2024-05-07</CINreferralDate><ReferralSource>6</ReferralSource>"
ACCEPTED, REFUSED = "<ReferralNFA>0</ReferralNFA>", "<ReferralNFA>1</ReferralNFA>"


def episode(inside: str) -> str:
    return f"<CINdetails>{inside}</CINdetails>"


def child(ref: str, episodes: str, identifiers: str = BORN) -> str:
    ids = f"<ChildIdentifiers><LAchildID>{ref}</LAchildID>{identifiers}</ChildIdentifiers>"
    return f"<Child>{ids}<ChildCharacteristics><Ethnicity>NOBT</Ethnicity></ChildCharacteristics>{episodes}</Child>"


def census(tmp_path: Path, children: str, *, reference: str = "2025-03-31", encoding: str = "utf-8") -> list[Draft]:
    text = (
        f"<?xml version='1.0' encoding='{encoding}'?><Message><Header><CollectionDetails><Collection>CIN</Collection>"
        f"<Year>2025</Year><ReferenceDate>{reference}</ReferenceDate></CollectionDetails><Source><LEA>999</LEA></Source>"
        f"</Header><Children>{children}</Children></Message>"
    )
    (tmp_path / "census").write_bytes(text.encode(encoding))
    drafts = list(read(tmp_path / "census"))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries]


def kinds(drafts: list[Draft]) -> list[str]:
    return [entry.kind for entry in entries(drafts)]


def warned(drafts: list[Draft]) -> list[str]:
    return [draft.says for draft in drafts if isinstance(draft, Warned)]


def said(drafts: list[Draft]) -> FileSaid:
    assert isinstance(drafts[0], FileSaid)
    return drafts[0]


@pytest.mark.parametrize("flag", ["0", "false", "False"])
def test_a_referral_with_further_action_is_accepted_and_opens_an_involvement(tmp_path: Path, flag: str) -> None:
    drafts = census(tmp_path, child("1", episode(f"{REFERRAL}<ReferralNFA>{flag}</ReferralNFA>")))
    assert kinds(drafts) == ["referral.received", "referral.decided", "involvement.opened"]
    assert entries(drafts)[1].details == {"outcome": "accepted"}


@pytest.mark.parametrize("flag", ["1", "true"])
def test_a_referral_without_further_action_is_decided_and_opens_nothing(tmp_path: Path, flag: str) -> None:
    drafts = census(tmp_path, child("1", episode(f"{REFERRAL}<ReferralNFA>{flag}</ReferralNFA>")))
    assert kinds(drafts) == ["referral.received", "referral.decided"]
    assert entries(drafts)[1].details == {"outcome": "no_further_action"}


@pytest.mark.parametrize("flag", ["", "<ReferralNFA/>", "<ReferralNFA>perhaps</ReferralNFA>"])
def test_a_decision_that_is_not_said_is_not_read(tmp_path: Path, flag: str) -> None:
    drafts = census(tmp_path, child("1", episode(REFERRAL + flag)))
    assert kinds(drafts) == ["referral.received"]
    assert any("is not said, so no decision was read" in says for says in warned(drafts))


def test_the_order_of_elements_and_text_between_them_do_not_matter(tmp_path: Path) -> None:
    orders = (REFERRAL + ACCEPTED, f"stray{ACCEPTED}words{REFERRAL}")
    first, second = (entries(census(tmp_path, child("1", episode(inside)))) for inside in orders)
    assert first == second


def test_everything_of_one_episode_hangs_on_one_thread_and_has_a_key_of_its_own(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "keepsight/intake/formats/cin_census/sample.xml"
    told = [draft.entries for draft in read(sample) if isinstance(draft, DraftRow) and len(draft.entries) > 10]
    assert len({entry.thread for entry in told[0]}) == 1
    assert len({entry.key for entry in told[0]}) == len(told[0])


def test_a_later_census_says_the_same_thing_under_the_same_key(tmp_path: Path) -> None:
    closed = "<CINclosureDate>2025-06-01</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"
    first = census(tmp_path, child("1", episode(REFERRAL + ACCEPTED)))
    later = census(tmp_path, child("1", episode(REFERRAL + ACCEPTED + closed)), reference="2026-03-31")
    assert {entry.key for entry in entries(first)} < {entry.key for entry in entries(later)}
    assert entries(first) == entries(later)[:3]


def test_one_thing_told_twice_in_the_same_words_keeps_one_key(tmp_path: Path) -> None:
    drafts = census(tmp_path, child("1", episode(REFERRAL + ACCEPTED) * 2))
    assert len(entries(drafts)) == 6
    assert len({entry.key for entry in entries(drafts)}) == 3
    assert not any("two different accounts" in says for says in warned(drafts))


def test_one_thing_told_in_two_ways_gets_two_keys_whatever_the_order(tmp_path: Path) -> None:
    tellings = [episode(REFERRAL + ACCEPTED), episode(REFERRAL + REFUSED)]
    forth, back = (census(tmp_path, child("1", "".join(order))) for order in (tellings, tellings[::-1]))
    assert any("two different accounts" in says for says in warned(forth))
    assert {(entry.key, str(entry.details)) for entry in entries(forth)} == {
        (entry.key, str(entry.details)) for entry in entries(back)
    }


def test_a_conference_recorded_in_both_places_on_one_day_is_one_conference(tmp_path: Path) -> None:
    day = "<DateOfInitialCPC>2024-06-03</DateOfInitialCPC>"
    enquiry = f"<Section47><S47ActualStartDate>2024-05-20</S47ActualStartDate>{day}</Section47>"
    drafts = census(tmp_path, child("1", episode(REFERRAL + ACCEPTED + day + enquiry)))
    assert kinds(drafts).count("conference.held") == 1
    assert any("both on the episode and on its section 47 enquiry" in says for says in warned(drafts))


@pytest.mark.parametrize(
    ("part", "delivered"),
    [
        ("", set()),
        ("<Assessments/>", set()),
        (
            "<Assessments><AssessmentActualStartDate>2024-05-08</AssessmentActualStartDate></Assessments>",
            {"assessment.started", "assessment.reviewed", "assessment.completed"},
        ),
        (
            "<CINPlanDates><CINPlanStartDate>2024-05-08</CINPlanStartDate></CINPlanDates>",
            {"plan.started", "plan.ended"},
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_delivers_only_the_kinds_of_parts_it_holds(
    tmp_path: Path, part: str, delivered: set[str], encoding: str
) -> None:
    drafts = census(tmp_path, child("1", episode(REFERRAL + ACCEPTED + part)), encoding=encoding)
    always = {"referral.received", "referral.decided", "involvement.opened", "involvement.closed"}
    assert set(said(drafts).delivers) == always | delivered


@pytest.mark.parametrize(
    ("reference", "began"),
    [("2025-03-31", date(2024, 4, 1)), ("2025-04-01", date(2025, 4, 1)), ("2024-07-21", date(2024, 4, 1))],
)
def test_a_census_covers_its_year_up_to_the_day_it_speaks_for(tmp_path: Path, reference: str, began: date) -> None:
    about = said(census(tmp_path, child("1", episode(REFERRAL + ACCEPTED)), reference=reference))
    assert (about.covers_from, str(about.covers_to), str(about.as_at)) == (began, reference, reference)
    assert (about.covers, about.agency_code, about.agency_sector) == ("all", "social-care-999", "social_care")


NAMED = {
    "activity on a referral without further action": (
        f"{REFERRAL}{REFUSED}<CINclosureDate>2024-06-01</CINclosureDate>",
        "flagged as no further action, yet",
    ),
    "a closure before the referral": (
        f"{REFERRAL}{ACCEPTED}<CINclosureDate>2024-04-20</CINclosureDate>",
        "the closure comes before the referral",
    ),
    "a closure without a reason": (
        f"{REFERRAL}{ACCEPTED}<CINclosureDate>2024-06-01</CINclosureDate>",
        "no reason is given",
    ),
    "a reason without a closure": (
        f"{REFERRAL}{ACCEPTED}<ReasonForClosure>RC7</ReasonForClosure>",
        "a reason for closure is given and no date",
    ),
    "an assessment before the referral": (
        f"{REFERRAL}{ACCEPTED}<Assessments><AssessmentActualStartDate>2024-04-20</AssessmentActualStartDate></Assessments>",
        "begins before the referral",
    ),
    "a plan that ended before it began": (
        f"{REFERRAL}{ACCEPTED}<CINPlanDates><CINPlanStartDate>2024-06-02</CINPlanStartDate>"
        "<CINPlanEndDate>2024-06-01</CINPlanEndDate></CINPlanDates>",
        "comes before the plan it belongs to began",
    ),
    "an episode closed before the year": (
        "<CINreferralDate>2023-05-07</CINreferralDate><ReferralNFA>0</ReferralNFA>"
        "<CINclosureDate>2023-06-01</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>",
        "closed before the year this census is for",
    ),
    "an old referral without further action": (
        f"<CINreferralDate>2004-05-07</CINreferralDate>{REFUSED}",
        "lies before the year this census is for",
    ),
    "a referral to come": (
        f"<CINreferralDate>2030-05-07</CINreferralDate>{ACCEPTED}",
        "after the day the file speaks for",
    ),
    "a date before 1990": (f"<CINreferralDate>1970-05-07</CINreferralDate>{ACCEPTED}", "lies before 1990"),
    "a date that is none": (
        f"{REFERRAL}{ACCEPTED}<CINclosureDate>2024-02-31</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>",
        "this date cannot be read",
    ),
    "a code nobody knows": (f"{REFERRAL}{ACCEPTED}<PrimaryNeedCode>N77</PrimaryNeedCode>", "not one of the census's"),
    "an element nobody knows": (f"{REFERRAL}{ACCEPTED}<Mood>fair</Mood>", "no layout knows this element"),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_cannot_be_true_is_kept_and_named(tmp_path: Path, name: str) -> None:
    inside, says = NAMED[name]
    drafts = census(tmp_path, child("1", episode(inside)))
    assert any(says in one for one in warned(drafts))
    dates = re.findall(r"\d{4}-\d\d-\d\d", inside)
    assert set(dates) <= {entry.when.raw for entry in entries(drafts)}
    assert not any(day in one for day in dates for one in warned(drafts)), "a warning never quotes a value"


def test_a_code_nobody_knows_is_kept_as_written(tmp_path: Path) -> None:
    drafts = census(tmp_path, child("1", episode(f"{REFERRAL}{ACCEPTED}<PrimaryNeedCode>N77</PrimaryNeedCode>")))
    assert entries(drafts)[0].details == {"need": "N77"}


@pytest.mark.parametrize(
    ("identifiers", "says"),
    [
        (f"{BORN}<PersonDeathDate>2014-01-01</PersonDeathDate>", "death comes before the birth"),
        ("<PersonBirthDate>2024-12-01</PersonBirthDate>", "born after this referral"),
        (f"{BORN}<UPN>A823432119001</UPN>", "check letter of this pupil number is wrong"),
        ("", "neither a date of birth nor an expected one"),
    ],
)
def test_what_is_doubtful_about_a_child_is_named(tmp_path: Path, identifiers: str, says: str) -> None:
    drafts = census(tmp_path, child("1", episode(REFERRAL + ACCEPTED), identifiers))
    assert any(says in one for one in warned(drafts))


def test_an_unborn_child_with_an_expected_date_is_no_contradiction(tmp_path: Path) -> None:
    expected = (
        "<PersonBirthDate>2024-12-01</PersonBirthDate><ExpectedPersonBirthDate>2024-11-20</ExpectedPersonBirthDate>"
    )
    drafts = census(tmp_path, child("1", episode(REFERRAL + ACCEPTED), expected))
    assert not any("born after" in one for one in warned(drafts))
    (person,) = [draft for draft in drafts if isinstance(draft, DraftPerson)]
    assert person.expected_on == date(2024, 11, 20)


def test_a_child_without_an_identifier_is_set_aside_episode_by_episode(tmp_path: Path) -> None:
    nameless = child("", episode(REFERRAL) * 2).replace("<LAchildID></LAchildID>", "")
    drafts = census(tmp_path, nameless + child("2", episode(REFERRAL + ACCEPTED)))
    rows = [draft for draft in drafts if isinstance(draft, DraftRow)]
    assert [bool(row.refused) for row in rows] == [True, True, False]


def test_a_child_without_an_episode_is_a_row(tmp_path: Path) -> None:
    drafts = census(tmp_path, child("1", "") + child("2", episode(REFERRAL + ACCEPTED)))
    assert drafts[-1] == Counted(2)


# ---------------------------------------------------------------- the public samples


@public
def test_the_public_file_of_many_children_is_read_whole() -> None:
    drafts = list(read(PUBLIC / "fake_CIN_data.xml"))
    rows = [draft for draft in drafts if isinstance(draft, DraftRow)]
    assert len({draft.ref for draft in drafts if isinstance(draft, DraftPerson)}) == 332
    assert len(rows) == 402
    assert not [row for row in rows if row.refused or row.blank]
    assert kinds(drafts).count("referral.received") == 402
    assert drafts[-1] == Counted(402)


@public
def test_the_public_files_dates_from_2004_to_2030_are_kept_and_named() -> None:
    drafts = list(read(PUBLIC / "fake_CIN_data.xml"))
    rows = {draft.row: draft for draft in drafts if isinstance(draft, DraftRow)}
    named = {draft.row for draft in drafts if isinstance(draft, Warned)}
    years = {row: one.entries[0].when.first.year for row, one in rows.items() if one.entries[0].when.first}
    assert (min(years.values()), max(years.values())) == (2004, 2030)
    assert {row for row, year in years.items() if year in (2004, 2030)} <= named


@public
def test_the_public_file_delivers_nothing_of_what_it_does_not_hold() -> None:
    delivers = set(said(list(read(PUBLIC / "fake_CIN_data.xml"))).delivers)
    assert not delivers & {
        "assessment.started",
        "assessment.completed",
        "section47.started",
        "plan.started",
        "child.seen",
    }


@public
@pytest.mark.parametrize(("name", "rows"), [("CIN_Census_2021.xml", 1), ("CIN_Census_2024.xml", 2)])
def test_the_public_files_with_every_part_are_read(name: str, rows: int) -> None:
    drafts = list(read(PUBLIC / name))
    assert drafts[-1] == Counted(rows)
    assert {"assessment.started", "strategy_discussion.held", "plan.started", "conference.held"} <= set(kinds(drafts))


@public
def test_the_invalid_factor_of_a_public_file_is_kept() -> None:
    drafts = list(read(PUBLIC / "CIN_Census_2024.xml"))
    factors = [entry.details.get("factors") for entry in entries(drafts) if entry.kind == "assessment.completed"]
    assert ["1C", "RB", "6B"] in factors
