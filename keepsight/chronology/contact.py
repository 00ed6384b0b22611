"""Which agencies have known a child, and since when, as far as a reader may see.

Who decided about a child, wrote of them or only heard of them has not known them by that: `contact` of a kind says so, here and in
the pattern that asks whether whoever has known the child longest was answered.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from keepsight.chronology.shown import EntryShown
from keepsight.vocabulary import KINDS


@dataclass(frozen=True, slots=True)
class InContact:
    """How long an agency has known the child: the first and the last day of its own records, and how many they are."""

    agency: str
    agency_name: str
    first: dt.date
    last: dt.date
    entries: int


def in_contact(entries: Iterable[EntryShown]) -> list[InContact]:
    """Every agency that had to do with the child itself on a known day, whoever came first at the head."""
    days: dict[tuple[str, str], list[dt.date]] = {}
    for one in entries:
        if one.scope == "child" and one.occurred_from and KINDS[one.kind].contact:
            days.setdefault((one.agency, one.agency_name), []).append(one.occurred_from)
    found = [InContact(code, name, min(on), max(on), len(on)) for (code, name), on in days.items()]
    return sorted(found, key=lambda one: (one.first, one.agency_name))
