"""Answers to prompts: refused first, then kept as entries, moved up by the calendar, reopened by evidence, taken back."""

import datetime as dt
from dataclasses import replace
from unittest import mock
from uuid import uuid4

import pytest

from keepsight.access.models import User
from keepsight.access.queries import sight, the_machine
from keepsight.chronology.actions import Source
from keepsight.chronology.queries import chronology
from keepsight.errors import Overtaken, WrongUse
from keepsight.intake.drafts import DraftEntry, Level, When
from keepsight.people.queries import records_of
from keepsight.practice.actions import Said, answer, take_back
from keepsight.practice.queries import Stands, answers, taker
from keepsight.prompts.actions import append_and_ask
from keepsight.prompts.queries import PromptShown, prompts_of
from keepsight.store import clock
from tests.pages.town_people import child, on, user

TODAY = dt.date(2026, 4, 1)
BECAUSE = Said("The clinic moved, and the letters went to the old address.")


def a_prompt() -> PromptShown:
    """A prompt about Wren that stands, and of which nobody is named."""
    return next(one for one in prompts_of(the_machine(), child("wren")) if one.standing)


def stands(prompt: PromptShown, day: dt.date = TODAY) -> Stands:
    return answers([prompt], day)[prompt.id]


def now_shown(prompt: PromptShown) -> PromptShown:
    """The same prompt, asked again."""
    return next(one for one in prompts_of(the_machine(), child("wren")) if one.id == prompt.id)


def an_entry(*, by: User | None = None, professional: str | None = None, level: Level = "standard") -> None:
    """A referral more about Wren: new evidence for whatever counts referrals."""
    day = clock.today()
    draft = DraftEntry(
        "referral.received", When(day, day, "day"), (("her", "child"),), narrative=f"Referred again {uuid4()}",
        professional=professional, level=level, from_sector="school",
    )  # fmt: skip
    source = Source("social-care-999", day, clock.now(), by=by or user("leila"))
    append_and_ask(draft, records={"her": records_of([child("wren")])[child("wren")][0]}, source=source)


def counts_referrals() -> PromptShown:
    """The prompt that a further referral shows, too."""
    an_entry()
    return next(
        one for one in prompts_of(the_machine(), child("wren")) if one.standing and one.pattern == "re-referral"
    )


def test_an_answer_of_another_agency_dismisses_nothing(town):
    with pytest.raises(WrongUse, match="not yours"):
        answer(a_prompt(), "wrong", BECAUSE, seen=None, by=user("tobias"))
    assert stands(a_prompt()).given == ()


@pytest.mark.parametrize("written", ["Ivo Fairlamb", "FAIRLAMB, I.", "I Fairlamb (social worker)"])
def test_whoever_the_entries_name_does_not_dismiss_them(town, written):
    an_entry(professional=written, by=user("magda"))
    named = next(
        one for one in prompts_of(the_machine(), child("wren")) if one.standing and one.pattern == "re-referral"
    )
    for response in ("wrong", "already_known"):
        with pytest.raises(WrongUse, match="not yours"):
            answer(named, response, BECAUSE, seen=None, by=user("ivo"))
    answer(named, "right", Said("I will ring.", by_when=TODAY), seen=None, by=user("ivo"))


def test_whoever_wrote_an_entry_here_does_not_dismiss_it(town):
    an_entry(by=user("magda"))
    prompt = next(
        one for one in prompts_of(the_machine(), child("wren")) if one.pattern == "re-referral" and one.standing
    )
    with pytest.raises(WrongUse, match="not yours"):
        answer(prompt, "wrong", BECAUSE, seen=None, by=user("magda"))
    answer(prompt, "wrong", BECAUSE, seen=None, by=user("ivo"))


def test_the_hub_dismisses_only_what_is_the_front_door_s(town):
    prompt = a_prompt()
    assert not taker(user("leila"), replace(prompt, owner="allocated_team")).owns
    assert taker(user("leila"), replace(prompt, owner="front_door")).owns


@pytest.mark.parametrize("by_when", [dt.date(2026, 3, 31), dt.date(2026, 6, 1)])
def test_a_promise_is_neither_for_yesterday_nor_so_far_ahead_that_it_is_silence(town, by_when):
    with pytest.raises(WrongUse, match="cannot be promised"):
        answer(a_prompt(), "right", Said("Will ring.", by_when=by_when), seen=None, by=user("ivo"))


def test_an_answer_given_over_another_that_nobody_read_is_refused(town):
    prompt = a_prompt()
    first = answer(prompt, "wrong", BECAUSE, seen=None, by=user("ivo"))
    for seen in (None, uuid4()):
        with pytest.raises(Overtaken, match="Somebody else"):
            answer(prompt, "right", Said("Mine.", by_when=TODAY), seen=seen, by=user("leila"))
    answer(prompt, "right", Said("Mine.", by_when=TODAY), seen=first, by=user("leila"))
    assert [one.by_name for one in stands(prompt).given] == ["Ivo Fairlamb", "Leila Thackray"]


