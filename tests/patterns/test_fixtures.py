"""Each named history is answered as it says, and PostgreSQL, DuckDB and plain Python agree on every sheet of it.

Most are told as of one day, and there every sheet is asked at once. As of each of the other days, a leap day for one, every sheet
is asked in the second tier; here those that a history of the day was written for.
"""

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from keepsight.patterns.answers import Answer
from keepsight.patterns.sheets import SHAPES
from tests.patterns.asking import ask_oracle
from tests.patterns.fixtures import FIXTURES, together
from tests.patterns.troubles import MET, TROUBLES

ENGINES = ("plain Python", "PostgreSQL", "DuckDB")


DAYS = sorted({fixture.history.as_of for fixture in FIXTURES.values()})
MOST = date(2025, 6, 30)
"""The day as of which most are told."""


@pytest.fixture(scope="module")
def answered(sheets, postgres, duck) -> Callable[..., list[Answer]]:
    """What one of the engines answers of all the histories of one day: each is a child of its own. `whole`: every sheet."""
    asks = dict(zip(ENGINES, (ask_oracle, postgres.ask, duck.ask), strict=True))
    histories = {history.as_of: history for history in together(FIXTURES.values())}

    @cache
    def answers(engine: str, day: date, *, whole: bool = False) -> list[Answer]:
        named = {fixture.sheet for fixture in FIXTURES.values() if fixture.history.as_of == day}
        asked = [sheet for sheet in sheets if whole or day == MOST or sheet.name in named]
        return asks[engine](asked, histories[day])

    return answers


@pytest.mark.parametrize("name", FIXTURES)
def test_a_named_history_is_answered_as_it_says(sheets, answered, name):
    fixture = FIXTURES[name]
    assert fixture.sheet in {sheet.name for sheet in sheets}
    for engine in ENGINES:
        answers = answered(engine, fixture.history.as_of)
        own = [one for one in answers if (one.pattern, one.child) == (fixture.sheet, fixture.child)]
        assert [(one.state, one.began_on, one.ended_on) for one in own] == fixture.answers, engine


@pytest.mark.parametrize("day", DAYS)
def test_every_engine_says_the_same(answered, day):
    assert answered("PostgreSQL", day) == answered("DuckDB", day) == answered("plain Python", day)


@pytest.mark.long
@pytest.mark.parametrize("day", [day for day in DAYS if day != MOST])
def test_every_engine_says_the_same_of_every_sheet(answered, day):
    says = [answered(engine, day, whole=True) for engine in ENGINES]
    assert says[0] == says[1] == says[2]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_meets_every_trouble(sheets, shape):
    shapes = {sheet.name: sheet.shape for sheet in sheets}
    met = {trouble for of, trouble in MET if of == shape and shapes[FIXTURES[f"{of}: {trouble}"].sheet] == shape}
    assert met == set(TROUBLES)
