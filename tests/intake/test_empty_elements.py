"""An element of a row with nothing in it is a row all the same: it is counted, and named as one of which nothing could be read."""

import re
from pathlib import Path

import pytest

from keepsight.intake.drafts import Counted, DraftRow
from keepsight.intake.formats import SHELF, formats
from tests.intake.sweeping import drafts_of

SAMPLES = {
    f"{name} {element}": (sample, element)
    for name, format in formats().items()
    if format.container == "xml"
    for sample in sorted((SHELF / name).glob("sample*.xml"))
    for element in (
        [format.counted["element"]] if isinstance(format.counted["element"], str) else format.counted["element"]
    )
    if f"<{element}" in sample.read_text(encoding="utf-8")
}
EMPTY = ("<{}/>", "<{}>\n</{}>", "<{}><!-- nothing --></{}>")


@pytest.mark.parametrize("written", EMPTY)
@pytest.mark.parametrize("which", sorted(SAMPLES))
def test_a_row_with_nothing_in_it_is_counted_as_often_as_it_is_read(which: str, written: str) -> None:
    sample, element = SAMPLES[which]
    beside = _with_one_before_the_last(sample, element, written.format(element, element))
    *drafts, counted = drafts_of(beside)
    assert counted == Counted(sum(isinstance(one, DraftRow) for one in drafts))


def _with_one_before_the_last(sample: Path, element: str, empty: str) -> bytes:
    whole = sample.read_text(encoding="utf-8")
    last = [one.start() for one in re.finditer(rf"<{element}(?=[\s>])", whole)][-1]
    return f"{whole[:last]}{empty}{whole[last:]}".encode()
