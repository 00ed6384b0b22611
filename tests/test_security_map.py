"""docs/security.md: every requirement of the standard's levels 1 and 2 stands there once, and every test it names exists."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "docs/security.md").read_text(encoding="utf-8")
# How many requirements of levels 1 and 2 each chapter of version 5.0.0 has, counted in the standard.
CHAPTERS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip
WAYS = ("**Not tested**", "**Not met**", "**Not applicable**")


def rows(text: str = MAP) -> list[tuple[list[str], str]]:
    """The numbers of each row, and how it says that Keepsight stands to them."""
    cells = [line.strip("|").split(" | ") for line in text.splitlines() if re.match(r"\| \d", line)]
    return [(re.findall(r"\d+\.\d+\.\d+", first), last) for first, _, last in cells]


def named(text: str = MAP) -> set[str]:
    """Every test that the document names."""
    return set(re.findall(r"`((?:tests|keepsight)/[\w/]+\.py::\w+)`", text))


@cache
def written_in(path: str) -> frozenset[str]:
    """The names of the tests in a file; none where there is no such file."""
    file = ROOT / path
    found = ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if file.is_file() else ()
    return frozenset(node.name for node in found if isinstance(node, ast.FunctionDef))


def missing(tests: set[str]) -> list[str]:
    """Those of the tests that do not exist."""
    return sorted(test for test in tests if test.split("::")[1] not in written_in(test.split("::")[0]))


def test_every_test_that_is_named_exists():
    assert missing(named()) == []


def test_every_requirement_stands_there_once():
    numbers = [number for row, _ in rows() for number in row]
    assert [number for number, times in Counter(numbers).items() if times > 1] == []
    assert Counter(int(number.split(".")[0]) for number in numbers) == CHAPTERS


def test_every_row_names_a_test_or_says_that_there_is_none():
    assert [row for row, says in rows() if not named(says) and not says.startswith(WAYS)] == []


@pytest.mark.parametrize(
    "test",
    ["tests/test_security_map.py::test_that_nobody_wrote", "tests/nowhere.py::test_every_test_that_is_named_exists"],
)
def test_a_test_that_does_not_exist_is_found_missing(test):
    assert missing({test}) == [test]
    assert missing(named(f"| 1.1.1 | x | `{test}` |")) == [test]
