"""Files that people hand in on pages, moved on by the worker: refused, doubted, let go, taken in; and killed in the middle."""

import datetime as dt
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from unittest import mock

import pytest
from django.db import connection, transaction

from conftest import Databases
from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.chronology.models import Entry, EntryStated
from keepsight.errors import Overtaken
from keepsight.intake.actions import note_taken_back
from keepsight.intake.formats.layout import Layout
from keepsight.intake.layouts import confirm, lay_out
from keepsight.intake.models import Coverage, LayoutVersion, Receipt, RefusedRow, Upload
from keepsight.intake.uploads import WAITS_DAYS, beat, confirm_upload, keep_upload, let_go, path_of, sweep
from keepsight.people.models import Record
from keepsight.prompts import at_work, handing_in
from keepsight.prompts.actions import receive
from keepsight.prompts.handing_in import carry_on, take_up_again, wake_worker
from keepsight.prompts.models import Prompt
from keepsight.store import clock
from keepsight.store.home import uploads
from tests.killed_worker import worker
from tests.pages.handing_in import table

AS_AT = dt.date(2026, 3, 31)

MANY = [
    f"{1 + number % 28:02}/03/2026,{number},concern.recorded,Came in hungry again,,Ivy,Example,04/02/2017,A1"
    for number in range(60)
]


@pytest.fixture
def lead(fresh_store: Path) -> User:
    """Who hands files in for a school, in a store of its own where commits are real."""
    name_agency("school", name="Marshlight School", sector="school")
    return add_user("una", name="Una Invented", agency="school", role="data_steward", password="long enough to be one")


def handed_in(by: User, content: bytes = b"", *, as_at: dt.date | None = AS_AT) -> Upload:
    return keep_upload("concerns.csv", [content or table()], as_at=as_at, by=by)


def looked_at(by: User, content: bytes = b"", *, as_at: dt.date | None = AS_AT) -> Upload:
    """Handed in, and read through by the worker."""
    made = handed_in(by, content, as_at=as_at)
    assert carry_on(made.id)
    made.refresh_from_db()
    return made


def taken_in(by: User, content: bytes = b"", *, as_at: dt.date = AS_AT, because: str = "") -> Upload:
    made = looked_at(by, content, as_at=as_at)
    confirm_upload(made, because=because, by=by)
    assert carry_on(made.id)
    made.refresh_from_db()
    return made


def state() -> dict[str, list[object]]:
    """All that a file brings, without the ids and moments that differ each time."""
    return {
        "entries": sorted(Entry.objects.values_list("identity", "content_hash", "kind", "occurred_from", "row")),
        "stated": sorted(EntryStated.objects.values_list("entry__content_hash", "as_at")),
        "records": sorted(Record.objects.values_list("id", flat=True), key=str),
        "refused": sorted(RefusedRow.objects.values_list("row", "reason")),
        "coverage": sorted(Coverage.objects.values_list("kind", "from_on", "to_on")),
        "prompts": sorted(Prompt.objects.values_list("pattern", "began_on", "measure")),
        "receipts": sorted(Receipt.objects.values_list("sha256", "rows", "entries", "refused")),
    }


def test_a_file_that_cannot_be_read_is_refused_in_one_sentence_and_removed(lead: User) -> None:
    made = looked_at(lead, b"\x00\x01 no table of ours")
    assert made.state == "refused"
    assert made.refused_because
    assert not path_of(made).parent.exists()
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(("chosen", "state"), [("chronology_table", "checked"), ("marac_list", "refused")])
def test_a_format_chosen_by_hand_is_the_one_that_is_tried_and_no_other(lead: User, chosen: str, state: str) -> None:
    made = keep_upload("concerns.csv", [table()], as_at=AS_AT, format_name=chosen, by=lead)
    assert carry_on(made.id)
    made.refresh_from_db()
    assert made.state == state
    assert ("The content of this file is not that of" in made.refused_because) == (state == "refused")


def test_nothing_is_taken_in_without_a_yes(lead: User) -> None:
    made = looked_at(lead)
    assert (made.state, made.total) == ("checked", 3)
    assert not carry_on(made.id)
    assert not Entry.objects.exists()
    assert not Receipt.objects.exists()


def test_what_was_read_through_is_what_is_taken_in_and_the_file_is_then_gone(lead: User) -> None:
    made = looked_at(lead)
    said = dict(made.found or {})
    confirm_upload(made, by=lead)
    assert carry_on(made.id)
    made.refresh_from_db()
    receipt = Receipt.objects.get()
    assert (made.state, made.receipt, made.found) == ("received", receipt, None)
    assert (receipt.by, receipt.file_name) == (lead, "concerns.csv")
    assert (receipt.rows, receipt.entries, receipt.refused) == (said["rows"], said["entries"], said["refused_rows"])
    assert Entry.objects.count() == receipt.entries == 2
    assert not path_of(made).parent.exists()
    assert not carry_on(made.id)


