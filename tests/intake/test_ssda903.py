"""The children looked after return: every table of it, its codes, its years, and the public sample."""

import csv
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftPerson, DraftRow, FileSaid, Warned
from keepsight.intake.reading import read

PUBLIC = Path(__file__).parents[3] / "shared" / "samples" / "ssda903"
public = pytest.mark.skipif(not PUBLIC.is_dir(), reason=f"the public samples are not at {PUBLIC}: see their INDEX.md")
YEAR_END = date(2025, 3, 31)
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"


def read_at(path: Path, as_at: date | None = YEAR_END) -> list[Draft]:
    drafts = list(read(path, as_at=as_at, today=date(2026, 1, 1)))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries]


def by_row(tmp_path: Path, rows: list[str]) -> list[list[DraftEntry]]:
    """The entries of each row of one table of episodes."""
    (tmp_path / "episodes.csv").write_text(EPISODES + "\n".join(rows) + "\n", "utf-8")
    return [list(draft.entries) for draft in read_at(tmp_path / "episodes.csv") if isinstance(draft, DraftRow)]


def kinds(told: list[list[DraftEntry]]) -> list[list[str]]:
    return [[entry.kind for entry in row] for row in told]


# Why an episode began, and what it tells: by hand, from the meaning of each code.
BEGAN = {
    "S": ["looked_after.started", "placement.started", "legal_status.changed"],
    "P": ["placement.started"],
    "T": ["placement.started"],
    "L": ["legal_status.changed"],
    "B": ["placement.started", "legal_status.changed"],
    "U": ["placement.started", "legal_status.changed"],
    "Q": [],
}
# How an episode ended (DEC, REC, REASON_PLACE_CHANGE), and what that tells.
ENDED = {
    "09/09/2024,X1,CARPL": ["placement.ended"],
    "09/09/2024,X1,": [],
    "09/09/2024,E4B,": ["looked_after.ended"],
    "09/09/2024,E99,": ["looked_after.ended"],
    "09/09/2024,,": [],
    ",E4B,": [],
}


def test_an_episode_tells_what_changed_when_it_began(tmp_path):
    told = by_row(tmp_path, [f"{child},05/06/2024,{code},C2,N1,U4,PR1,,X1,,,," for child, code in enumerate(BEGAN)])
    assert kinds(told) == list(BEGAN.values())


def test_a_child_ceases_to_be_looked_after_only_where_a_reason_and_a_day_say_so(tmp_path):
    told = by_row(tmp_path, [f"{child},05/06/2024,P,C2,N1,U4,PR1,{end},,," for child, end in enumerate(ENDED)])
    assert [row[1:] for row in kinds(told)] == list(ENDED.values())


def test_police_protection_and_an_emergency_order_are_emergency_protection(tmp_path):
    told = by_row(tmp_path, [f"7,05/06/2024,S,{status},N1,U4,PR1,,X1,,,," for status in ("L1", "L2", "L3", "C1")])
    assert ["emergency_protection.started" in row for row in kinds(told)] == [True, True, False, False]


def test_being_away_with_whereabouts_known_is_not_being_missing(tmp_path):
    rows = "CHILD,DOB,MISSING,MIS_START,MIS_END\n7,,M,01/06/2024,02/06/2024\n7,,A,05/06/2024,06/06/2024\n"
    (tmp_path / "missing.csv").write_text(rows, "utf-8")
    told = [entry.kind for entry in entries(read_at(tmp_path / "missing.csv"))]
    assert told == ["missing.reported", "missing.found", "away.reported", "away.returned"]


def test_a_column_of_a_later_layout_is_read_and_named(tmp_path):
    (tmp_path / "sw.csv").write_text("CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n7,,W1,05/06/2022,,MANAGE\n", "utf-8")
    drafts = read_at(tmp_path / "sw.csv", date(2023, 3, 31))
    assert [entry.kind for entry in entries(drafts)] == ["worker.changed"]
    assert "SW_DECOM" in {draft.column for draft in drafts if isinstance(draft, Warned) and "layout" in draft.says}
    assert not [d for d in read_at(tmp_path / "sw.csv") if isinstance(d, Warned) and "layout" in d.says]


