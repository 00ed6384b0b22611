"""What was done to protect a child waits until the child was asked of it: of that, and not of something else."""

import datetime as dt

import pytest

from keepsight.chronology.shown import EntryShown
from keepsight.practice.child.hearing import PROTECTIVE
from keepsight.practice.child.protected import unasked
from tests.pages.invented import entry

TODAY = dt.date(2026, 3, 16)
MOVED, CARE = entry("placement.started", "2026-03-02"), entry("looked_after.started", "2026-03-02")


def asked(of: EntryShown | None, **said: object) -> EntryShown:
    """What the child said, of something or of nothing that is named."""
    return entry("child.voice", "2026-03-09", details={"about": str(of.id)} if of else {}, **said)


@pytest.mark.parametrize(
    ("says", "entries", "waits"),
    [
        ("moved, and nobody asked", [MOVED], [MOVED]),
        ("the child was asked of it", [MOVED, asked(MOVED)], []),
        ("the child spoke of something else", [MOVED, asked(None)], [MOVED]),
        ("a sister was asked", [MOVED, asked(MOVED, scope="household")], [MOVED]),
        ("two files tell of one day", [CARE, MOVED], [CARE]),
        ("and whoever asked of one asked of all", [CARE, MOVED, asked(MOVED)], []),
        ("a sister was moved", [entry("placement.started", "2026-03-02", scope="household")], []),
        ("nothing was done to protect", [entry("visit.made", "2026-03-02")], []),
        ("on no day that is known", [entry("placement.started", None)], []),
        ("it lies ahead", [entry("placement.started", "2026-03-17")], []),
        ("a quarter ago: for the plan", [entry("placement.started", "2025-12-14")], []),
    ],
)
def test_it_waits_until_the_child_was_asked_of_it(
    says: str, entries: list[EntryShown], waits: list[EntryShown]
) -> None:
    assert [one.entry for one in unasked(entries, TODAY)] == waits, says


def test_each_day_waits_by_itself_and_four_weeks_are_the_time() -> None:
    before = entry("emergency_protection.started", "2025-12-15")
    assert [(one.entry, str(one.due)) for one in unasked([MOVED, before], TODAY)] == [
        (before, "2026-01-12"),
        (MOVED, "2026-03-30"),
    ]


@pytest.mark.parametrize("kind", PROTECTIVE)
def test_every_kind_of_protection_waits(kind: str) -> None:
    assert unasked([entry(kind, "2026-03-02")], TODAY)
