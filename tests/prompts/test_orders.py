"""Files arrive in whatever order their agencies send them. What is known, and what is asked of it, must not depend on it.

Five files of four agencies about two sisters: a census of referrals, a chronology that is sent twice and put right the
second time, a police table that knows the elder by another number, and a clinic that alone has both numbers, so that
links are made now by one file, now by another. Feeds fall silent at different days, one date is a month, one row is
handed in twice, one was written down late.
"""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

import pytest
from django.db import transaction

from keepsight.intake.identifiers import nhs_number_is_valid, upn_is_valid
from keepsight.prompts.actions import receive
from tests.prompts.everything import State, assert_same, state

TABLE = ("Date", "Date recorded", "Reference", "Kind", "Outcome", "Event", "From agency", "Told", "Seen alone",
         "Child forename", "Child surname", "Date of birth", "NHS number", "UPN", "Our reference")  # fmt: skip
IVY = {"Child forename": "Ivy", "Child surname": "Example", "Date of birth": "04/02/2012"}
MAY = {"Child forename": "May", "Child surname": "Example", "Date of birth": "19/11/2016"}

Row = dict[str, str]

pytestmark = pytest.mark.django_db


def row(day: str, number: str, kind: str, event: str, child: Row, **more: str) -> Row:
    said = {name.replace("_", " ").capitalize(): words for name, words in more.items()}
    return {"Date": day, "Reference": number, "Kind": kind, "Event": event, **child, **said}


def valid(check: Callable[[str], bool], written: str) -> str:
    """The first number of that form whose check digit or letter holds: 999 is kept for tests, and no council is 999."""
    return next(number for mark in "0123456789ABCDEFGHJKLMNPQRTUVWXYZ" if check(number := written.replace("?", mark)))


MAISIE = {"Child forename": "Maisie", "Child surname": "Sample", "Date of birth": "30/06/2010", "NHS number": ""}
IVYS_NHS = {"NHS number": valid(nhs_number_is_valid, "999123010?")}
MAYS_NHS = {"NHS number": valid(nhs_number_is_valid, "999123021?")}
IVYS_UPN, MAYS_UPN = {"UPN": valid(upn_is_valid, "?999000012301")}, {"UPN": valid(upn_is_valid, "?999000012302")}

SOCIAL_CARE = (
    row("02/03/2025", "R1", "referral.received", "Referral by the school", IVY | IVYS_NHS, From_agency="School"),
    row(
        "03/03/2025",
        "R1",
        "referral.decided",
        "Decided",
        IVY | IVYS_NHS,
        Outcome="no_further_action",
        From_agency="School",
    ),
    row("10/06/2025", "R2", "referral.received", "Referral by police", IVY | IVYS_NHS, From_agency="Wash Constabulary"),
    row("11/06/2025", "R2", "referral.decided", "Decided", IVY | IVYS_NHS, Outcome="no_further_action"),
    row("20/11/2025", "R3", "referral.received", "Referral by a relative", IVY | IVYS_NHS, From_agency="Family"),
    row("20/11/2025", "R3", "referral.received", "Referral by a relative", IVY | IVYS_NHS, From_agency="Family"),
    row("24/11/2025", "R3", "referral.decided", "Decided", IVY | IVYS_NHS, Outcome="signposted", From_agency="School"),
    row("05/01/2026", "O1", "involvement.opened", "Allocated", MAY | MAYS_NHS),
)
SCHOOL_FIRST = (
    row("01/03/2025", "S1", "concern.recorded", "Came in hungry", IVY | IVYS_UPN),
    row("May 2025", "S2", "concern.recorded", "Told a friend she will run", IVY | IVYS_UPN),
    row("12/01/2026", "S3", "concern.recorded", "Bruise on the arm", MAY | MAYS_UPN, Date_recorded="30/01/2026"),
)
SCHOOL_PUT_RIGHT = (
    *SCHOOL_FIRST[:2],
    row(
        "14/01/2026",
        "S3",
        "concern.recorded",
        "Bruise on the leg, not the arm",
        MAY | MAYS_UPN,
        Date_recorded="30/01/2026",
    ),
    row("02/02/2026", "S4", "child.voice", "Said that she likes the new house", MAY | MAYS_UPN, Told="Fennick Clinic"),
)
POLICE = (
    row("01/02/2026 23:10", "M1", "missing.reported", "Not home", IVY | IVYS_NHS, Our_reference="W/77"),
    row("03/02/2026 01:40", "M1", "missing.found", "Found at the station", IVY | IVYS_NHS, Our_reference="W/77"),
    row("09/06/2025", "P1", "concern.recorded", "Seen out late", IVY | IVYS_NHS, Our_reference="W/77"),
)
CLINIC = (
    row("05/12/2025", "C1", "appointment.not_brought", "Dental, not brought", IVY | IVYS_NHS | IVYS_UPN),
    row("12/12/2025", "C2", "appointment.not_brought", "Eyes, not brought", IVY | IVYS_NHS | IVYS_UPN),
    row("09/01/2026", "C3", "appointment.not_brought", "Dental, not brought", IVY | IVYS_NHS | IVYS_UPN),
    row("10/01/2026", "C4", "child.seen", "Weighed and measured", MAY | MAYS_NHS | MAYS_UPN, Seen_alone="no"),
)
FILES: tuple[tuple[str, str, str, str, str, str, Sequence[Row]], ...] = (
    ("social-care", "Fennick Children's Services", "social_care", "2026-03-01", "2026-03-01",
     "missing.reported, return_interview.offered, return_interview.held, child.voice, child.seen", SOCIAL_CARE),
    ("hill-school", "Hill School", "school", "2026-01-31", "2026-01-31", "concern.recorded, child.voice", SCHOOL_FIRST),
    ("hill-school", "Hill School", "school", "2026-02-28", "2026-02-15", "concern.recorded, child.voice",
     SCHOOL_PUT_RIGHT),
    ("wash-police", "Wash Constabulary", "police", "2026-02-20", "2026-02-20", "missing.reported, missing.found", POLICE),
    ("fennick-clinic", "Fennick Clinic", "hospital", "2026-03-05", "2026-01-31",
     "appointment.not_brought, appointment.attended", CLINIC),
)  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return [write(tmp_path_factory.mktemp("files") / f"{place}.csv", *file) for place, file in enumerate(FILES)]


