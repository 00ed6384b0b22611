"""A function fits in the eye: half of them are of ten lines or fewer, and none is longer than a screen."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import keepsight

HOUSE = Path(keepsight.__file__).parent
MEDIAN = 10  # lines
A_SCREEN = 60  # lines


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file by where it stands, with its lines from its name to its end."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{file.relative_to(HOUSE)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_functions_fit_in_the_eye():
    ours = [file for file in HOUSE.rglob("*.py") if "migrations" not in file.parts and file.name != "test_page.py"]
    long = dict(one for file in ours for one in functions(file))
    assert median(long.values()) <= MEDIAN
    assert {name: lines for name, lines in long.items() if lines > A_SCREEN} == {}


def test_a_function_that_is_too_long_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.test_functions_fit_in_the_eye.HOUSE", tmp_path)
    file = tmp_path / "long.py"
    file.write_text("async def one():\n" + "    pass\n" * A_SCREEN, encoding="utf-8")
    assert dict(functions(file)) == {"long.py:1 one": A_SCREEN + 1}
