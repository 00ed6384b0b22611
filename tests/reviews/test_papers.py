"""A paper comes in whole: its words in order, whatever it was made with, and what is not read of it is said."""

import difflib
import re
from pathlib import Path

import pypdf
import pytest

from keepsight.errors import RefusedFile
from keepsight.intake.reading import flow, read_paper
from tests.reviews.papers import HEAD, as_pdf, as_word, words_of_report

WHOLE = 0.995  # of the words, in order
SEED = Path(__file__).parents[3] / "shared" / "seed"
WORD = re.compile(r"[^\W_]+")


def in_order(written: str, read: str) -> float:
    """The share of the written words that were read, in order; words that were added count against it too."""
    one, other = WORD.findall(written), WORD.findall(read)
    return difflib.SequenceMatcher(None, one, other, False).ratio()


def read(path: Path) -> str:
    return "\n".join(passage.words for passage in read_paper(path)[0])


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return as_pdf(tmp_path_factory.mktemp("papers") / "report.pdf")


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return as_word(tmp_path_factory.mktemp("papers") / "report.docx")


def test_a_pdf_is_read_whole_and_its_running_heads_are_left_out_and_said(pdf: Path) -> None:
    passages, notes = read_paper(pdf)
    assert in_order(words_of_report(), "\n".join(one.words for one in passages)) >= WHOLE
    assert not any(HEAD in one.words for one in passages)
    assert any("running heads" in says for says in notes)
    assert {one.row for one in passages} == set(range(1, len(pypdf.PdfReader(pdf).pages) + 1))
    assert [one.number for one in passages] == list(range(1, len(passages) + 1))


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("without_heads", lambda pages: ([list(page) for page in pages], [])),
        ("words_of", lambda pages: frozenset()),
    ],
)
def test_without_either_of_its_two_cares_the_pdf_would_not_be_whole(
    pdf: Path, monkeypatch: pytest.MonkeyPatch, name: str, without: object
) -> None:
    """The same reading in this process, with running heads kept, or with no broken word ever joined."""
    lines = [page.extract_text().splitlines() for page in pypdf.PdfReader(pdf).pages]
    monkeypatch.setattr(flow, name, without)
    kept, _ = flow.without_heads(lines)
    known = flow.words_of(kept)
    text = "\n".join(words for page in kept for words in flow.paragraphs(page, known))
    assert in_order(words_of_report(), text) < WHOLE


def test_a_word_document_is_read_whole_and_what_was_left_out_is_said(word: Path) -> None:
    passages, notes = read_paper(word)
    assert in_order(words_of_report(), "\n".join(one.words for one in passages)) >= WHOLE
    assert {"the header of its pages was left out", "the footer of its pages was left out"} <= set(notes)
    assert {one.sheet for one in passages} == {"heading", "paragraph", "cell"}


def test_the_partnership_s_own_paper_is_read_whole() -> None:
    papers = sorted(SEED.glob("*.txt"))
    if not papers:
        pytest.skip("the partnership's briefing paper is not on this machine")
    for paper in papers:
        assert in_order(paper.read_text("utf-8"), read(paper)) >= WHOLE


@pytest.mark.parametrize(
    ("lines", "become"),
    [
        (["One line", "and another."], ["One line and another."]),
        (["One.", "", "Two."], ["One.", "Two."]),
        (["A long line that goes on to the very end of", "its page. Short end.", "Next one begins here and it is just", "as long."],
         ["A long line that goes on to the very end of its page. Short end.", "Next one begins here and it is just as long."]),
        (["She was safe-", "guarded."], ["She was safeguarded."]),
        (["An inter-", "agency plan."], ["An inter-agency plan."]),
        (["Seen by Mary-", "Anne."], ["Seen by Mary- Anne."]),
        (["• one", "• two"], ["• one", "• two"]),
        (["1.1 One matter", "1.2 Another matter"], ["1.1 One matter", "1.2 Another matter"]),
        ([], []),
    ],
)  # fmt: skip
def test_lines_become_paragraphs(lines: list[str], become: list[str]) -> None:
    assert list(flow.paragraphs(lines, frozenset({"safeguarded"}))) == become


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\nnot really", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older"),
        (b"PK\x03\x04 cut", "cut short"),
        (b"<?xml version='1.0'?><Message/>", "no paper"),
    ],
)
def test_what_is_no_paper_is_refused_in_one_plain_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    with pytest.raises(RefusedFile, match=says):
        read_paper(path)


def test_a_locked_pdf_and_a_scan_are_refused_by_what_they_are(pdf: Path, tmp_path: Path) -> None:
    locked, scan = pypdf.PdfWriter(clone_from=pdf), pypdf.PdfWriter()
    locked.encrypt("a password")
    locked.write(tmp_path / "locked.pdf")
    scan.add_blank_page(200, 200)
    scan.write(tmp_path / "scan.pdf")
    with pytest.raises(RefusedFile, match="password"):
        read_paper(tmp_path / "locked.pdf")
    with pytest.raises(RefusedFile, match="scan"):
        read_paper(tmp_path / "scan.pdf")


def test_a_page_without_words_is_said_and_the_others_are_read(pdf: Path, tmp_path: Path) -> None:
    mixed = pypdf.PdfWriter(clone_from=pdf)
    mixed.insert_blank_page(index=1)
    mixed.write(tmp_path / "mixed.pdf")
    passages, notes = read_paper(tmp_path / "mixed.pdf")
    assert "page 2 holds no words that can be read" in notes
    assert {1, 3} <= {one.row for one in passages}
