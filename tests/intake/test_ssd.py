"""The Standard Safeguarding Dataset: sentinels that stand for nothing, outcomes inside braces, midnight that is no hour."""

from datetime import date
from pathlib import Path

from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftRow, DraftTie, FileSaid, Warned
from keepsight.intake.reading import read

CONTACTS = "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code,cont_contact_outcome_json"
VISITS = "cinv_cin_visit_id,cinv_person_id,cinv_cin_visit_date,cinv_cin_visit_seen,cinv_cin_visit_seen_alone"
REFERRALS = "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_nfa,cine_close_date,cine_close_reason"


def handed_in(tmp_path: Path, headings: str, *rows: str) -> list[Draft]:
    (tmp_path / "table.csv").write_text("\n".join((headings, *rows, "")), "utf-8")
    drafts = list(read(tmp_path / "table.csv", today=date(2026, 1, 1)))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    assert isinstance(drafts[0], FileSaid)
    assert drafts[0].format == "ssd"
    return drafts


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries]


def test_a_day_that_stands_for_no_end_closes_nothing(tmp_path):
    for sentinel in ("9999-12-31 00:00:00.000", "1900-01-01T00:00:00", "NULL"):
        told = entries(handed_in(tmp_path, REFERRALS, f"r1,7,2024-01-08 00:00:00,N,{sentinel},RC1"))
        assert [entry.kind for entry in told] == ["referral.received", "referral.decided", "involvement.opened"]


def test_a_decision_that_is_changed_in_a_later_table_is_the_same_matter(tmp_path):
    forth, back = (
        entries(handed_in(tmp_path, REFERRALS, f"r1,7,2024-01-08 00:00:00,{answer},NULL,NULL")) for answer in "NY"
    )
    assert [entry.details for entry in (forth[1], back[1])] == [
        {"outcome": "accepted"},
        {"outcome": "no_further_action"},
    ]
    assert forth[1].key == back[1].key


def test_a_referral_is_the_same_matter_as_in_the_census(tmp_path):
    episode = (
        "<CINreferralDate>2024-01-08</CINreferralDate><ReferralSource>6</ReferralSource><ReferralNFA>0</ReferralNFA>"
        "<CINclosureDate>2024-06-03</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"
    )
    (tmp_path / "census.xml").write_text(
        "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2024</Year>"
        "<ReferenceDate>2024-03-31</ReferenceDate></CollectionDetails><Source><LEA>999</LEA></Source></Header><Children><Child>"
        f"<ChildIdentifiers><LAchildID>70802</LAchildID></ChildIdentifiers><CINdetails>{episode}</CINdetails></Child></Children></Message>",
        "utf-8",
    )
    headings = f"{REFERRALS},cine_referral_source_code"
    by_ssd = entries(handed_in(tmp_path, headings, "r1,70802,2024-01-08 00:00:00,N,2024-06-03 00:00:00,RC7,6"))
    by_census = entries(list(read(tmp_path / "census.xml")))
    assert len(by_census) == 4
    assert [(e.kind, e.key, e.thread) for e in by_ssd] == [(e.kind, e.key, e.thread) for e in by_census]


def test_midnight_is_no_hour_and_any_other_time_is(tmp_path):
    rows = ("v1,7,2024-02-01 00:00:00.000,Y,N", "v2,7,2024-02-02 10:30:00.000,Y,Y")
    told = entries(handed_in(tmp_path, VISITS, *rows))
    assert [(entry.when.precision, entry.details["alone"]) for entry in told] == [("day", "no"), ("minute", "yes")]


def test_whether_a_child_was_seen_is_never_guessed(tmp_path):
    rows = [
        f"v{place},7,2024-02-0{place + 1} 00:00:00,{seen},NULL" for place, seen in enumerate(("Y", "N", "NULL", "Z"))
    ]
    told = [entry.kind for entry in entries(handed_in(tmp_path, VISITS, *rows))]
    assert told == ["child.seen", "child.not_seen", "visit.made", "visit.made"]


def test_outcomes_inside_braces_are_read_each_and_broken_braces_are_named(tmp_path):
    rows = (
        'c1,7,2024-03-08 00:00:00,6,"{""NFA_FLAG"": ""Y"", ""ADVICE_FLAG"": """"}"',
        'c2,7,2024-03-09 00:00:00,6,"{""NFA_FLAG"": ""N"", ""NEW_REFERRAL_FLAG"": ""Y""}"',
        "c3,7,2024-03-10 00:00:00,6,{broken",
    )
    drafts = handed_in(tmp_path, CONTACTS, *rows)
    decided = [entry.details["outcome"] for entry in entries(drafts) if entry.kind == "contact.decided"]
    assert decided == ["no_further_action", "accepted"]
    assert [draft.row for draft in drafts if isinstance(draft, Warned) and "between braces" in draft.says] == [4]


def test_a_mother_is_tied_to_her_child(tmp_path):
    drafts = handed_in(
        tmp_path, "moth_table_id,moth_person_id,moth_childs_person_id,moth_childs_dob", "1,8,7,2020-12-01"
    )
    assert [(tie.a_ref, tie.kind, tie.b_ref) for tie in drafts if isinstance(tie, DraftTie)] == [
        ("local_id:8", "parent_of", "local_id:7")
    ]


def test_an_interview_that_was_offered_after_a_return_has_no_hour_of_its_own(tmp_path):
    headings = (
        "miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_type,"
        "miss_missing_episode_end_date,miss_missing_rhi_offered,miss_missing_rhi_accepted"
    )
    told = entries(handed_in(tmp_path, headings, "m1,7,2024-06-01 22:10:00,Missing,2024-06-02 04:00:00,Y,NA"))
    offered = told[-1]
    assert (offered.kind, offered.when.precision, offered.when.at, offered.details) == (
        "return_interview.offered", "uncertain", None, {}
    )  # fmt: skip
