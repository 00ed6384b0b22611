"""A whole file is taken back: refused to whom it is not for; then nothing of it stands, nothing is gone, and it can come again."""

import datetime as dt
from pathlib import Path
from unittest import mock

import pytest

from conftest import Databases
from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.chronology.models import Entry
from keepsight.chronology.proving import unsealed
from keepsight.chronology.queries import chronology
from keepsight.errors import WrongUse
from keepsight.intake.models import Receipt, TakenBack, TakingBack
from keepsight.intake.queries import coverage, feeds
from keepsight.intake.taking_back import ask_to_take_back, beat
from keepsight.people.queries import children
from keepsight.prompts import at_work, taking_back
from keepsight.prompts.actions import receive
from keepsight.prompts.models import Prompt
from keepsight.prompts.taking_back import OUR_FAULT, carry_back, take_back, take_up_again, wake_worker
from tests.killed_worker import worker
from tests.pages.handing_in import HEADINGS

PERIOD = "Kinds delivered,concern.recorded\nPeriod from,01/01/2026\nPeriod to,31/03/2026\n"
JANUARY, FEBRUARY, MARCH = dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31)


def line(day: str, words: str, number: int, kind: str = "concern.recorded") -> str:
    return f"{day},{number},{kind},{words},,Ivy,Example,04/02/2017,A1\n"


HUNGRY, ALONE = line("02/03/2026", "Came in hungry again", 1), line("03/03/2026", "Nobody came for her", 2)
REFERRED = line("02/03/2026", "Referral", 1, "referral.received"), line("20/03/2026", "Again", 2, "referral.received")


@pytest.fixture
def lead(db: None) -> User:
    name_agency("social-care", name="Invented Council", sector="social_care")
    return add_user(
        "una", name="Una Invented", agency="social-care", role="data_steward", password="long enough to be one"
    )


def sent(folder: Path, *lines: str, as_at: dt.date = MARCH, above: str = "", name: str = "concerns.csv") -> Receipt:
    """A file of social care’s, taken in."""
    path = folder / name
    path.write_text(above + HEADINGS + "".join(lines), encoding="utf-8")
    return Receipt.objects.get(id=receive(path, agency="social-care", as_at=as_at).receipt)


def told() -> list[str]:
    """What the child's chronology says now, in its order."""
    (child,) = children(the_machine())
    return [one.narrative for one in chronology(the_machine(), child.id)]


def test_it_is_not_for_another_agency_nor_another_role_nor_without_a_reason(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, HUNGRY)
    name_agency("police", name="Police", sector="police")
    password = "long enough to be one"
    others = [
        add_user("pat", name="Pat Invented", agency="police", role="data_steward", password=password),
        add_user("sam", name="Sam Invented", agency="social-care", role="practitioner", password=password),
    ]
    for by in others:
        with pytest.raises(WrongUse, match="not yours"):
            take_back(receipt, because="The wrong school", by=by)
    with pytest.raises(WrongUse, match="Say why"):
        take_back(receipt, because="  ", by=lead)
    assert told() == ["Came in hungry again"]


def test_nothing_of_it_stands_and_each_entry_says_so_where_it_stood(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, HUNGRY, ALONE)
    before = set(Entry.objects.values_list("id", flat=True))
    assert take_back(receipt, because="The wrong school", by=lead) == 2
    assert told() == ["The wrong school", "The wrong school"]
    assert before < set(Entry.objects.values_list("id", flat=True))
    back = Entry.objects.filter(kind="entry.retracted")
    assert {(one.supersedes_id, one.by_id, one.receipt.takes_back.receipt_id) for one in back if one.receipt} == {
        (one, lead.pk, receipt.id) for one in before
    }
    with pytest.raises(WrongUse, match="already"):
        take_back(receipt, because="Again", by=lead)
    with pytest.raises(WrongUse, match="already"):
        take_back(back[0].receipt, because="And this", by=lead)  # type: ignore[arg-type]


def test_the_questions_are_asked_again(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, *REFERRED)
    assert Prompt.objects.filter(pattern="re-referral", withdrawn_at=None).exists()
    take_back(receipt, because="The wrong school", by=lead)
    assert not Prompt.objects.filter(pattern="re-referral", withdrawn_at=None).exists()


def test_what_another_file_tells_too_still_stands(lead: User, tmp_path: Path) -> None:
    first, second = sent(tmp_path, HUNGRY, as_at=FEBRUARY), sent(tmp_path, HUNGRY, ALONE, as_at=MARCH)
    assert take_back(first, because="The wrong school", by=lead) == 0
    assert told() == ["Came in hungry again", "Nobody came for her"]
    assert take_back(second, because="And this", by=lead) == 2
    assert told() == ["And this", "And this"]


def test_handed_in_again_it_is_taken_in_again_and_can_be_taken_back_again(lead: User, tmp_path: Path) -> None:
    for _ in range(3):
        receipt = sent(tmp_path, HUNGRY, ALONE)
        assert (receipt.entries, receipt.duplicates) == (2, 0)
        assert told() == ["Came in hungry again", "Nobody came for her"]
        again = sent(tmp_path, HUNGRY, ALONE, as_at=FEBRUARY)
        assert (again.entries, again.duplicates) == (0, 2)
        take_back(receipt, because="Not yet", by=lead)
        assert told() == ["Came in hungry again", "Nobody came for her"]
        take_back(again, because="Not at all", by=lead)
        assert told() == ["Not at all", "Not at all"]


