"""Every word that a file holds is read, or what hides it is named: held by a counter that knows nothing of the reader.

The counter walks the bytes: every text of every part of an archive, every string of a sheet, everything a PDF shows, every
letter of a text. What it finds and the reading does not hold must be what the fixture, by hand, says is not read; and
each of those has its sentence.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from html import unescape
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from keepsight.intake.drafts import Draft, DraftPassage, DraftPerson, DraftRow, Warned
from keepsight.intake.reading import document_words, paper, workbook
from tests.intake.sweeping import drafts_of
from tests.intake.test_minutes_and_letters import packed, pdf_of
from tests.intake.test_word_chronologies import BESIDE, BOTH_BOXES, CHILD, HEAD, ODD
from tests.intake.word_files import cell, control, document, paragraph, row, run, table

WORD = re.compile(r"\w+")
HEADINGS = "Name of child, Date of birth, Date, Event, Action taken, Our reference"  # of the fixtures

# ---------------------------------------------------------------- the counter, which shares nothing with the reader

TEXT = re.compile(rb"<(?:\w+:)?(?:t|delText)(?:\s[^>]*)?>([^<]*)<|<(?:/?(?:\w+:)?(?:p|tc|br|tab|si|c|comment)\b)[^>]*>")
WORD_PARTS = re.compile(r"word/(document|header|footer|footnotes|endnotes|comments)")
BOOK_PARTS = re.compile(r"xl/(sharedStrings|comments|drawings/drawing|worksheets/)")
PRINTED = re.compile(rb"<(?:odd|even)(?:Header|Footer)>([^<]*)<")
NUMBER = re.compile(rb"<c (?![^>]*t=\"s\")[^>]*>(?:<f>[^<]*</f>)?<v>([^<]*)</v>")
SHOWN = re.compile(rb"\(((?:\\\\.|[^()\\\\])*)\)\s*Tj|/(?:Contents|V)\s*\(([^)]*)\)")


def words_in(whole: bytes, encoding: str = "utf-8") -> set[str]:
    """Every word of a file, by its bytes."""
    if whole.startswith(b"PK"):
        return _spoken(b" ".join(_archived(whole)).decode())
    if whole.startswith(b"%PDF"):
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", whole, re.DOTALL)
        parts = [whole, *(_unpacked(stream) for stream in streams)]
        return _spoken(b" ".join(b" ".join(one) for part in parts for one in SHOWN.findall(part)).decode("latin-1"))
    return _spoken(whole.decode(encoding))


def _archived(whole: bytes) -> list[bytes]:
    found = []
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for name in archive.namelist():
            if WORD_PARTS.match(name) or BOOK_PARTS.match(name):
                part = archive.read(name)
                found.append(b"".join(b" " if one[1] is None else one[1] for one in TEXT.finditer(part)))
                found += PRINTED.findall(part) + NUMBER.findall(part)
    return found


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _spoken(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(unescape(text))}


def accounted(drafts: list[Draft]) -> tuple[set[str], list[str]]:
    """Every word that was read, the fixtures' headings among them; and every sentence that names something."""
    read = [HEADINGS]
    for draft in drafts:
        if isinstance(draft, DraftRow):
            read += draft.raw.values()
            read += [f"{entry.narrative} {entry.when.raw} {entry.professional}" for entry in draft.entries]
        elif isinstance(draft, DraftPassage):
            read.append(draft.words)
        elif isinstance(draft, DraftPerson):
            read.append(f"{draft.forename} {draft.surname} {draft.born.raw if draft.born else ''}")
    return _spoken(" ".join(read)), [draft.says for draft in drafts if isinstance(draft, Warned)]


# ---------------------------------------------------------------- the fixtures

Fixture = tuple[bytes, str, str]
"""A file; the words that are not read, parted by spaces; and how the sentence begins that names what hides them."""


def odd(rows: str) -> bytes:
    return document(CHILD, table(HEAD, rows))


UNREAD_IN_WORD = {
    "words taken out": "not",
    "a row taken out": "13 b",
    "a cell taken out": "b",
    "an invitation to answer": "choose an item",
    "a date chosen, month first": "3",
    "a text box, written twice": "boxed",
    "a box ticked": "y",
    "a box not ticked": "n",
}
IN_WORD: dict[str, Fixture] = {
    name: (odd(rows), UNREAD_IN_WORD.get(name, ""), next(iter(names.values()), ""))
    for name, (rows, _, names) in ODD.items()
}
IN_WORD |= {
    f"beside the page: {name}": (document(CHILD, table(HEAD, row("12/03/26", "A")), relations=relations, parts=parts),
                                 {"header": "sent by", "footer": "page", "comment": "check"}.get(place, "seen"), "")
    for name, (relations, parts, place) in BESIDE.items()
}  # fmt: skip

