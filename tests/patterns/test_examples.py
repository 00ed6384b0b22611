"""Every example beside a sheet is what PostgreSQL, DuckDB and plain Python answer, to the last cell."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import pytest

from keepsight.patterns.answers import ROW, Answer
from keepsight.patterns.sheets import LIBRARY, OF_ABSENCE, library
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


def known_days(example: Example) -> list[date]:
    return [entry.day_from for entry in example.history.entries if entry.day_from and entry.day_from == entry.day_to]


def told(example: Example) -> list[tuple[str, str, date | None, date | None]]:
    return [(entry.kind, entry.scope, entry.day_from, entry.day_to) for entry in example.history.entries]


SHOWN: dict[str, Callable[[Example], bool]] = {
    "it holds": lambda one: any(line["state"] == "holds" for line in one.answers),
    "it does not": lambda one: not one.answers,
    "it ends": lambda one: any(line["ended"] for line in one.answers),
    "a month's end": lambda one: any((day + timedelta(days=1)).day == 1 for day in known_days(one)),
    "a tie": lambda one: len(set(known_days(one))) < len(known_days(one)),
    "told twice": lambda one: len(set(told(one))) < len(told(one)),
    "a day that nobody knows exactly": lambda one: any(
        first is None or first != last for _, _, first, last in told(one)
    ),
    "somebody else at home": lambda one: any(entry.scope == "household" for entry in one.history.entries),
    "written down late": lambda one: any(line["seen"] > line["began"] for line in one.answers),
}


@pytest.mark.parametrize("pattern", sorted(library()))
def test_each_pattern_shows_what_it_owes(pattern):
    own = [one for one in EXAMPLES if one.pattern == pattern]
    assert len(own) >= OWED
    assert [what for what, shows in SHOWN.items() if not any(map(shows, own))] == []


@pytest.mark.parametrize("pattern", sorted(sheet.name for sheet in library().values() if sheet.shape in OF_ABSENCE))
def test_a_pattern_of_absence_shows_when_it_cannot_tell(pattern):
    own = [line["state"] for one in EXAMPLES if one.pattern == pattern for line in one.answers]
    assert "cannot_tell" in own


def test_the_columns_are_documented():
    manual = (LIBRARY.parent / "columns.md").read_text(encoding="utf-8")
    assert [name for name in (*ENTRY, *ROW) if f"| `{name}` |" not in manual] == []
