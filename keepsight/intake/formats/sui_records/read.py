"""Reads records of the single unique identifier service: who a child is, and the dated events that each service shows of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Draft, DraftEntry, DraftPerson, DraftRow, DraftTie, FileSaid, Refusal, Warned, When
from keepsight.intake.formats import Asked, Format
from keepsight.intake.formats.cin_census.parts import when_of
from keepsight.intake.formats.described import person_of, relation_of
from keepsight.intake.reading.braces import Object, flat, how_often, objects, text, whole
from keepsight.intake.reading.source import Source

YEARS = "yearlyEducationAttendances"
KINDS = {  # the events of each list, and the names of the words and details beside a date
    "childrensServicesReferrals": ("referral.received", "need", "type"),
    "missingEpisodes": ("missing.reported", "", "returnedHomeInterviewAttended"),
    "linkedCrimeRisks": ("concern.recorded", "theme", "riskType"),
    "missedAppointments": ("appointment.not_brought", "service", "setting"),
    "emergencyDepartmentAttendances": ("emergency.attended", "", "reason"),
}
NO_CHILD = "the record does not say whose it is"
NO_DAY = "the event has no date, so it cannot be placed in time"
NO_YEAR = "the school year cannot be read, so it cannot be placed in time"
NOT_RECORDS = "This file holds no record with a type, or an event that stands outside of one"
UNKNOWN = "no record type knows this name: it was not read, and stays in the row's own words"


@dataclass(slots=True)
class _People:
    """Who the records describe, and how they belong together."""

    known: dict[str, DraftPerson] = field(default_factory=dict)
    ties: list[DraftTie] = field(default_factory=list)


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of a file of records. Raises RefusedFile for one that holds no record."""
    said = whole(source)
    records = [record for record in objects(said) if "recordType" in record]
    events = [event for record in records for name, value in _inside(record).items() for event in _dated(name, value)]
    if not records or how_often(said, format.counted["keys"]) != len(records) + len(events):
        raise RefusedFile(
            NOT_RECORDS, next_step="Send a list of records, each with its recordType, as the service gives them."
        )
    people, whose = _People(), [text(record, "personId") for record in records]
    for record in records:
        if ref := text(record, "personId"):
            _describe(ref, _inside(record), people)
    yield FileSaid(format.name, format.version, as_at=asked.as_at, covers=tuple(dict.fromkeys(filter(None, whose))))
    yield from people.known.values()
    yield from people.ties
    number, names = 0, {name for column in format.columns for name in column.name.split(", ")}
    for record in records:
        for draft in _rows(record, number + 1, names):
            number += isinstance(draft, DraftRow)
            yield draft


def _inside(record: Object) -> Object:
    """The fields of a record, whether they stand in the record itself or in a payload of it."""
    return next(iter(objects(record.get("payload", []))), record)


def _rows(record: Object, number: int, names: set[str]) -> Iterator[Draft]:
    """The record's own row, and one for each event in it."""
    ref, inside = text(record, "personId"), _inside(record)
    refused = None if ref else Refusal("personId", NO_CHILD)
    items = [item for name, value in inside.items() for item in _dated(name, value)]
    own = {name: value for name, value in inside.items() if name not in (*KINDS, YEARS)}
    day = text(inside, "lastPoliceProtectionPowerEvent")
    told = [_entry(ref, "emergency_protection.started", day)] if ref and day else []
    yield DraftRow(None, number, tuple(told), refused, raw=flat(own))
    for name in sorted(set(own) - names - {"payload", "recordType", "personId"}):
        yield Warned(None, number, name, UNKNOWN)
    for place, (name, one) in enumerate(items, number + 1):
        yield _item(ref, name, one, place)


def _dated(name: str, value: object) -> Iterator[tuple[str, Object]]:
    """Whatever holds a date or a school year, in the list of that name or deeper, though no record type knows it."""
    for one in objects(value):
        if "date" in one or "academicTermYearStart" in one:
            yield name, one
        else:
            for inner in one.values():
                yield from _dated(name, inner)


def _item(ref: str | None, name: str, one: Object, number: int) -> DraftRow:
    if ref is None:
        return DraftRow(None, number, refused=Refusal("personId", NO_CHILD), raw=flat(one))
    if name not in (*KINDS, YEARS):
        return DraftRow(None, number, refused=Refusal(name, UNKNOWN), raw=flat(one))
    told = _year(ref, one) if name == YEARS else _event(ref, name, one)
    missing = Refusal(name, NO_YEAR if name == YEARS else NO_DAY) if told is None else None
    return DraftRow(None, number, told or (), missing, raw=flat(one))


def _event(ref: str, name: str, one: Object) -> tuple[DraftEntry, ...] | None:
    """The entries of one event; None where it has no day."""
    day, (kind, detail, beside) = text(one, "date"), KINDS[name]
    if day is None:
        return None
    words = [text(one, label) for label in ("reason", "type", "riskType")]
    told = _entry(ref, kind, day, " ".join(word for word in words if word))
    if detail and (said := text(one, beside)):
        told = replace(told, details={detail: said}, key=f"{told.key}|{said}")
    if text(one, "returnedHomeInterviewAttended") == "true":
        held = _entry(ref, "return_interview.held", day)
        return told, replace(held, when=replace(held.when, precision="uncertain"))
    return (told,)


def _year(ref: str, one: Object) -> tuple[DraftEntry, ...] | None:
    """A school year of attendance, from September to August, in the record's own figures; None where no year is said."""
    first, last = text(one, "academicTermYearStart") or "", text(one, "academicTermYearEnd") or ""
    if not (first.isdigit() and last.isdigit() and 1990 <= int(first) <= int(last) <= 2100):
        return None
    figures = [f"{name}: {text(one, name)}" for name in one if not name.startswith("academicTerm") and text(one, name)]
    when = When(date(int(first), 9, 1), date(int(last), 8, 31), "range", f"{first} to {last}")
    told = _entry(ref, "school.attendance", f"{first}-{last}", "\n".join(figures))
    return (replace(told, when=when),)


def _entry(ref: str, kind: str, day: str, words: str = "") -> DraftEntry:
    return DraftEntry(kind, when_of(day), ((ref, "child"),), narrative=words, key=f"sui_records|{ref}|{kind}|{day}")


def _describe(ref: str, inside: Object, people: _People) -> None:
    """Learn who the child is, and who is related to them, from any record that says so."""
    address = next(iter(objects(inside.get("address", []))), {})
    said = {
        "forename": text(inside, "firstName"),
        "surname": text(inside, "lastName"),
        "born": text(inside, "dateOfBirth"),
        "sex": text(inside, "birthAssignedSex"),
        "ethnicity": text(inside, "ethnicity"),
        "postcode": text(address, "postcode"),
        "address": ", ".join(str(line) for name, line in address.items() if line and name != "postcode") or None,
    }
    person, _ = person_of({name: words for name, words in said.items() if words}, "child", not_after=None)
    known = people.known.get(ref)
    if known is None or person.surname:
        people.known[ref] = replace(person, ref=ref, local_id=ref)
    for one in objects(inside.get("relatedPeople", [])):
        if name := text(one, "name"):
            relation = text(one, "relationshipToTheChild") or ""
            role, tie, _ = relation_of(relation)
            about = {"name": name, "relationship": relation, "born": text(one, "dob") or ""}
            other, _ = person_of({word: words for word, words in about.items() if words}, role, not_after=None)
            people.known.setdefault(other.ref, other)
            if tie:
                people.ties.append(DraftTie(other.ref, tie, ref, raw=relation))
