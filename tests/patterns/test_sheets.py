"""A sheet that cannot be trusted stops everything, naming its folder and the key."""

import tomllib

import pytest

from keepsight.errors import BrokenShelf
from keepsight.patterns.sheets import LIBRARY, library, sheet_of
from tests.patterns.invented import COMMON, SHEETS

COUNT = COMMON + SHEETS["kinds-in-a-month"]
SHARE = COMMON + SHEETS["hardly-seen-alone"]
AWAITED = COMMON + SHEETS["interviewed-in-a-day"]
NEEDS = 'needs = [{ kinds = ["return_interview.held"], sectors = ["social_care"] }]'

BROKEN = {
    "a key is missing": (COUNT, 'question = "q"', "", "question"),
    "a key that nothing reads": (COUNT, 'unit = "u"', 'unit = "u"\nscore = 3', "score"),
    "a shape that is none": (COUNT, 'shape = "count"', 'shape = "rank"', "shape"),
    "a theme that is none": (COUNT, 'theme = "childs_voice"', 'theme = "blame"', "theme"),
    "a kind that is none": (COUNT, 'until = "child.voice"', 'until = "child.scored"', "until"),
    "a word that the kind never says": (
        COUNT,
        'until = "child.voice"',
        'until = { kind = "referral.decided", outcome = "ignored" }',
        "outcome",
    ),
    "unknown asked for as if it were a yes": (
        COUNT,
        'until = "child.voice"',
        'until = { kind = "referral.decided", outcome = "unknown" }',
        "outcome",
    ),
    "a column that no pattern may ask of": (
        COUNT,
        'until = "child.voice"',
        'until = { kind = "child.voice", surname = "x" }',
        "surname",
    ),
    "a window in no unit of ours": (COUNT, 'within = "1 month"', 'within = "1 moon"', "1 moon"),
    "three of two": (COUNT, "from = { kinds = 2 }", "from = { kinds = 3 }", "never"),
    "one agency is no condition": (COUNT, "from = { kinds = 2 }", "from = { agencies = 1 }", "agencies"),
    "a number written as a word": (COUNT, "at_least = 2", 'at_least = "2"', "at_least"),
    "a sentence that leaves open a name": (COUNT, "{measure}", "{surname}", "sentence"),
    "a sentence with half a brace": (COUNT, "{measure}", "{measure", "sentence"),
    "a part that is more than the whole": (
        SHARE,
        "part_less_than = [1, 3]",
        "part_less_than = [4, 3]",
        "part_less_than",
    ),
    "a share of how little, without a feed that would tell": (
        SHARE,
        'needs = [{ kinds = ["child.voice"], sectors = ["social_care"] }]',
        "needs = []",
        "needs",
    ),
    "what meets it and what does not are the same entry": (
        SHARE,
        'alone = "no" }, "visit.made"',
        'alone = "yes" }',
        "other",
    ),
    "a tie that is none": (AWAITED, 'tie = "thread"', 'tie = "street"', "tie"),
    "what awaits while something stands open, and nothing that would": (
        AWAITED,
        'tie = "thread"',
        'tie = "thread"\nafter_while_open = "child.voice"',
        "after_while_open and while_open go together",
    ),
    "what stands open, and nothing that awaits while it does": (
        AWAITED,
        'tie = "thread"',
        'tie = "thread"\nwhile_open = [{ opened = "plan.started", closed = "plan.ended" }]',
        "after_while_open and while_open go together",
    ),
    "absence without a feed that would tell": (AWAITED, NEEDS, "needs = []", "needs"),
    "a need of a sector that is none": (AWAITED, '["social_care"]', '["neighbours"]', "neighbours"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_sheet_that_cannot_be_trusted_is_refused_by_folder_and_key(name):
    text, right, wrong, named = BROKEN[name]
    assert right in text, "the fault has nowhere to be sown"
    with pytest.raises(BrokenShelf) as refused:
        sheet_of("on-trial", tomllib.loads(text.replace(right, wrong)))
    assert "on-trial" in str(refused.value)
    assert named in str(refused.value)


@pytest.mark.parametrize("text", [COUNT, AWAITED, SHARE])
def test_without_the_fault_the_same_sheets_are_read(text):
    assert sheet_of("on-trial", tomllib.loads(text)).name == "on-trial"


@pytest.mark.parametrize("missing", ["sheet.toml", "examples.md"])
def test_a_folder_without_its_sheet_or_its_examples_stops_the_shelf(tmp_path, missing):
    folder = tmp_path / "on-trial"
    folder.mkdir()
    for file in {"sheet.toml", "examples.md"} - {missing}:
        (folder / file).write_text(COUNT, encoding="utf-8")
    with pytest.raises(BrokenShelf, match=f"on-trial has no {missing}"):
        library(tmp_path)


def test_a_sentence_says_the_number_and_the_days():
    said = library(LIBRARY)["re-referral"].say(2, "1 March 2025", "4 May 2025")
    assert said.startswith("2 referrals")
    assert "1 March 2025" in said
    assert "4 May 2025" in said
