"""What people say of guesses: refused to whom it is not for; then it stands, the patterns read it, and it can be undone."""

import datetime as dt
from pathlib import Path
from uuid import UUID

import pytest

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.access.queries import sight, the_machine
from keepsight.chronology.guesses import NOTE, GuessShown, files_of_guesses, guesses
from keepsight.chronology.models import Entry
from keepsight.chronology.proving import broken_words, unsealed
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.models import Receipt
from keepsight.people.queries import children
from keepsight.prompts.actions import receive
from keepsight.prompts.guessing import make_guesses_again, say_what_they_are
from keepsight.prompts.taking_back import take_back
from keepsight.store import clock
from tests.pages.handing_in import HEADINGS

MARCH, APRIL = dt.date(2026, 3, 31), dt.date(2026, 4, 30)
PASSWORD = "long enough to be one"


def line(day: str, words: str, number: int) -> str:
    return f"{day},{number},,{words},,Ivy,Example,04/02/2017,A1\n"


BRUISE = line("02/03/2026", "Bruise to her arm seen at the door", 1)
BURN = line("09/03/2026", "Burn to hand. Referral made to MASH; NFA", 2)


@pytest.fixture
def lead(db: None) -> User:
    name_agency("social-care", name="Invented Council", sector="social_care")
    return someone("una", "agency_lead")


def someone(username: str, role: str, agency: str = "social-care") -> User:
    return add_user(username, name=f"{username.title()} Invented", agency=agency, role=role, password=PASSWORD)


def sent(folder: Path, *lines: str, as_at: dt.date = MARCH, name: str = "concerns.csv") -> UUID:
    """A file of social care's, taken in."""
    path = folder / name
    path.write_text(HEADINGS + "".join(lines), encoding="utf-8")
    return receive(path, agency="social-care", as_at=as_at).receipt


def seen_by(user: User, receipt: UUID | None = None) -> list[GuessShown]:
    return guesses(sight(user, clock.today()), receipt)


def waiting(user: User) -> list[str]:
    """The kinds that wait for somebody."""
    return [one.kind for one in seen_by(user) if one.waits]


def told() -> list[EntryShown]:
    (child,) = children(the_machine())
    return chronology(the_machine(), child.id)


def kinds() -> list[str]:
    return [one.kind for one in told()]


def the_injury(user: User) -> UUID:
    return next(one.entry for one in seen_by(user) if one.kind == "injury.recorded")


def test_another_agency_and_roles_that_confirm_nothing_see_no_guess_and_say_nothing(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, BRUISE)
    name_agency("police", name="Police", sector="police")
    guess = the_injury(lead)
    others = [
        someone("pat", "agency_lead", "police"),
        someone("hal", "hub_coordinator", "police"),
        someone("sol", "data_steward"),
        someone("cy", "conference_chair"),
        someone("prue", "practitioner"),  # who works with no child
    ]
    for other in others:
        assert not seen_by(other)
        with pytest.raises(WrongUse):
            say_what_they_are(receipt, {guess: "injury.recorded"}, by=other)
    assert [one.guessed_by for one in told()] == ["bruise"]


def test_what_no_file_tells_of_is_said_of_no_guess(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, BRUISE)
    for kind in ("supervision.explained", "entry.retracted", "prompt.answered", "nonsense"):
        with pytest.raises(WrongUse, match="No file tells"):
            say_what_they_are(receipt, {the_injury(lead): kind}, by=lead)


def test_nothing_is_said_where_one_of_them_is_no_guess_any_more(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, BRUISE, BURN)
    first, second = (one.entry for one in seen_by(lead) if one.kind == "injury.recorded")
    say_what_they_are(receipt, {first: "injury.recorded"}, by=lead)
    before = Entry.objects.count()
    with pytest.raises(WrongUse, match="Somebody has said"):
        say_what_they_are(receipt, {second: NOTE, first: NOTE}, by=lead)
    with pytest.raises(WrongUse, match="Somebody has said"):
        make_guesses_again(receipt, [second], by=lead)
    assert Entry.objects.count() == before