def write(
    path: Path, code: str, name: str, sector: str, as_at: str, told_to: str, kinds: str, rows: Sequence[Row]
) -> Path:
    """A chronology table with the lines above it that say whose it is and what it would hold."""
    above = {
        "Agency": name, "Agency code": code, "Sector": sector, "As at": as_at, "Period from": "2024-01-01",
        "Period to": told_to, "Covers": "All children the agency knows", "Kinds delivered": kinds,
    }  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as table:
        out = csv.writer(table)
        out.writerows([*above.items(), [], TABLE])
        out.writerows([one.get(heading, "") for heading in TABLE] for one in rows)
    return path


def received(files: Sequence[Path]) -> State:
    """The state after these files, in this order; then everything is undone."""
    with transaction.atomic():
        for file in files:
            receive(file)
        after = state()
        transaction.set_rollback(True)
    return after


def test_the_five_files_have_something_to_disagree_about(files):
    """Else every order would agree about nothing: links across agencies, a correction, prompts of presence and absence."""
    after = received(files)
    assert max(map(len, after["people"])) == len({file[0] for file in FILES})
    assert len(after["log"]) > len(after["current"])
    assert {said[0] for said in after["prompts"]} >= {"re-referral", "repeat-referrals-no-action"}


def test_of_two_accounts_as_at_one_day_the_same_stands_whichever_came_first(tmp_path):
    one, other = (
        write(tmp_path / f"{place}.csv", *FILES[1][:3], "2026-02-28", *FILES[1][4:6], rows)
        for place, rows in enumerate((SCHOOL_FIRST, SCHOOL_PUT_RIGHT))
    )
    assert_same(received([other, one]), received([one, other]))


@pytest.mark.long
def test_a_child_who_turns_out_to_be_another_leaves_nothing_behind(files, tmp_path):
    """Two councils know the child by a number each, and the clinic, which comes last, by both."""
    council, clinic = files[0], files[4]
    by_pupil_number = [one | IVYS_UPN | {"NHS number": ""} for one in SOCIAL_CARE if "Ivy" in one.values()]
    other = write(tmp_path / "other.csv", "north", "North Council", *FILES[0][2:6], by_pupil_number)
    first = received([clinic, council, other])
    assert {"prompts", "clocks", "untold"} <= {part for part, said in first.items() if said}
    assert_same(received([council, other, clinic]), first)
    with mock.patch(
        "keepsight.prompts.actions.waiting_for", return_value=set()
    ):  # which may ask for a reason of its own
        assert all(prompt[-2] for prompt in received([council, other, clinic])["prompts"])
        with mock.patch("keepsight.prompts.actions.left_behind", return_value=set()):
            assert not all(prompt[-2] for prompt in received([council, other, clinic])["prompts"])


@pytest.mark.long
def test_asking_only_those_whom_a_file_names_would_let_the_order_decide(files):
    """The sabotage: a feed that comes after the clock ran out tells of a child whom it does not name."""
    social_care, police = files[0], files[3]
    of_maisie = write(
        police.parent / "other-child.csv", *FILES[3][:6], [one | {"Our reference": "W/9"} | MAISIE for one in POLICE]
    )
    first = received([social_care, of_maisie])
    assert "missing-without-return-interview" in {said[0] for said in first["prompts"]}
    assert_same(received([of_maisie, social_care]), first)
    with mock.patch("keepsight.prompts.actions.waiting_for", return_value=set()):
        assert received([of_maisie, social_care])["prompts"] != first["prompts"]


@pytest.mark.long
def test_orders_that_put_each_file_first_and_last_and_each_two_both_ways_end_in_the_same_state_and_prompts(files):
    """Thirty files in orders drawn at random: test_orders_of_thirty."""
    first = received(files)
    for way in (files, files[::-1]):
        for begins in range(len(way)):
            assert_same(received([*way[begins:], *way[:begins]]), first)
