"""A printed paper as a Word document: real heading styles, table headings that repeat, footnotes, a language and a title."""

from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part as WordPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from keepsight.briefings.printing import Piece, Printed

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
LANGUAGE = "en-GB"
DEEPEST_HEADING = 6
# Word wants the line above footnotes as two notes of its own, numbered 0 and 1.
SEPARATORS = (
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def as_word(paper: Printed) -> bytes:
    """The bytes of a .docx file."""
    document = Document()
    _say_what_it_is(document, paper)
    document.add_heading(paper["title"], 0)
    document.add_paragraph(f"{paper['partnership']}. As at {paper['as_at']}. {paper['edition']}.")
    notes = _Footnotes(document, paper["notes"])
    for part in paper["parts"]:
        document.add_heading(part["title"], min(part["depth"], DEEPEST_HEADING))
        for block in part["blocks"]:
            _add(document, block, notes)
    notes.put_in()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _say_what_it_is(document: WordDocument, paper: Printed) -> None:
    """Properties that tell of the paper and of nobody who made it."""
    said = document.core_properties
    said.title, said.language, said.author = paper["title"], LANGUAGE, "Keepsight"
    said.last_modified_by, said.comments, said.subject, said.keywords = "Keepsight", "", paper["edition"], ""
    said.created = said.modified = datetime(2000, 1, 1)  # noqa: DTZ001  a file tells no day of making
    said.revision = 1
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(12)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)


def _add(document: WordDocument, block: Piece, notes: "_Footnotes") -> None:
    match block["shape"]:
        case "words":
            notes.mark(document.add_paragraph(block["text"]), block["notes"])
        case "quote":
            notes.mark(document.add_paragraph(block["text"], style="Quote"), block["notes"])
        case "questions":
            for one in block["items"]:
                document.add_paragraph(one, style="List Bullet")
        case "table":
            document.add_paragraph(block["text"], style="Caption")
            _add_table(document, block)


def _add_table(document: WordDocument, block: Piece) -> None:
    table = document.add_table(rows=1, cols=len(block["headings"]), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, block["headings"], strict=True):
        cell.text = words
        cell.paragraphs[0].runs[0].bold = True
    heading = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(heading)
    for row in block["rows"]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


class _Footnotes:
    """python-docx writes no footnotes, so this writes their part. Word wants a note for each reference, so a passage that
    is cited twice is two notes."""

    def __init__(self, document: WordDocument, said: list[str]) -> None:
        self.document, self.said = document, said
        self.root = parse_xml(f"<w:footnotes {nsdecls('w')}>{SEPARATORS}</w:footnotes>")

    def mark(self, paragraph: Paragraph, numbers: list[int]) -> None:
        """A raised number after the paragraph for each of its notes."""
        for place, number in enumerate(numbers):
            if place:
                paragraph.add_run(",").font.superscript = True
            run = paragraph.add_run()
            run.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(self._added(self.said[number - 1])))
            run._r.append(reference)

    def put_in(self) -> None:
        """Put the part that holds the notes' words into the document."""
        package = self.document.part.package
        assert package is not None
        part = WordPart(PackURI("/word/footnotes.xml"), FOOTNOTES, serialize_part_xml(self.root), package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _added(self, words: str) -> int:
        number = len(self.root)
        note = parse_xml(
            f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            '<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
        )
        note.findall(f".//{qn('w:t')}")[0].text = f" {words}"
        self.root.append(note)
        return number