def test_what_it_covered_is_covered_no_more_until_it_comes_again(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, HUNGRY, above=PERIOD)
    assert [one.kind for one in coverage()] == ["concern.recorded"]
    take_back(receipt, because="The wrong school", by=lead)
    assert coverage() == []
    assert not next(one for one in feeds() if one.agency == "social-care").connected
    sent(tmp_path, HUNGRY, above=PERIOD)
    assert [one.kind for one in coverage()] == ["concern.recorded"]


def test_the_audit_still_fits_the_log(fresh_store: Path, tmp_path: Path) -> None:
    name_agency("social-care", name="Invented Council", sector="social_care")
    by = add_user(
        "una", name="Una Invented", agency="social-care", role="agency_lead", password="long enough to be one"
    )
    take_back(sent(tmp_path, HUNGRY, ALONE), because="The wrong school", by=by)
    sent(tmp_path, HUNGRY, ALONE)
    assert unsealed() is None


# ---------------------------------------------------------------- by the worker, as somebody asked on a page


@pytest.fixture
def steward(fresh_store: Path) -> User:
    """Who answers for a council's files, in a store of its own where commits are real."""
    name_agency("social-care", name="Invented Council", sector="social_care")
    return add_user(
        "una", name="Una Invented", agency="social-care", role="data_steward", password="long enough to be one"
    )


def asked(by: User, receipt: Receipt) -> TakingBack:
    return ask_to_take_back(receipt, because="The wrong school", by=by)


def test_nobody_asks_for_what_they_may_not_take_back_nor_twice(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, HUNGRY)
    other = add_user(
        "sam", name="Sam Invented", agency="social-care", role="practitioner", password="long enough, this"
    )
    for by, because, says in ((other, "Wrong", "not yours"), (lead, " ", "Say why")):
        with pytest.raises(WrongUse, match=says):
            ask_to_take_back(receipt, because=because, by=by)
    asked(lead, receipt)
    with pytest.raises(WrongUse, match="being taken back already"):
        asked(lead, receipt)
    assert TakingBack.objects.count() == 1
    assert told() == ["Came in hungry again"]


def test_the_worker_takes_it_back_and_says_so_once(steward: User, tmp_path: Path) -> None:
    one = asked(steward, sent(tmp_path, HUNGRY, ALONE))
    assert told() == ["Came in hungry again", "Nobody came for her"]
    assert carry_back(one.id)
    one.refresh_from_db()
    assert (one.done, one.total, one.tries, one.refused_because) == (2, 2, 1, "")
    assert one.ended_at is not None
    assert told() == ["The wrong school", "The wrong school"]
    assert not carry_back(one.id)
    assert TakenBack.objects.get().by == steward


def test_what_was_taken_back_meanwhile_or_is_theirs_no_more_is_said_and_changes_nothing(
    steward: User, tmp_path: Path
) -> None:
    first, second = sent(tmp_path, HUNGRY), sent(tmp_path, ALONE, name="other.csv")
    again, no_more = asked(steward, first), asked(steward, second)
    take_back(first, because="By hand", by=steward)
    User.objects.filter(pk=steward.pk).update(role="practitioner")
    assert take_up_again() == 2
    for one, says in ((again, "not yours"), (no_more, "not yours")):
        one.refresh_from_db()
        assert says in one.refused_because
        assert one.ended_at is not None
    assert told() == ["By hand", "Nobody came for her"]


def test_the_heart_beats_beside_it_and_stops_with_it(steward: User, tmp_path: Path) -> None:
    one = asked(steward, sent(tmp_path, HUNGRY))
    assert beat(one.id, 340)
    one.refresh_from_db()
    assert (one.done, one.beat_at is not None) == (340, True)
    carry_back(one.id)
    assert not beat(one.id, 341)


def test_what_never_comes_to_its_end_is_given_up_after_some_tries_and_the_file_stands(
    steward: User, tmp_path: Path
) -> None:
    one = asked(steward, sent(tmp_path, HUNGRY))
    with mock.patch.object(taking_back, "take_back", side_effect=MemoryError):
        for _ in range(at_work.MOST_TRIES):
            with pytest.raises(MemoryError):
                carry_back(one.id)
        assert carry_back(one.id)
    one.refresh_from_db()
    assert one.refused_because == OUR_FAULT
    assert told() == ["Came in hungry again"]


UNDONE_AT = ("replace_entries", "seal_back", "ask_again", "note_done")


def state() -> dict[str, list[object]]:
    """All that taking a file back changes, without ids and moments."""
    return {
        "entries": sorted(Entry.objects.values_list("kind", "occurred_from", "content_hash")),
        "coverage": sorted((one.kind, one.from_on) for one in coverage()),
        "prompts": sorted(Prompt.objects.filter(withdrawn_at=None).values_list("pattern", "began_on")),
        "taken back": sorted(TakenBack.objects.values_list("because", flat=True)),
    }


@pytest.mark.long
@pytest.mark.parametrize("step", UNDONE_AT)
def test_a_worker_that_is_killed_takes_nothing_back_and_the_next_one_all_of_it_once(
    databases: Databases, steward: User, tmp_path: Path, step: str
) -> None:
    one = asked(steward, sent(tmp_path, *REFERRED, above=PERIOD))
    wake_worker(one)
    before = state()
    assert worker(databases, step) == -9
    assert state() == before
    assert take_up_again() == 1
    one.refresh_from_db()
    assert (one.tries, one.done, one.refused_because) == (2, 2, "")
    assert told() == ["The wrong school", "The wrong school"]
    assert (state()["coverage"], state()["prompts"], state()["taken back"]) == ([], [], ["The wrong school"])
    assert take_up_again() == 0
    assert unsealed() is None