# A code, and which of the returns below hold it: by hand, from the layouts of 2017 to 2026.
RETURNS = (2018, 2019, 2024, 2025, 2026)
CODES_BY_YEAR = [
    ("PLACE", "H5", {2018, 2019, 2024}),
    ("PLACE", "P2", {2018, 2019, 2024}),
    ("PLACE", "K3", {2025, 2026}),
    ("PLACE", "Z12", {2026}),
    ("PLACE", "K2", {2018, 2019, 2024, 2025, 2026}),
    ("REC", "E43", {2018}),
    ("REC", "E45", {2019, 2024, 2025, 2026}),
    ("REASON_PLACE_CHANGE", "CUSTOD", {2019, 2024, 2025, 2026}),
    ("SEX", "1", {2018, 2019, 2024}),
    ("SEX", "f", {2025, 2026}),
]
NOT_OF_THAT_YEAR = "this code is not in the layout of that year: it was read all the same"


@pytest.mark.parametrize(("column", "code", "held"), CODES_BY_YEAR)
def test_a_code_of_another_years_layout_is_read_and_named_by_row_and_column(tmp_path, column, code, held):
    said = {"PLACE": "U4", "REC": "X1", "REASON_PLACE_CHANGE": "CARPL", "SEX": ""} | {column: code}
    row = "7,{SEX},05/06/2017,S,C2,N1,{PLACE},09/09/2017,{REC},{REASON_PLACE_CHANGE}".format(**said)
    (tmp_path / "episodes.csv").write_text(
        f"CHILD,SEX,DECOM,RNE,LS,CIN,PLACE,DEC,REC,REASON_PLACE_CHANGE\n{row}\n", "utf-8"
    )
    for year in RETURNS:
        drafts = read_at(tmp_path / "episodes.csv", date(year, 3, 31))
        named = [(one.row, one.column) for one in drafts if isinstance(one, Warned) and one.says == NOT_OF_THAT_YEAR]
        assert named == ([] if year in held else [(2, column)]), year
        assert entries(drafts)[0].kind == "looked_after.started"
        assert code in repr([draft for draft in drafts if isinstance(draft, DraftRow)])


def test_a_code_of_a_file_that_states_no_year_is_of_none(tmp_path):
    (tmp_path / "episodes.csv").write_text(f"{EPISODES}7,05/06/2017,S,C2,N1,H5,PR1,,X1,,,,\n", "utf-8")
    drafts = read_at(tmp_path / "episodes.csv", None)
    assert not [draft for draft in drafts if isinstance(draft, Warned) and draft.says == NOT_OF_THAT_YEAR]


def test_where_a_child_lives_is_in_no_entry(tmp_path):
    (told,) = by_row(tmp_path, ["7,05/06/2024,S,C2,N1,U4,PR1,09/09/2024,E4A,CARPL,ZZ99 3WZ,ZZ99 3VZ,1234567"])
    assert told
    assert not [entry for entry in told if "ZZ99" in repr(entry) or "1234567" in repr(entry)]


# ---------------------------------------------------------------- the same return as XML

HEADER = "<CHILDID>7</CHILDID><SEX>F</SEX><DOB>14/06/2008</DOB><ETHNIC>WBRI</ETHNIC>"


def as_xml(tmp_path: Path, header: str, episodes: str = "") -> list[Draft]:
    text = f"<EXPSSDA903><CHILD><HEADER>{HEADER}{header}</HEADER>{episodes}</CHILD></EXPSSDA903>"
    (tmp_path / "return.xml").write_text(text, "utf-8")
    return read_at(tmp_path / "return.xml")


