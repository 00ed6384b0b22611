"""What health services send: appointments, growth and vaccines, attendances, referrals, notifications about a parent."""

from datetime import date
from pathlib import Path

from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftRow, DraftTie, Warned
from keepsight.intake.reading import read

CHILD = "9990000018,Tam Sedge,30/06/2019"


def handed_in(tmp_path: Path, headings: str, rows: list[str]) -> list[Draft]:
    (tmp_path / "table.csv").write_text("\n".join((headings, *rows, "")), "utf-8")
    drafts = list(read(tmp_path / "table.csv", today=date(2026, 1, 1)))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def rows_of(drafts: list[Draft]) -> list[DraftRow]:
    return [draft for draft in drafts if isinstance(draft, DraftRow)]


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for row in rows_of(drafts) for entry in row.entries]


# ---------------------------------------------------------------- appointments

# What systems call what became of an appointment, and what that is, by hand. None: the row is set aside.
STATUSES = {
    "Attended": "appointment.attended",
    "WNB": "appointment.not_brought",
    "DNA": "appointment.not_brought",
    "Did not attend": "appointment.not_brought",
    "Cancelled by parent": "appointment.cancelled",
    "Cancelled by hospital": "appointment.cancelled",
    "Cancelled": "appointment.cancelled",
    "Booked": "appointment.offered",
    "Vanished": None,
}


def test_what_became_of_an_appointment_is_read_and_an_unknown_word_is_set_aside(tmp_path):
    headings = "NHS number,Name,DOB,Appointment date,Service,Status"
    drafts = handed_in(
        tmp_path, headings, [f"{CHILD},{day + 1:02}/03/2024,Dental,{word}" for day, word in enumerate(STATUSES)]
    )
    assert [row.entries[0].kind if row.entries else None for row in rows_of(drafts)] == list(STATUSES.values())
    assert [row.refused is not None for row in rows_of(drafts)] == [kind is None for kind in STATUSES.values()]
    by = [entry.details.get("cancelled_by") for entry in entries(drafts) if entry.kind == "appointment.cancelled"]
    assert by == ["family", "service", "unknown"]


def test_the_word_a_system_used_for_a_child_not_brought_stays_beside_it(tmp_path):
    drafts = handed_in(
        tmp_path, "NHS number,Name,DOB,Appointment date,Service,Status", [f"{CHILD},01/03/2024,Dental,DNA"]
    )
    assert entries(drafts)[0].narrative == "Status: DNA"


# ---------------------------------------------------------------- growth and vaccines


def test_a_weight_that_is_no_number_is_no_weight_and_a_centile_stays_as_health_wrote_it(tmp_path):
    headings = "NHS number,Name,DOB,Date measured,Weight (kg),Weight centile"
    drafts = handed_in(tmp_path, headings, [f"{CHILD},01/03/2024,4.25,0.4th", f"{CHILD},02/03/2024,heavy,9th-25th"])
    assert [entry.details for entry in entries(drafts)] == [
        {"weight_kg": 4.25, "weight_centile": "0.4th"},
        {"weight_centile": "9th-25th"},
    ]
    assert [draft.column for draft in drafts if isinstance(draft, Warned) and "number" in draft.says] == ["Weight (kg)"]


# A vaccine's status and the day it was given: what the row tells. "" nothing yet; None: the row is set aside.
VACCINES = {
    "Given,02/02/2022": "immunisation.given",
    ",02/02/2022": "immunisation.given",
    "Declined,": "immunisation.not_given",
    "Invited,": "",
    "Given,": None,
    "Perhaps,": None,
}


def test_a_vaccine_is_given_or_not_only_where_the_record_says_so(tmp_path):
    headings = "NHS number,Name,DOB,Vaccine,Date due,Status,Date given"
    drafts = handed_in(
        tmp_path, headings, [f"{CHILD},MMR {place},01/02/2022,{said}" for place, said in enumerate(VACCINES)]
    )
    told = [None if row.refused else "".join(entry.kind for entry in row.entries) for row in rows_of(drafts)]
    assert told == list(VACCINES.values())


# ---------------------------------------------------------------- attendances


def test_two_looks_at_one_child_on_one_day_are_two(tmp_path):
    headings = "NHS number,DOB,Plan type,Access date,Access time,Accessed by"
    looks = [f"9990000018,30/06/2019,Looked after child,11/05/2024,{hour},Fennick ED" for hour in ("09:12", "21:40")]
    assert len({entry.key for entry in entries(handed_in(tmp_path, headings, looks))}) == 2


def test_what_a_child_came_with_is_only_what_the_groups_of_complaints_say(tmp_path):
    headings = "NHS number,Name,DOB,Arrival date,Site,Presenting complaint,Complaint group"
    groups = ["Burns", "Ingestion", "Self harm", "Respiratory", "Purple", ""]
    drafts = handed_in(
        tmp_path, headings, [f"{CHILD},0{place + 1}/03/2024,ED,Came,{group}" for place, group in enumerate(groups)]
    )
    told = [entry.details.get("presented_with") for entry in entries(drafts)]
    assert told == ["injury", "ingestion", "mental_health", "illness", None, None]


# ---------------------------------------------------------------- referrals, and a parent's illness


def test_a_referral_turned_away_twice_by_the_same_service_is_two_decisions(tmp_path):
    headings = "NHS number,Name,DOB,Referral number,Referral date,Referred by,Decision date,Decision,First seen"
    rows = [f"{CHILD},C{place},0{place}/01/2024,School,1{place}/01/2024,Not accepted," for place in (1, 2)]
    decided = [entry for entry in entries(handed_in(tmp_path, headings, rows)) if entry.kind == "referral.decided"]
    assert [(entry.details["outcome"], entry.from_sector) for entry in decided] == [("no_further_action", "school")] * 2
    assert len({entry.key for entry in decided}) == 2


def test_a_notification_about_a_parent_is_about_the_child_and_says_who_the_adult_is(tmp_path):
    headings = "Name,DOB,Relationship to child,Child name,Child DOB,Event date,Event,Details"
    row = "Ona Rill,09/09/1995,{},Peg Rill,01/12/2021,04/03/2022,Admission,Came in at night"
    for relation, role in (("Mother", "parent"), ("Grandmother", "other"), ("Partner of mother", "adult_of_concern")):
        drafts = handed_in(tmp_path, headings, [row.format(relation)])
        (entry,) = entries(drafts)
        assert [part for _, part in entry.people] == ["child", role]
        assert entry.level == "restricted"
        assert [tie.kind for tie in drafts if isinstance(tie, DraftTie)] == (["parent_of"] if role == "parent" else [])
