"""Words that leave for a spreadsheet run nothing there, wherever they come from."""

import csv
from dataclasses import replace

import pytest

from keepsight.cli import earlier
from keepsight.patterns.sheets import library
from keepsight.prompts.earlier import Row
from keepsight.store.spreadsheets import safe


@pytest.mark.parametrize("words", ["=1+1", "+44 1945", "-2", "@SUM(A1)", "\tx", "\x00=1+1", "\r-2"])
def test_what_would_run_stays_text(words):
    assert safe(words).startswith("'")


@pytest.mark.parametrize("words", ["", "Not brought", "3 = 3", "'tis"])
def test_what_would_not_is_left_as_it_is(words):
    assert safe(words) == words


def test_what_xml_cannot_hold_is_left_out():
    assert safe("a\x00b\x0bc\nd") == "abc\nd"


def test_the_title_that_a_partnership_gave_its_pattern_runs_nothing_in_the_figures_of_a_replay(monkeypatch, tmp_path):
    (sheet, *_) = library().values()
    own = replace(sheet, title='=HYPERLINK("http://x","y")')
    monkeypatch.setattr(earlier, "known", lambda: {"own": own})
    earlier._write(tmp_path / "out.csv", {"claimed": [Row("own", (1, 2, 3, 6), (-3, 0, 10))]})
    (_, row) = csv.reader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines())
    assert row[1] == '\'=HYPERLINK("http://x","y")'
    assert row[-3:] == ["-3", "0", "10"], "a figure is a figure"
