"""Thirty files in orders drawn at random: the same is known, and the same asked, whichever came first, late or was taken back."""

from collections.abc import Iterator
from random import Random
from unittest import mock

import pytest

from conftest import stopped_clock
from tests.prompts.everything import State, assert_same
from tests.prompts.thirty import Sent, at_random, come_to, in_order, thirty

pytestmark = [pytest.mark.django_db, pytest.mark.long]

ORDERS = 20


@pytest.fixture(scope="module", autouse=True)
def one_day() -> Iterator[None]:
    with stopped_clock():
        yield


@pytest.fixture(scope="module")
def files(one_day: None, tmp_path_factory: pytest.TempPathFactory) -> list[Sent]:
    return thirty(tmp_path_factory.mktemp("thirty"))


@pytest.fixture(scope="module")
def first(files: list[Sent], django_db_blocker: object) -> State:
    """What the files come to, each in its time."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django says no types
        return come_to(in_order(files))


def test_the_files_have_something_to_disagree_about(files: list[Sent], first: State) -> None:
    """Else every order would agree about nothing: people of many records, accounts put right, files taken back, prompts."""
    assert len(files) >= 30
    assert len({one.agency for one in files}) >= 10
    assert len({one.path.parent.name for one in files}) >= 25
    assert max(map(len, first["people"])) >= 4  # type: ignore[arg-type]  # a set of sets
    assert len(first["log"]) > len(first["current"])  # type: ignore[arg-type]  # a state names no types
    assert {"housing"} == {said[0] for said in first["current"] if said[1] == "entry.retracted"}  # type: ignore[attr-defined]  # a state names no types
    assert len({said[0] for said in first["prompts"]}) >= 8  # type: ignore[attr-defined]  # a state names no types
    assert first["questions"]
    assert first["clocks"]


@pytest.mark.parametrize("seed", range(ORDERS))
def test_any_order_of_the_thirty_files_ends_in_the_same_state_and_prompts(
    files: list[Sent], first: State, seed: int
) -> None:
    assert_same(come_to(at_random(files, Random(seed))), first)


def test_asking_only_those_whom_a_file_names_would_let_the_order_decide(files: list[Sent], first: State) -> None:
    """The sabotage: a feed that comes later tells of children whom it does not name, and nobody asks."""
    with mock.patch("keepsight.prompts.actions.waiting_for", return_value=set()):
        assert any(come_to(at_random(files, Random(seed))) != first for seed in range(3))