LETTER = paragraph("Re: Marnie Sedge, DOB 11/02/2014")
GONE = "<w:del><w:r><w:delText> zebra</w:delText></w:r></w:del>"
IN_LETTERS: dict[str, Fixture] = {
    "a letter": (document(LETTER, paragraph("Seen walnut today")), "", ""),
    "a letter with words taken out": (
        document(LETTER, paragraph("Seen walnut", GONE)),
        "zebra",
        "words here were taken out",
    ),
    "a letter with words put in": (
        document(LETTER, paragraph("Seen", f"<w:ins>{run(' walnut')}</w:ins>")),
        "",
        "words here were put in",
    ),
    "a letter with a picture": (
        document(LETTER, paragraph("Seen", "<w:r><w:drawing/></w:r>")),
        "",
        "a picture or drawing",
    ),
    "a letter of a picture only": (document(LETTER, paragraph("<w:r><w:drawing/></w:r>")), "", "a picture or drawing"),
    "a letter with a text box": (
        document(LETTER, paragraph("Seen", f"<w:r>{BOTH_BOXES}</w:r>")),
        "",
        "a text box stands",
    ),
    "a letter with a control": (document(LETTER, paragraph(control(run("walnut")))), "", ""),
    "a letter with a table": (
        document(LETTER, table(row("walnut", paragraph("hazel", GONE)))),
        "zebra",
        "words here were taken out",
    ),
    "a letter with a merged cell": (
        document(LETTER, table(row("walnut") + row(cell("hazel", merge="continue")))),
        "",
        "words stand in a cell",
    ),
    **{
        f"a letter with a {name}": (document(LETTER, paragraph("walnut"), relations=relations, parts=parts), "", "")
        for name, (relations, parts, _) in BESIDE.items()
    },
}


def book(change: Callable[[Worksheet], Any], *rows: list[Any]) -> bytes:
    """A chronology of a child: its headings, a row, any further rows, and a change to the sheet. The table begins at row 4."""
    made = openpyxl.Workbook()
    for one in (["Name of child", "Ada Wren"], ["Date of birth", "01/02/2015"], [], ["Date", "Event", "Action"],
                ["1/2/19", "walnut", "hazel"], *rows):  # fmt: skip
        made.active.append(one)
    change(made.active)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def nothing(_: Worksheet) -> None: ...


def hidden_sheet(sheet: Worksheet) -> None:
    other = sheet.parent.create_sheet("Older")
    other.sheet_state = "veryHidden"
    for one in (["Date", "Event"], ["3/4/18", "rowan"]):
        other.append(one)


def merged(sheet: Worksheet) -> None:
    sheet["B6"] = "rowan"
    sheet.merge_cells("B5:B6")
    sheet["B6"]._value = "rowan"  # a workbook can hold words behind a merged cell, which openpyxl would not write


def added(whole: bytes, part: str, inside: bytes) -> bytes:
    made = io.BytesIO(whole)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(part, inside)
    return made.getvalue()


DRAWN = b"<xdr:wsDr><xdr:sp><xdr:txBody><a:p><a:r><a:t>rowan</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
IN_BOOKS: dict[str, Fixture] = {
    "a workbook": (book(nothing), "", ""),
    "a hidden row": (book(lambda sheet: setattr(sheet.row_dimensions[5], "hidden", True)), "", "this row is hidden"),
    "a hidden column": (
        book(lambda sheet: setattr(sheet.column_dimensions["B"], "hidden", True)),
        "",
        "some columns are hidden",
    ),
    "a sheet that only a program shows": (book(hidden_sheet), "", "this sheet is hidden"),
    "cells merged down": (
        book(lambda sheet: sheet.merge_cells("B5:B6"), ["2/2/19", None, "rowan"]),
        "",
        "cells are merged here",
    ),
    "words under no heading": (
        book(nothing, ["2/2/19", "x", "y", "rowan"]),
        "",
        "words stand in a column that has no heading",
    ),
    "words far below": (book(lambda sheet: sheet.__setitem__("B400", "rowan")), "", ""),
    "a formula without its value": (
        book(nothing, ["2/2/19", "rowan", "=1+1"]),
        "",
        "a formula here has no stored value",
    ),
    "a formula that ended in an error": (
        book(nothing, ["2/2/19", "rowan", "#N/A"]),
        "",
        "a formula here ended in an error",
    ),
    "a number of nineteen digits": (
        book(nothing, ["2/2/19", "rowan", 1234567890123456789]),
        "234567890123457e 18",
        "a number here has more digits",
    ),
    "a comment on a cell": (
        book(lambda sheet: setattr(sheet["B5"], "comment", Comment("rowan", "me"))),
        "rowan",
        "comments stand beside",
    ),
    "a picture on a sheet": (
        added(book(nothing), "xl/drawings/drawing1.xml", b"<xdr:pic/>"),
        "",
        "text boxes or pictures",
    ),
    "a text box on a sheet": (
        added(book(nothing), "xl/drawings/drawing1.xml", DRAWN),
        "rowan",
        "text boxes or pictures",
    ),
    "a file inside": (added(book(nothing), "xl/embeddings/oleObject1.bin", b"x"), "", "another file is embedded"),
    "cells of another file": (
        added(book(nothing), "xl/externalLinks/externalLink1.xml", b"<x/>"),
        "",
        "this workbook points to content",
    ),
    "a pivot": (added(book(nothing), "xl/pivotCache/pivotCacheRecords1.xml", b"<x/>"), "", "a table worked out"),
    "a printed header": (
        book(lambda sheet: setattr(sheet.oddHeader.center, "text", "rowan")),
        "crowan",
        "a header or footer of the printed",
    ),
    "macros": (added(book(nothing), "xl/vbaProject.bin", b"x"), "", "this workbook holds macros"),
}