def test_the_same_return_as_tables_and_as_xml_is_the_same_matters(tmp_path):
    tables = (
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n7,F,14/06/2008,WBRI,,,\n"
        f"{EPISODES}7,07/05/2024,S,L1,N1,U4,,09/05/2024,X1,,,,\n"
        "CHILD,DOB,MISSING,MIS_START,MIS_END\n7,14/06/2008,M,22/11/2024,25/11/2024\n"
        "CHILD,DOB,REVIEW,REVIEW_CODE\n7,14/06/2008,04/06/2024,PN7\n"
    )
    (tmp_path / "return.csv").write_text(tables, "utf-8")
    inside = (
        "<AMISSING><MISSING>M</MISSING><MIS_START>22/11/2024</MIS_START><MIS_END>25/11/2024</MIS_END></AMISSING>"
        "<AREVIEW><REVIEW>04/06/2024</REVIEW><REVIEW_CODE>PN7</REVIEW_CODE></AREVIEW>"
    )
    episode = (
        "<DECOM>07/05/2024</DECOM><RNE>S</RNE><LS>L1</LS><CIN>N1</CIN><PL>U4</PL><DEC>09/05/2024</DEC><REC>X1</REC>"
    )
    by_tables, by_xml = read_at(tmp_path / "return.csv"), as_xml(tmp_path, inside, f"<EPISODE>{episode}</EPISODE>")
    assert len(entries(by_tables)) == 7
    assert sorted(map(repr, entries(by_xml))) == sorted(map(repr, entries(by_tables)))
    assert [one for one in by_xml if isinstance(one, DraftPerson)] == [
        one for one in by_tables if isinstance(one, DraftPerson)
    ]


def test_an_adoption_in_the_header_is_restricted_and_nothing_else_is(tmp_path):
    (adoption,) = entries(as_xml(tmp_path, "<DATE_INT>01/05/2024</DATE_INT>"))
    (parent,) = entries(as_xml(tmp_path, "<MC_DOB>01/05/2024</MC_DOB>"))
    assert (adoption.kind, adoption.level) == ("adoption.decided", "restricted")
    assert (parent.kind, parent.level) == ("child.became_parent", "standard")


WORKER = "<SW_ID>W1</SW_ID><SW_DECOM>05/06/2024</SW_DECOM><SW_REASON>MANAGE</SW_REASON>"
ORDER = "<DOLO_START>05/06/2024</DOLO_START><DOLO_END>05/07/2024</DOLO_END>"


@pytest.mark.parametrize(
    ("header", "beside", "named"),
    [
        ("", f"<SWEPISODE>{WORKER}</SWEPISODE>", ["SWEPISODE"]),
        (f"<ASOCIALWORKER>{WORKER}</ASOCIALWORKER>", "", ["ASOCIALWORKER"]),
        ("", f"<DOLO>{ORDER}</DOLO>", ["DOLO"]),
        (WORKER, "", ["HEADER/SW_DECOM", "HEADER/SW_ID", "HEADER/SW_REASON"]),
        (ORDER, "", ["HEADER/DOLO_END", "HEADER/DOLO_START"]),
        (
            "",
            f"<EPISODE><DECOM>07/05/2024</DECOM><RNE>L</RNE><LS>C1</LS>{ORDER}</EPISODE>",
            ["EPISODE/DOLO_END", "EPISODE/DOLO_START"],
        ),
    ],
)
def test_workers_and_orders_inside_the_xml_are_named_and_never_dropped_in_silence(tmp_path, header, beside, named):
    drafts = as_xml(tmp_path, header, beside)
    said = sorted(one.column for one in drafts if isinstance(one, Warned) and one.column and "was not read" in one.says)
    assert said == named
    assert not [
        entry for entry in entries(drafts) if entry.kind == "worker.changed" or "liberty" in repr(entry.details)
    ]


