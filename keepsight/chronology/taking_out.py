"""A child's entries as drafts to take along: what a file that tells of them says, for whoever it is written for.

What it leaves out: addresses, and sealed entries, which do not leave by a file. With names it says by which id each entry is
known here; without names it says nothing by which anybody is.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from keepsight.access.sight import Sight
from keepsight.chronology.shown import EntryShown
from keepsight.intake.drafts import (
    LONDON,
    OURS,
    Draft,
    DraftAgency,
    DraftEntry,
    DraftPerson,
    DraftRow,
    DraftTie,
    FileSaid,
    TieKind,
    When,
    mark_of,
)
from keepsight.intake.formats.chronology_exchange.cells import called
from keepsight.intake.formats.chronology_exchange.fields import FROM
from keepsight.intake.formats.chronology_exchange.write import WRITERS, laid_out
from keepsight.intake.formats.keepsight_export.write import lines
from keepsight.intake.reading.dates import read_date
from keepsight.people import queries as people
from keepsight.people.queries import Member
from keepsight.people.shown import ChildShown

SEALED = "sealed"
TIE_OF: Mapping[str, TieKind] = {"parent": "parent_of", "carer": "cares_for", "sibling": "sibling_of"}


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What is taken out: the entries of a child, with the people of the child's home; on which day; with names or without."""

    child: ChildShown
    entries: Sequence[EntryShown]
    home: Sequence[Member]
    on: dt.date
    hidden: bool = False


def taken_out(sight: Sight, child: UUID, entries: Sequence[EntryShown], on: dt.date) -> TakenOut | None:
    """These entries of a child, which `sight` has read, to be taken out; None where the child is out of sight."""
    shown = people.child(sight, child)
    return TakenOut(shown, entries, people.household([child], None)[child], on) if shown else None


def written(name: str, taken: TakenOut, about: Mapping[str, str]) -> bytes:
    """The file, by the ending of its format's name. `about` are lines about it; our own format has no room for them."""
    if name in WRITERS:
        return WRITERS[name](laid_out(drafts_of(taken), about, hidden=taken.hidden))
    return "".join(f"{line}\n" for line in lines(drafts_of(taken), hidden=taken.hidden)).encode()


def leaves(entry: EntryShown) -> bool:
    """Whether an entry may leave by a file at all."""
    return entry.level != SEALED


def drafts_of(taken: TakenOut) -> Iterator[Draft]:
    """The drafts of a file with these entries: what it says of itself, who is who, and a row for each entry."""
    entries = [one for one in taken.entries if leaves(one)]
    refs = _refs(taken, entries)
    yield FileSaid("keepsight_export", "1", as_at=taken.on)
    agencies = {one.agency: DraftAgency(one.agency, one.sector, one.agency_name) for one in entries}
    yield from () if taken.hidden else agencies.values()
    yield from _people(taken, refs)
    yield from _ties(taken, refs)
    for entry in entries:
        yield DraftRow(None, 0, (_draft(entry, refs, hidden=taken.hidden),), raw={FROM: _source(entry)})


def _refs(taken: TakenOut, entries: Iterable[EntryShown]) -> dict[UUID, str]:
    """What everybody of these entries is called in the file: by name, and by a number too where two bear one."""
    refs = {taken.child.id: called(taken.child.name)}
    for one in (about for entry in entries for about in entry.about):
        if one.person_id not in refs:
            name = called(one.name or one.role.replace("_", " ").capitalize())
            same = sum(other == name or other.startswith(f"{name} no. ") for other in refs.values())
            refs[one.person_id] = f"{name} no. {same + 1}" if same else name
    return refs


def _people(taken: TakenOut, refs: Mapping[UUID, str]) -> Iterator[DraftPerson]:
    child, ref = taken.child, refs[taken.child.id]
    if taken.hidden:
        yield from (DraftPerson(ref, role_hint="child" if person == child.id else None) for person, ref in refs.items())
        return
    sex = child.sex if child.sex in ("female", "male", "other") else None
    yield DraftPerson(
        ref, "child", forename=child.forename, surname=child.surname, born=_born(child), sex=sex,  # type: ignore[arg-type]  # one of these three
        nhs_number=child.nhs_number, upn=child.upn,
    )  # fmt: skip
    names = {one.person_id: one for entry in taken.entries for one in entry.about}
    for person, ref in refs.items():
        if person != child.id:
            forename, _, surname = (names[person].name or "").rpartition(" ")
            role = next((one.role for one in taken.home if one.id == person), names[person].role)
            yield DraftPerson(
                ref, _hint(role), forename=forename or surname or None, surname=surname if forename else None
            )


def _hint(role: str) -> str:
    return "other" if role == "partner" else role


def _born(child: ChildShown) -> When | None:
    if child.born_on is None:
        return None
    written = f"{child.born_on:%d/%m/%Y}" if child.born_precision == "day" else child.born_raw or ""
    return read_date(written).when


def _ties(taken: TakenOut, refs: Mapping[UUID, str]) -> Iterator[DraftTie]:
    if taken.hidden:
        return
    for one in taken.home:
        if one.id in refs and one.id != taken.child.id:
            kind = TIE_OF.get(one.role, "lives_with")
            yield DraftTie(refs[one.id], kind, refs[taken.child.id], one.from_on, one.to_on, kind.replace("_", " "))


def _draft(entry: EntryShown, refs: Mapping[UUID, str], *, hidden: bool) -> DraftEntry:
    at = entry.occurred_at.astimezone(LONDON) if entry.occurred_at else None
    said = DraftEntry(
        entry.kind,
        When(entry.occurred_from, entry.occurred_to, entry.precision, entry.raw_when, at),
        tuple((refs[one.person_id], one.role) for one in entry.about),
        entry.details,  # type: ignore[arg-type]  # what was read of them as drafts' details
        entry.narrative,
        recorded_on=entry.recorded_on if entry.recorded_how == "stated" else None,
        agency=entry.agency,
        from_agency=entry.from_agency_name,
        told=entry.told,
        basis=entry.basis,
        corroborated=entry.corroborated,
        child_words=entry.child_words or None,
        hindsight=entry.hindsight or None,
        significance=entry.significance or None,
        professional=entry.professional or None,
        level="standard" if hidden else entry.level,
        guessed_by=entry.guessed_by or None,
        thread=None if hidden or entry.thread is None else str(entry.thread),
    )
    return said if hidden else replace(said, key=f"{OURS}{entry.id}", was=mark_of(said))


def _source(entry: EntryShown) -> str:
    source = entry.source
    place = " ".join(filter(None, (source.file_name, source.sheet, f"row {source.row}" if source.row else None)))
    return place or source.by or ""
