"""The one verb that crosses the rooms, tried on files."""

import csv
import datetime as dt
from collections import Counter
from itertools import islice
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError, connection, transaction

from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.chronology.actions import Source
from keepsight.chronology.models import Entry
from keepsight.chronology.queries import chronology
from keepsight.errors import BrokenPromise, RefusedFile, WrongUse
from keepsight.intake.drafts import DraftEntry, When
from keepsight.intake.models import Coverage, Receipt, RefusedRow
from keepsight.people.models import Description, Record
from keepsight.people.queries import children
from keepsight.prompts import queries
from keepsight.prompts.actions import append_and_ask, ask_open_clocks, receive
from keepsight.prompts.kept import ask
from keepsight.prompts.models import Prompt
from keepsight.prompts.receiving import RECEIVING_LOCK
from keepsight.prompts.trying import try_out

HEADINGS = "Date,Reference,Kind,Event,Action,Child forename,Child surname,Date of birth,Our reference\n"
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """A school's table of its own making."""

    def write(*lines: str, name: str = "concerns.csv") -> Path:
        path = tmp_path / name
        path.write_text(HEADINGS + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


def line(day: str, words: str = "Came in hungry again", *, kind: str = "concern.recorded", number: str = "1") -> str:
    return f"{day},{number},{kind},{words},,Ivy,Example,04/02/2017,A1"


def state() -> dict[str, int]:
    """How much of everything there is, receipts apart: a file handed in again is noted, and changes nothing else."""
    return {model.__name__: model.objects.count() for model in (Entry, Record, Prompt, Coverage, RefusedRow)}


def test_a_file_that_nobody_owns_is_refused_and_changes_nothing(file):
    before, path = state(), file(line("02/03/2026"))
    with pytest.raises(WrongUse, match="--agency"):
        receive(path)
    assert state() == before
    assert not Receipt.objects.exists()


@pytest.fixture
def another_on_its_way(db):
    """Another file is on its way in, and whoever waits for it here gives up at once."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [RECEIVING_LOCK])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
    yield
    other.close()


def dry(path: Path) -> None:
    try_out(path, agency="school", as_at=None, by=User(), progress=lambda rows: None)


@pytest.mark.parametrize("take", [lambda path: receive(path, agency="school"), dry], ids=["taken in", "read through"])
def test_a_file_waits_for_another_only_once_it_was_read(file, another_on_its_way, tmp_path, take):
    (tmp_path / "broken.csv").write_bytes(b"\x00\x01 no table of ours")
    with pytest.raises(RefusedFile):
        take(tmp_path / "broken.csv")
    with pytest.raises(OperationalError, match="lock timeout"):
        take(file(line("02/03/2026")))
    assert not Receipt.objects.exists()


def test_a_file_that_is_no_file_is_refused_and_changes_nothing(tmp_path):
    (tmp_path / "empty.csv").touch()
    with pytest.raises(RefusedFile):
        receive(tmp_path / "empty.csv", agency="school")
    assert not Receipt.objects.exists()


def test_a_receipt_that_does_not_add_up_undoes_the_whole_file(file):
    path = file(line("02/03/2026"))
    with (
        mock.patch("keepsight.intake.actions.Tally.note", return_value=None),
        pytest.raises(BrokenPromise, match="disagree"),
    ):
        receive(path, agency="school")
    assert not Entry.objects.exists()
    assert not Receipt.objects.exists()


def test_a_dry_run_says_the_same_and_changes_nothing(file):
    path = file(line("02/03/2026"), line("", "Again", number="3"), line("03/03/2026", number="2"))
    said = receive(path, agency="school", dry_run=True)
    assert (said.rows, said.entries) == (3, 3)
    assert not Receipt.objects.exists()
    assert not Entry.objects.exists()
    done = receive(path, agency="school")
    assert (done.rows, done.entries, done.refused) == (said.rows, said.entries, said.refused)


def test_the_same_file_twice_renamed_or_reordered_changes_nothing(file):
    lines = [line("02/03/2026"), line("03/03/2026", "Nobody came to collect her", number="2")]
    receive(file(*lines), agency="school", as_at=dt.date(2026, 3, 31))
    before = state()
    for again in (file(*lines), file(*lines, name="renamed.csv"), file(*reversed(lines), name="reordered.csv")):
        said = receive(again, agency="school", as_at=dt.date(2026, 3, 31))
        assert (said.entries, said.duplicates) == (0, 2)
    assert state() == before


BO = "{day},9,concern.recorded,Shouted at,,Bo,Sample,11/09/2012,A1"


def test_a_number_that_comes_to_name_another_child_joins_nothing_and_is_named(file):
    receive(file(line("02/03/2026")), agency="school", as_at=dt.date(2026, 3, 31))
    before = state() | {"Description": Description.objects.count()}
    said = receive(file(BO.format(day="03/03/2026")), agency="school", as_at=dt.date(2026, 4, 30))
    assert (said.rows, said.entries, said.refused_rows) == (1, 0, 1)
    assert "stood for somebody else before" in str(said.refused[0]["reason"])
    assert any("stands for another here" in str(one["says"]) for one in said.warnings)
    assert state() | {"Description": Description.objects.count()} == before | {"RefusedRow": 1}
    (child,) = children(the_machine())
    assert [one.narrative for one in chronology(the_machine(), child.id)] == ["Came in hungry again"]


def test_a_number_that_names_two_children_in_one_file_joins_neither(file):
    said = receive(file(line("02/03/2026"), BO.format(day="03/03/2026")), agency="school")
    assert said.entries + said.refused_rows == 2
    assert len({one.name for one in children(the_machine())}) == said.entries <= 1


def test_the_same_number_of_another_agency_is_another_number(file):
    receive(file(line("02/03/2026")), agency="school")
    assert receive(file(BO.format(day="03/03/2026")), agency="police").entries == 1


def test_the_rows_of_a_receipt_add_up(file):
    said = receive(
        file(line("02/03/2026"), line("02/03/2026"), ",,,,,,,,", "31/12/2025,,,,,Ivy,Example,04/02/2017,A1"),
        agency="school",
    )
    kept = Receipt.objects.get()
    assert kept.rows == kept.counted == 4
    assert (said.duplicates, said.blank, said.refused_rows) == (1, 1, 1)
    assert all(set(row) == {"sheet", "row", "column", "reason"} for row in said.refused)


def test_what_a_file_says_of_a_child_is_that_childs_chronology(file):
    receive(file(line("02/03/2026")), agency="school")
    (child,) = children(the_machine())
    (entry,) = chronology(the_machine(), child.id)
    assert (child.name, entry.narrative, entry.source.row) == ("Ivy Example", "Came in hungry again", 2)
    assert (entry.occurred_from, entry.recorded_how) == (dt.date(2026, 3, 2), "assumed")


def test_appending_an_entry_returns_its_prompt_in_the_same_transaction(file):
    """A second referral within twelve months: the prompt is there before anything is committed, and gone if undone."""
    receive(file(line("02/03/2026", "Referral", kind="referral.received")), agency="social-care")
    (child,) = children(the_machine())
    record = Record.objects.get()
    second = DraftEntry(
        kind="referral.received", when=When(dt.date(2026, 3, 20), dt.date(2026, 3, 20), "day", "20/03/2026"),
        people=(("her", "child"),), narrative="Referred again",
    )  # fmt: skip
    noon = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
    source = Source("social-care", noon.date(), noon, Receipt.objects.get())
    with transaction.atomic():
        entry, prompts = append_and_ask(second, records={"her": record.id}, source=source)
        assert [one.pattern for one in prompts] == ["re-referral"]
        assert entry in {one.entry_id for one in prompts[0].evidence.all()}
        assert not connection.get_autocommit()
        transaction.set_rollback(True)
    assert not Prompt.objects.filter(child_id=child.id).exists()


def test_a_prompt_goes_on_when_it_is_asked_again_and_ends_when_its_window_does(file):
    receive(
        file(
            line("02/03/2025", "Referral", kind="referral.received"),
            line("20/03/2025", "Referral", kind="referral.received", number="2"),
        ),
        agency="social-care",
    )
    (child,) = children(the_machine())
    ask([child.id], dt.date(2025, 4, 1))
    (standing,) = queries.prompts_of(the_machine(), child.id)
    ask([child.id], dt.date(2026, 5, 1))
    (ended,) = queries.prompts_of(the_machine(), child.id)
    assert standing.standing
    assert (ended.id, ended.ended_on) == (standing.id, dt.date(2026, 3, 3))


def test_the_worker_asks_a_clock_on_the_day_it_runs_out_and_not_before(file):
    receive(
        file(
            line("02/03/2025", "Referral", kind="referral.received"),
            line("20/03/2025", "Referral", kind="referral.received", number="2"),
        ),
        agency="social-care",
    )
    (child,) = children(the_machine())
    ask([child.id], dt.date(2025, 6, 1))  # past the days that an assessment has
    assert ask_open_clocks(dt.date(2026, 3, 2)) == 0
    assert Prompt.objects.get(child_id=child.id).ended_on is None
    assert ask_open_clocks(dt.date(2026, 3, 3)) == 1
    assert Prompt.objects.get(child_id=child.id).ended_on == dt.date(2026, 3, 3)


@pytest.fixture
def census():
    path = SAMPLES / "cin-census" / "fake_CIN_data.xml"
    if not path.exists():
        pytest.skip("the public sample of the children in need census is not on this machine")
    return path


# Every pattern that says something did not happen. Two of them need only what the census delivers.
ABSENCE = {
    "additional-needs-and-exploitation",
    "assessment-drift",
    "assessment-not-followed-up",
    "assessment-without-history",
    "care-review-overdue",
    "child-not-heard",
    "child-not-seen",
    "child-not-seen-on-protection-plan",
    "conference-late",
    "conference-review-late",
    "core-group-late",
    "delay-before-seen",
    "disclosure-without-referral",
    "episode-not-shared",
    "episode-not-shared-under-five",
    "faltering-weight-unanswered",
    "first-care-review-overdue",
    "first-conference-review-late",
    "focus-moved-to-parent",
    "guardianship-without-support-review",
    "harm-observed-no-action",
    "home-educated-unseen",
    "inactive-case",
    "injury-not-yet-mobile",
    "missing-without-return-interview",
    "moved-records-not-received",
    "not-seen-separately",
    "partner-disclosure-unheard",
    "plan-without-legal-advice",
    "referral-undecided",
    "reviewing-officer-absent",
    "risk-meetings-without-effect",
    "school-quality-unconsidered",
    "sibling-not-heard",
    "supervision-gap",
    "unborn-unassessed",
}


def test_the_public_census_comes_in_whole_and_its_absences_cannot_be_told(census):
    said = receive(census)
    assert (said.rows, said.counted, said.refused_rows, said.duplicates) == (402, 402, 0, 0)
    assert len(children(the_machine())) == 332
    assert Counter(Entry.objects.values_list("kind", flat=True))["referral.received"] == 402
    years = {day.year for day in Entry.objects.values_list("occurred_from", flat=True)}
    assert {2004, 2030} <= years
    named = {str(warning["says"]) for warning in said.warnings}
    assert any("after the day the file speaks for" in says for says in named)
    assert any("before the year this census is for" in says for says in named)
    answer = queries.asked(None, dt.date(2026, 11, 22), holding=False)
    referred_again = [one for one in answer.prompts if one.pattern == "re-referral"]
    assert len({one.child for one in referred_again}) == 20
    assert all(one.entries for one in referred_again)
    assert not {one.pattern for one in answer.prompts} & ABSENCE
    untold = {one.pattern: len(one.children) for one in answer.cannot_tell}
    assert untold == dict.fromkeys(ABSENCE - {"referral-undecided", "disclosure-without-referral"}, 332)
    assert all(one.needs for one in answer.cannot_tell)


REVIEWING_OFFICER = "reviewing-officer-absent"
EPISODES = (
    "CHILD,DOB,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE\n"
    "r7,03/09/2012,10/01/2025,S,C2,N1,U4,PR1,,,\n"
)
CONTACTS = (
    "Period from,01/01/2025\nPeriod to,{until}\n\n"
    "Child ID,Surname,Forename,Date of birth,Date of IRO contact,Contact with\nr7,Quill,Rowan,03/09/2012,{on},{whom}\n"
)


def test_that_the_reviewing_officer_was_not_in_touch_can_be_told_once_their_contacts_are_sent(tmp_path):
    def sent(name: str, text: str, as_at: dt.date) -> None:
        (tmp_path / name).write_text(text, "utf-8")
        receive(tmp_path / name, agency="social-care-999", as_at=as_at)

    def answered(day: dt.date) -> tuple[list[tuple[dt.date, int | None]], int]:
        answer = queries.asked(None, day, holding=False)
        told = [(one.began_on, one.measure) for one in answer.prompts if one.pattern == REVIEWING_OFFICER]
        return told, sum(one.pattern == REVIEWING_OFFICER for one in answer.cannot_tell)

    sent("episodes.csv", EPISODES, dt.date(2025, 8, 1))
    assert answered(dt.date(2025, 8, 1)) == ([], 1)
    sent("spring.csv", CONTACTS.format(until="01/08/2025", on="05/03/2025", whom="Carer"), dt.date(2025, 8, 1))
    assert answered(dt.date(2025, 8, 1)) == ([(dt.date(2025, 7, 11), 203)], 0)
    sent("again.csv", CONTACTS.format(until="02/08/2025", on="05/03/2025", whom="Child"), dt.date(2025, 8, 2))
    assert answered(dt.date(2025, 8, 2)) == ([], 0)


SSDA903 = ("header", "episodes", "reviews", "missing", "oc2", "uasc", "sw_episodes")
CENSUS = ("2024_autumn_pupilnolongeronroll", "2024_autumn_termlyexclusionsoffroll")
A_PART = 150  # rows of a return, at the most: the whole of every one is minutes of asking patterns
PUBLIC = [("ssda903", name, "social-care-999") for name in SSDA903] + [
    ("school-census", name, "school") for name in CENSUS
]


@pytest.mark.long
@pytest.mark.parametrize(("folder", "name", "agency"), PUBLIC, ids=[name for _, name, _ in PUBLIC])
def test_every_row_of_a_public_return_is_in_its_receipt_and_handing_it_in_again_changes_nothing(
    tmp_path, folder, name, agency
):
    whole, path = SAMPLES / folder / f"{name}.csv", tmp_path / "return.csv"
    if not whole.exists():
        pytest.skip(f"the public samples are not at {SAMPLES}: see their INDEX.md")
    with whole.open(encoding="utf-8-sig", newline="") as file, path.open("w", encoding="utf-8", newline="") as part:
        headings, *lines = islice(csv.reader(file), A_PART + 1)
        csv.writer(part).writerows([headings, *lines])
    rows = len(lines)
    said = receive(path, agency=agency, as_at=dt.date(2025, 3, 31))
    kept, before = Receipt.objects.get(), state()
    assert (said.rows, said.counted, kept.rows) == (rows, rows, rows)
    assert said.refused_rows == RefusedRow.objects.count()
    assert Entry.objects.count() == said.entries
    assert Record.objects.exists()
    again = receive(path, agency=agency, as_at=dt.date(2025, 3, 31))
    assert (again.rows, again.entries) == (rows, 0)
    assert state() == before