def test_until_when_a_child_is_an_asylum_seeker_tells_nothing_in_the_xml_as_in_the_table(tmp_path):
    drafts = as_xml(tmp_path, "<UASC>1</UASC><DUC>14/06/2026</DUC>")
    assert not [one for one in drafts if isinstance(one, Warned) and "was not read" in one.says]


def test_a_return_cut_short_is_refused_whole(tmp_path):
    (tmp_path / "return.xml").write_text(f"<EXPSSDA903><CHILD><HEADER>{HEADER}</HEADER></CHILD><CHILD>", "utf-8")
    with pytest.raises(RefusedFile, match="ends before it should"):
        read_at(tmp_path / "return.xml")


def test_an_episode_outside_a_child_refuses_the_return(tmp_path):
    text = (
        f"<EXPSSDA903><CHILD><HEADER>{HEADER}</HEADER></CHILD><EPISODE><DECOM>07/05/2024</DECOM></EPISODE></EXPSSDA903>"
    )
    (tmp_path / "return.xml").write_text(text, "utf-8")
    with pytest.raises(RefusedFile, match="outside a child"):
        read_at(tmp_path / "return.xml")


# ---------------------------------------------------------------- the public sample


def rows_of(name: str) -> list[dict[str, str]]:
    with (PUBLIC / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def sample(name: str) -> list[Draft]:
    return read_at(PUBLIC / name)


@pytest.mark.long
@public
@pytest.mark.parametrize(
    ("name", "kind", "tells"),
    [
        ("episodes.csv", "looked_after.started", lambda row: row["RNE"] == "S"),
        ("episodes.csv", "placement.started", lambda row: row["RNE"] in "SPTBU"),
        ("episodes.csv", "legal_status.changed", lambda row: row["RNE"] in "SLBU"),
        ("episodes.csv", "placement.ended", lambda row: row["DEC"] and row["REASON_PLACE_CHANGE"]),
        ("episodes.csv", "looked_after.ended", lambda row: row["DEC"] and row["REC"] not in ("", "X1")),
        ("missing.csv", "missing.reported", lambda row: row["MISSING"] == "M"),
        ("missing.csv", "away.returned", lambda row: row["MISSING"] == "A" and row["MIS_END"]),
        pytest.param("reviews.csv", "care_review.held", lambda row: row["REVIEW"], marks=pytest.mark.long),
        ("oc2.csv", "care_year.health", lambda row: row["CHILD"]),
        ("sw_episodes.csv", "worker.changed", lambda row: row["SW_DECOM"]),
        ("header.csv", "child.became_parent", lambda row: row["MC_DOB"]),
    ],
)
def test_each_table_of_the_public_sample_tells_what_another_count_of_it_says(name, kind, tells):
    drafts = sample(name)
    assert isinstance(drafts[0], FileSaid)
    assert drafts[0].format == "ssda903"
    told = Counter(entry.kind for entry in entries(drafts))
    assert told[kind] == sum(bool(tells(row)) for row in rows_of(name))
    assert len([draft for draft in drafts if isinstance(draft, DraftRow)]) == len(rows_of(name))


@pytest.mark.long
@public
@pytest.mark.parametrize("name", ["header.csv", "uasc.csv", "episodes.csv", "oc2.csv"])
def test_each_child_of_the_public_sample_is_there_once(name):
    children = [draft.local_id for draft in sample(name) if isinstance(draft, DraftPerson)]
    assert sorted(child for child in children if child) == sorted({row["CHILD"] for row in rows_of(name)})


@pytest.mark.long
@public
def test_a_reason_that_no_code_knows_is_kept_and_named():
    drafts = sample("sw_episodes.csv")
    (entry,) = entries(drafts)
    assert entry.details == {"reason": "SWLAZY"}
    assert [draft.column for draft in drafts if isinstance(draft, Warned) and "none that this" in draft.says] == [
        "SW_REASON"
    ]
