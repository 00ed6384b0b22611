"""Missing episodes as a table in a family's file: a row an episode, and the three lines that it becomes.

    child | gone       | at    | back       | ref        | how they came back | asked      | what they said
    corin | 2023-04-14 | 21:40 | 2023-04-15 | FW/23/0311 | Walked back.       | 2023-04-24 | Just walking.

The police write that a child is gone and that a child is back; social care writes what came of asking, on the day it asked.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

TOLD = "Fennick Children's Services"
INTERVIEWER = "S. Onyango, independent return interviewer"
HEADS = ("child", "gone", "at", "back", "ref", "how they came back", "asked", "what they said")

Told = dict[str, Any]


def with_missing(told: Told) -> Told:
    """What a family's file says, its tables of missing episodes turned into lines of the police and of social care."""
    episodes = [row for table in told.pop("missing", ()) for row in _rows(table["rows"])]
    police = [line for row in episodes for line in _police(row)]
    return {
        **told,
        "police": [*told.get("police", ()), *police],
        "social_care": [*told.get("social_care", ()), *map(_asked, episodes)],
    }


def _rows(table: str) -> Iterator[dict[str, str]]:
    heads, *rows = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    if tuple(heads) != HEADS:
        raise KeyError("missing (its headings)")
    for row in rows:
        yield dict(zip(HEADS, row, strict=True))


def _police(row: dict[str, str]) -> Iterator[Told]:
    same = {"child": row["child"], "ref": row["ref"], "by": "PC 418 Dunmore", "told": TOLD}
    gone, back = (date.fromisoformat(row[day]) for day in ("gone", "back"))
    event = "Staff of the home report the child not back. Medium risk."
    yield {**same, "on": gone, "at": row["at"], "kind": "missing.reported", "event": event, "told_on": gone}
    yield {**same, "on": back, "kind": "missing.found", "event": row["how they came back"], "told_on": back}


def _asked(row: dict[str, str]) -> Told:
    return {
        "child": row["child"],
        "on": date.fromisoformat(row["asked"]),
        "event": "Return interview held by an independent worker. Seen alone.",
        "seen": "alone",
        "words": row["what they said"],
        "by": INTERVIEWER,
    }
