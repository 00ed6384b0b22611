"""Safety the other way: what is kept from people is never kept from all. Each prompt has somebody who sees it and can act."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from unittest import mock
from uuid import UUID

import pytest
from django.db.models import F, Q, QuerySet

from keepsight.access.actions import involve
from keepsight.access.glass import break_glass
from keepsight.access.guarding import answer_conflict, propose_conflict, set_level
from keepsight.access.models import Involvement, User
from keepsight.access.queries import sight, the_machine
from keepsight.practice.queries import taker, turns
from keepsight.practice.threads.table import ANSWER
from keepsight.prompts import queries as prompts
from keepsight.prompts.queries import SEE_PROMPTS, PromptShown, seen_by_nobody, standing
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in, user

TOLD = 40
"""How many accidents befall the town in one telling."""
SEEDS = (0, 1, 3, 5, 6, 7, 8, 9, 10, 11)
"""Tellings after which somebody is left whom nobody sees."""


def workers() -> list[User]:
    """Everybody who signs in and works with children."""
    return list(User.objects.filter(is_active=True, role__in=SEE_PROMPTS).order_by("username"))


def readers(today: dt.date) -> dict[UUID, set[str]]:
    """By each prompt that stands, who is shown it and may do something: asked person by person, as each page asks."""
    found: dict[UUID, set[str]] = {one.id: set() for one in standing(the_machine())}
    for one in workers():
        seen = sight(one, today)
        for prompt in standing(seen):
            if prompt.child_id not in seen.glass:
                found[prompt.id].add(one.username)
    return found


def by_child(ids: set[UUID]) -> dict[UUID, int]:
    """How many of these prompts each child has."""
    shown: dict[UUID, PromptShown] = {one.id: one for one in standing(the_machine())}
    counts: dict[UUID, int] = {}
    for one in ids:
        counts[shown[one].child_id] = counts.get(shown[one].child_id, 0) + 1
    return counts


@pytest.mark.long
def test_every_prompt_of_the_town_is_shown_to_somebody_who_may_answer_it(town: None) -> None:
    seen = readers(clock.today())
    assert seen
    assert all(seen.values())
    for one in standing(the_machine()):
        by = user(min(seen[one.id]))
        assert taker(by, one)
        form = f"/children/{one.child_id}/prompts/{one.id}/answer/"
        assert b"It is right" in signed_in(by.username).get(form).content
    assert ANSWER.steps["right"].who == "anyone"


@pytest.mark.parametrize("days", [0, 7, 30, 90])
def test_however_long_a_prompt_waits_it_waits_for_somebody(town: None, days: int) -> None:
    """Involvement is renewed by the allocation feed; here it stands."""
    Involvement.objects.update(to_on=F("to_on") + dt.timedelta(days=days))
    later = clock.now() + dt.timedelta(days=days)
    with mock.patch.object(clock, "now", return_value=later):
        today = clock.today()
        waits_for = {one.prompt.id for by in workers() for one in turns(sight(by, today), today) if one.mine}
        assert {one.id for one in standing(the_machine())} == waits_for


@pytest.fixture
def next_day(town: None) -> Iterator[None]:
    """The day after the town's story ends: its spells of work all began the day before."""
    with mock.patch.object(clock, "now", return_value=clock.now() + dt.timedelta(days=1)):
        yield


def end(spells: QuerySet[Involvement]) -> int:
    """These spells of work end on the day they began, which is yesterday for those of the town. How many they are."""
    return spells.update(to_on=F("from_on"))


def accidents() -> list[Callable[[random.Random], object]]:
    """What may happen to who sees whom, drawn at random."""
    children = [child(key) for key in ("wren", "jory", "linden", "maeve", "kestrel")]
    people = workers()

    def levelled(drawn: random.Random) -> object:
        named = [drawn.choice(workers())]
        return set_level(
            drawn.choice(children), drawn.choice(["restricted", "sealed"]), because="Told", by=user("bea"), named=named
        )

    def kin(drawn: random.Random) -> object:
        asked = propose_conflict(drawn.choice(people), drawn.choice(children), why="Told")
        return asked and answer_conflict(asked.pk, holds=True, by=user("bea"))

    def gone(drawn: random.Random) -> object:
        return User.objects.filter(pk=drawn.choice(people).pk).update(is_active=False)

    def over(drawn: random.Random) -> object:
        return end(Involvement.objects.filter(user=drawn.choice(people)))

    def begun(drawn: random.Random) -> object:
        return involve(drawn.choice(people), drawn.choice(children), from_on=clock.today(), source="told")

    def broken(drawn: random.Random) -> object:
        by = drawn.choice([one for one in people if one.role == "practitioner"])
        return break_glass(drawn.choice(children), category="duty", reason="Rung by the police at two", by=by)

    return [levelled] * 4 + [gone] * 4 + [kin, over, over, begun, broken]


@pytest.mark.parametrize("seed", [pytest.param(one, marks=[pytest.mark.long] * (one > 1)) for one in SEEDS])
def test_whatever_befalls_who_sees_whom_a_guardian_is_told_what_nobody_sees(next_day: None, seed: int) -> None:
    drawn = random.Random(seed)
    happens = accidents()
    for _ in range(TOLD):
        drawn.choice(happens)(drawn)
    unseen = {one for one, by in readers(clock.today()).items() if not by}
    assert unseen
    assert {one.child: one.prompts for one in seen_by_nobody(clock.today())} == by_child(unseen)
    assert {one.child for one in given("bea", "guardian")["unseen"]} == set(by_child(unseen))


def test_what_only_broken_glass_shows_is_seen_by_nobody(next_day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    wren = child("wren")
    set_level(wren, "restricted", because="Told", by=user("bea"), named=[user("ivo")])
    break_glass(wren, category="duty", reason="Rung by the police at two", by=user("jonah"))
    end(Involvement.objects.filter(child=wren))
    User.objects.filter(Q(username="ivo") | Q(role="agency_lead")).update(is_active=False)
    told = {one.child: one.prompts for one in seen_by_nobody(clock.today())}
    assert wren in told
    monkeypatch.setattr(prompts, "_without_glass", lambda seen: seen)
    assert {one.child: one.prompts for one in seen_by_nobody(clock.today())} != told


def test_a_guardian_names_somebody_and_it_is_seen_again(town: None) -> None:
    """A sealed child's entry may stand behind a sibling's prompt too: then the sibling is told of as well."""
    wren = child("wren")
    set_level(wren, "sealed", because="Told", by=user("bea"), named=[user("ivo")])
    User.objects.filter(username="ivo").update(is_active=False)
    unseen = {one.child for one in seen_by_nobody(clock.today())}
    assert wren in unseen
    client = signed_in("bea")
    for one in unseen:
        level = {"level": "sealed" if one == wren else "restricted", "because": "He left", "also": "ada"}
        assert client.post(f"/guardian/levels/{one}/", level).status_code == 302
    assert seen_by_nobody(clock.today()) == []
    assert all(readers(clock.today()).values())
