"""What makes no difference to a prompt: what people are called, in which order a file has its rows, in how many files they come."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from conftest import stopped_clock
from keepsight.town.sheets import Table
from tests.prompts.renamed import Handed, Parts, another, as_it_is, come_to, cut, handed_in, renamed, shuffled

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Handed]:
    return handed_in(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def first(files: list[Handed], tmp_path_factory: pytest.TempPathFactory, django_db_blocker) -> Counter[Hashable]:
    with django_db_blocker.unblock(), stopped_clock():
        return come_to(files, as_it_is, tmp_path_factory.mktemp("as it is"))


def test_there_is_something_to_compare(first):
    assert first.total() >= 10
    assert len({said[0] for said in first}) >= 8


def test_another_name_is_as_like_another_as_the_names_were():
    assert [another(name) for name in ("Odette", "Odelia", "Idris")] == ["Ufivvi", "Ufimoe", "Ofsot"]


@pytest.mark.parametrize("parts", [renamed, shuffled(Random(8)), cut(Random(8))], ids=["renamed", "shuffled", "cut"])
def test_it_makes_no_difference(files, first, tmp_path: Path, parts):
    with stopped_clock():
        assert come_to(files, parts, tmp_path) == first


def by_name(table: Table) -> Table:
    """A reader to whom a name says something: of one child it reads nothing."""
    return replace(table, rows=[row for row in table.rows if "Davin" not in row])


def without_the_last(table: Table) -> Table:
    """A reader that loses the end of a file."""
    return replace(table, rows=table.rows[: len(table.rows) * 3 // 4])


@pytest.mark.parametrize(
    ("parts", "read"),
    [(renamed, by_name), (shuffled(Random(8)), without_the_last), (cut(Random(8)), without_the_last)],
    ids=["renamed", "shuffled", "cut"],
)
def test_it_would_to_a_reader_to_whom_a_name_or_a_place_says_something(files, tmp_path: Path, parts, read):
    """The sabotage."""

    of_missing = [one for one in files if one.name in ("notices-and-incidents.csv", "pinder-chronology.xlsx")]

    def come(some: Parts, folder: str) -> Counter[Hashable]:
        return come_to(of_missing, lambda table: [read(one) for one in some(table)], tmp_path / folder)

    with stopped_clock():
        assert come(parts, "changed") != come(as_it_is, "as it is")
