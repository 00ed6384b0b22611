"""docs/capabilities.md: every capability stands there once, all it names exists, and what is not done says so."""

import re
from pathlib import Path

from keepsight.patterns.sheets import library

ROOT = Path(__file__).parents[1]
NUMBERS = range(1, 140)
NOT_DONE = "**Not done**"
ROW = re.compile(r"^\| (\d+) \| (.+) \| (.+) \|$", re.MULTILINE)
TEXT = (ROOT / "docs" / "capabilities.md").read_text(encoding="utf-8")
ROWS = ROW.findall(TEXT)


def missing(rows: list[tuple[str, str, str]]) -> list[str]:
    """What rows name and is not there: files of tests, and patterns."""
    known = library()
    tests = [name for _, _, shown in rows for name in re.findall(r"`([\w/]+\.py)`", shown)]
    patterns = [name for _, said, _ in rows for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", said)]
    return [name for name in tests if not (ROOT / name).is_file()] + [name for name in patterns if name not in known]


def unshown(rows: list[tuple[str, str, str]]) -> list[str]:
    """The numbers of rows that claim something and name no test."""
    return [number for number, said, shown in rows if ".py`" not in shown and not said.startswith(NOT_DONE)]


def test_a_row_that_names_what_is_not_there_or_nothing_at_all_is_found():
    assert missing([("1", "See `no-such-pattern`", "`tests/no_such.py`")]) == ["tests/no_such.py", "no-such-pattern"]
    assert unshown([("1", "All of it", "none"), ("2", f"{NOT_DONE}: any of it", "none")]) == ["1"]


def test_every_capability_stands_there_once():
    assert [int(number) for number, _, _ in ROWS] == list(NUMBERS)


def test_every_test_and_pattern_that_it_names_exists():
    assert missing(ROWS) == []


def test_what_is_claimed_is_shown_by_a_test_or_said_not_to_be_done():
    assert unshown(ROWS) == []
