"""The Standard Safeguarding Dataset: sentinels that stand for nothing, outcomes inside braces, midnight that is no hour."""

from datetime import date
from pathlib import Path

import pytest

from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftPerson, DraftRow, DraftTie, FileSaid, Warned
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


def refused(drafts: list[Draft]) -> list[str]:
    return [draft.refused.reason for draft in drafts if isinstance(draft, DraftRow) and draft.refused]


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


# ---------------------------------------------------------------- tables that name nobody

EPISODES = "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_id"
REVIEWS = "clar_cla_review_id,clar_cla_id,clar_cla_review_date,clar_cla_review_cancelled"
ASSESSMENTS = "cina_assessment_id,cina_person_id,cina_assessment_start_date,cina_assessment_auth_date"
FACTORS = "cinf_assessment_id,cinf_assessment_factors_json"
SEND = "send_table_id,send_person_id"
REQUESTS = "ehcr_ehcp_request_id,ehcr_send_table_id,ehcr_ehcp_req_date"
NEEDS = "ehca_ehcp_assessment_id,ehca_ehcp_request_id,ehca_ehcp_assessment_outcome_date,ehca_ehcp_assessment_outcome"
PLANS = "ehcn_named_plan_id,ehcn_ehcp_asmt_id,ehcn_named_plan_start_date"


@pytest.mark.parametrize(
    ("headings", "row", "where"),
    [
        (REVIEWS, "w1,p1,2024-08-15 00:00:00,N", "episodes of care"),
        (FACTORS, 'a1,"[""3A""]"', "table of assessments"),
        (REQUESTS, "q1,n1,2023-09-04", "special educational needs"),
        (NEEDS, "x1,q1,2023-12-18,Y", "requests and of special educational needs"),
        (PLANS, "y1,x1,2024-01-22", "assessments, requests and special educational needs"),
    ],
)
def test_a_table_that_names_nobody_is_set_aside_with_the_name_of_the_table_that_does(tmp_path, headings, row, where):
    drafts = handed_in(tmp_path, headings, row)
    assert entries(drafts) == []
    assert len(refused(drafts)) == 1
    assert where in refused(drafts)[0]
    assert refused(drafts)[0].endswith("as one file")


def test_a_review_is_of_the_child_whose_time_in_care_has_its_number_whichever_table_stands_first(tmp_path):
    reviews = (REVIEWS, "w1,p1,2024-08-15 00:00:00,N", "w2,p1,NULL,Y", "w3,p2,2024-09-15 00:00:00,N")
    episodes = (EPISODES, "e1,7,2024-07-20,p1", "e2,7,2024-08-20,p1", "e3,8,2024-08-20,p2")
    for tables in ((*reviews, *episodes), (*episodes, *reviews)):
        told = [entry for entry in entries(handed_in(tmp_path, *tables)) if entry.kind == "care_review.held"]
        assert [(str(one.when.first), one.people) for one in told] == [
            ("2024-08-15", (("local_id:7", "child"),)),
            ("2024-09-15", (("local_id:8", "child"),)),
        ]


def test_a_number_that_is_said_of_two_children_gives_neither(tmp_path):
    drafts = handed_in(
        tmp_path, EPISODES, "e1,7,2024-07-20,p1", "e2,8,2024-07-20,p1", REVIEWS, "w1,p1,2024-08-15 00:00:00,N"
    )
    assert not [entry for entry in entries(drafts) if entry.kind == "care_review.held"]
    assert [draft.row for draft in drafts if isinstance(draft, Warned) and "under this number" in draft.says] == [
        2,
        3,
        5,
    ]


def test_factors_are_told_with_their_assessment_and_those_of_one_that_is_not_finished_are_named(tmp_path):
    assessments = (ASSESSMENTS, "a1,7,2024-05-02,2024-06-11", "a2,7,2024-07-02,NULL")
    factors = (FACTORS, 'a1,"{""3A"": ""Yes"", ""5B"": ""No"", ""2B"": ""Y""}"', 'a2,"[""1A""]"')
    drafts = handed_in(tmp_path, *assessments, *factors)
    told = [entry.details for entry in entries(drafts) if entry.kind == "assessment.completed"]
    assert told == [{"factors": ["3A", "2B"]}]
    assert ["no day on which it was finished" in one for one in refused(drafts)] == [True]


def test_a_plan_for_special_needs_is_of_the_child_at_the_end_of_its_numbers(tmp_path):
    tables = (SEND, "n1,7", REQUESTS, "q1,n1,2023-09-04", NEEDS, "x1,q1,2023-12-18,N", PLANS, "y1,x1,2024-01-22")
    drafts = handed_in(tmp_path, *tables)
    assert [(entry.kind, str(entry.when.first), entry.people) for entry in entries(drafts)] == [
        ("additional_needs.recorded", "2024-01-22", (("local_id:7", "child"),))
    ]
    assert refused(drafts) == []