def test_an_answer_is_an_entry_that_says_what_was_said_and_by_whom(town):
    prompt = a_prompt()
    made = answer(prompt, "not_known", Said("Who takes her?", TODAY, "The school nurse"), seen=None, by=user("ivo"))
    entry = next(one for one in chronology(sight(user("ivo"), TODAY), child("wren")) if one.id == made)
    assert (entry.kind, entry.narrative, entry.source.by) == ("prompt.answered", "Who takes her?", "Ivo Fairlamb")
    assert entry.details == {
        "question": prompt.sheet.title, "response": "not_known", "by_when": "2026-04-01", "asked_of": "The school nurse",
    }  # fmt: skip
    assert entry.thread == prompt.id


def test_what_nobody_answers_moves_up_by_the_calendar_and_a_promise_that_passed_does(town):
    prompt = a_prompt()
    assert [stands(prompt, day).state.stage for day in (TODAY, dt.date(2026, 4, 10), dt.date(2026, 4, 11))] == [0, 0, 1]
    answer(prompt, "right", Said("Will ring.", by_when=dt.date(2026, 4, 8)), seen=None, by=user("ivo"))
    assert not stands(prompt, dt.date(2026, 4, 8)).waits
    late = stands(prompt, dt.date(2026, 4, 9))
    assert (late.waits, late.stage.title) == (True, "Its managers")


def test_a_dismissal_is_reopened_by_new_evidence_and_by_nothing_else(town):
    prompt = counts_referrals()
    with on(dt.date(2026, 4, 2)):
        answer(prompt, "wrong", BECAUSE, seen=None, by=user("ivo"))
        assert stands(prompt, clock.today()).state.name == "dismissed"
    with on(dt.date(2026, 4, 3)):
        assert stands(now_shown(prompt), clock.today()).state.name == "dismissed"
        an_entry()
        again = stands(now_shown(prompt), clock.today())
        assert (again.state.name, again.reopened, again.waits) == ("waits", True, True)
    with on(dt.date(2026, 4, 3), hour=10):
        seen = stands(now_shown(prompt), clock.today()).given[-1].id
        answer(now_shown(prompt), "already_known", BECAUSE, seen=seen, by=user("ivo"))
        assert stands(now_shown(prompt), clock.today()).state.name == "dismissed"


def test_what_was_taken_back_stands_as_if_it_had_not_been_and_stays_readable(town):
    prompt = a_prompt()
    with on(TODAY, 10):
        made = answer(prompt, "wrong", BECAUSE, seen=None, by=user("ivo"))
    with on(TODAY, 11):
        take_back(child("wren"), prompt.id, made, because="I mixed her up with her sister.", by=user("ivo"))
    assert stands(prompt).state.name == "waits"
    entry = next(one for one in chronology(the_machine(), child("wren")) if one.kind == "act.taken_back")
    assert [one.narrative for one in entry.earlier] == [BECAUSE.says]


def test_nobody_takes_back_what_somebody_else_said_or_what_was_followed(town):
    prompt = a_prompt()
    first = answer(prompt, "wrong", BECAUSE, seen=None, by=user("ivo"))
    with pytest.raises(WrongUse, match="not yours"):
        take_back(child("wren"), prompt.id, first, because="No.", by=user("leila"))
    with pytest.raises(WrongUse, match="why"):
        take_back(child("wren"), prompt.id, first, because=" ", by=user("ivo"))
    with on(TODAY, 10):
        answer(prompt, "right", Said("Will ring.", by_when=TODAY), seen=first, by=user("leila"))
    with pytest.raises(Overtaken):
        take_back(child("wren"), prompt.id, first, because="Too late.", by=user("ivo"))


def test_a_dismissal_is_read_by_every_agency_that_may_read_the_prompt(town):
    prompt = a_prompt()
    answer(prompt, "wrong", BECAUSE, seen=None, by=user("ivo"))
    shown = next(one for one in prompts_of(sight(user("leila"), TODAY), child("wren")) if one.id == prompt.id)
    assert [one.says for one in stands(shown).given] == [BECAUSE.says]


def test_an_answer_says_nothing_to_whom_its_prompt_is_not_shown(town):
    """A prompt that rests on a sealed entry: who may not know of the one learns nothing from the other."""
    an_entry(level="sealed", by=user("leila"))
    prompt = next(
        one for one in prompts_of(the_machine(), child("wren")) if one.standing and one.pattern == "re-referral"
    )
    assert prompt.id not in {one.id for one in prompts_of(sight(user("ivo"), TODAY), child("wren"))}
    made = answer(prompt, "right", Said("Will ring.", by_when=TODAY), seen=None, by=user("magda"))
    assert made not in {one.id for one in chronology(sight(user("ivo"), TODAY), child("wren"))}
    with mock.patch("keepsight.practice.actions.level_of_answer", return_value="standard"):
        told = answer(prompt, "right", Said("Told.", by_when=TODAY), seen=made, by=user("magda"))
    assert told in {one.id for one in chronology(sight(user("ivo"), TODAY), child("wren"))}  # the sabotage shows
