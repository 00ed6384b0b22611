"""A child as people see one: what the records of all agencies together tell, of each fact what was said last.

Where agencies differ the other names are shown too. Nothing here holds an address.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keepsight.people.models import KnownRecord


@dataclass(frozen=True, slots=True)
class ChildShown:
    """A child, as the records of all agencies together tell it: of each fact, what was said last.

    `name` is never empty: without a name it is the agency's own number, and before birth what `unborn_name` says. `born_on` is
    the first day it may have been where `born_precision` is not "day"; the day once expected stands beside it, from the first to
    the last that it may be. `known_as` are other names on record, `agencies` those that hold a record.
    """

    id: UUID
    name: str
    forename: str | None
    surname: str | None
    known_as: tuple[str, ...]
    born_on: dt.date | None
    born_precision: str
    born_raw: str | None
    expected_on: dt.date | None
    expected_to: dt.date | None
    expected_precision: str
    died_on: dt.date | None
    sex: str | None
    nhs_number: str | None
    upn: str | None
    ethnicity: str | None
    disabilities: tuple[str, ...]
    address_protected: bool
    agencies: tuple[str, ...]


def child_shown(person: UUID, known: Sequence[KnownRecord], mother: str | None = None) -> ChildShown:
    """One child from what is known of the records, what was said last first. `mother`: what whoever looks may call her."""
    born, due = _born(known), _due(known)
    name = name_of(known, mother)
    return ChildShown(
        id=person,
        name=name or _number(known),
        forename=_last(known, "forename"),
        surname=_last(known, "surname"),
        known_as=tuple(other for other in _names(known) if other != name),
        born_on=born.born_from if born else None,
        born_raw=born.born_raw if born else None,
        born_precision=(born.born_precision if born else None) or "unknown",
        expected_on=due.expected_on if due else None,
        expected_to=(due.expected_to or due.expected_on) if due else None,
        expected_precision=(due.expected_precision or "day") if due else "unknown",
        died_on=_last(known, "died_on"),
        sex=_last(known, "sex"),
        nhs_number=_last(known, "nhs_number"),
        upn=_last(known, "upn"),
        ethnicity=_last(known, "ethnicity"),
        disabilities=tuple(_last(known, "disabilities") or ()),
        address_protected=any(one.address_protected for one in known),
        agencies=tuple(sorted({one.record.agency_id for one in known})),
    )


def is_unborn(known: Sequence[KnownRecord]) -> bool:
    """Whether a birth is expected and nobody has told of it."""
    return any(one.expected_on for one in known) and _born(known) is None


def unborn_name(known: Sequence[KnownRecord], mother: str | None) -> str:
    """ "Unborn child of Sarah Marsh, expected March 2026": by the mother where she may be seen, else by any surname given.

    What an agency calls one of two who are expected comes first ("Twin 1"): nothing else tells them apart.
    """
    called, surname = _last(known, "forename"), _last(known, "surname")
    whose = f" of {mother}" if mother else f" ({surname})" if surname else ""
    child = f"{called}, unborn child" if called else "Unborn child"
    return f"{child}{whose}, expected {_in_months(_due(known))}"


def name_of(known: Sequence[KnownRecord], mother: str | None = None) -> str | None:
    """The fullest name that was said last; else what there is of one; else initials. Of one not yet born: `unborn_name`."""
    if is_unborn(known):
        return unborn_name(known, mother)
    whole = next((one for one in known if one.forename and one.surname), None)
    parts = [whole.forename, whole.surname] if whole else [_last(known, "forename"), _last(known, "surname")]
    return " ".join(part.strip() for part in parts if part) or _last(known, "label")


def _last(known: Sequence[KnownRecord], fact: str) -> Any:
    return next((value for one in known if (value := getattr(one, fact))), None)


def _born(known: Sequence[KnownRecord]) -> KnownRecord | None:
    """The record whose birth date is shown: an exact one before a vague one."""
    return next((one for one in known if one.born_on), None) or next((one for one in known if one.born_from), None)


def _due(known: Sequence[KnownRecord]) -> KnownRecord | None:
    """The record whose day expected is shown: an exact one before a vague one, of each kind what was said last."""
    due = [one for one in known if one.expected_on]
    return next((one for one in due if one.expected_precision is None), next(iter(due), None))


def _in_months(due: KnownRecord | None) -> str:
    """ "March 2026", "March to May 2026": no more exact than it was said."""
    if due is None or due.expected_on is None:
        return ""
    first, last = due.expected_on, due.expected_to or due.expected_on
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return f"{first:%B}{'' if first.year == last.year else f' {first.year}'} to {last:%B %Y}"


def _names(known: Sequence[KnownRecord]) -> list[str]:
    """Every name on record, each once however it was spelt."""
    spelt = {
        (one.forename_words, one.surname_words): f"{one.forename} {one.surname}"
        for one in reversed(known)
        if one.forename and one.surname
    }
    return list(spelt.values())


def _number(known: Sequence[KnownRecord]) -> str:
    """What to call a child whose files hold no name, as the statutory returns do not."""
    own = next((one.record.key.removeprefix("id:") for one in known if one.record.key.startswith("id:")), None)
    return f"No name on record ({own})" if own else "No name on record"