NAMED = "Re: Marnie Sedge, DOB 11/02/2014"
PAGE = b"/MediaBox"
NOTED = pdf_of(NAMED, "walnut").replace(PAGE, b"/Annots[<</Subtype/Text/Contents(rowan)>>]" + PAGE, 1)
FILLED = pdf_of(NAMED, "walnut").replace(PAGE, b"/Annots[<</Subtype/Widget/FT/Tx/T(a)/V(rowan)>>]" + PAGE, 1)
DRAWN_ON = pdf_of(NAMED, "walnut").replace(b"/Font<</F1", b"/XObject<</I<</Subtype/Image>>>>/Font<</F1", 1)
IN_PDFS: dict[str, Fixture] = {
    "a PDF": (pdf_of(NAMED, "walnut today"), "", ""),
    "a PDF that packs its objects": (packed(NAMED), "", ""),
    "a PDF with a page of a picture": (pdf_of(NAMED, "", "walnut"), "", "page 2 holds no words"),
    "a PDF with a note on a page": (NOTED, "rowan", "page 1 holds notes or filled fields"),
    "a PDF with a filled field": (FILLED, "rowan", "page 1 holds notes or filled fields"),
    "a PDF with a picture beside its words": (DRAWN_ON, "", "page 1 holds pictures"),
    "a PDF of many pages": (pdf_of(NAMED, *(f"walnut {place}" for place in "abcdefgh")), "", ""),
}
ROWS = "Name of child,Ada Wren\nDate of birth,01/02/2015\nDate,Event,Our reference\n"
IN_TEXTS: dict[str, Fixture] = {
    "a text table": (f"{ROWS}1/2/19,walnut,7\n".encode(), "", ""),
    "a cell over lines": (f'{ROWS}1/2/19,"walnut\nhazel ""rowan"" elder",7\n'.encode(), "", ""),
    "a long cell": (f"{ROWS}1/2/19,{' '.join(f'w{n}' for n in range(20_000))},7\n".encode(), "", ""),
    "digits beyond a spreadsheet's": (f"{ROWS}1/2/19,walnut,1234567890123456789\n".encode(), "", ""),
    "zeros before a number": (f"{ROWS}1/2/19,walnut,000071\n".encode(), "", ""),
    "a formula as words": (f"{ROWS}1/2/19,=walnut(A1),7\n".encode(), "", ""),
    "letters of other hands": (f"{ROWS}1/2/19,\u202eZoë Ωmega café,7\n".encode(), "", ""),
}  # fmt: skip
FIXTURES = IN_WORD | IN_LETTERS | IN_BOOKS | IN_PDFS | IN_TEXTS


@pytest.mark.parametrize("name", FIXTURES)
def test_every_word_is_read_or_what_hides_it_is_named(name: str) -> None:
    whole, unread, names = FIXTURES[name]
    read, named = accounted(drafts_of(whole))
    assert words_in(whole) - read == set(unread.split())
    assert any(says.startswith(names) for says in named) or not names, named


def test_there_are_at_least_sixty_fixtures_of_what_can_be_hidden() -> None:
    assert len(FIXTURES) >= 60


# ---------------------------------------------------------------- what turns it red


def forgets_controls(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(document_words._TAKEN, "sdt", lambda *_: None)


def forgets_what_stands_beside(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(workbook, "beside", lambda _: ())


def takes_a_page_for_a_head(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(paper, "without_heads", lambda pages: (pages[:1] + [[] for _ in pages[1:]], []))


def keeps_what_word_hides_to_itself(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(paper, "_leaf", lambda grid, row: paper.Leaf("table", row.number, ()))


MUTANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a control of words": forgets_controls,
    "a letter with a control": forgets_controls,
    "a comment on a cell": forgets_what_stands_beside,
    "a PDF of many pages": takes_a_page_for_a_head,
    "a letter with a table": keeps_what_word_hides_to_itself,
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_reader_that_loses_words_in_silence_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    MUTANTS[name](monkeypatch)
    with pytest.raises(AssertionError):
        test_every_word_is_read_or_what_hides_it_is_named(name)
