"""The briefing paper by command: what is refused, and that each shape opens."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pypdf
from docx import Document

Run = Callable[..., tuple[int, str, str]]


def test_a_suffix_that_nothing_writes_is_refused_and_no_file_is_left(
    run: Run, fresh_store: Path, tmp_path: Path
) -> None:
    out = tmp_path / "paper.odt"
    code, _, said = run("briefing", "--out", str(out))
    assert code == 2
    assert ".docx, .html or .pdf" in said
    assert not out.exists()


def test_each_shape_opens_and_says_that_it_is_not_to_be_passed_on(run: Run, fresh_town: Path, tmp_path: Path) -> None:
    said = {}
    for suffix in ("docx", "html", "pdf"):
        out = tmp_path / f"paper.{suffix}"
        code, printed, wrong = run("briefing", "--out", str(out), "--title", "What we learned", "--json")
        assert code == 0, wrong
        assert json.loads(printed)["file"] == str(out)
        said[suffix] = out.read_bytes()
    words = "\n".join(one.text for one in Document(io.BytesIO(said["docx"])).paragraphs)
    pages = "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(said["pdf"])).pages)
    for text in (words, said["html"].decode(), pages):
        assert "What we learned" in text
        assert "Internal edition: not to be passed on" in " ".join(text.split())
        assert "What was recommended" in text
