"""The column for the child's own words: words are a voice, and a word that says there are none is not."""

from pathlib import Path

import pytest

from keepsight.intake.drafts import DraftEntry, DraftRow
from keepsight.intake.reading import read

HEADINGS = "Date,Event,Kind,Voice of the child,Child forename,Child surname,Date of birth\n"


def entries(tmp_path: Path, event: str, kind: str, voice: str) -> list[DraftEntry]:
    path = tmp_path / "table.csv"
    path.write_text(f"{HEADINGS}02/03/2026,{event},{kind},{voice},Ivy,Example,04/02/2017\n", encoding="utf-8")
    return [entry for draft in read(path) if isinstance(draft, DraftRow) for entry in draft.entries]


@pytest.mark.parametrize("voice", ["", "n/a", "None recorded", "Not asked.", "-", "not seen"])
def test_a_word_that_says_there_are_none_is_no_voice(tmp_path, voice):
    kinds = {entry.kind for entry in entries(tmp_path, "Home visit", "", voice)}
    assert "child.voice" not in kinds


@pytest.mark.parametrize(
    ("event", "kind", "beside"),
    [
        ("Seen alone at school", "", "child.seen"),  # the row's words suggest another kind
        ("Report taken", "missing.found", "missing.found"),  # its own column says another kind
    ],
)
def test_her_words_are_an_entry_of_their_own_beside_what_else_the_row_tells(tmp_path, event, kind, beside):
    told = {entry.kind: entry.child_words for entry in entries(tmp_path, event, kind, "I like it when it is quiet")}
    assert told == {beside: None, "child.voice": "I like it when it is quiet"}
