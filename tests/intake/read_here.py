"""A file read in this process, as the reading process reads it: quick enough for many of them."""

import io
from datetime import date

from keepsight.intake.drafts import Draft, DraftRow
from keepsight.intake.formats import Asked, formats
from keepsight.intake.formats.recognising import recognise
from keepsight.intake.reading.counting import count
from keepsight.intake.reading.guard import guard
from keepsight.intake.reading.limits import Limits
from keepsight.intake.reading.source import Source

TODAY = date(2026, 3, 2)


def read_here(content: bytes) -> list[Draft]:
    """The drafts of a file. Its rows are counted a second way, and both counts agree."""
    file = io.BytesIO(content)
    source = Source(file, len(content), guard(file, len(content), Limits()), Limits())
    chosen = recognise(source, formats())
    drafts = list(chosen.read(source, Asked(None, TODAY)))
    rows = [one for one in drafts if isinstance(one, DraftRow)]
    assert count(source, chosen).rows == len(rows)
    return drafts
