"""How commands speak: one paragraph for people, or one JSON object for programs."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of sentences.")]

# Ids must be readable whole: where the output is no screen, as in a file, it is as wide as they need.
WIDE = 160  # characters
_console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
_errors = Console(stderr=True, highlight=False)


def say(sentences: str) -> None:
    """One paragraph, as wide as the screen."""
    _console.print(sentences)


def show(what: RenderableType) -> None:
    """A table."""
    _console.print(what)


def answer(fields: dict[str, Any], sentences: str, as_json: bool) -> None:
    """The same answer for a program or for a person."""
    if as_json:
        print(json.dumps(fields, default=_plain, ensure_ascii=False))
    else:
        say(sentences)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Callable[[Path], Callable[[int], None]]]:
    """A line for each file that tells how many rows have been read. On standard error, so that output stays clean."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed} rows"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_errors, disable=quiet, transient=True) as bars:

        def told(file: Path) -> Callable[[int], None]:
            task = bars.add_task(file.name, total=None)
            return lambda rows: bars.update(task, completed=rows)

        yield told


def table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table, or a word that it would be empty."""
    if not rows:
        say(f"{title}: none.")
        return
    grid = Table(title=title)
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    show(grid)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
