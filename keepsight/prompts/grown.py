"""What a release has brought to the library since every child was last asked with it.

A pattern that is new finds nothing by itself in a store that is there: children are asked when something is told of them, or when
a clock of theirs runs out. So after an upgrade everybody is asked once, by the worker in the night, or as `serve` begins.
"""

from typing import Any

from django.db import transaction

from keepsight.clocks import RECKONED_BY, Window
from keepsight.patterns.sheets import Sheet, windows_asked
from keepsight.people.models import Person
from keepsight.prompts.models import LibraryAsked
from keepsight.prompts.sheets import sheets
from keepsight.store import audit, clock


def grown() -> list[str]:
    """The patterns that are new to this store, or stand in another version than everybody was last asked with, or reckon working
    days by another table, by name.

    All of them in a store that was made before this was kept; one that the library has no more is none.
    """
    last = LibraryAsked.objects.order_by("-id").values_list("versions", flat=True).first() or {}
    return [name for name, version in _versions().items() if last.get(name) != version]


@transaction.atomic
def note_asked(children: int) -> None:
    """Say that every child, so many of them, was asked with the library as it stands."""
    made = LibraryAsked.objects.create(versions=_versions(), at=clock.now())
    audit.note("prompts.ask_everybody", by=None, about=f"library {made.id}", count=children)


def begin(*, using: str = "owner", **_signal: Any) -> None:
    """A store with nobody in it yet begins with the library that it is made with. Called by Django after it has migrated."""
    if not Person.objects.using(using).exists() and not LibraryAsked.objects.using(using).exists():
        LibraryAsked.objects.using(using).create(versions=_versions(), at=clock.now())


def _versions() -> dict[str, str]:
    """How each pattern is asked: its version, and, where it waits for working days, what those are reckoned by."""
    return {name: _as_asked(sheet) for name, sheet in sheets().items()}


def _as_asked(sheet: Sheet) -> str:
    by_working_days = any(Window.parse(window).unit == "working day" for window in windows_asked([sheet]))
    return f"{sheet.version}, {RECKONED_BY}" if by_working_days else str(sheet.version)
