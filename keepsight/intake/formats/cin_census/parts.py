"""A census element as plain words: its own values, the groups inside it, and all of it flat, as the row's raw words.

Empty elements say nothing and are left out, but for an episode: it is a row, which is then refused. Text between elements is
never looked at.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from xml.etree.ElementTree import Element

from keepsight.intake.drafts import When
from keepsight.intake.reading.dates import read_date
from keepsight.intake.reading.markup import local_name

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
EPISODE = "CINdetails"
YES, NO = ("1", "true"), ("0", "false")


@dataclass(slots=True)
class Part:
    """One element that holds others: values by name (each may repeat), groups by name (each may repeat)."""

    values: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list["Part"]] = field(default_factory=dict)

    def one(self, name: str) -> str | None:
        """The first value of that name, or None."""
        said = self.values.get(name)
        return said[0] if said else None

    def day(self, name: str) -> date | None:
        """The first value of that name as a day, or None where there is none or it cannot be read."""
        said = self.one(name)
        return when_of(said).first if said else None

    def every(self, group: str) -> list["Part"]:
        """The groups of that name."""
        return self.groups.get(group, [])

    def flag(self, name: str) -> bool | None:
        """A yes or no, written 1, 0, true or false. None where it is missing or something else."""
        said = (self.one(name) or "").lower()
        return True if said in YES else False if said in NO else None


def part_of(element: Element) -> Part:
    """An element with everything inside it."""
    part = Part()
    for inner in element:
        name = local_name(inner)
        if len(inner) or name == EPISODE:
            part.groups.setdefault(name, []).append(part_of(inner))
        elif text := (inner.text or "").strip():
            part.values.setdefault(name, []).append(text)
    return part


def flat(part: Part, above: str = "") -> dict[str, str]:
    """Every value by its path; a repeated one is numbered from the second on."""
    words: dict[str, str] = {}
    for name, texts in part.values.items():
        for place, text in enumerate(texts):
            words[f"{above}{name}{_nth(place)}"] = text
    for name, groups in part.groups.items():
        for place, group in enumerate(groups):
            words |= flat(group, f"{above}{name}{_nth(place)}/")
    return words


def bare_path(path: str) -> str:
    """A path without its numbers, as the format's table names it."""
    return re.sub(r"\[\d+\]", "", path) if "[" in path else path


@lru_cache(maxsize=100_000)
def when_of(text: str) -> When:
    """A census date, which is a day; anything else is read as far as it can be."""
    if ISO_DAY.match(text):
        try:
            day = date.fromisoformat(text[:10])
            return When(day, day, "day", text)
        except ValueError:
            return When(None, None, "unknown", text)
    return read_date(text).when


def _nth(place: int) -> str:
    return f"[{place + 1}]" if place else ""
