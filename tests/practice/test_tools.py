"""The partnership's tools: named in a file and nowhere else; one that lacks something, or weighs anything, is refused."""

from pathlib import Path

import pytest

from keepsight.errors import BrokenShelf
from keepsight.practice.assessments import tools
from keepsight.practice.assessments.tools import AS_A_WHOLE, TOOLS, load_tools

SHELF = (Path(tools.__file__).parent / "tools.toml").read_text(encoding="utf-8")


def read(path: Path, text: str) -> dict[str, tools.Tool]:
    """The tools as a file says them."""
    path = path / "tools.toml"
    path.write_text(text, encoding="utf-8")
    return load_tools(path)


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        ('version = "2026-1"', 'version = " "'),
        ('title = "Risk rating"', 'title = ""'),
        ("source = ", "sauce = "),
        ("levels = []", ""),
        ("levels = []", 'levels = "high"'),
        ("levels = []", 'levels = ["high", "high"]'),
        ("levels = []", 'levels = ["high", "unknown"]'),
        ("levels = []", 'levels = ["high", " "]'),
        ("levels = []", "levels = [1, 2, 3]"),
        ("levels = []", "levels = []\npoints = [1, 2, 3]"),
        ("levels = []", 'levels = []\ncolours = ["red"]'),
        ("of_whom = true", 'of_whom = "yes"'),
        ("[risk]", "[risk"),
    ],
)
def test_a_tool_that_lacks_something_or_weighs_anything_is_refused(tmp_path: Path, found: str, instead: str) -> None:
    assert found in SHELF
    with pytest.raises(BrokenShelf, match=r"tools\.toml"):
        read(tmp_path, SHELF.replace(found, instead))


def test_a_partnership_names_its_tool_its_items_and_its_levels_in_the_file_alone(tmp_path: Path) -> None:
    named = SHELF.replace("not named here yet", "3").replace("items = []", 'items = ["Food"]')
    tool = read(tmp_path, named.replace("levels = []", 'levels = ["A"]'))["neglect"]
    assert (tool.version, tool.items, tool.levels) == ("3", ("Food",), ("A",))


def test_ours_name_no_level_of_anybody_s_and_a_tool_without_items_is_looked_at_as_a_whole(tmp_path: Path) -> None:
    assert all(one.levels == () for one in TOOLS.values())
    assert TOOLS["neglect"].items == (AS_A_WHOLE,)
    assert read(tmp_path, "") == {}
