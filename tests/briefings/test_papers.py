"""Briefing papers: every figure comes from its lists, every claim has its passage, and they open in three shapes."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pypdf
import pytest
from docx import Document

from keepsight.briefings.material import Live
from keepsight.briefings.paper import HELD_BACK, Edit, Figure, typed_numbers
from keepsight.briefings.printers import in_shape
from keepsight.briefings.printing import Printed, printed
from keepsight.briefings.writing import written
from keepsight.errors import WrongUse
from tests.briefings.invented import AS_AT, CODED, REVIEWS, material, review, seen

NOW = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
SAYS = re.compile(r"(\d+) of (\d+) (reviews|occasions)")


def edit(words: str, **figures: str) -> dict[str, Edit]:
    return {"chronic_neglect.evidence": Edit(words, "Cass Wetherby", NOW, figures)}


def all_words(paper: Printed) -> str:
    blocks = [block for part in paper["parts"] for block in part["blocks"]]
    cells = [cell for block in blocks for row in block.get("rows", []) for cell in row]
    return "\n".join([*(block.get("text", "") for block in blocks), *cells])


def in_word(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def in_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_file_of_another_shape_is_refused() -> None:
    with pytest.raises(WrongUse, match=r"\.docx, \.html or \.pdf"):
        in_shape(printed(written(material())), "odt")


def test_no_figure_is_a_number_that_somebody_typed() -> None:
    assert typed_numbers("In 7 of 13 reviews, {chronic_neglect}, 55% said so.") == ["7", "13", "55%"]
    assert typed_numbers("It is present in {chronic_neglect}, and so on.") == []


def test_every_figure_of_a_paper_is_what_its_lists_come_to() -> None:
    paper = written(material())
    by_hand = {
        f"{one.theme}{name}": (len(part), len(one.present) + len(one.absent) + len(one.not_mentioned))
        for one in CODED
        for name, part in (("", one.present), (".absent", one.absent), (".silent", one.not_mentioned))
    } | {"published": (4, 5), "childs_voice.live.0": (20, 30)}
    by_hand |= {f"{one.theme}.unjudged": (0, 5) for one in CODED}
    assert {one.key: (len(one.part), len(one.whole)) for one in paper.figures()} == by_hand
    assert all(set(one.part) <= set(one.whole) and one.as_at and one.version for one in paper.figures())


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("suffix", ["docx", "html", "pdf"])
def test_every_number_in_a_printed_file_is_recomputed_from_a_list(suffix: str, public: bool) -> None:
    paper = written(material())
    names = {one.id: f"Review {letter}" for one, letter in zip(REVIEWS, "vwxyz", strict=True)} if public else None
    content = in_shape(printed(paper, pseudonyms=names), suffix)
    text = {"docx": _word_text, "html": _html_text, "pdf": in_pdf}[suffix](content)
    recomputed = {(len(set(one.part)), len(set(one.whole)), one.of) for one in paper.figures()}
    found = {(int(part), int(whole), of) for part, whole, of in SAYS.findall(" ".join(text.split()))}
    assert found
    assert found == recomputed


def test_a_paper_that_prints_a_number_of_its_own_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Figure, "words", property(lambda self: f"{len(self.part) + 1} of {len(self.whole)} {self.of}"))
    paper = written(material())
    recomputed = {(len(one.part), len(one.whole), one.of) for one in paper.figures()}
    found = {(int(a), int(b), of) for a, b, of in SAYS.findall(all_words(printed(paper)))}
    assert found != recomputed


def test_one_more_review_moves_every_figure_that_counts_it() -> None:
    more = review("Child Zinnia")
    coded = tuple(replace(one, present=(*one.present, more.id)) for one in CODED)
    paper = written(material(reviews=(*REVIEWS, more), coded=coded))
    assert "4 of 6 reviews" in all_words(printed(paper))
    assert {len(one.whole) for one in paper.figures() if one.key == "chronic_neglect"} == {6}


def test_a_register_that_holds_nothing_is_said_to_hold_nothing() -> None:
    words = all_words(printed(written(material(reviews=(), coded=(), good_practice=()))))
    assert "The register holds no review yet" in words
    assert "0 of 0" not in words


def test_notes_that_follow_each_other_are_kept_apart() -> None:
    text = " ".join(in_pdf(in_shape(printed(written(material())), "pdf")).split())
    assert re.search(r"not mentioned in \d of \d reviews\.\s*1\s*,\s*2\b", text)


def test_each_claim_is_footnoted_to_document_page_and_paragraph() -> None:
    paper = printed(written(material()))
    assert "Child Ashlar, overview report, page 4, paragraph 12" in paper["notes"]
    assert "Child Yarrow, overview report, paragraph 7" in paper["notes"]
    evidence = [block for part in paper["parts"] for block in part["blocks"] if "present in" in block.get("text", "")]
    assert evidence
    assert all(block["notes"] for block in evidence)


def test_a_theme_that_no_review_speaks_of_is_counted_and_has_no_chapter() -> None:
    paper = printed(written(material()))
    titles = [part["title"] for part in paper["parts"]]
    assert "Domestic abuse and coercive control" not in titles
    assert [
        *("Domestic abuse and coercive control", "0 of 4 reviews", "2 of 4 reviews", "2 of 4 reviews"),
        "0 of 5 reviews",
    ] in [row for part in paper["parts"] for block in part["blocks"] for row in block.get("rows", [])]


def test_the_internal_edition_lists_what_each_figure_counts() -> None:
    last = printed(written(material()))["parts"][-1]
    rows = {row[0]: row for row in last["blocks"][0]["rows"]}
    assert rows["Neglect that goes on: present"] == [
        *("Neglect that goes on: present", "3 of 5 reviews", "Child Ashlar; Child Burnet; Child Osier"),
        *("Child Ashlar; Child Burnet; Child Osier; Child Teasel; Child Yarrow", "1 April 2026", "3"),
    ]
    assert not [one for one in rows if "live" in one], "children are never listed in a paper"


@pytest.mark.parametrize(
    ("part", "children", "times", "says"),
    [
        (3, 30, 1, HELD_BACK),
        (28, 30, 1, HELD_BACK),  # two were not
        (7, 9, 1, HELD_BACK),
        (20, 5, 10, HELD_BACK),  # fifty occasions of five children
        (20, 20, 5, HELD_BACK),  # twenty occasions of four
        (20, 30, 1, "20 of 30 occasions"),
    ],
)
def test_a_small_number_of_children_is_held_back_and_one_of_reviews_is_not(
    part: int, children: int, times: int, says: str
) -> None:
    whole = seen(children, times)
    live = Live(("childs_voice",), "children seen alone", whole[:part], whole, AS_AT, "2")
    assert f"children seen alone, {says}." in all_words(printed(written(material(live=(live,)))))
    assert "1 of 5 reviews" in all_words(printed(written(material(live=(live,)))))


def test_a_person_s_words_stand_in_place_of_ours_and_a_new_figure_does_not_overwrite_them() -> None:
    edits = edit("Cold homes stand out, in {chronic_neglect}.", chronic_neglect="3 of 5 reviews")
    assert "Cold homes stand out, in 3 of 5 reviews." in all_words(printed(written(material(), edits)))
    fewer = (replace(CODED[0], present=CODED[0].present[:2], not_mentioned=(*CODED[0].not_mentioned, REVIEWS[2].id)),)
    assert "Cold homes stand out, in 2 of 5 reviews." in all_words(printed(written(material(coded=fewer), edits)))


def test_words_beside_a_figure_that_has_changed_are_flagged() -> None:
    edits = edit(
        "Most homes were cold.", chronic_neglect="4 of 6 reviews", **{"chronic_neglect.absent": "1 of 5 reviews"}
    )
    (stale,) = [one for one in written(material(), edits).paragraphs() if one.stale()]
    assert stale.stale() == [("4 of 6 reviews", "3 of 5 reviews")]
    unchanged = edit("Most homes were cold.", chronic_neglect="3 of 5 reviews")
    assert not [one for one in written(material(), unchanged).paragraphs() if one.stale()]


def test_words_whose_paragraph_is_no_longer_written_are_kept_and_said_to_be_without_a_place() -> None:
    paper = written(material(coded=CODED[1:]), edit("Most homes were cold."))
    assert [(key, one.words) for key, one in paper.homeless] == [("chronic_neglect.evidence", "Most homes were cold.")]


def test_a_slot_of_no_figure_says_so() -> None:
    assert "in [no such figure]" in all_words(printed(written(material(), edit("Cold, in {luck}."))))


def test_the_word_file_has_headings_table_headings_footnotes_a_language_and_a_title() -> None:
    content = in_shape(printed(written(material())), "docx")
    document = Document(io.BytesIO(content))
    levels = [one.style.name for one in document.paragraphs if one.style and one.style.name.startswith("Heading")]
    assert {"Heading 1", "Heading 2", "Heading 3"} == set(levels)
    assert (document.core_properties.title, document.core_properties.language) == (
        "What five reviews teach us",
        "en-GB",
    )
    xml = in_word(content)
    assert xml.count("<w:tblHeader/>") == len(document.tables)
    assert 'w:lang w:val="en-GB"' in xml
    assert "overview report, page 9, paragraph 3" in xml
    assert len(re.findall("<w:footnoteReference ", xml)) == len(re.findall("<w:footnoteRef/>", xml))


def test_the_web_file_has_one_title_headings_in_order_and_table_headings() -> None:
    text = in_shape(printed(written(material(title="Cold <homes> & winters"))), "html").decode()
    assert '<html lang="en-GB">' in text
    assert "<title>Cold &lt;homes&gt; &amp; winters</title>" in text
    levels = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert text.count("<caption>") == text.count("<table>") == text.count("<thead>")
    notes = set(re.findall(r'href="#(note-\d+)"', text))
    assert notes == set(re.findall(r'id="(note-\d+)"', text))


def test_the_pdf_is_tagged_names_its_language_and_reads_nothing_as_markup() -> None:
    content = in_shape(printed(written(material(title='Cold #homes *and* "winters" $x$'))), "pdf")
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata
    assert reader.metadata.title == 'Cold #homes *and* "winters" $x$'
    assert b"pdfuaid" in content or b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert "page 9, paragraph 3" in " ".join(in_pdf(content).split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def _html_text(content: bytes) -> str:
    parser = _Text()
    parser.feed(content.decode())
    return " ".join(parser.said)


def _word_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])
