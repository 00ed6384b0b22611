"""The codebook: what its shelf refuses, and what stands in it."""

from collections import Counter
from pathlib import Path

import pytest

from keepsight.errors import BrokenShelf
from keepsight.vocabulary import CODE_GROUPS, CODES, THEMES
from keepsight.vocabulary.codebook import load_codebook

GROUPS = '[groups]\nharm = "Harm"\n'
A_CODE = """[codes.{0}]
layer = "what"
group = "harm"
theme = "none"
title = "{0}"
means = "It is so."
signs = []
strong = []
weak = []
cited = ["A review"]
to_check = []
"""


def shelf(folder: Path, text: str) -> Path:
    path = folder / "codebook.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (('means = "It is so."\n', ""), "a lacks its means"),
        (('layer = "what"', 'layer = "who"'), "who as its layer"),
        (('group = "harm"', 'group = "luck"'), "luck as its group"),
        (('theme = "none"', 'theme = "luck"'), "luck as its theme"),
        (('cited = ["A review"]', "cited = []"), "nothing that it rests on"),
        (("strong = []\nweak = []", 'strong = ["hit"]\nweak = ["hit"]'), "hit twice"),
        (("signs = []", 'signs = []\nwithin = "b"'), "which is no code"),
        (("signs = []", 'signs = []\nscore = "5"'), "which nothing reads"),
    ],
)
def test_a_broken_codebook_is_refused(tmp_path: Path, change: tuple[str, str], names: str) -> None:
    with pytest.raises(BrokenShelf, match=names):
        load_codebook(THEMES, shelf(tmp_path, GROUPS + A_CODE.format("a").replace(*change)))


def test_a_title_stands_for_one_code(tmp_path: Path) -> None:
    twice = GROUPS + A_CODE.format("a") + A_CODE.format("b").replace('title = "b"', 'title = "a"')
    with pytest.raises(BrokenShelf, match="a twice"):
        load_codebook(THEMES, shelf(tmp_path, twice))


def test_what_happened_stands_beside_why_and_what_would_have_helped() -> None:
    assert Counter(code.layer for code in CODES.values()) == {"what": 75, "why": 8, "help": 6}
    assert set(CODE_GROUPS) == {code.group for code in CODES.values()}


def test_every_theme_of_reviews_has_a_code() -> None:
    assert {code.theme for code in CODES.values()} - {None} == set(THEMES)


def test_every_code_says_what_it_means_and_by_which_signs() -> None:
    assert all(code.means.endswith(".") and code.signs for code in CODES.values())
