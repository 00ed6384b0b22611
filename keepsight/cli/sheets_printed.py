"""The library printed from its sheets by command: its manual, and its record of algorithmic transparency. It needs no store."""

from collections.abc import Mapping
from pathlib import Path

from keepsight.briefings.manual import OF_THE_LIBRARY, manual, of_library
from keepsight.briefings.printers import in_shape
from keepsight.briefings.transparency import transparency
from keepsight.cli import saying
from keepsight.patterns.sheets import Sheet
from keepsight.store.clock import today


def write(sheets: Mapping[str, Sheet], to_manual: Path | None, to_transparency: Path | None, as_json: bool) -> None:
    """Write whichever is asked for. Raises WrongUse for a suffix that nothing writes, and then leaves no file."""
    told = of_library(sheets)
    papers = [(manual, to_manual), (transparency, to_transparency)]
    made = [
        (out, in_shape(paper(told, partnership=OF_THE_LIBRARY, as_at=today()), out.suffix.removeprefix(".")))
        for paper, out in papers
        if out
    ]
    for out, content in made:
        out.write_bytes(content)
    files = [str(out) for out, _ in made]
    saying.answer(
        {"files": files, "patterns": len(told)},
        f"{len(told)} patterns were printed from their sheets into {' and '.join(files)}.",
        as_json,
    )
