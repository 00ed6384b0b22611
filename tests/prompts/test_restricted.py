"""A pattern that is restricted is told to nobody but those who own its prompts: who reads it may live with whom it is about."""

from dataclasses import replace

import pytest

from keepsight.access.models import User
from keepsight.access.queries import sight, the_machine
from keepsight.patterns.sheets import library
from keepsight.prompts import queries
from keepsight.prompts.in_force import known
from keepsight.prompts.models import Prompt
from keepsight.store.clock import today

ABUSE = "domestic-abuse-repeats-no-marac"


def test_what_rests_on_abuse_at_home_or_on_what_a_parent_told_of_it_is_restricted_from_the_start():
    restricted = {ABUSE, "partner-disclosure-unheard", "not-seen-separately", "home-educated-unseen"}
    restricted |= {"signs-of-control-gather", "signs-of-sexual-harm-undiscussed"}
    assert {sheet.name for sheet in library().values() if sheet.restricted} == restricted


def told(username: str) -> set[str]:
    """The patterns of which a person may read a prompt, of all the children they see."""
    seen = sight(User.objects.get(username=username), today())
    return {prompt.pattern for child in children() for prompt in queries.prompts_of(seen, child)}


def children() -> list:
    return list(Prompt.objects.values_list("child", flat=True).distinct())


@pytest.mark.parametrize("username", ["tobias", "nell", "anoushka", "rafe"])
def test_those_of_other_agencies_read_no_restricted_prompt_of_a_child_they_work_with(town, username):
    assert told(username), "who sees no prompt at all proves nothing"
    assert ABUSE not in told(username)


@pytest.mark.parametrize("username", ["ivo", "magda", "leila"])
def test_the_team_its_manager_and_the_front_door_do(town, username):
    assert ABUSE in told(username)


def test_nor_does_it_wait_for_them(town):
    seen = sight(User.objects.get(username="tobias"), today())
    assert queries.waiting(seen)
    assert ABUSE not in {prompt.pattern for prompt in queries.waiting(seen)}
    assert ABUSE in {prompt.pattern for prompt in queries.waiting(the_machine())}


def test_a_sheet_that_forgets_it_would_be_noticed(town, monkeypatch):
    open_to_all = {name: replace(sheet, restricted=False) for name, sheet in known().items()}
    monkeypatch.setattr(queries, "known", lambda: open_to_all)
    assert ABUSE in told("tobias")
