"""What linking finds of invented families whose truth is known, by the origin of their names: as it was last measured.

Of living people it cannot be measured: who is who is known of them by these links alone.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "measured.toml"


@dataclass(frozen=True, slots=True)
class Origin:
    """Names of one origin: how many pairs of records of one person there are, found by machine, and after people answered."""

    name: str
    pairs: int
    found: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class Measured:
    """When it was measured, and what was found of each origin, in the order of their names."""

    on: dt.date
    origins: tuple[Origin, ...]


def by_origin() -> Measured:
    """The last measurement (`bench.linking` writes it)."""
    kept = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Measured(kept["on"], tuple(Origin(name, **counts) for name, counts in sorted(kept["origins"].items())))
