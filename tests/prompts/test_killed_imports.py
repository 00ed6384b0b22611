"""A file whose process dies while it is taken in, at three hundred places: nothing of it is there, nothing lost or doubled.

A word is whatever the process says to the database: a statement, a piece of a COPY, the commit. The store is looked at byte for
byte, so that handing the file in again after the last of its deaths is handing it in again after each.
"""

from pathlib import Path

import pytest
from django.db import connection

from tests.dying import cut_off, plug_pulled, superuser, unheard
from tests.prompts.everything import assert_same, state
from tests.prompts.killing import (
    FILES,
    File,
    die,
    everything,
    look,
    reached_the_disk,
    receive_others,
    undisturbed,
    whole_files,
)

DEATHS = 60  # of each file

pytestmark = pytest.mark.long


def spread(words: int, many: int) -> list[int]:
    """So many of the words, evenly from the first to the last."""
    return sorted({1 + round(place * (words - 1) / (many - 1)) for place in range(many)})


@pytest.mark.parametrize("file", FILES, ids=str)
def test_whoever_dies_before_any_of_its_words_leaves_nothing_and_the_next_takes_the_file_in_once(
    fresh_store: Path, file: File
) -> None:
    receive_others(file)
    whole, before, drafts = undisturbed(file), look(), file.drafts()
    _, commit = die(file, drafts, at=None)
    assert look() == before
    places = spread(commit, DEATHS)
    assert len(places) == DEATHS
    for place in places:
        death = cut_off if place % 3 == 0 else plug_pulled
        assert die(file, drafts, at=place, death=death) == ("died", place)
        assert look() == before, f"died before word {place} of {commit}"
        assert whole_files()
    file.receive()
    assert_same(everything(), whole)


@pytest.mark.parametrize("file", FILES, ids=str)
def test_whoever_dies_before_hearing_of_the_commit_leaves_the_whole_file_and_handed_in_again_it_brings_nothing(
    fresh_store: Path, file: File
) -> None:
    receive_others(file)
    whole, drafts = undisturbed(file), file.drafts()
    assert die(file, drafts, at=None, death=unheard)[0] == "died"
    look()
    assert_same(everything(), whole)
    again = file.receive()
    assert again.entries == 0
    assert_same(state(), {part: whole[part] for part in state()})


def test_a_file_that_is_committed_in_two_parts_would_be_found_out(fresh_store: Path) -> None:
    """The sabotage: what was read is committed before the patterns are asked."""
    file, before = FILES[0], look()
    drafts = file.drafts()
    _, first = die(file, drafts, at=None, broken=True)
    assert look() == before
    assert die(file, drafts, at=first + 10, broken=True)[0] == "died"
    after = look()
    assert after["chronology_entry"] != before["chronology_entry"]
    assert after["prompts_prompt"] == before["prompts_prompt"]


def test_a_file_that_is_acknowledged_has_reached_the_disk(fresh_store: Path) -> None:
    assert all([reached_the_disk(file) for file in FILES])


def test_so_it_has_where_the_server_is_told_not_to_wait_for_the_disk(fresh_store: Path) -> None:
    """Another's server may be set to acknowledge sooner; what hands files in asks it for more."""
    with superuser() as other:
        other.execute(f"ALTER DATABASE {connection.settings_dict['NAME']} SET synchronous_commit = off")
    connection.close()
    assert all([reached_the_disk(file) for file in FILES])


def test_acknowledged_without_the_disk_would_be_found_out(fresh_store: Path) -> None:
    """The sabotage: a connection that asks not to wait."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    assert not all([reached_the_disk(file) for file in FILES])
