"""How much one file may ask of us: sizes, seconds, memory. Every number is a judgement, named and explained here."""

from dataclasses import asdict, dataclass
from typing import Any

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may hold or cost. A file beyond any of these is refused whole, in one plain sentence."""

    file_bytes: int = 250 * MEGABYTE  # a year of a large authority's census is under 60 MB
    members: int = 2_000  # parts inside a workbook; a real one holds 10 to 60
    unpacked_bytes: int = 1_500 * MEGABYTE  # all parts together, as the workbook declares them
    ratio: int = 200  # unpacked to packed, of a part over one megabyte; real sheets stay under 60
    columns: int = 300  # the widest public extract we know has 90
    rows: int = 1_000_000  # in one sheet
    empty_rows: int = 20_000  # skipped in one stride: beyond this, a forgotten cell stands far below its table
    cells: int = 20_000_000  # in one file
    field_characters: int = 1_000_000  # in one cell; a workbook's own limit is 32,767
    cpu_seconds: int = 20  # to begin with, and one more for each `cells_a_second` that the file's size allows for
    cells_a_second: int = 20_000
    silence_seconds: int = 600  # the longest wait for the next line from the reading process
    memory_bytes: int = 1_024 * MEGABYTE  # address space of the reading process, beside the file itself
    line_bytes: int = 16 * MEGABYTE  # one draft on the pipe

    def plain(self) -> dict[str, Any]:
        """As a dict, to be handed to the reading process."""
        return asdict(self)