def test_a_family_of_residence_lives_with_one_of_them_in_any_order_and_makes_no_child_of_anybody(tmp_path):
    rows = ["g1,7", "g1,8", "g1,7", "g2,9", "g1,10"]
    for order in (rows, rows[::-1]):
        drafts = handed_in(tmp_path, "fami_family_id,fami_person_id", *order)
        ties = {(tie.a_ref, tie.kind, tie.b_ref) for tie in drafts if isinstance(tie, DraftTie)}
        assert ties == {("local_id:10", "lives_with", "local_id:7"), ("local_id:10", "lives_with", "local_id:8")}
        assert {draft.role_hint for draft in drafts if isinstance(draft, DraftPerson)} == {"other"}


@pytest.mark.parametrize(
    ("said", "nhs", "upn", "former", "warned"),
    [
        ("NHS Number,9990000018,NULL", "9990000018", None, None, ""),
        ("NHS Number,9990000019,NULL", "9990000019", None, None, "check digit"),
        ("Unique Pupil Number,A999000000001,9999-12-31", None, "A999000000001", None, "check letter"),
        ("Unique Pupil Number,A999000000001,2024-01-01", None, None, "A999000000001", ""),
    ],
)
def test_a_number_beside_the_child_is_the_records_where_records_are_told_apart_by_it(
    tmp_path, said, nhs, upn, former, warned
):
    headings = "link_person_id,link_identifier_type,link_identifier_value,link_valid_to_date"
    drafts = handed_in(tmp_path, headings, f"7,{said}")
    (person,) = [draft for draft in drafts if isinstance(draft, DraftPerson)]
    assert (person.nhs_number, person.upn, person.former_upn) == (nhs, upn, former)
    assert [warned in draft.says for draft in drafts if isinstance(draft, Warned) and draft.row] == [True] * bool(
        warned
    )


def test_a_number_by_which_nobody_is_told_apart_is_set_aside_by_name(tmp_path):
    headings = "link_person_id,link_identifier_type,link_identifier_value,link_valid_to_date"
    rows = ("7,Court Case Number,X1,NULL", "7,NHS Number,9990000018,2024-01-01", "7,Library card,A7,NULL")
    drafts = handed_in(tmp_path, headings, *rows)
    assert not [draft for draft in drafts if isinstance(draft, DraftPerson)]
    assert ["in the row's own words" in one for one in refused(drafts)] == [True, True, False]


# ---------------------------------------------------------------- outcomes inside braces


@pytest.mark.parametrize(
    ("answer", "outcome", "words"),
    [
        ('N,"{""NFA_FLAG"": ""N"", ""STRATEGY_DISCUSSION_FLAG"": ""Y""}"', "accepted", "strategy discussion"),
        ('NULL,"{""NFA_FLAG"": ""Y"", ""CARE_LEAVER_FLAG"": ""N""}"', "no_further_action", "nfa"),
        ('NULL,"{""NFA_FLAG"": """", ""CLA_REQUEST_FLAG"": ""Y""}"', None, "cla request"),
        ("Y,NULL", "no_further_action", ""),
    ],
)
def test_what_followed_a_referral_is_read_from_its_outcomes(tmp_path, answer, outcome, words):
    headings = "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_nfa,cine_referral_outcome_json"
    told = entries(handed_in(tmp_path, headings, f"r1,7,2024-01-08 00:00:00,{answer}"))
    (decided,) = [entry for entry in told if entry.kind == "referral.decided"]
    assert (decided.details.get("outcome"), decided.narrative) == (outcome, words)


def test_an_answer_of_which_no_entry_is_made_is_named_by_its_place(tmp_path):
    headings = f"{ASSESSMENTS},cina_assessment_outcome_json"
    answers = '"{""NFA_FLAG"": ""N"", ""TOTAL_NO_OF_OUTCOMES"": ""2"", ""COMMENTS"": ""Seen at home"", ""NEW_IN_2027"": ""maybe""}"'
    drafts = handed_in(tmp_path, headings, f"a1,7,2024-05-02,2024-06-11,{answers}")
    completed = entries(drafts)[-1]
    assert (completed.details, "Seen at home" in completed.narrative) == ({"outcome": "services"}, True)
    named = [draft.column for draft in drafts if isinstance(draft, Warned) and "no entry is made" in draft.says]
    assert named == ["cina_assessment_outcome_json/NEW_IN_2027"]
