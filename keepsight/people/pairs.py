"""Pairs of records of which a person is asked whether they are one: who may judge them, and what is laid side by side.

The order is that in which they were asked. What each agency wrote stands as it was written, with its source and its day; where
anybody lives is not among it. Part of `queries`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from keepsight.access.roles import JUDGES, Reach
from keepsight.access.sight import Sight
from keepsight.people import in_sight, queries
from keepsight.people.models import Description, Link, Question, Record
from keepsight.people.opinions import Standing, standing_of
from keepsight.people.queries import Member
from keepsight.people.rows import array

MOST = 200
"""Pairs that the queue shows at once, those asked longest ago; the rest move up as these are judged."""

THINGS = (
    *("Forename", "Surname", "Initials or label", "Born", "Expected", "Died", "Sex"),
    *("NHS number", "Pupil number", "Former pupil number", "Number at the agency"),
)
"""What is laid side by side, in this order. Where anybody lives is not among it."""

Two = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Said:
    """What one file said of one thing, as it was written: of which agency, as at which day, in which file (None: in none)."""

    words: str
    agency: str
    as_at: dt.date
    file: str | None


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody of the household of one of the two, and whether it is a sibling of the same birth date, as a twin is."""

    member: Member
    born_on: dt.date | None
    twin: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: who it is now, what each file said by the name of each thing, and who else is at home.

    `records`: the one that is asked about first, then those that are joined to it. `name` None: no agency has said one.
    """

    person: UUID
    records: tuple[UUID, ...]
    name: str | None
    agencies: tuple[tuple[str, str], ...]
    said: Mapping[str, tuple[Said, ...]]
    household: tuple[Kin, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, the two sides, why it was asked in words that name no value, and where its judging stands.

    `answer`: what became of it, None while it waits.
    """

    question: UUID
    asked_at: dt.datetime
    why: tuple[str, ...]
    sides: tuple[Side, Side]
    standing: Standing
    answer: str | None


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What an agency is asked about its own record of a pair, by whom and when, and what it wrote of it: of the other, nothing."""

    question: UUID
    person: UUID
    name: str | None
    asks: str
    by: str
    at: dt.datetime
    said: Mapping[str, tuple[Said, ...]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pair in the queue: whose records they are now, what those are called, and where its judging stands."""

    question: UUID
    asked_at: dt.datetime
    persons: Two
    names: tuple[str | None, str | None]
    agencies: tuple[tuple[str, ...], tuple[str, ...]]
    standing: Standing


def queue(sight: Sight, on: dt.date) -> list[tuple[Waiting, ...]]:
    """What waits: pairs between the same two households together, the one asked longest ago first, and so the groups."""
    asked = _opened(sight, None, MOST)
    persons = {person for _, two in asked for person in two}
    called, held, stand = queries.names(persons), _agencies(persons), standing_of([one.pk for one, _ in asked])
    waiting = [
        Waiting(
            question=one.pk,
            asked_at=one.asked_at,
            persons=two,
            names=(called.get(two[0]), called.get(two[1])),
            agencies=(held[two[0]], held[two[1]]),
            standing=stand[one.pk],
        )
        for one, two in asked
    ]
    return _between_households(waiting, on)


def waiting_for(sight: Sight, user: int) -> int:
    """How many pairs of the queue wait for this judge. None of them, for a role that judges nothing."""
    if sight.role not in JUDGES:
        return 0
    stand = standing_of([one.pk for one, _ in _opened(sight, None, MOST)])
    return sum(one.waits_for(user) for one in stand.values())


def pair(sight: Sight, question: UUID, on: dt.date) -> Pair | None:
    """One pair side by side. None where there is no such question, or one of its two records is not for this person to read."""
    found = next(iter(_opened(sight, [question], 1)), None)
    if found is None:
        return None
    asked, two = found
    return Pair(
        question=asked.pk,
        asked_at=asked.asked_at,
        why=tuple(asked.why),
        sides=_sides(asked, two, on),
        standing=standing_of([asked.pk])[asked.pk],
        answer=asked.answer,
    )


def asked_of(sight: Sight, question: UUID) -> AskedOf | None:
    """What this lead's agency is asked about a record of its own. None where it is asked nothing, or that is not to be read."""
    if sight.role != "agency_lead" or sight.agency is None:
        return None
    waiting = Question.objects.filter(pk=question, answered_at=None).first()
    asked = standing_of([question])[question].asked if waiting else None
    if waiting is None or asked is None or asked.agency != sight.agency:
        return None
    persons = set(queries.persons_of({waiting.record_a_id, waiting.record_b_id}).values())
    held = {one for some in queries.records_of(may_judge(sight, persons)).values() for one in some}
    own = sorted(Record.objects.filter(pk__in=held, agency=sight.agency).values_list("pk", flat=True))
    if not own:
        return None
    said, person = _said(own), queries.persons_of(own)[own[0]]
    return AskedOf(
        question, person, queries.names([person]).get(person), asked.asks, asked.by, asked.at,
        _together([said[record] for record in own]),
    )  # fmt: skip


def may_judge(sight: Sight, persons: Collection[UUID]) -> set[UUID]:
    """Those of whom a judge may read who they are: whom they see anyway; a steward all but those kept back."""
    if sight.everything:
        return set(persons)
    if sight.role not in JUDGES:
        return set()
    kept = in_sight.hidden(sight)
    if sight.reach is Reach.NONE:
        return set(persons) - kept - in_sight.now(sight.restricted)
    seen = in_sight.seen(sight)
    return set(persons) - kept if seen is None else set(seen) & set(persons) - kept


