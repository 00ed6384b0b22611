"""The same printed paper in three shapes. Each is given plain data and nothing else.

word.py     .docx   heading styles, table headings, footnotes, language, title
web.py      .html   one file that needs nothing beside it
pdf.py      .pdf    tagged (PDF/UA-1), by typst
"""

from collections.abc import Callable

from keepsight.briefings.printers.pdf import as_pdf
from keepsight.briefings.printers.web import as_web
from keepsight.briefings.printers.word import as_word
from keepsight.briefings.printing import Printed
from keepsight.errors import WrongUse

PRINTERS: dict[str, tuple[str, Callable[[Printed], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word),
    "html": ("text/html; charset=utf-8", as_web),
    "pdf": ("application/pdf", as_pdf),
}
"""By suffix: the content type, and what writes it."""


def in_shape(paper: Printed, suffix: str) -> bytes:
    """The bytes of a file of this suffix. Raises WrongUse for a suffix that nothing writes."""
    if suffix not in PRINTERS:
        raise WrongUse("A paper is written as .docx, .html or .pdf", next_step="Name the file so.")
    return PRINTERS[suffix][1](paper)
