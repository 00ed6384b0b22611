"""Every example beside a sheet is what PostgreSQL, DuckDB and plain Python answer, to the last cell."""

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from keepsight.patterns.answers import ROW, Answer
from keepsight.patterns.sheets import LIBRARY, library
from keepsight.patterns.statement import ENTRY
from tests.patterns.asking import ask_oracle
from tests.patterns.examples import Example, examples, names_of, read, said
from tests.patterns.fixtures import joined

EXAMPLES = examples()
OWED = 8  # a pattern with fewer has not met every threshold from both sides


@pytest.mark.parametrize(
    "text", ["# A heading and nothing else", "## One\n\n| entry | day |\n|---|---|\n| a | soon |\n"]
)
def test_an_example_that_cannot_be_read_is_refused(text):
    with pytest.raises((AssertionError, ValueError, KeyError)):
        read(library()["re-referral"], text)


@pytest.fixture(scope="module")
def answered(shelf, postgres, duck) -> Callable[[str, date], list[Answer]]:
    """What an engine, or plain Python, answers of all the examples that are asked on one day: each is a child of its own."""
    asks = {"plain Python": ask_oracle, "PostgreSQL": postgres.ask, "DuckDB": duck.ask}

    @cache
    def of(engine: str, day: date) -> list[Answer]:
        own = [one for one in EXAMPLES if one.history.as_of == day]
        asked = [sheet for sheet in shelf if sheet.name in {one.pattern for one in own}]
        return asks[engine](asked, joined([one.history for one in own]))

    return of


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{one.pattern}: {one.heading}" for one in EXAMPLES])
def test_the_manual_is_right(answered, example: Example):
    names = names_of(example)
    for engine in ("plain Python", "PostgreSQL", "DuckDB"):
        answers = answered(engine, example.history.as_of)
        own = [one for one in answers if (one.pattern, one.child) == (example.pattern, example.child)]
        assert [said(one, names) for one in own] == example.answers, engine


@pytest.mark.parametrize("pattern", sorted(library()))
def test_each_pattern_shows_where_it_holds_and_where_it_does_not(pattern):
    own = [one for one in EXAMPLES if one.pattern == pattern]
    assert len(own) >= OWED
    assert any(one.answers for one in own)
    assert any(not one.answers for one in own)


def test_the_columns_are_documented():
    manual = (LIBRARY.parent / "columns.md").read_text(encoding="utf-8")
    assert [name for name in (*ENTRY, *ROW) if f"| `{name}` |" not in manual] == []