def test_a_file_that_is_let_go_while_it_is_taken_in_is_undone(lead: User) -> None:
    """Somebody says no in the moment before it is in: by another connection, as a page would."""
    made = looked_at(lead)
    confirm_upload(made, by=lead)

    def no_after_all(*args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        done = receive(*args, **kwargs)  # type: ignore[arg-type]
        Upload.objects.filter(id=made.id).update(state="let_go", ended_at=clock.now(), found=None)
        return done

    with mock.patch.object(handing_in, "receive", no_after_all):
        assert carry_on(made.id)
    assert not Receipt.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("made", [handed_in, looked_at])
def test_a_file_that_is_let_go_is_removed(lead: User, made: Callable[[User], Upload]) -> None:
    one = made(lead)
    assert path_of(one).exists()
    let_go(one, by=lead)
    assert not path_of(one).parent.exists()
    assert not carry_on(one.id)


def test_the_heart_that_beats_hears_that_a_file_was_let_go(lead: User) -> None:
    made = handed_in(lead)
    with mock.patch.object(at_work, "BEAT_SECONDS", 0.001), at_work.Beat(partial(beat, made.id)) as alive:
        let_go(made, by=lead)
        alive._gone.wait()
        with pytest.raises(Overtaken):
            alive.tell(2000)


def test_a_file_on_which_somebody_works_is_left_to_them(lead: User) -> None:
    made = handed_in(lead)
    with at_work.alone(made.id) as mine:
        assert mine
        other = connection.copy()
        with mock.patch.object(at_work, "connection", other):
            assert not carry_on(made.id)
        other.close()
    assert carry_on(made.id)


def test_a_file_that_never_comes_to_its_end_is_refused_after_some_tries(lead: User) -> None:
    made = handed_in(lead)
    with mock.patch.object(handing_in, "try_out", side_effect=MemoryError):
        for _ in range(at_work.MOST_TRIES):
            with pytest.raises(MemoryError):
                carry_on(made.id)
        assert carry_on(made.id)
    made.refresh_from_db()
    assert (made.state, made.refused_because) == ("refused", handing_in.OUR_FAULT)
    assert not path_of(made).parent.exists()


def test_what_nobody_came_back_to_and_what_no_row_tells_of_is_swept_away(lead: User) -> None:
    forgotten, wanted = looked_at(lead), handed_in(lead)
    lost = uploads() / "no-row-tells-of-it"
    lost.mkdir()
    long_ago = clock.now() - dt.timedelta(days=WAITS_DAYS, hours=1)
    Upload.objects.filter(id=forgotten.id).update(at=long_ago)
    for folder in uploads().iterdir():
        os.utime(folder, (long_ago.timestamp(), long_ago.timestamp()))
    sweep()
    forgotten.refresh_from_db()
    assert (forgotten.state, forgotten.found) == ("let_go", None)
    assert [one.name for one in uploads().iterdir()] == [str(wanted.id)]


def three_before(format_name: str = "chronology_table", tables: Mapping[str, int] = MappingProxyType({})) -> None:
    """Three files of sixty rows, a month apart."""
    for month in (1, 2, 3):
        on = dt.date(2026, month, 31 if month != 2 else 28)
        with transaction.atomic():
            Receipt.objects.create(
                agency_id="school", received_at=clock.now(), file_name="x", sha256="x", size=1,
                format=format_name, format_version="1", as_at=on, rows=60, counted=60, entries=60, refused=0,
                duplicates=0, blank=0, tables=dict(tables),
            )  # fmt: skip


def test_a_file_like_those_before_it_is_taken_in_without_a_reason(lead: User) -> None:
    three_before()
    made = taken_in(lead, table(*MANY))
    assert (made.state, made.refused_because) == ("received", "")


@pytest.mark.parametrize(
    ("lines", "as_at", "says"),
    [
        (MANY, dt.date(2026, 2, 28), "a file like it for 31/03/2026 has been taken in already"),
        (MANY[:20], dt.date(2026, 3, 31), "It has 20 rows; the files like it before had 60"),
        (MANY[:40], dt.date(2026, 3, 31), None),
    ],
)
def test_an_old_file_and_one_with_far_fewer_rows_wait_for_a_reason(
    lead: User, lines: list[str], as_at: dt.date, says: str | None
) -> None:
    three_before()
    stops = (looked_at(lead, table(*lines), as_at=as_at).found or {})["stops"]
    assert [says in one for one in stops] == [True] if says else stops == []


EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"


def episodes(children: int) -> str:
    """The table of episodes of the return on children looked after, a row a child."""
    return EPISODES + "".join(f"{child},07/05/2024,S,L1,N1,U4,,,,,,,\n" for child in range(children))


def missing(children: int) -> str:
    """The table of missing episodes of the same return."""
    return MISSING + "".join(f"{child},,M,01/06/2024,02/06/2024\n" for child in range(children))


@pytest.mark.parametrize(
    ("before", "content", "as_at", "says"),
    [
        ({"Episodes": 60}, missing(3), AS_AT, None),
        ({"Episodes": 60}, missing(3), dt.date(2026, 2, 28), None),
        ({"Episodes": 60}, episodes(29), AS_AT, "Its table “Episodes” has 29 rows; in the files before it had 60"),
        ({"Episodes": 60}, EPISODES, AS_AT, "Its table “Episodes” has 0 rows; in the files before it had 60"),
        ({"Episodes": 60}, episodes(31), AS_AT, None),
        ({"Missing": 8}, missing(3), AS_AT, "Its table “Missing” has 3 rows; in the files before it had 8"),
        ({"Missing": 40, "Episodes": 20}, missing(40) + episodes(9), AS_AT, "Its table “Episodes” has 9 rows"),
        ({"Missing": 8, "Episodes": 52}, missing(3) + episodes(52), AS_AT, None),  # few in a file of many: chance
    ],
)
def test_of_a_return_that_comes_as_many_tables_each_is_held_against_itself(
    lead: User, before: dict[str, int], content: str, as_at: dt.date, says: str | None
) -> None:
    three_before("ssda903", before)
    stops = (looked_at(lead, content.encode(), as_at=as_at).found or {})["stops"]
    assert [says in one for one in stops] == [True] if says else stops == []


def test_a_receipt_keeps_which_tables_its_file_held_and_how_many_rows_of_each(lead: User) -> None:
    made = taken_in(lead, (missing(2) + episodes(3)).encode())
    assert made.receipt is not None
    assert made.receipt.tables == {"Missing": 2, "Episodes": 3}


def test_rows_that_say_they_are_another_agency_s_record_wait_for_a_reason(lead: User) -> None:
    headings = b"Date,Agency,Event,Child forename,Child surname,Date of birth\n"
    content = headings + b"02/03/2026,Police,Shouting heard,Ivy,Example,04/02/2017\n"
    assert "One entry in it says to be another agency" in (looked_at(lead, content).found or {})["stops"][0]


def test_a_file_that_a_newer_one_overtook_since_somebody_looked_is_not_taken_in(lead: User) -> None:
    made = looked_at(lead, as_at=dt.date(2026, 2, 28))
    confirm_upload(made, by=lead)
    taken_in(lead, table(*MANY))
    assert carry_on(made.id)
    made.refresh_from_db()
    assert (made.state, made.receipt) == ("refused", None)
    assert "a file like it for 31/03/2026 has been taken in already" in made.refused_because


def test_a_reason_that_let_a_doubtful_file_in_stands_on_its_receipt(lead: User) -> None:
    taken_in(lead)
    late = taken_in(lead, table(*MANY), as_at=dt.date(2026, 2, 28), because="The part-timer’s, found late")
    assert late.receipt is not None
    assert "It was taken in all the same: The part-timer’s, found late" in str(late.receipt.warnings)


OLD, CORRECTED = (
    f"02/03/2026,1,concern.recorded,{says},,Ivy,Example,04/02/2017,A1" for says in ("Hungry", "Not hungry")
)
COPY = b"\xef\xbb\xbf"  # what a spreadsheet puts before a table that it saves anew
IN_MARCH, TODAY = dt.date(2026, 3, 15), dt.date(2026, 4, 1)


def told_now() -> list[str]:
    """What the current accounts say."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT narrative FROM chronology_current AS entry JOIN chronology_words AS words ON words.entry_id = entry.id"
        )
        return [narrative for (narrative,) in cursor.fetchall()]


def told_and_put_right(lead: User) -> None:
    """A file, and a later one that puts right what it said."""
    taken_in(lead, table(OLD), as_at=IN_MARCH)
    taken_in(lead, table(CORRECTED), as_at=AS_AT)


@pytest.mark.parametrize(
    ("content", "day", "says"),
    [
        (table(OLD), None, "This very file has been taken in for 15/03/2026, and would now speak for 01/04/2026"),
        (
            COPY + table(OLD),
            None,
            "It tells nothing new, and of one matter it tells again what a later file has put right",
        ),
        (
            COPY + table(OLD),
            TODAY,
            "It tells nothing new, and of one matter it tells again what a later file has put right",
        ),
    ],
    ids=["the file itself", "a copy saved anew", "a copy said to be of today"],
)
def test_an_old_file_handed_in_again_puts_nothing_back_without_a_reason(
    lead: User, content: bytes, day: dt.date | None, says: str
) -> None:
    told_and_put_right(lead)
    made = looked_at(lead, content, as_at=day)
    assert (made.found or {})["stops"] == [says]
    confirm_upload(made, because="It was right all along", by=lead)
    assert told_now() == ["Not hungry"]
    assert carry_on(made.id)
    assert told_now() == ["Hungry"]


def test_a_replayed_file_that_a_correction_overtook_since_somebody_looked_is_not_taken_in(lead: User) -> None:
    taken_in(lead, table(OLD), as_at=IN_MARCH)
    made = looked_at(lead, COPY + table(OLD), as_at=None)
    assert (made.found or {})["stops"] == []
    confirm_upload(made, by=lead)
    taken_in(lead, table(CORRECTED))
    assert carry_on(made.id)
    made.refresh_from_db()
    assert (made.state, told_now()) == ("refused", ["Not hungry"])
    assert "of one matter it tells again what a later file has put right" in made.refused_because


def test_a_file_that_was_taken_back_may_be_handed_in_again(lead: User) -> None:
    made = taken_in(lead, table(OLD), as_at=IN_MARCH)
    assert made.receipt is not None
    with transaction.atomic():
        note_taken_back(made.receipt, entries=0, because="Of the wrong year", by=lead)
    assert (looked_at(lead, table(OLD), as_at=AS_AT).found or {})["stops"] == []


def test_the_same_file_for_the_same_day_changes_nothing_and_needs_no_reason(lead: User) -> None:
    told_and_put_right(lead)
    before = state()
    made = taken_in(lead, table(CORRECTED), as_at=AS_AT)
    assert made.state == "received"
    assert {name: rows for name, rows in state().items() if name != "receipts"} == {
        name: rows for name, rows in before.items() if name != "receipts"
    }


KILLED_AT = ("append_rows", "write_receipt", "ask", "keep_file", "commit")


@pytest.mark.long
@pytest.mark.parametrize("step", KILLED_AT)
def test_a_worker_that_is_killed_takes_nothing_in_and_the_next_one_all_of_it_once(
    databases: Databases, lead: User, step: str
) -> None:
    made = looked_at(lead, table(*MANY))
    confirm_upload(made, by=lead)
    wake_worker(made)
    before = state()
    assert worker(databases, step) == -9
    assert state() == before
    assert path_of(made).exists()
    take_up_again()
    made.refresh_from_db()
    assert (made.state, made.tries) == ("received", 2)
    assert Entry.objects.count() == len(MANY)
    whole = state()
    with transaction.atomic():
        again = receive(_copy(databases.folder, table(*MANY)), agency="school", as_at=AS_AT)
    assert (again.entries, again.duplicates) == (0, len(MANY))
    assert {name: rows for name, rows in state().items() if name != "receipts"} == {
        name: rows for name, rows in whole.items() if name != "receipts"
    }


def _copy(folder: Path, content: bytes) -> Path:
    path = folder / "concerns.csv"
    path.write_bytes(content)
    return path


# ---------------------------------------------------------------- a table that no format knows

DESK = b"Our no.,Occurred,What we saw\nZ1,02/03/2026,Came in hungry\nZ1,03/03/2026,Slept badly\n"
LAYOUT = Layout(
    {"Our no.": "child.local_id", "Occurred": "row.on", "What we saw": "row.words"}, {"*": "concern.recorded"}
)


def test_a_table_that_nobody_has_met_goes_its_whole_way_and_the_next_one_needs_no_answers(lead: User) -> None:
    made = looked_at(lead, DESK)
    assert (made.state, (made.found or {})["table"][0]) == ("to_lay_out", ["Our no.", ["Z1"]])
    assert path_of(made).exists(), "it is still needed"
    assert not carry_on(made.id), "a person has to say something first"
    lay_out(made, "Desk log", LAYOUT, by=lead)
    assert carry_on(made.id)
    made.refresh_from_db()
    assert made.state == "checked"
    assert not LayoutVersion.objects.exists()
    confirm(made, by=lead)
    assert carry_on(made.id)
    receipt = Receipt.objects.get()
    assert (receipt.format, receipt.format_version, receipt.entries) == ("Desk log", "1", 2)
    assert not Coverage.objects.exists(), "what such a table does not mention was not said to be otherwise"
    following = looked_at(lead, DESK + b"Z1,04/03/2026,Was cold\n")
    assert (following.state, (following.found or {})["duplicates"]) == ("checked", 2)


def test_what_is_no_table_is_refused_as_before(lead: User) -> None:
    made = looked_at(lead, b"A line of words\nand another\n")
    assert made.state == "refused"
    assert not path_of(made).exists()
