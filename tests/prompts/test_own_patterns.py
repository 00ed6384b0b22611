"""A partnership's own versions of what is asked: refused to whom they are not for, tried first, and prompts say who asked."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from conftest import stopped_clock
from keepsight.access.models import ChildLevel, User
from keepsight.access.queries import sight, the_machine
from keepsight.errors import Overtaken, WrongUse
from keepsight.patterns.composing import table_of
from keepsight.people.queries import children
from keepsight.prompts import at_work, in_force, own, switching, trials
from keepsight.prompts.models import PatternSwitch, PatternVersion, Prompt
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.prompts.own_patterns import PATTERN, carried, people, put_in_force, told, tried

TWICE = ("10/01/2026", "referral.received", "Ivy"), ("10/02/2026", "referral.received", "Ivy")
THRICE = (*TWICE, ("10/03/2026", "referral.received", "Ivy"))
THREE = {"at_least": "3"}


@pytest.fixture
def una(db: None) -> Iterator[User]:
    with mock.patch.object(at_work, "BEAT_SECONDS", 60), stopped_clock():
        yield people()["una"]


@pytest.fixture
def hana(una: User) -> User:
    return User.objects.get(username="hana")


def ivy() -> object:
    return next(one.id for one in children(the_machine()) if one.forename == "Ivy")


def prompts() -> list[tuple[int, bool, bool]]:
    """Of the pattern, as they began and then as they went: the version that asked, whether it stands, whether it was withdrawn."""
    found = Prompt.objects.filter(pattern=PATTERN).order_by("began_on", F("withdrawn_at").asc(nulls_last=True))
    return [(one.version, one.ended_on is None, one.withdrawn_at is not None) for one in found]


def test_whoever_does_not_answer_for_an_agency_writes_tries_and_switches_nothing(una: User) -> None:
    pat, version = User.objects.get(username="pat"), own.change_numbers(PATTERN, THREE, {}, by=una)
    tried(version, una)
    for act in (
        lambda: own.change_numbers(PATTERN, {"at_least": "4"}, {}, by=pat),
        lambda: own.try_out(version, by=pat),
        lambda: own.switch_on(version, because="So", by=pat),
        lambda: own.switch_off(PATTERN, because="So", by=pat),
    ):
        with pytest.raises(WrongUse, match="not yours to change"):
            act()


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ({"at_least": "2"}, "Nothing differs"),
        ({"at_least": "0"}, "should be a whole number, 1 or more"),
        ({"at_least": "two"}, "cannot be read"),
        ({"within": "6 months"}, "is set by Children in need statistics"),
        ({"version": "9"}, "no number called version"),
        ({"question": "9"}, "no number called question"),
    ],
)
def test_a_number_that_cannot_be_is_refused_in_words(una: User, numbers: dict[str, str], why: str) -> None:
    with pytest.raises(WrongUse, match=why):
        own.change_numbers(PATTERN, numbers, {}, by=una)


def test_a_sentence_that_leaves_open_what_nobody_can_say_is_refused(una: User) -> None:
    with pytest.raises(WrongUse, match="sentence may leave open only"):
        own.change_numbers(PATTERN, THREE, {"sentence": "{name} was referred"}, by=una)


def test_nothing_is_switched_on_untried_nor_without_its_reason(una: User) -> None:
    version = own.change_numbers(PATTERN, THREE, {}, by=una)
    with pytest.raises(WrongUse, match="never tried"):
        own.switch_on(version, because="So", by=una)
    tried(version, una)
    with pytest.raises(WrongUse, match="needs its reason"):
        own.switch_on(version, because=" ", by=una)


def test_what_is_asked_is_changed_by_two_of_two_agencies(una: User, hana: User) -> None:
    version = own.change_numbers(PATTERN, THREE, {}, by=una)
    tried(version, una)
    switch = own.switch_on(version, because="Two are no pattern here", by=una)
    assert not switching.carry_on(switch.id), "nothing is in force before the second yes"
    with pytest.raises(WrongUse, match="another agency's to say"):
        own.agree(switch, by=una)
    carried(switch, hana)
    assert in_force.sheets()[PATTERN].asks.at_least == 3
    with pytest.raises(Overtaken):
        own.agree(switch, by=hana)


def test_a_change_that_was_let_go_never_comes_in_force_and_leaves_room_for_another(una: User, hana: User) -> None:
    version = own.change_numbers(PATTERN, THREE, {}, by=una)
    tried(version, una)
    first = own.switch_on(version, because="So", by=una)
    with pytest.raises(Overtaken, match="on its way"):
        own.switch_off(PATTERN, because="So", by=una)
    own.let_go(first, by=hana)
    assert not switching.carry_on(first.id)
    assert in_force.sheets()[PATTERN].asks.at_least == 2
    own.switch_off(PATTERN, because="So", by=una)


def test_a_version_is_never_changed_afterwards(una: User) -> None:
    version = own.change_numbers(PATTERN, THREE, {}, by=una)
    version.number = 7
    with pytest.raises(DatabaseError), transaction.atomic():
        version.save()


def test_a_trial_says_what_would_change_and_changes_nothing(una: User, tmp_path: Path) -> None:
    told(tmp_path, *TWICE, *(((day, kind, "Ada")) for day, kind, _ in THRICE))
    before = prompts()
    trial = tried(own.change_numbers(PATTERN, THREE, {}, by=una), una)
    assert prompts() == before == [(1, True, False), (1, True, False)]
    assert in_force.sheets()[PATTERN].asks.at_least == 2
    assert trial.found["children"] == 2
    assert (trial.found["ever_before"], trial.found["ever"]) == (2, 1)
    assert (trial.found["begins_today"], trial.found["goes_today"], trial.found["stays_today"]) == (0, 1, 1)
    assert [(one.change, one.child == ivy()) for one in trials.found_of(the_machine(), trial)] == [
        ("goes", True),
        ("stays", False),
    ]


def test_a_trial_counts_no_child_who_does_not_exist_for_somebody(una: User, tmp_path: Path) -> None:
    told(tmp_path, *THRICE)
    ChildLevel.objects.create(child=ivy(), level="sealed", because="So", set_by=una, set_at=clock.now())
    trial = tried(own.change_numbers(PATTERN, THREE, {}, by=una), una)
    assert (trial.found["children"], trial.found["ever"]) == (0, 0)
    assert not trial.answers.exists()


def test_whoever_does_not_see_a_child_finds_it_in_no_trial(una: User, hana: User, tmp_path: Path) -> None:
    told(tmp_path, *THRICE)
    trial = tried(own.change_numbers(PATTERN, THREE, {}, by=una), una)
    nobody_s = User.objects.get(username="pat")
    assert trials.found_of(sight(nobody_s, clock.today()), trial) == []
    assert len(trials.found_of(sight(hana, clock.today()), trial)) == 1


def test_a_prompt_that_goes_because_a_number_changed_says_so_and_one_that_stays_is_the_new_version_s(
    una: User, hana: User, tmp_path: Path
) -> None:
    told(tmp_path, *TWICE, *((day, kind, "Ada") for day, kind, _ in THRICE))
    switch = put_in_force(own.change_numbers(PATTERN, THREE, {}, by=una), una, hana)
    gone = Prompt.objects.get(child=ivy(), pattern=PATTERN)
    assert (gone.version, gone.withdrawn_by) == (1, switch)
    stands = Prompt.objects.exclude(child=ivy()).get(pattern=PATTERN)
    assert (stands.version, stands.withdrawn_at, stands.begun_by) == (1001, None, None)
    assert prompts_of(the_machine(), stands.child_id)[0].sheet.asks.at_least == 3


def test_what_begins_because_a_number_changed_says_so_and_the_next_file_is_asked_by_the_new_number(
    una: User, hana: User, tmp_path: Path
) -> None:
    put_in_force(own.change_numbers(PATTERN, THREE, {}, by=una), una, hana)
    told(tmp_path, *TWICE)
    assert prompts() == []
    two = put_in_force(own.change_numbers(PATTERN, {"at_least": "2"}, {}, by=una), una, hana)
    assert Prompt.objects.get(pattern=PATTERN).begun_by == two
    told(tmp_path, *THRICE, ("20/03/2026", "referral.received", "Ada"), ("21/03/2026", "referral.received", "Ada"))
    assert Prompt.objects.exclude(child=ivy()).get(pattern=PATTERN).begun_by is None


def test_a_prompt_that_had_ended_stays_with_the_version_that_asked(una: User, hana: User, tmp_path: Path) -> None:
    told(tmp_path, ("10/01/2024", "referral.received", "Ivy"), ("10/02/2024", "referral.received", "Ivy"))
    assert prompts() == [(1, False, False)]
    put_in_force(own.change_numbers(PATTERN, THREE, {}, by=una), una, hana)
    assert prompts() == [(1, False, False)]
    assert [one.sheet.version for one in prompts_of(the_machine(), ivy())] == [1]


def test_a_pattern_that_is_switched_off_finds_nothing_more_and_is_named_with_its_reason(
    una: User, hana: User, tmp_path: Path
) -> None:
    told(tmp_path, *TWICE)
    carried(own.switch_off(PATTERN, because="The census asks it already", by=una), hana)
    assert PATTERN not in in_force.sheets()
    assert prompts() == [(1, True, True)]
    assert [(one.pattern, one.because) for one in in_force.not_asked()] == [(PATTERN, "The census asks it already")]
    told(tmp_path, *THRICE)
    assert prompts() == [(1, True, True)]
    carried(own.back_to_library(PATTERN, because="It does not", by=una), hana)
    assert in_force.not_asked() == []
    assert prompts() == [(1, True, True), (1, True, False)]


def test_a_worker_that_dies_leaves_the_pattern_asked_as_before_and_the_next_one_begins_anew(
    una: User, hana: User, tmp_path: Path
) -> None:
    told(tmp_path, *TWICE)
    version = own.change_numbers(PATTERN, THREE, {}, by=una)
    tried(version, una)
    switch = own.switch_on(version, because="So", by=una)
    own.agree(switch, by=hana)
    with mock.patch.object(switching, "ask_anew", side_effect=SystemExit), pytest.raises(SystemExit):
        switching.carry_on(switch.id)
    assert in_force.sheets()[PATTERN].asks.at_least == 2
    assert prompts() == [(1, True, False)]
    assert switching.take_up_again() == 1
    assert prompts() == [(1, True, True)]
    assert PatternSwitch.objects.get().tries == 2


def test_a_length_of_time_of_a_partnership_s_own_is_in_the_calendar(una: User, hana: User, tmp_path: Path) -> None:
    put_in_force(own.change_numbers("repeat-missing", {"within": "97 days", "at_least": "2"}, {}, by=una), una, hana)
    told(tmp_path, ("01/01/2026", "missing.reported", "Ivy"), ("20/03/2026", "missing.reported", "Ivy"))
    found = Prompt.objects.get(pattern="repeat-missing")
    assert (found.version, found.began_on) == (1001, dt.date(2026, 3, 20))


HUNGRY = {
    "title": "Told of again", "question": "Were two worries written down?", "sentence": "{measure} worries.", "unit": "worries",
    "what_else": "One thing.", "what_clears_it": "Somebody looks.", "questions": "Who asked?", "theme": "childs_voice",
    "restricted": "no", "scope": "child", "of-1": "concern.recorded", "at_least": "2", "within": "61 days", "agencies": "",
}  # fmt: skip


def a_question_of_their_own(by: User) -> PatternVersion:
    table = table_of("count", HUNGRY, (), checked_by="Una", look_again_on=dt.date(2027, 4, 1))
    return own.write(own.name_for("Told of again"), table, by=by)


def test_a_new_question_takes_one_named_person_and_finds_what_is_already_on_record(una: User, tmp_path: Path) -> None:
    told(tmp_path, ("10/02/2026", "concern.recorded", "Ivy"), ("11/03/2026", "concern.recorded", "Ivy"))
    trial = tried(a_question_of_their_own(una), una)
    assert (trial.found["compared"], trial.found["ever"], trial.found["begins_today"]) == (False, 1, 1)
    switch = own.switch_on(trial.version, because="We saw it in a review", by=una)
    assert not switch.needs_second
    carried(switch, una)
    found = Prompt.objects.get(pattern="told-of-again")
    assert (found.version, found.begun_by, found.began_on) == (1001, switch, dt.date(2026, 3, 11))
    shown = next(one for one in prompts_of(the_machine(), ivy()) if one.pattern == "told-of-again")
    assert shown.sentence == "2 worries."


def test_a_question_that_is_switched_off_keeps_what_had_ended_readable(una: User, hana: User, tmp_path: Path) -> None:
    told(tmp_path, ("10/01/2025", "concern.recorded", "Ivy"), ("11/02/2025", "concern.recorded", "Ivy"))
    put_in_force(a_question_of_their_own(una), una, hana)
    carried(own.switch_off("told-of-again", because="It told us nothing", by=una), hana)
    assert [one.pattern for one in prompts_of(the_machine(), ivy())] == ["told-of-again"]
    assert in_force.not_asked() == [], "what the library never asked is not missed from it"


def test_a_question_of_their_own_is_never_passed_off_as_law(una: User) -> None:
    table = table_of("count", HUNGRY, (), checked_by="Una", look_again_on=dt.date(2027, 4, 1))
    law = {"name": "An Act", "version": "1989", "in_force_from": "1991-10-14"}
    with pytest.raises(WrongUse, match="local practice"):
        own.write("told-of-again", table | {"clock": law}, by=una)


def test_a_restricted_question_of_the_library_stays_restricted(una: User) -> None:
    table = own.table_of("domestic-abuse-repeats-no-marac")
    with pytest.raises(WrongUse, match="Only the numbers and words"):
        own.write("domestic-abuse-repeats-no-marac", table | {"restricted": False}, by=una)
