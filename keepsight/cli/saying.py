"""How commands speak: one paragraph for people, or one JSON object for programs."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from keepsight.intake.uploads import plain_name

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
def progress(
    *, of: int = 1, what: str = "rows", quiet: bool = False
) -> Iterator[Callable[[Path], Callable[[int], None]]]:
    """Of each of so many files, how many rows are done: a bar on a screen, else a line at a time. On standard error, so that output
    stays clean, and by names of files and counts alone.

    How many rows a file has nobody knows before its end: until the next file begins its bar moves to and fro.
    """
    with _bars(quiet) as bars:
        tasks: list[TaskID] = []

        def told(file: Path) -> Callable[[int], None]:
            name = plain_name(file.name) + (f" ({len(tasks) + 1} of {of})" if of > 1 else "")
            for task in tasks[-1:]:
                bars.update(task, total=bars.tasks[task].completed)
            tasks.append(bars.add_task(name, total=None, what=what))
            return partial(_tell, bars, tasks[-1], quiet)

        yield told


def _tell(bars: Progress, task: TaskID, quiet: bool, rows: int) -> None:
    bars.update(task, completed=rows)
    if not quiet and not _errors.is_terminal:
        one = bars.tasks[task]
        _errors.print(f"{one.description}: {rows:,} {one.fields['what']}", markup=False, soft_wrap=True)


def _bars(quiet: bool) -> Progress:
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:,} {task.fields[what]}", markup=False),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=_errors, disable=quiet or not _errors.is_terminal, transient=True)


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
