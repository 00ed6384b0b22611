"""Every act of a person leaves its line: whatever takes `by` in a room's actions notes something, itself or through another act.

Read from the source, so that an action that is written tomorrow fails today's test until it says what it did.
"""

import ast
from pathlib import Path

import pytest

import keepsight

ROOMS = sorted(Path(keepsight.__path__[0]).glob("*/actions.py"))
OTHERS = [
    Path(keepsight.__path__[0]) / name
    for name in (
        "access/accounts.py",
        "access/agreeing.py",
        "access/tokens.py",
        "intake/layouts.py",
        "intake/taking_back.py",
        "intake/uploads.py",
        "people/caseloads.py",
        "people/practising.py",
        "practice/putting.py",
        "practice/forms/editions.py",
        "practice/forms/filling_in.py",
        "prompts/own.py",
        "practice/child/hearing.py",
        "practice/professionals/supervising.py",
        "practice/professionals/conferring.py",
        "practice/packs/packing.py",
        "prompts/replaying_all.py",
        "themes/guidance.py",
    )
]
# Acts of a machine or a whole file, which another act notes: the file's own line stands for all that it brought.
NOTED_ELSEWHERE = {"receive", "begin_receipt"}


def silent(source: str, known: frozenset[str] = frozenset()) -> set[str]:
    """The acts in a module that take `by` and reach no note. `known` are acts of other rooms, which note for themselves."""
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    noting = {name for name, node in functions.items() if _calls(node) & ({"note"} | known)}
    while more := {name for name, node in functions.items() if _calls(node) & noting} - noting:
        noting |= more
    acts = {name for name, node in functions.items() if not name.startswith("_") and _takes_by(node)}
    return acts - noting - NOTED_ELSEWHERE


def _calls(function: ast.FunctionDef) -> set[str]:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {getattr(call, "attr", getattr(call, "id", "")) for call in calls}


def _takes_by(function: ast.FunctionDef) -> bool:
    return "by" in {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}


def acts(paths: list[Path]) -> frozenset[str]:
    """The names of every public act of the rooms."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in paths)
    named = (node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in named if not name.startswith("_"))


@pytest.mark.parametrize("path", [*ROOMS, *OTHERS], ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_every_act_of_a_person_is_noted(path):
    own = acts([path])
    assert silent(path.read_text(encoding="utf-8"), acts([*ROOMS, *OTHERS]) - own) == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def end(link, *, by): link.delete()", {"end"}),
        ("def end(link, *, by): _end(link)\ndef _end(link): audit.note('a.end', by=None)", set()),
        ("def _end(link, *, by): link.delete()", set()),
        ("def end(link): link.delete()", set()),
    ],
)
def test_an_act_that_notes_nothing_is_found(source, found):
    assert silent(source) == found
