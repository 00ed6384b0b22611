"""A printed paper as tagged PDF, by typst. The words go in as data, so that none of them is ever read as markup."""

import json
from pathlib import Path
from typing import Final

import typst

from keepsight.briefings.printing import Printed

TEMPLATE = Path(__file__).parent / "paper.typ"
STANDARD: Final = "ua-1"  # PDF/UA-1, ISO 14289-1: typst refuses what it cannot make accessible


def as_pdf(paper: Printed) -> bytes:
    """The bytes of a .pdf file."""
    written = typst.compile(TEMPLATE, sys_inputs={"paper": json.dumps(paper)}, pdf_standards=[STANDARD])
    assert isinstance(written, bytes)
    return written