def _opened(sight: Sight, asked: Sequence[UUID] | None, most: int) -> list[tuple[Question, Two]]:
    """The questions whose two records this person may read, opened in the database for the rest of what is asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_open_pairs(%s::uuid[], %s)", [None if asked is None else array(asked), most])
        opened = [row[0] for row in cursor.fetchall()]
    questions = list(Question.objects.filter(pk__in=opened).order_by("asked_at", "id"))
    person_of = queries.persons_of({record for one in questions for record in (one.record_a_id, one.record_b_id)})
    may = may_judge(sight, set(person_of.values()))
    found = [(one, (person_of.get(one.record_a_id), person_of.get(one.record_b_id))) for one in questions]
    return [(one, (a, b)) for one, (a, b) in found if a in may and b in may and a is not None and b is not None]


def _between_households(waiting: Sequence[Waiting], on: dt.date) -> list[tuple[Waiting, ...]]:
    """Pairs by the two households they lie between. A household is known by its people, whichever of them is asked about."""
    homes = queries.household({person for one in waiting for person in one.persons}, on)
    home_of: dict[UUID, UUID] = {}

    def home(person: UUID) -> UUID:
        while (known := home_of.setdefault(person, person)) != person:
            person = known
        return person

    for person, members in homes.items():
        for one in members:
            home_of[home(one.id)] = home(person)
    together: dict[frozenset[UUID], list[Waiting]] = defaultdict(list)
    for each in waiting:
        together[frozenset(map(home, each.persons))].append(each)
    return [tuple(group) for group in together.values()]


def _agencies(persons: Collection[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """The names of the agencies that hold a record of each."""
    held: dict[UUID, dict[str, None]] = defaultdict(dict)
    links = Link.objects.filter(person__in=persons, ended_at=None).order_by("record__agency__name")
    for person, name in links.values_list("person_id", "record__agency__name"):
        held[person][name] = None
    return {person: tuple(held[person]) for person in persons}


def _sides(asked: Question, two: Two, on: dt.date) -> tuple[Side, Side]:
    """Each side with the records joined to it. Of two who are one person by now, each is its own record alone."""
    a, b = asked.record_a_id, asked.record_b_id
    joined = queries.records_of(two) if two[0] != two[1] else {}
    records = [(own, *(one for one in joined.get(of, ()) if one != own)) for own, of in ((a, two[0]), (b, two[1]))]
    called, homes = queries.names(two), queries.household(two, on)
    said = _said({one for some in records for one in some})
    agencies = dict(Record.objects.filter(pk__in=said).values_list("id", "agency_id"))
    named = {code: name for code, name in Record.objects.filter(pk__in=said).values_list("agency_id", "agency__name")}
    one, other = (
        Side(
            person=of,
            records=own,
            name=called.get(of),
            agencies=tuple((code, named[code]) for code in dict.fromkeys(agencies[record] for record in own)),
            said=_together([said[record] for record in own]),
            household=_kin(of, [member for member in homes[of] if member.id not in two]),
        )
        for own, of in zip(records, two, strict=True)
    )
    return one, other


def _kin(of: UUID, members: Sequence[Member]) -> tuple[Kin, ...]:
    """Whoever is at home and may be named, with their birth dates."""
    named = [one for one in members if one.name]
    births = queries.births({of, *(one.id for one in named)})
    day = {one: birth.born_on or birth.expected_on for one, birth in births.items()}
    return tuple(
        Kin(one, day.get(one.id), one.role == "sibling" and None is not day.get(one.id) == day.get(of)) for one in named
    )


def _said(records: Collection[UUID]) -> dict[UUID, dict[str, list[Said]]]:
    """What each file said of each record, thing by thing, the latest first; what was said again the same is told once."""
    found: dict[UUID, dict[str, list[Said]]] = {record: defaultdict(list) for record in records}
    rows = Description.objects.filter(record__in=records).select_related("record__agency", "receipt")
    for row in rows.order_by("-as_at", "-content_hash"):
        source = row.record.agency.name, row.as_at, row.receipt.file_name if row.receipt else None
        for thing, words in _things(row).items():
            if words and words not in {one.words for one in found[row.record_id][thing]}:
                found[row.record_id][thing].append(Said(words, *source))
    return found


def _together(said: Sequence[Mapping[str, Sequence[Said]]]) -> dict[str, tuple[Said, ...]]:
    things = dict.fromkeys(thing for one in said for thing in one)
    return {thing: tuple(each for one in said for each in one.get(thing, ())) for thing in things}


def _things(row: Description) -> dict[str, str]:
    """What is laid side by side, as the file wrote it: never where anybody lives."""
    written = (
        *(row.forename, row.surname, row.label, row.born_raw or _day(row.born_from)),
        *(_day(row.expected_on), _day(row.died_on), row.sex),
        *(row.raw.get(name) or getattr(row, name) for name in ("nhs_number", "upn", "former_upn")),
        row.raw.get("local_id"),
    )
    return {thing: words or "" for thing, words in zip(THINGS, written, strict=True)}


def _day(on: dt.date | None) -> str:
    return on.isoformat() if on else ""
