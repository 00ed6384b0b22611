"""A chronology in a Word document: every odd thing that Word can hold is read, or named; nothing is silently lost."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftRow, FileSaid, Warned
from keepsight.intake.reading import read
from tests.intake.word_files import (
    STRICT,
    cell,
    control,
    document,
    paragraph,
    relation,
    row,
    run,
    table,
)

CHILD = paragraph("Name of child: Ada Wren")
HEAD = row("Date", "Event", "Action taken")
PLACEHOLDER = "<w:showingPlcHdr/>"
CHECKED = '<w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox>'
MONTH_FIRST = '<w:date w:fullDate="2026-03-12T00:00:00Z"><w:dateFormat w:val="M/d/yyyy"/></w:date>'
DAY_FIRST = '<w:date w:fullDate="2026-03-12T00:00:00Z"><w:dateFormat w:val="dd/MM/yyyy"/></w:date>'
BOX = "<w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing>"
OLD_BOX = "<w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict>"
BOTH_BOXES = "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>".format(
    BOX.format(paragraph("Boxed")), OLD_BOX.format(paragraph("Boxed"))
)
TICK = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{}"/></w:checkBox></w:ffData></w:fldChar></w:r>'
LIST = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Not known"/>'
    '<w:listEntry w:val="Home visit"/></w:ddList></w:ffData></w:fldChar></w:r>'
    '<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def written(tmp_path: Path, content: bytes) -> list[Draft]:
    (tmp_path / "chronology.docx").write_bytes(content)
    drafts = list(read(tmp_path / "chronology.docx", today=date(2026, 4, 1)))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries]


def told(drafts: list[Draft]) -> list[tuple[str, str]]:
    return [(f"{entry.when.first:%d/%m}" if entry.when.first else "?", entry.narrative) for entry in entries(drafts)]


def named(drafts: list[Draft]) -> set[tuple[str | None, int | None, str]]:
    return {(draft.sheet, draft.row, draft.says) for draft in drafts if isinstance(draft, Warned)}


# The rows under the headings Date, Event and Action taken; what they tell; and what is named at table 1, by a beginning.
ODD: dict[str, tuple[str, list[tuple[str, str]], dict[int, str]]] = {
    "two runs of one word": (row("12/03/26", paragraph("Let", "ter")), [("12/03", "Letter")], {}),
    "two paragraphs in a cell": (row("12/03/26", paragraph("A") + paragraph("B")), [("12/03", "A\nB")], {}),
    "a line broken and a tab": (row("12/03/26", paragraph("A", "<w:r><w:br/><w:t>B</w:t><w:tab/><w:t>C</w:t></w:r>")),
                                [("12/03", "A\nB\tC")], {}),
    "a link": (row("12/03/26", paragraph(f"<w:hyperlink>{run('Letter')}</w:hyperlink>")), [("12/03", "Letter")], {}),
    "a formula": (row("12/03/26", paragraph("Weight ", "<m:oMath><m:r><m:t>9.1</m:t></m:r></m:oMath>")), [("12/03", "Weight 9.1")], {}),
    "a repeated heading": (row("12/03/26", "A") + HEAD + row("", "B"), [("12/03", "A"), ("12/03", "B")], {}),
    "a date merged down": (row(cell("12/03/26", merge="restart"), "A", "") + row(cell(merge="continue"), "B", ""),
                           [("12/03", "A"), ("12/03", "B")], {3: "cells are merged here"}),
    "an event merged down": (row("12/03/26", cell("A", merge="restart"), "") + row("13/03/26", cell(merge="continue"), "B"),
                             [("12/03", "A"), ("13/03", "Action: B")], {3: "cells are merged here"}),
    "an event merged down, nothing beside it": (
        row("12/03/26", cell("A", merge="restart"), "") + row("", cell(merge="continue"), ""), [("12/03", "A")], {}),
    "words in a cell merged with one above that is not there": (
        row("12/03/26", cell("A", merge="continue"), ""), [("12/03", "A")], {2: "words stand in a cell here that is merged"}),
    "words behind a cell merged down": (row("12/03/26", cell("A", merge="restart"), "") + row("13/03/26", cell("B", merge="continue"), ""),
                                        [("12/03", "A"), ("13/03", "B")], {3: "words stand in a cell here that is merged"}),
    "words behind a cell merged across": (
        row("12/03/26", cell("A", about='<w:hMerge w:val="restart"/>'), cell("B", about="<w:hMerge/>")), [("12/03", "A\nAction: B")],
        {2: "words stand in a cell here that is merged"}),
    "cells merged across": (row("12/03/26", cell("A", span=2)), [("12/03", "A")], {}),
    "cells merged across in the old way": (
        row("12/03/26", cell("A", about='<w:hMerge w:val="restart"/>'), cell("A", about="<w:hMerge/>")), [("12/03", "A")], {}),
    "a row that begins further in": (row(cell("A"), cell("B"), about='<w:gridBefore w:val="1"/>'), [("?", "A\nAction: B")], {}),
    "words put in": (row("12/03/26", paragraph("A", f"<w:ins>{run(' not')}</w:ins>")), [("12/03", "A not")], {2: "words here were put in"}),
    "words taken out": (row("12/03/26", paragraph("A", "<w:del><w:r><w:delText> not</w:delText></w:r></w:del>")), [("12/03", "A")],
                        {2: "words here were taken out"}),
    "words moved": (row("12/03/26", paragraph(f"<w:moveFrom>{run('A')}</w:moveFrom>")) + row("13/03/26", paragraph(f"<w:moveTo>{run('A')}</w:moveTo>")),
                    [("13/03", "A")], {2: "words here were moved", 3: "words here were moved"}),
    "a row taken out": (row("12/03/26", "A") + row("13/03/26", "B", about="<w:del/>"), [("12/03", "A")], {3: "this row was taken out"}),
    "a row put in": (row("12/03/26", "A", about="<w:ins/>"), [("12/03", "A")], {2: "words here were put in"}),
    "a heading taken out": (row("Date", "Event", "Action taken", about="<w:del/>") + row("12/03/26", "A"), [("12/03", "A")],
                            {2: "this row was taken out"}),
    "a cell taken out": (row("12/03/26", "A", cell("B", about="<w:cellDel/>")), [("12/03", "A")], {2: "words here were taken out"}),
    "hidden words": (row("12/03/26", paragraph(run("A", "<w:vanish/>"))), [("12/03", "A")], {2: "words here are hidden"}),
    "words that are hidden no more": (row("12/03/26", paragraph(run("A", '<w:vanish w:val="0"/>'))), [("12/03", "A")], {}),
    "a hidden row": (row("12/03/26", "A", about="<w:hidden/>"), [("12/03", "A")], {2: "this row is hidden"}),
    "words struck through": (row("12/03/26", paragraph(run("A", "<w:strike/>"))), [("12/03", "A")], {2: "words here are struck through"}),
    "a control of words": (row("12/03/26", paragraph(control(run("A")))), [("12/03", "A")], {}),
    "a control round the paragraph": (row("12/03/26", cell(control(paragraph("A")))), [("12/03", "A")], {}),
    "a control round the cell": (row("12/03/26", "<w:sdt><!--cell--><w:sdtContent>" + cell("A") + "</w:sdtContent></w:sdt>"), [("12/03", "A")], {}),
    "a control round the row": (control(row("12/03/26", "A")), [("12/03", "A")], {}),
    "an invitation to answer": (row("12/03/26", "A", paragraph(control(run("Choose an item."), PLACEHOLDER))), [("12/03", "A")], {}),
    "a date chosen, month first": (row(paragraph(control(run("3/12/2026"), MONTH_FIRST)), "A"), [("12/03", "A")], {2: "a date here is shown with its month first"}),
    "a date chosen, day first": (row(paragraph(control(run("13/03/2026"), DAY_FIRST)), "A"), [("13/03", "A")], {}),
    "a box ticked": (row("12/03/26", paragraph(control(run("y"), CHECKED.format(1)), " seen")), [("12/03", "☒ seen")], {}),
    "a box not ticked": (row("12/03/26", paragraph(control(run("n"), CHECKED.format(0)), " seen")), [("12/03", "☐ seen")], {}),
    "an old box ticked": (row("12/03/26", paragraph(TICK.format(1), " A")), [("12/03", "☒ A")], {}),
    "an old list": (row("12/03/26", paragraph(LIST)), [("12/03", "Home visit")], {}),
    "a tick of a picture font": (row("12/03/26", paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', " A")), [("12/03", "☒ A")], {}),
    "a sign that is no letter": (row("12/03/26", paragraph('<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>', " A")), [("12/03", "� A")],
                                 {2: "a sign of a picture font"}),
    "a picture": (row("12/03/26", paragraph("A", "<w:r><w:drawing><w:inline/></w:drawing></w:r>")), [("12/03", "A")], {2: "a picture or drawing"}),
    "a text box, written twice": (row("12/03/26", paragraph("A", f"<w:r>{BOTH_BOXES}</w:r>")), [("12/03", "A")], {2: "a text box stands here"}),
    "an embedded file": (row("12/03/26", paragraph("A", "<w:r><w:object/></w:r>")), [("12/03", "A")], {2: "another file is embedded"}),
    "a footnote": (row("12/03/26", paragraph("A", '<w:r><w:footnoteReference w:id="2"/></w:r>')), [("12/03", "A")], {2: "a footnote or endnote"}),
    "a comment": (row("12/03/26", paragraph("A", '<w:r><w:commentReference w:id="0"/></w:r>')), [("12/03", "A")], {2: "a comment belongs here"}),
    "a table in a cell": (row("12/03/26", cell(table(row("x", "y")) + paragraph("A"))), [("12/03", "x | y\nA")], {2: "a table stands inside this cell"}),
    "a field that asks another program": (
        row("12/03/26", paragraph("A", f"<w:r><w:instrText> DDEAUTO c:\\\\x calc</w:instrText></w:r>{run(' B')}")), [("12/03", "A B")],
        {2: "this document points to content"}),
    "a field that asks another file": (
        row("12/03/26", paragraph(f'<w:fldSimple w:instr="INCLUDETEXT x">{run("A")}</w:fldSimple>')), [("12/03", "A")],
        {2: "this document points to content"}),
    "a field of its own words": (row("12/03/26", paragraph(f'<w:fldSimple w:instr="PAGE">{run("A")}</w:fldSimple>')), [("12/03", "A")], {}),
    "a blank row": (row("12/03/26", "A") + row("", "", "") + row("", "B"), [("12/03", "A"), ("12/03", "B")], {}),
    "a comment of the markup": (row("12/03/26", "A") + "<!-- <w:tr><w:tc/></w:tr> -->", [("12/03", "A")], {}),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_row_is_read_or_named(name: str, tmp_path: Path) -> None:
    rows, tells, names = ODD[name]
    drafts = written(tmp_path, document(CHILD, table(HEAD, rows)))
    assert told(drafts) == tells
    at_rows = {(number, says) for sheet, number, says in named(drafts) if sheet == "table 1"}
    for number, says in names.items():
        assert any(place == number and said.startswith(says) for place, said in at_rows), at_rows
    assert {number for number, _ in at_rows} <= set(names) | ({2} if "?" in dict(tells) else set())


def test_the_words_that_were_taken_out_are_named_nowhere(tmp_path: Path) -> None:
    gone = "<w:del><w:r><w:delText>Zebra</w:delText></w:r></w:del>"
    drafts = written(tmp_path, document(CHILD, table(HEAD, row("12/03/26", paragraph("A", gone)))))
    assert "Zebra" not in repr(drafts)


# ---------------------------------------------------------------- the document around the table


def test_the_preamble_the_key_and_the_table_are_one_chronology(tmp_path: Path) -> None:
    drafts = written(
        tmp_path,
        document(
            paragraph("Chronology of significant events"),
            table(row("Name of child", "Ada Wren"), row("Date of birth", "01/02/2015"), row("Agency", "Fennick Primary")),
            paragraph("Key"),
            table(row("Initials", "Name", "Relationship"), row("MO", "Jo Wren", "Mother")),
            paragraph(),
            table(HEAD, row("12/03/26", "MO rang", "")),
        ),
    )  # fmt: skip
    said = drafts[0]
    assert isinstance(said, FileSaid)
    assert said.agency_name == "Fennick Primary"
    (entry,) = entries(drafts)
    assert [role for _, role in entry.people] == ["child", "parent"]


def test_labels_in_paragraphs_say_whose_chronology_it_is(tmp_path: Path) -> None:
    drafts = written(
        tmp_path,
        document(paragraph("Name: Ada Wren", "<w:r><w:tab/></w:r>", "DOB: 01/02/2015"), table(HEAD, row("12/03/26", "A"))),
    )  # fmt: skip
    assert entries(drafts)[0].people == (("Wren|Ada|01/02/2015||", "child"),)


@pytest.mark.parametrize("head", [HEAD, ""], ids=["headings again", "no headings"])
def test_a_table_that_goes_on_in_a_second_one_keeps_its_headings_and_its_date(tmp_path: Path, head: str) -> None:
    drafts = written(
        tmp_path,
        document(CHILD, table(HEAD, row("12/03/26", "A")), paragraph(), table(head, row("", "B", "C"), row("13/03/26", "D", ""))),
    )  # fmt: skip
    assert told(drafts) == [("12/03", "A"), ("12/03", "B\nAction: C"), ("13/03", "D")]


def test_a_table_with_words_between_is_not_taken_to_go_on(tmp_path: Path) -> None:
    body = document(CHILD, table(HEAD, row("12/03/26", "A", "B")), paragraph("Staff"), table(row("1/1/26", "D", "E")))
    drafts = written(tmp_path, body)
    assert told(drafts) == [("12/03", "A\nAction: B")]
    assert [draft.sheet for draft in drafts if isinstance(draft, DraftRow) and draft.refused] == ["table 2"]


def test_whoever_signs_below_the_table_is_not_taken_for_the_child(tmp_path: Path) -> None:
    signed = table(row("Name", "Jo Dunnock"), row("Signature", ""), strips=(2000, 4000))
    drafts = written(
        tmp_path, document(CHILD, table(HEAD, row("12/03/26", "A")), paragraph("Name: Jo Dunnock"), signed)
    )
    assert entries(drafts)[0].people == (("Wren|Ada|||", "child"),)
    assert ("text", 2) in {(sheet, number) for sheet, number, _ in named(drafts)}
    assert [(draft.sheet, draft.row) for draft in drafts if isinstance(draft, DraftRow) and draft.refused] == [
        ("table 2", 1),
        ("table 2", 2),
    ]


def test_columns_whose_borders_were_dragged_are_read_under_their_headings(tmp_path: Path) -> None:
    strips = (1500, 40, 4960, 2500)  # the heading's border and the rows' border lie a hair apart
    head = row(cell("Date"), cell("Event", span=2), cell("Action taken"), about="<w:tblHeader/>")
    dragged = row(cell("12/03/26", span=2), cell("A"), cell("B"))
    narrow = row(cell("13/03/26", span=2), cell("C", span=2))
    drafts = written(tmp_path, document(CHILD, table(head, dragged, narrow, strips=strips)))
    assert told(drafts) == [("12/03", "A\nAction: B"), ("13/03", "C")]


def test_the_halves_of_a_split_cell_are_read_together_under_their_heading(tmp_path: Path) -> None:
    strips = (1500, 2500, 2500, 2500)
    head = row(cell("Date"), cell("Event", span=2), cell("Action taken"))
    whole = row(cell("12/03/26"), cell("A", span=2), cell("B"))
    split = row(cell("13/03/26"), cell("C"), cell("D"), cell("E"))
    drafts = written(tmp_path, document(CHILD, table(head, whole, whole, split, strips=strips)))
    assert told(drafts)[2] == ("13/03", "C\nD\nAction: E")
    assert any(number == 4 and "under one heading" in says for _, number, says in named(drafts))


BESIDE = {
    "header": (relation("header", "header1.xml"), {"word/header1.xml": f"<w:hdr @>{paragraph('Sent by')}</w:hdr>"}, "header"),
    "footer": (relation("footer", "footer1.xml"), {"word/footer1.xml": f"<w:ftr @>{paragraph('Page')}</w:ftr>"}, "footer"),
    "footnote": (relation("footnotes", "footnotes.xml"),
                 {"word/footnotes.xml": f"<w:footnotes @><w:footnote>{paragraph('Seen')}</w:footnote></w:footnotes>"}, "footnote"),
    "endnote": (relation("endnotes", "endnotes.xml"),
                {"word/endnotes.xml": f"<w:endnotes @><w:endnote>{paragraph('Seen')}</w:endnote></w:endnotes>"}, "endnote"),
    "comment": (relation("comments", "/word/comments.xml"),
                {"word/comments.xml": f"<w:comments @><w:comment>{paragraph('Check')}</w:comment></w:comments>"}, "comment"),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_words_beside_the_page_are_named(name: str, tmp_path: Path) -> None:
    relations, parts, place = BESIDE[name]
    body = document(CHILD, table(HEAD, row("12/03/26", "A")), relations=relations, parts=parts)
    assert (place, 1) in {(sheet, number) for sheet, number, _ in named(written(tmp_path, body))}


@pytest.mark.parametrize("tag", ["text box", "paragraph", "long paragraph"])
def test_words_on_the_page_that_are_no_events_are_named(tag: str, tmp_path: Path) -> None:
    block = {
        "text box": paragraph(f"<w:r>{BOTH_BOXES}</w:r>"),
        "paragraph": paragraph("She was not at home."),
        "long paragraph": paragraph("word " * 30),
    }[tag]
    after = document(CHILD, table(HEAD, row("12/03/26", "A")), block)
    places = [(sheet, number) for sheet, number, _ in named(written(tmp_path, after))]
    assert places.count(("text box", 1) if tag == "text box" else ("text", 2)) == 1


def test_content_kept_elsewhere_is_named_and_not_fetched(tmp_path: Path) -> None:
    far = relation("attachedTemplate", "https://example.invalid/t.dotm", external=True)
    link = relation("hyperlink", "https://example.invalid/", external=True)
    rows = table(HEAD, row("12/03/26", "A"))
    assert any(
        "kept elsewhere" in says for _, _, says in named(written(tmp_path, document(CHILD, rows, relations=far)))
    )
    assert named(written(tmp_path, document(CHILD, rows, relations=link))) == set()


@pytest.mark.parametrize(
    "how", [{"space": STRICT}, {"main": "word/document2.xml"}, {"before": '<?xml version="1.0"?>'}]
)
def test_a_document_of_another_hand_is_read_alike(how: dict[str, str], tmp_path: Path) -> None:
    drafts = written(tmp_path, document(CHILD, table(HEAD, row("12/03/26", "A")), **how))  # type: ignore[arg-type]
    assert told(drafts) == [("12/03", "A")]


# ---------------------------------------------------------------- refused whole


def _bomb() -> bytes:
    return document(CHILD, table(HEAD, row("12/03/26", "A")), parts={"word/x.xml": "0" * 40_000_000})


def _deep() -> bytes:
    return document("<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000)


def _half() -> bytes:
    whole = document(CHILD, table(HEAD, row("12/03/26", "A")))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            kept = old.read(part)
            new.writestr(part, kept[: len(kept) // 2] if part == "word/document.xml" else kept)
    return made.getvalue()


DTD = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]>'
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
REFUSED = {
    "macros, by its content type": (document(CHILD, content=MACROS), r"\.docm.*save it as a Word document \(\.docx\)"),
    "macros, by a part": (document(CHILD, parts={"word/vbaProject.bin": "x"}), r"\.docm.*save it as a Word document"),
    "a main part that is none of Word's": (document(CHILD, table(HEAD, row("12/03/26", "A")), space="null"), "cut short or damaged"),
    "a document type": (document(CHILD, table(HEAD, row("12/03/26", "A")), before=DTD), "defines a document type"),
    "a bomb": (_bomb(), "unpack to far more"),
    "elements within elements": (_deep(), "cut short or damaged"),
    "a part cut short": (_half(), "cut short or damaged"),
    "a letter": (document(paragraph("Dear all,")), "not that of any file"),
    "an empty page": (document(), "not that of any file"),
    "a chronology of nobody": (document(table(HEAD, row("12/03/26", "A"))), "does not say which child"),
    "a heading nobody knows": (document(CHILD, table(row("Date", "Event", "Zebra"), row("12/03/26", "A", "B"))), "Zebra"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_document_is_refused_in_one_plain_sentence(name: str, tmp_path: Path) -> None:
    content, says = REFUSED[name]
    with pytest.raises(RefusedFile, match=says):
        written(tmp_path, content)


def test_an_older_word_document_is_asked_for_as_docx(tmp_path: Path) -> None:
    (tmp_path / "old.doc").write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le") + b"\0" * 99
    )
    with pytest.raises(RefusedFile, match=r"\(\.doc\).*save it as a Word document \(\.docx\)"):
        list(read(tmp_path / "old.doc"))
