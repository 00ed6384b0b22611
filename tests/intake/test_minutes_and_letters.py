"""Minutes and letters: kept whole, about whom a line names, and nothing they seem to say is an entry before a person says so."""

import io
import zlib
from datetime import date
from pathlib import Path

import docx
import pytest

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Counted, Draft, DraftFact, DraftPassage, DraftPerson, DraftRow
from keepsight.intake.reading import read


def handed_in(place: Path) -> list[Draft]:
    drafts = list(read(place, today=date(2026, 1, 1)))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def written(tmp_path: Path, *paragraphs: str) -> list[Draft]:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(str(tmp_path / "letter.docx"))
    return handed_in(tmp_path / "letter.docx")


def pdf_of(*pages: str) -> bytes:
    """A PDF of some pages of one line each, every object in the open; "" is a page without words."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, words in enumerate(pages):
        drawn = b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % words.encode() if words else b""
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        objects += [page % (5 + 2 * number), b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)]
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, inside in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, inside))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table))
    return out.getvalue()


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "line",
    [
        "Re: your appointment",
        "Re: Marnie Sedge",
        "Marnie Sedge was born on 11/02/2014",
        "Re: the flat at 3 Staithe Row, built 1920",
    ],
)
def test_a_letter_that_names_no_child_with_a_birth_date_is_refused(tmp_path, line):
    with pytest.raises(RefusedFile):
        written(tmp_path, "20 September 2024", line, "Dear colleague,")


def test_a_pdf_that_names_nobody_or_is_damaged_is_refused_in_plain_words(tmp_path):
    for content, says in (
        (pdf_of("A table of tides"), "not that of any file"),
        (b"%PDF-1.7\nnot really", "PDF is damaged"),
    ):
        (tmp_path / "paper.pdf").write_bytes(content)
        with pytest.raises(RefusedFile, match=says):
            handed_in(tmp_path / "paper.pdf")


# ---------------------------------------------------------------- whom it is about

# Lines that say whom a letter is about: the name and the birth date in them, by hand.
LINES = {
    "Re: Marnie Sedge, DOB 11/02/2014": ("Marnie", "Sedge"),
    "RE: Marnie Jane Sedge (d.o.b. 11/02/2014), 3 Staithe Row": ("Marnie Jane", "Sedge"),
    "Child: SEDGE, Marnie - born 11 February 2014": ("Marnie", "SEDGE"),
    "Name of child: Zoë O’Dell Date of birth: 11.02.14": ("Zoë", "O’Dell"),
    "Child's name: Marnie Sedge; date of birth 11th February 2014": ("Marnie", "Sedge"),
}


def test_a_line_says_whom_a_letter_is_about_however_it_is_laid_out(tmp_path):
    for line, (forename, surname) in LINES.items():
        (person,) = [draft for draft in written(tmp_path, line, "Dear colleague,") if isinstance(draft, DraftPerson)]
        assert (person.forename, person.surname) == (forename, surname), line
        assert person.born is not None
        assert person.born.first == date(2014, 2, 11)


def test_minutes_about_two_children_are_about_both(tmp_path):
    drafts = written(
        tmp_path, "Child: Marnie Sedge, DOB 11/02/2014", "Child: Tam Sedge, DOB 30/06/2019", "Present: nobody"
    )
    (row,) = [draft for draft in drafts if isinstance(draft, DraftRow) and draft.entries]
    assert len(row.entries[0].people) == 2


# ---------------------------------------------------------------- kept whole, and offered


def test_every_word_is_kept_and_nothing_it_seems_to_say_is_an_entry(tmp_path):
    words = (
        "Re: Marnie Sedge, DOB 11/02/2014",
        "Marnie was not brought to the dental clinic on 12/09/2024, once more.",
    )
    drafts = written(tmp_path, *words)
    assert tuple(draft.words for draft in drafts if isinstance(draft, DraftPassage)) == words
    kinds = [entry.kind for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries]
    assert kinds == ["document.received"]
    (fact,) = [draft for draft in drafts if isinstance(draft, DraftFact)]
    assert (fact.entry.kind, fact.passages, fact.entry.when.first) == (
        "appointment.not_brought",
        (2,),
        date(2024, 9, 12),
    )


def test_a_page_of_a_pdf_without_words_is_counted_and_named(tmp_path):
    (tmp_path / "letter.pdf").write_bytes(pdf_of("Re: Marnie Sedge, DOB 11/02/2014", "", "Yours sincerely"))
    drafts = handed_in(tmp_path / "letter.pdf")
    assert [draft.row for draft in drafts if isinstance(draft, DraftRow) and draft.blank] == [2]
    assert any("page 2 holds no words" in str(draft) for draft in drafts)


def packed(words: str) -> bytes:
    """A PDF of one page as newer programs write it: its objects packed together, and the table of places too."""
    inside = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
    ]
    starts = [sum(len(one) + 1 for one in inside[:place]) for place in range(len(inside))]
    first = b" ".join(b"%d %d" % (number, start) for number, start in enumerate(starts, 1)) + b" "
    together = zlib.compress(first + b" ".join(inside))
    drawn = b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % words.encode()
    out = b"%PDF-1.5\n"
    at_words = len(out)
    out += b"5 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (len(drawn), drawn)
    at_packed = len(out)
    out += b"6 0 obj\n<</Type/ObjStm/N 4/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        len(first), len(together), together
    )  # fmt: skip
    at_table = len(out)
    rows = [(0, 0, 0), *((2, 6, place) for place in range(4)), (1, at_words, 0), (1, at_packed, 0), (1, at_table, 0)]
    table = zlib.compress(
        b"".join(bytes([kind]) + where.to_bytes(2, "big") + bytes([place]) for kind, where, place in rows)
    )
    out += b"7 0 obj\n<</Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        len(table), table
    )  # fmt: skip
    return out + b"startxref\n%d\n%%%%EOF" % at_table


def test_pages_are_counted_where_a_pdf_packs_its_objects_together(tmp_path):
    content = packed("Re: Marnie Sedge, DOB 11/02/2014")
    assert b"/Type/Pages" not in content
    (tmp_path / "letter.pdf").write_bytes(content)
    assert sum(isinstance(draft, DraftRow) for draft in handed_in(tmp_path / "letter.pdf")) == 1


def test_a_pdf_whose_pages_cannot_be_counted_twice_is_refused(tmp_path):
    content = pdf_of("Re: Marnie Sedge, DOB 11/02/2014").replace(b"/Type/Pages", b"/Type /P#61ges")
    (tmp_path / "letter.pdf").write_bytes(content)
    with pytest.raises(RefusedFile, match="second way"):
        handed_in(tmp_path / "letter.pdf")


def test_the_same_letter_saved_anew_is_the_same_document(tmp_path):
    keys = set()
    for _ in range(2):
        drafts = written(tmp_path, "Re: Marnie Sedge, DOB 11/02/2014", "Seen today.")
        keys |= {entry.key for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries}
    assert len(keys) == 1
