"""Local rules: each has a source and says that it is no law; one that lacks something is refused by the file's name."""

from pathlib import Path

import pytest

from keepsight.errors import BrokenShelf
from keepsight.practice import local_rules
from keepsight.practice.child.exploitation import BESIDE
from keepsight.practice.child.missing import STRATEGY
from keepsight.practice.local_rules import LOCAL_RULES, NAMES, load_local_rules

SHELF = Path(local_rules.__file__).parent / "local_rules.toml"


def test_a_partnership_changes_a_rule_in_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "local_rules.toml"
    path.write_text(
        SHELF.read_text(encoding="utf-8").replace('"30 days"', '"90 days"').replace("times = 3", "times = 2")
    )
    rule = load_local_rules(path)["strategy"]
    assert (rule.times, rule.within.text) == (2, "90 days")
    assert (STRATEGY.times, STRATEGY.within.text, BESIDE.text) == (3, "30 days", "60 days")


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        ("times = 3", "times = 0"),
        ("times = 3", 'times = "three"'),
        ('"60 days"', '"soon"'),
        ('"60 days"', '"2 months"'),
        ("percent = 30", "percent = 130"),
        ("source = ", "sauce = "),
        ("[opinions]", "[opinion]"),
    ],
)
def test_a_rule_that_lacks_something_is_refused(tmp_path: Path, found: str, instead: str) -> None:
    path = tmp_path / "local_rules.toml"
    path.write_text(SHELF.read_text(encoding="utf-8").replace(found, instead))
    with pytest.raises(BrokenShelf, match=r"local_rules\.toml"):
        load_local_rules(path)


def test_every_rule_says_whose_it_is() -> None:
    assert set(LOCAL_RULES) == set(NAMES)
    assert all("ocal" in one.source for one in LOCAL_RULES.values())
