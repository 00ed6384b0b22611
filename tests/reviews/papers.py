"""An invented report, written out as a PDF and as a Word document with all that makes such papers hard to read."""

import random
from pathlib import Path

import docx
import typst

HEAD, FOOT = "Fennick Safeguarding Partnership – Learning review", "Invented, for reading aloud to nobody. Page {}"

TEXT = (
    "the child was seen at school and nobody asked what had happened at home although three agencies held a piece of it and "
    "each of them recorded its own concern carefully without knowing what the others had recorded in the same fortnight so "
    "that appointments missed at the surgery were rebooked and missed again while the health visitor wrote of a tired mother "
    "and the police of a quiet street and the review found that information which could have changed the decision lay within "
    "reach of everybody who took it and that supervision had not provided a place in which somebody might have wondered aloud"
)
WORDS = TEXT.split()


def report(paragraphs: int = 60, seed: int = 11) -> list[tuple[str, str]]:
    """The pieces of the report in order: what each is, and its words."""
    drawn = random.Random(seed)
    pieces = []
    for number in range(paragraphs):
        if number % 7 == 0:
            pieces.append(("heading", f"{number // 7 + 1} What the review learnt about matter {number // 7 + 1}"))
        sentences = [" ".join(drawn.choices(WORDS, k=drawn.randint(9, 24))).capitalize() + "." for _ in range(4)]
        pieces.append(("paragraph", " ".join(sentences)))
        if number % 20 == 10:
            rows = [["Agency", "Contacts", "Seen"], *([f"Agency {row}", str(row * 3), str(row)] for row in range(1, 6))]
            pieces += [("row", "\t".join(row)) for row in rows]
    return pieces


def words_of_report() -> str:
    """All the words of the report, in order."""
    return "\n".join(words.replace("\t", "\n") for _, words in report())


def as_pdf(path: Path) -> Path:
    """The report as a PDF: running heads and feet, justified and broken words, two columns for a stretch, tables."""
    body = [
        f'#set page(paper: "a5", header: [{HEAD}], footer: context [{FOOT.format("#counter(page).display()")}])',
        '#set text(lang: "en", hyphenate: true, size: 10pt)',
        "#set par(justify: true, spacing: 1.4em)",
    ]
    rows: list[str] = []
    for kind, words in [*report(), ("", "")]:
        if kind == "row":
            rows += words.split("\t")
            continue
        if rows:
            body.append(f"#table(columns: 3, {', '.join(f'[{cell}]' for cell in rows)})")
            rows = []
        body.append(f"= {words}" if kind == "heading" else f"{words}\n")
    half = len(body) // 2
    source = "\n\n".join([*body[:half], "#columns(2)[", *body[half:], "]"])
    written = path.with_suffix(".typ")
    written.write_text(source, "utf-8")
    typst.compile(str(written), output=str(path))
    return path


def as_word(path: Path) -> Path:
    """The report as a Word document: styled headings, tables, a header and a footer."""
    paper = docx.Document()
    paper.sections[0].header.paragraphs[0].text = HEAD
    paper.sections[0].footer.paragraphs[0].text = FOOT.format(1)
    table = None
    for kind, words in report():
        if kind == "row":
            table = table or paper.add_table(rows=0, cols=3)
            for cell, text in zip(table.add_row().cells, words.split("\t"), strict=True):
                cell.text = text
            continue
        table = None
        if kind == "heading":
            paper.add_heading(words, level=2)
        else:
            paper.add_paragraph(words)
    paper.save(str(path))
    return path
