"""Somebody asks for what is kept of a child: nobody alone gives it; no word is given that nobody decided on."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from keepsight.access.actions import add_user, involve, name_agency
from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.errors import Overtaken, WrongUse
from keepsight.people.queries import children
from keepsight.practice.models import GivenOrNot, SubjectAccess
from keepsight.practice.rights.bundles import BARE, OUT, WHOLE, Decided
from keepsight.practice.rights.subject_access import (
    decide,
    end,
    given,
    mark_of,
    note_request,
    release,
    request_of,
    send_back,
    sign_review,
    to_release,
    undecided,
)
from keepsight.prompts.actions import receive
from keepsight.store import clock

ROWS = """Date,Kind,Event,Voice of the child,Child forename,Child surname,Date of birth,Our reference
02/03/2025,child.seen,She drew a house,,Ivy,Example,04/02/2015,A1
05/03/2025,child.seen,She lives at FK1 2AB,,Ivy,Example,04/02/2015,A1
"""
LATER = ROWS.splitlines()[0] + "\n09/03/2025,child.seen,She was quiet,,Ivy,Example,04/02/2015,A1\n"


@dataclass(frozen=True, slots=True)
class Store:
    """A child of whom two things are kept; a lead who works with her, and a guardian."""

    child: UUID
    lead: User
    guardian: User
    folder: Path

    def told(self):
        return chronology(the_machine(), self.child)


def hand_in(folder: Path, name: str, rows: str) -> None:
    path = folder / name
    path.write_text(rows, encoding="utf-8")
    receive(path, agency="social-care")


@pytest.fixture
def store(db: None, tmp_path: Path) -> Store:
    name_agency("social-care", name="Social care", sector="social_care")
    hand_in(tmp_path, "first.csv", ROWS)
    (child,) = children(the_machine())
    lead, guardian = (
        add_user(name, name=name, agency="social-care", role=role, password="a long password")
        for name, role in (("lena", "agency_lead"), ("gail", "guardian"))
    )
    involve(lead, child.id, from_on=clock.today(), source="works with her")
    return Store(child.id, lead, guardian, tmp_path)


def asked(store: Store, **said: object) -> SubjectAccess:
    noted = {"asks": "child", "wish": "yes", "proved_by": "her passport", "asked_on": clock.today(), "by": store.lead}
    return note_request(store.child, **(noted | said))


def all_decided(store: Store, request: SubjectAccess) -> None:
    whole, bare = (one.id for one in store.told())
    decide(request.id, {whole: Decided(WHOLE), bare: Decided(BARE)}, by=store.lead)


def reviewed(store: Store) -> SubjectAccess:
    request = asked(store)
    all_decided(store, request)
    sign_review(request.id, seen=mark_of(request, store.told()), by=store.lead)
    return request


@pytest.mark.parametrize(
    "said",
    [{"asks": ""}, {"wish": "perhaps"}, {"proved_by": " "}, {"asked_on": None}, {"asked_on": dt.date(2999, 1, 1)}],
)
def test_what_is_half_said_is_not_noted(store: Store, said: dict[str, object]) -> None:
    with pytest.raises(WrongUse):
        asked(store, **said)
    assert not SubjectAccess.objects.exists()


def test_nobody_notes_or_reviews_whose_role_does_not_answer_requests(store: Store) -> None:
    with pytest.raises(WrongUse, match="does not answer requests"):
        asked(store, by=store.guardian)
    request = asked(store)
    for act in (
        lambda: decide(request.id, {}, by=store.guardian),
        lambda: end(request.id, because="x", by=store.guardian),
    ):
        with pytest.raises(WrongUse, match="does not answer requests"):
            act()


def test_one_request_is_open_at_a_time_and_is_to_be_answered_within_a_month(store: Store) -> None:
    assert asked(store, asked_on=dt.date(2026, 1, 31)).due_on == dt.date(2026, 2, 28)
    with pytest.raises(WrongUse, match="open already"):
        asked(store)


def test_what_may_not_be_given_cannot_be_decided_so(store: Store) -> None:
    request = asked(store)
    whole, finds = store.told()
    refused = {
        "not yours": {uuid4(): Decided(WHOLE)},
        "not said": {whole.id: Decided("half")},
        "reason in law": {whole.id: Decided(OUT, "we would rather not")},
        "postcode or a telephone": {finds.id: Decided(WHOLE)},
    }
    for says, decided in refused.items():
        with pytest.raises(WrongUse, match=says):
            decide(request.id, decided, by=store.lead)
    assert not GivenOrNot.objects.exists()


def test_nothing_is_reviewed_before_every_entry_was_decided_on(store: Store) -> None:
    request = asked(store)
    with pytest.raises(WrongUse, match="not decided on yet: 2"):
        sign_review(request.id, seen=mark_of(request, store.told()), by=store.lead)


def test_what_came_in_meanwhile_is_looked_at_too(store: Store) -> None:
    request = asked(store)
    all_decided(store, request)
    seen = mark_of(request, store.told())
    hand_in(store.folder, "later.csv", LATER)
    with pytest.raises(Overtaken):
        sign_review(request.id, seen=seen, by=store.lead)
    assert [one.narrative for one in undecided(request, store.told())] == ["She was quiet"]


def test_nobody_but_a_guardian_releases_it_and_not_before_it_was_reviewed(store: Store) -> None:
    request = asked(store)
    with pytest.raises(WrongUse, match="nothing here for you to release"):
        release(request.id, by=store.guardian)
    request = request_of(store.child)
    all_decided(store, request)
    sign_review(request.id, seen=mark_of(request, store.told()), by=store.lead)
    with pytest.raises(WrongUse, match="Only an information guardian"):
        release(request.id, by=store.lead)


def test_whoever_reviewed_it_cannot_release_it_even_as_a_guardian_since(store: Store) -> None:
    request = reviewed(store)
    store.lead.role = "guardian"
    with pytest.raises(WrongUse, match="another guardian"):
        release(request.id, by=store.lead)


def test_what_is_sent_back_or_decided_anew_wants_both_signatures_again(store: Store) -> None:
    request = reviewed(store)
    send_back(request.id, by=store.guardian)
    assert not to_release()
    sign_review(request.id, seen=mark_of(request, store.told()), by=store.lead)
    assert [one.id for one in to_release()] == [request.id]
    decide(request.id, {store.told()[0].id: Decided(OUT, "serious_harm")}, by=store.lead)
    assert not to_release()


def test_released_it_gives_what_was_decided_and_nothing_that_came_in_later(store: Store) -> None:
    request = reviewed(store)
    assert (request_of(store.child).gives, request_of(store.child).left_out) == (2, [])
    release(request.id, by=store.guardian)
    hand_in(store.folder, "later.csv", LATER)
    made = given(request_of(store.child), store.told())
    assert [(one.words, one.child_words) for one in made.lines] == [("She drew a house", ""), ("", "")]
    with pytest.raises(WrongUse, match="no open request"):
        decide(request.id, {}, by=store.lead)


def test_what_is_ended_gives_nothing_and_somebody_may_ask_again(store: Store) -> None:
    request = reviewed(store)
    with pytest.raises(WrongUse, match="A reason"):
        end(request.id, because=" ", by=store.lead)
    end(request.id, because="They withdrew it", by=store.lead)
    assert request_of(store.child) is None
    with pytest.raises(WrongUse, match="nothing here for you to release"):
        release(request.id, by=store.guardian)
    assert asked(store).id != request.id
