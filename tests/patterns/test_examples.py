"""Every example beside a sheet is what PostgreSQL, DuckDB and plain Python answer, to the last cell."""

import pytest

from keepsight.patterns.answers import ROW
from keepsight.patterns.sheets import LIBRARY, library
from keepsight.patterns.statement import ENTRY
from tests.patterns.asking import ask_oracle
from tests.patterns.examples import Example, examples, names_of, read, said

EXAMPLES = examples()
OWED = 8  # a pattern with fewer has not met every threshold from both sides


@pytest.mark.parametrize(
    "text", ["# A heading and nothing else", "## One\n\n| entry | day |\n|---|---|\n| a | soon |\n"]
)
def test_an_example_that_cannot_be_read_is_refused(text):
    with pytest.raises((AssertionError, ValueError, KeyError)):
        read("re-referral", text)


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{one.pattern}: {one.heading}" for one in EXAMPLES])
def test_the_manual_is_right(postgres, duck, example: Example):
    sheet, names = library()[example.pattern], names_of(example)
    for ask in (ask_oracle, postgres.ask, duck.ask):
        assert [said(answer, names) for answer in ask([sheet], example.history)] == example.answers


@pytest.mark.parametrize("pattern", sorted(library()))
def test_each_pattern_shows_where_it_holds_and_where_it_does_not(pattern):
    own = [one for one in EXAMPLES if one.pattern == pattern]
    assert len(own) >= OWED
    assert any(one.answers for one in own)
    assert any(not one.answers for one in own)


def test_the_columns_are_documented():
    manual = (LIBRARY.parent / "columns.md").read_text(encoding="utf-8")
    assert [name for name in (*ENTRY, *ROW) if f"| `{name}` |" not in manual] == []
