"""What is given to whoever asks for a record, as a workbook: every cell plain text, and nothing but the allowed fields."""

from io import BytesIO

from openpyxl import Workbook

from keepsight.pages.export.workbook import add_sheet
from keepsight.pages.words import long_day
from keepsight.practice.models import SubjectAccess
from keepsight.practice.rights.bundles import Bundle


def workbook(made: Bundle, name: str, request: SubjectAccess) -> bytes:
    """The bytes of an .xlsx file: the entries, what is withheld and why, and what this is. Its properties name nobody."""
    book = Workbook(write_only=True)
    book.properties.creator = "Keepsight"
    lines = ((str(one.number), one.when, one.agency, one.what, one.words, one.child_words) for one in made.lines)
    add_sheet(book, "Record", ("No.", "Date", "Agency", "What happened", "In words", "The child’s words"), lines)
    add_sheet(book, "Withheld", ("Entries", "Why"), ((str(number), reason) for number, reason in made.left_out))
    about = (
        ("Record of", name),
        ("Asked for on", long_day(request.asked_on)),
        ("If you think that something is wrong or missing", "Ask us to put it right or to look again. You may also "
         "complain to the Information Commissioner’s Office, ico.org.uk."),
    )  # fmt: skip
    add_sheet(book, "About this file", ("What", "Says"), about)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
