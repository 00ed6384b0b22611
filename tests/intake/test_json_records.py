"""Records as JSON: what is cut short, nested or said twice is refused whole; an episode is the census's own matter."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftRow, Warned
from keepsight.intake.reading import read

EPISODE = {"social_care_episode_id": "e1", "referral_date": "2024-05-07", "referral_source": "6"}


def handed_in(tmp_path: Path, said: Any) -> list[Draft]:
    words = said if isinstance(said, str) else json.dumps(said)
    (tmp_path / "records.json").write_text(words, "utf-8")
    drafts = list(read(tmp_path / "records.json", today=date(2026, 1, 1)))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def rows_of(drafts: list[Draft]) -> list[DraftRow]:
    return [draft for draft in drafts if isinstance(draft, DraftRow)]


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for row in rows_of(drafts) for entry in row.entries]


def child(*episodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"la_child_id": "7", "social_care_episodes": list(episodes), **more}


# ---------------------------------------------------------------- what is refused whole


@pytest.mark.parametrize(
    "said",
    [
        '{"la_child_id": "7", ',
        '{"la_child_id": "7", "la_child_id": "8"}',
        '{"la_child_id": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"children": [{"x": {"la_child_id": "7"}}]}',
        '{"la_child_id": "7", "social_care_episodes": [{"referral_date": "2024-05-07"}]}',
        '{"la_child_id": "7", "child_details": {"x": {"social_care_episode_id": "e1"}}}',
        '[{"recordType": "a", "personId": "7"}, {"personId": "7", "payload": {"missedAppointments": [{"date": "2024-05-07"}]}}]',
    ],
    ids=[
        "cut short",
        "a name said twice",
        "nested without end",
        "no child",
        "an episode without its number",
        "an episode elsewhere",
        "an event outside a record",
    ],
)
def test_what_cannot_be_told_apart_is_refused_whole(tmp_path, said):
    with pytest.raises(RefusedFile) as refusal:
        handed_in(tmp_path, said)
    assert refusal.value.next_step
    assert "fault of ours" not in str(refusal.value)


# ---------------------------------------------------------------- daily records of social care


def test_an_episode_is_the_same_matter_as_in_the_census(tmp_path):
    inside = (
        "<CINreferralDate>2024-05-07</CINreferralDate><ReferralSource>6</ReferralSource><ReferralNFA>0</ReferralNFA>"
        "<Assessments><AssessmentActualStartDate>2024-05-09</AssessmentActualStartDate>"
        "<FactorsIdentifiedAtAssessment><AssessmentFactors>3B</AssessmentFactors></FactorsIdentifiedAtAssessment>"
        "<AssessmentAuthorisationDate>2024-07-01</AssessmentAuthorisationDate></Assessments>"
        "<Section47><S47ActualStartDate>2024-07-02</S47ActualStartDate><ICPCnotRequired>1</ICPCnotRequired></Section47>"
    )
    (tmp_path / "census.xml").write_text(
        "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2025</Year>"
        "<ReferenceDate>2025-03-31</ReferenceDate></CollectionDetails><Source><LEA>999</LEA></Source></Header><Children><Child>"
        f"<ChildIdentifiers><LAchildID>7</LAchildID></ChildIdentifiers><CINdetails>{inside}</CINdetails></Child></Children></Message>",
        "utf-8",
    )
    episode = EPISODE | {
        "referral_no_further_action_flag": False,
        "child_and_family_assessments": [
            {"start_date": "2024-05-09", "authorisation_date": "2024-07-01", "factors": ["3B"]}
        ],
        "section_47_assessments": [{"start_date": "2024-07-02", "icpc_required_flag": False}],
    }
    by_census = entries(list(read(tmp_path / "census.xml")))
    assert len(by_census) == 8
    assert entries(handed_in(tmp_path, child(episode))) == by_census


def test_what_is_to_be_withdrawn_makes_no_entry_and_is_named(tmp_path):
    plans = [{"start_date": "2024-07-22", "purge": True}]
    drafts = handed_in(tmp_path, [child(EPISODE | {"child_protection_plans": plans}), child(EPISODE, purge=True)])
    assert "plan.started" not in {entry.kind for entry in entries(drafts)}
    assert [row.refused.column for row in rows_of(drafts) if row.refused] == ["purge", "purge"]
    assert [draft.row for draft in drafts if isinstance(draft, Warned) and "part of this" in draft.says] == [2]


def test_a_quotation_of_a_name_inside_words_is_no_row(tmp_path):
    drafts = handed_in(tmp_path, child(child_details={"surname": 'a "la_child_id": trap'}))
    assert len(rows_of(drafts)) == 1


# ---------------------------------------------------------------- records of the single unique identifier


def record(**payload: Any) -> dict[str, Any]:
    return {"recordType": "health.details", "personId": "sui-7", "payload": payload}


def test_a_dated_event_that_no_record_type_knows_is_set_aside_and_never_lost(tmp_path):
    rows = rows_of(
        handed_in(tmp_path, [record(boatTrips=[{"date": "2024-06-01"}], notes={"kept": [{"date": "2024-06-02"}]})])
    )
    assert [row.refused.column for row in rows if row.refused] == ["boatTrips", "notes"]


def test_an_interview_that_was_not_held_is_no_interview(tmp_path):
    episodes = [{"date": "2024-08-20", "returnedHomeInterviewAttended": held} for held in (True, False, None)]
    told = [
        [entry.kind for entry in row.entries]
        for row in rows_of(handed_in(tmp_path, [record(missingEpisodes=episodes)]))
    ]
    assert told == [[], ["missing.reported", "return_interview.held"], ["missing.reported"], ["missing.reported"]]


def test_a_school_year_is_told_from_september_to_august_in_its_own_figures(tmp_path):
    year = {"academicTermYearStart": 2023, "academicTermYearEnd": 2024, "attendancePercentage": 71.5}
    (entry,) = entries(handed_in(tmp_path, [record(yearlyEducationAttendances=[year])]))
    assert (entry.when.first, entry.when.last) == (date(2023, 9, 1), date(2024, 8, 31))
    assert entry.narrative == "attendancePercentage: 71.5"