def test_a_guess_that_is_so_is_a_guess_no_more_and_says_who_said_so(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, BRUISE)
    (before,) = told()
    say_what_they_are(receipt, {before.id: "injury.recorded"}, by=lead)
    (now,) = told()
    assert (now.kind, now.guessed_by, now.source.by) == ("injury.recorded", None, "Una Invented")
    assert (now.narrative, now.occurred_from, now.source.row, now.received_at) == (
        before.narrative, before.occurred_from, before.source.row, before.received_at,
    )  # fmt: skip
    assert [one.guessed_by for one in now.earlier] == ["bruise"]
    assert waiting(lead) == []


def test_what_is_something_else_is_counted_as_that_and_what_is_none_as_nothing(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, BURN)
    by_kind = {one.kind: one for one in seen_by(lead)}
    assert set(by_kind) == {"injury.recorded", "referral.received", "referral.decided"}
    said = {by_kind["referral.received"].entry: "contact.received", by_kind["injury.recorded"].entry: NOTE}
    say_what_they_are(receipt, said, by=lead)
    assert sorted(kinds()) == ["contact.received", "note.made", "referral.decided"]
    assert waiting(lead) == ["referral.decided"]
    decided = next(one for one in seen_by(lead) if one.kind == "contact.received")
    assert (decided.was, decided.by, decided.guessed_by) == ("referral.received", "Una Invented", "referral made")


def test_details_that_the_other_kind_lacks_are_left_and_those_it_has_are_kept(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, line("02/03/2026", "WNB dental appt", 1), line("03/03/2026", "MARF sent; NFA", 2))
    by_kind = {one.kind: one.entry for one in seen_by(lead)}
    said = {by_kind["appointment.not_brought"]: "appointment.cancelled", by_kind["referral.decided"]: "injury.recorded"}
    say_what_they_are(receipt, said, by=lead)
    details = {one.kind: one.details for one in told()}
    assert details["appointment.cancelled"] == {"service": "dental"}
    assert details["injury.recorded"] == {}


@pytest.mark.parametrize("kind", ["injury.recorded", "neglect.indicator", NOTE])
def test_what_was_said_can_be_undone_and_said_again(lead: User, tmp_path: Path, kind: str) -> None:
    receipt = sent(tmp_path, BRUISE)
    for _ in range(2):
        (said,) = say_what_they_are(receipt, {the_injury(lead): kind}, by=lead)
        make_guesses_again(receipt, [said], by=lead)
        assert [(one.kind, one.guessed_by) for one in told()] == [("injury.recorded", "bruise")]
        assert waiting(lead) == ["injury.recorded"]


def test_the_audit_still_fits_the_log(fresh_store: Path, tmp_path: Path) -> None:
    name_agency("social-care", name="Invented Council", sector="social_care")
    una = someone("una", "agency_lead")
    receipt = sent(tmp_path, BRUISE, BURN)
    (said, *_) = say_what_they_are(receipt, {one.entry: NOTE for one in seen_by(una)}, by=una)
    make_guesses_again(receipt, [said], by=una)
    assert unsealed() is None
    assert broken_words()[1] is None


def test_the_same_file_and_a_later_one_shake_nothing_off(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, BRUISE)
    say_what_they_are(receipt, {the_injury(lead): NOTE}, by=lead)
    sent(tmp_path, BRUISE, BURN, as_at=APRIL, name="april.csv")
    assert sorted(kinds()) == ["injury.recorded", "note.made", "referral.decided", "referral.received"]


def test_a_file_that_is_taken_back_takes_back_what_was_said_of_it(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, BRUISE)
    say_what_they_are(receipt, {the_injury(lead): "neglect.indicator"}, by=lead)
    take_back(Receipt.objects.get(id=receipt), because="Another child's", by=someone("sol", "data_steward"))
    assert kinds() == ["entry.retracted"]
    assert not seen_by(lead)


def test_files_are_named_with_how_many_wait_and_no_more_once_none_does(lead: User, tmp_path: Path) -> None:
    receipt = sent(tmp_path, BRUISE, BURN)
    mine = sight(lead, clock.today())
    assert [(one.receipt, one.waiting) for one in files_of_guesses(mine)] == [(receipt, 4)]
    say_what_they_are(receipt, {one.entry: one.kind for one in seen_by(lead)}, by=lead)
    assert files_of_guesses(mine) == []
    assert len(seen_by(lead, receipt)) == 4
