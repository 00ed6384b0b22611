"""What words suggest, by command: each suggestion says its words, and nothing is counted."""

import json

import pytest

from keepsight.reviews.models import Review
from keepsight.themes.models import Coding
from tests.themes.invented import a_review


@pytest.fixture
def run(run, fresh_store):
    """Run `keepsight review ...`: its exit code and what it printed."""
    return lambda *words: run("review", *words)[:2]


def test_a_review_that_is_not_there_is_refused(run) -> None:
    assert run("suggest", "nobody")[0] == 2


def test_each_suggestion_says_the_words_that_made_it(run) -> None:
    _, document, _ = a_review("child-f")
    code, printed = run("suggest", "child-f", "--json")
    said = json.loads(printed)
    words = {one.number: one.words for one in document.passages.all()}
    assert code == 0
    assert said["new"] == len(said["suggestions"]) > 0
    assert all(word in words[one["passage"]] for one in said["suggestions"] for word in one["words"])
    assert [one["negated"] for one in said["suggestions"] if one["code"] == "neglect"] == [False, True]
    assert json.loads(run("suggest", "child-f", "--json")[1])["new"] == 0
    assert "None is counted" in run("suggest", "child-f")[1]
    assert Coding.objects.count() == 0


def test_a_report_comes_in_and_the_same_again_is_refused(run, tmp_path) -> None:
    report = tmp_path / "alder-2026.txt"
    report.write_text("One matter.\n\nAnother matter.\n", encoding="utf-8")
    code, printed = run("add", str(report), "--json")
    said = {"review": "alder-2026", "passages": 2, "new": 2, "gone": 0, "notes": []}
    assert (code, json.loads(printed)) == (0, said)
    assert run("add", str(report))[0] == 2
    report.write_text("One matter.\n\nA third matter.\n", encoding="utf-8")
    assert json.loads(run("add", str(report), "--json")[1]) == said | {"new": 1, "gone": 1}


def test_a_report_that_is_no_paper_exits_3_and_enters_nothing(run, tmp_path) -> None:
    (tmp_path / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run("add", str(tmp_path / "picture.pdf"))[0] == 3
    assert not Review.objects.exists()
