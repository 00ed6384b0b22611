"""Each named history is answered as it says, and PostgreSQL, DuckDB and plain Python agree on every sheet of it."""

import pytest

from tests.patterns.asking import ask_oracle
from tests.patterns.fixtures import FIXTURES, together


@pytest.mark.parametrize("name", FIXTURES)
def test_a_named_history_is_answered_as_it_says(sheets, duck, name):
    fixture = FIXTURES[name]
    asked = [sheet for sheet in sheets if sheet.name == fixture.sheet]
    assert asked, "there is no such sheet"
    for ask in (ask_oracle, duck.ask):
        answers = [(one.state, one.began_on, one.ended_on) for one in ask(asked, fixture.history)]
        assert answers == fixture.answers


def test_every_engine_says_the_same_of_every_sheet(sheets, duck, postgres):
    for history in together():
        expected = ask_oracle(sheets, history)
        assert duck.ask(sheets, history) == expected
        assert postgres.ask(sheets, history) == expected
