"""Evidence packs: refused first; then kept as they were chosen, numbered for good, and there for whoever reads all of them."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from keepsight.access.models import User
from keepsight.access.sharing import Reasons
from keepsight.chronology.disputes import Saying, dispute
from keepsight.errors import Overtaken, WrongUse
from keepsight.practice.packs import editions as packs
from keepsight.practice.packs.editions import MADE, Edition, cited, editions, is_within, may_go_in
from keepsight.practice.packs.packing import make, mark_of, note_received
from keepsight.store import clock
from tests.pages.invented import entry
from tests.pages.town_people import child, user
from tests.practice.packed import a_choice, a_pack, open_to, story

WREN = "wren"


def refused(by: str = "ivo", *, seen: str | None = None, of: UUID | None = None, **changed: Any) -> str:
    """Why a pack is refused; then nothing was kept."""
    choice = replace(a_choice(by), **changed)
    with pytest.raises(WrongUse) as wrong:
        make(child(WREN), choice, seen=seen or mark_of(open_to(by)), of=of, by=user(by))
    assert not [one for one in story(by) if one.kind == MADE]
    return str(wrong.value)


def latest(by: str = "ivo") -> Edition:
    return editions(story(by))[-1]


@pytest.mark.parametrize(
    ("lacks", "says"),
    [
        ({"entries": frozenset()}, "not for you to put in"),
        ({"entries": frozenset({uuid4()})}, "not for you to put in"),
        ({"decision": " "}, "for which decision"),
        ({"to_whom": ""}, "to whom it goes"),
        ({"statement": " "}, "what the entries show"),
        ({"statement": "She was not seen."}, "cites no entry"),
        ({"statement": "She was not seen [1] [99]."}, "the number 99"),
        ({"because": {}}, "without a reason"),
        ({"reasons": Reasons("", "public_task", "yes", "yes", "Only these")}, "why"),
        ({"reasons": Reasons("To decide", "duty_16LA", "yes", "yes", "Only these")}, "not known to be in force"),
        ({"reasons": Reasons("To decide", "because", "yes", "yes", "Only these")}, "not known to be in force"),
        ({"reasons": Reasons("To decide", "public_task", "perhaps", "yes", "Only these")}, "family may be told"),
        ({"reasons": Reasons("To decide", "public_task", "yes", "", "Only these")}, "family may be told"),
        ({"reasons": Reasons("To decide", "public_task", "yes", "yes", " ")}, "these entries and no more"),
    ],
)
def test_a_pack_without_what_it_must_say_is_refused_and_says_what(town: None, lacks: Any, says: str) -> None:
    assert says in refused(**lacks)


def test_one_entry_left_out_without_a_reason_is_enough_to_refuse_it(town: None) -> None:
    because = dict(a_choice("ivo").because)
    because[next(reversed(because))] = " "
    assert "without a reason" in refused(because=because)


def test_what_came_in_since_the_page_was_opened_must_be_looked_at_first(town: None) -> None:
    with pytest.raises(Overtaken):
        make(child(WREN), a_choice("ivo"), seen=mark_of(open_to("ivo")[1:]), by=user("ivo"))


@pytest.mark.parametrize(
    ("level", "own", "goes"),
    [
        ("standard", True, True), ("standard", False, True), ("restricted", True, True), ("restricted", False, False),
        ("sealed", True, False), ("sealed", False, False),
    ],
)  # fmt: skip
def test_what_is_restricted_goes_in_by_its_own_agency_alone_and_what_is_sealed_never(
    level: str, own: bool, goes: bool
) -> None:
    by = User(agency_id="social-care-999", role="practitioner")
    held = entry("child.seen", "2026-03-01", "social-care-999" if own else "wash-constabulary", level=level)
    assert may_go_in(by, held) is goes


def test_no_pack_goes_into_a_pack(town: None) -> None:
    a_pack("ivo")
    assert MADE not in {one.kind for one in open_to("ivo")}


def test_a_pack_holds_what_was_chosen_in_its_order_with_what_was_said_and_nothing_else(town: None) -> None:
    choice = a_choice("ivo")
    a_pack("ivo", choice)
    made = latest()
    wanted = [one for one in story("ivo") if one.id in choice.entries]
    assert [(one.number, one.entry) for one in made.entries] == list(enumerate(wanted, 1))
    assert (made.decision, made.to_whom, made.statement) == (choice.decision, choice.to_whom, choice.statement)
    assert made.reasons == replace(choice.reasons, basis=f"public_task {made.basis.version}")
    assert made.untold == choice.untold
    assert (made.number, made.superseded, made.made_by) == (1, False, user("ivo").name)


def test_every_entry_left_out_is_counted_once_under_its_reason_or_outside_the_days(town: None) -> None:
    entries = open_to("ivo")
    since = entries[len(entries) // 2].occurred_from
    chosen = frozenset({entries[-1].id})
    a_pack("ivo", replace(a_choice("ivo"), entries=chosen, since=since, statement="[1]"))
    made = latest()
    within = [one for one in entries if is_within(one, since, None)]
    assert len(within) < len(entries)
    assert sum(many for many, _ in made.left_out) == len(within) - 1
    assert made.outside == len(entries) - len(within)


def test_a_number_stays_with_its_entry_in_later_editions_and_is_never_given_again(town: None) -> None:
    entries = open_to("ivo")
    first, second, third = entries[2], entries[4], entries[0]
    pack = a_pack("ivo", replace(a_choice("ivo"), entries=frozenset({first.id, second.id})))
    again = replace(a_choice("ivo"), entries=frozenset({second.id, third.id}), statement="Still so [2] [3].")
    assert a_pack("ivo", again, of=pack) == pack
    old, new = editions(story("ivo"))
    assert [(one.number, one.entry.id) for one in new.entries] == [(3, third.id), (2, second.id)]
    assert [(one.number, one.entry.id) for one in old.entries] == [(1, first.id), (2, second.id)]
    assert [(one.number, one.superseded) for one in (old, new)] == [(1, True), (2, False)]


def test_a_later_edition_of_a_pack_that_is_not_there_is_refused(town: None) -> None:
    assert "no such pack" in refused(of=uuid4())


def test_an_edition_stays_as_it_was_made_when_an_entry_in_it_is_disputed_or_told_anew(town: None) -> None:
    a_pack("ivo")
    before = latest()
    said = before.entries[0].entry
    dispute(child(WREN), said.id, Saying("parent", clock.today(), "That is not so."), by=user("ivo"))
    assert next(one for one in story("ivo") if one.id == said.id).disputes
    assert latest() == before


def test_what_was_said_against_an_entry_by_then_goes_in_with_it(town: None) -> None:
    said = open_to("ivo")[0]
    dispute(child(WREN), said.id, Saying("parent", clock.today(), "That is not so."), by=user("ivo"))
    a_pack("ivo")
    assert [one.words for one in latest().entries[0].entry.disputes] == ["That is not so."]


def test_who_received_it_is_noted_and_no_day_before_it_was_made(town: None) -> None:
    a_pack("ivo")
    made = latest()
    with pytest.raises(WrongUse, match="Something is missing"):
        note_received(child(WREN), made, " ", "", on=clock.today(), by=user("ivo"))
    with pytest.raises(WrongUse, match="on that day"):
        note_received(child(WREN), made, "L. Marsh", "", on=made.made_at.date().replace(year=2020), by=user("ivo"))
    note_received(child(WREN), made, "L. Marsh, legal", "By hand", on=clock.today(), by=user("ivo"))
    assert [(one.by, one.how) for one in latest().received] == [("L. Marsh, legal", "By hand")]


def test_a_pack_is_there_for_whoever_reads_all_of_it_and_for_nobody_else(town: None) -> None:
    a_pack("ivo")
    assert editions(story("magda"))
    readable = story("ivo")
    rest = next(one.entry.id for one in latest().entries)
    assert editions([one for one in readable if one.id != rest]) == []


def test_the_check_would_see_a_pack_shown_to_whoever_reads_only_part_of_it(
    town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_pack("ivo")
    rest = next(one.entry.id for one in latest().entries)
    monkeypatch.setattr(packs, "_chosen", lambda one: {})  # whoever asks is not asked what it rests on
    assert editions([one for one in story("ivo") if one.id != rest]) != []


def test_a_statement_cites_by_numbers_in_brackets_alone() -> None:
    assert cited("Seen [1], and again [12]; not [x], not 3, not [4") == {1, 12}
