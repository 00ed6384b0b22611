"""How a mistake is written into the log: what kind it was and where it happened, never what it said.

Python's own mistakes quote what they stumbled over, such as a name in `int("Wren")`; so does the database's. Their words
are left out, and so are those of the mistakes that led to them.
"""

import logging
import traceback
from types import TracebackType
from typing import Any


class WithoutWords(logging.Formatter):
    """A line of the log, and under it each step of the way to the mistake as a file, a line and a function."""

    def formatException(self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | Any) -> str:
        """The kind of the mistake and the way to it, the last step last."""
        kind, _, trace = ei
        steps = [f"  {step.filename}:{step.lineno} {step.name}" for step in traceback.extract_tb(trace)]
        return "\n".join([getattr(kind, "__name__", "unknown"), *steps])
