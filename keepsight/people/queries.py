"""Who is known, answered in plain data and within sight. The only place where people are asked about.

A child out of sight is answered exactly as one who does not exist, but for `find`, which may name the agencies to ask.
No answer here holds an address.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from keepsight.access.models import Agency
from keepsight.access.queries import the_machine
from keepsight.access.roles import ROLES, Reach
from keepsight.access.sight import Sight, seeing
from keepsight.clocks.pregnancy import Birth
from keepsight.errors import WrongUse
from keepsight.people import standard
from keepsight.people.in_sight import children_among, current, family, now, within
from keepsight.people.models import Description, HouseholdRow, KnownRecord, Link, Question, Record
from keepsight.people.shown import ChildShown, child_shown, is_unborn, name_of

BIRTHS = "SELECT person_id, born_from, expected_on FROM people_birth WHERE person_id = ANY (%s)"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An agency that knows a child whom the person asking may not see: it exists, ask there."""

    agency: str
    agency_name: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search answers: children in sight, and whom to ask about one who is not. Both empty: not known here."""

    children: tuple[ChildShown, ...]
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of a child's household on a day, and what they are to the child. None: open at that end."""

    id: UUID
    name: str | None
    role: str
    from_on: dt.date | None
    to_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Records that share a person with another, pairs that wait for a person to look, records that stand alone."""

    linked: int
    asked: int
    left: int


def child(sight: Sight, person: UUID) -> ChildShown | None:
    """One child. None where there is no such child, or it is out of sight: the two answers are the same.

    An id that was joined to another since answers with the child it is now part of.
    """
    return children_now(sight, [person]).get(person)


def children_now(sight: Sight, persons: Iterable[UUID]) -> dict[UUID, ChildShown]:
    """The same of several, each under the id that was asked for."""
    one_of = {person: next(iter(who)) for person, who in current(persons).items() if len(who) == 1}
    shown = {one.id: one for one in _shown(within(sight, one_of.values()))}
    return {person: shown[who] for person, who in one_of.items() if who in shown}


def children(sight: Sight, find: str | None = None) -> list[ChildShown]:
    """The children in sight, by name; with `find`, those of whom each word begins a word of any name on record."""
    persons = within(sight, None if find is None else _named_like(find))
    return _shown(persons)


def these_children(sight: Sight, persons: Iterable[UUID]) -> list[ChildShown]:
    """Those of these persons who are children in sight, by name."""
    return _shown(within(sight, persons))


def some_children(sight: Sight, *, after: UUID | None, most: int) -> list[ChildShown]:
    """The next `most` children in sight whose ids come after `after` (None: from the first), in the order of their ids."""
    ids = sorted(one for one in within(sight, None) if after is None or one > after)[:most]
    return sorted(_shown(set(ids)), key=lambda one: one.id)


def find(sight: Sight, name: str = "", *, born_on: dt.date | None = None, nhs_number: str | None = None) -> Found:
    """Search by the words of a name, a birth date or an NHS number; all that are given must fit.

    Out of sight only the whole name with the birth date, or the NHS number, finds anything, and then only which
    agencies to ask. A child with a protected address is answered as unknown. Raises WrongUse where nothing was given.
    """
    if not (standard.name_words(name) or born_on or nhs_number):
        raise WrongUse("Nothing to search for", next_step="Give a name, a birth date or an NHS number.")
    in_sight = within(sight, _fitting(name, born_on, nhs_number))
    return Found(
        tuple(_shown(in_sight)),
        _elsewhere(sight, named_exactly(name, born_on=born_on, nhs_number=nhs_number) - in_sight),
    )


def kept_from(sight: Sight, persons: Iterable[UUID]) -> dict[UUID, str]:
    """Which of these are kept from this person as if they did not exist, and why: "family" or "sealed". For the guardian."""
    with seeing(the_machine()):
        asked = now(persons)
        own, closed = family(sight.conflicts), now(sight.sealed) - now(sight.cell)
    return dict.fromkeys(asked & closed, "sealed") | dict.fromkeys(asked & own, "family")


def breakable(sight: Sight, persons: Iterable[UUID]) -> set[UUID]:
    """Which of these are children who may be opened by breaking the glass: not sealed ones, and nobody's own family."""
    with seeing(the_machine()):
        return children_among(persons) - set(kept_from(sight, persons))


def guarded(sight: Sight, persons: Iterable[UUID]) -> set[UUID]:
    """Which of these are children whose level a guardian may set, whatever it is now: anybody's but their own family's."""
    with seeing(the_machine()):
        return children_among(now(persons)) - family(sight.conflicts)


def own_family(sight: Sight, persons: Iterable[UUID]) -> set[UUID]:
    """Which of these are the person's own family: a guardian is told nothing of what is done about them, and judges none of it."""
    with seeing(the_machine()):
        kept = family(sight.conflicts)
        return {one for one, heirs in current(persons).items() if heirs & kept} if kept else set()


def named_exactly(name: str, *, born_on: dt.date | None, nhs_number: str | None) -> set[UUID]:
    """Whom a search names so exactly that their existence might be told, in sight or out of it: never for a page to show."""
    with seeing(the_machine()):
        if nhs_number:
            return _fitting(name, born_on, nhs_number)
        words = standard.name_words(name).split()
        if born_on is None:
            return set()
        whole = Q()
        for cut in range(1, len(words)):
            first, last = " ".join(words[:cut]), " ".join(words[cut:])
            whole |= Q(forename_words=first, surname_words=last) | Q(forename_words=last, surname_words=first)
        return _persons_with(whole & Q(born_from=born_on, born_to=born_on)) if whole else set()


def by_nhs_number(nhs_number: str) -> UUID:
    """The one person with this NHS number. Raises WrongUse where it is nobody's, or more than one person's."""
    persons = _persons_with(Q(nhs_number=standard.nhs_number(nhs_number)))
    if len(persons) != 1:
        raise WrongUse(f"{len(persons)} persons have that NHS number")
    return persons.pop()


def ids_of(person: UUID) -> frozenset[UUID]:
    """Every id under which this person's records ever stood: what was said of any of them was said of this person."""
    with seeing(the_machine()):
        now = Link.objects.filter(person=person, ended_at=None).values("record")
        return frozenset(Link.objects.filter(record__in=now).values_list("person_id", flat=True)) | {person}


def persons_of(records: Iterable[UUID]) -> dict[UUID, UUID]:
    """The person whom each record is about now. A record that was never linked is left out."""
    return dict(
        Link.objects.filter(record__in=set(records), ended_at=None).values_list("record_id", "person_id").iterator()
    )


def persons_once_of(records: Iterable[UUID]) -> set[UUID]:
    """Everybody whom these records have ever been about, now or before."""
    return set(Link.objects.filter(record__in=set(records)).values_list("person_id", flat=True))


def records_of(persons: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The records that are about each person now. A person without any is left out."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    links = Link.objects.filter(person__in=set(persons), ended_at=None).order_by("record__agency", "record__key")
    for person, record in links.values_list("person_id", "record_id"):
        found[person].append(record)
    return {person: tuple(records) for person, records in found.items()}


def births(persons: Iterable[UUID]) -> dict[UUID, Birth]:
    """When each was born, or is expected: what agencies said last, an exact day before any vaguer one.

    Whoever's birth nobody has said or expected is left out. It is what patterns are asked with, and so past nobody's sight.
    """
    with connection.cursor() as cursor:
        cursor.execute(BIRTHS, [list(persons)])
        return {person: Birth(born_from, expected_on) for person, born_from, expected_on in cursor.fetchall()}


def names(persons: Iterable[UUID]) -> dict[UUID, str | None]:
    """What each person is called: name, else initials, else None; before birth, by the mother."""
    known = _known(set(persons))
    mothers = _mothers(known)
    return {person: name_of(records, mothers.get(person)) for person, records in known.items()}


def in_order(persons: Collection[UUID]) -> list[UUID]:
    """These persons in the order of the names that files gave them, without reading who they are: to show a few of many."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT link.person_id
            FROM people_open_link AS link
            LEFT JOIN people_description AS said USING (record_id)
            WHERE link.person_id = ANY (%s)
            GROUP BY link.person_id
            ORDER BY max(said.surname_words), max(said.forename_words), link.person_id
            """,
            [list(persons)],
        )
        return [person for (person,) in cursor.fetchall()]


def described(persons: Iterable[UUID]) -> dict[UUID, ChildShown]:
    """Each of these as people see them, grown up or not: what may be read of whoever stands beside a child that was opened."""
    return {one.id: one for one in _shown(set(persons))}


def spellings(persons: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Every name, and every set of initials, that any file ever gave each person. Whoever has none is left out."""
    asked = set(persons)
    said = Description.objects.filter(record__link__person__in=asked, record__link__ended_at__isnull=True)
    found: dict[UUID, dict[str, None]] = defaultdict(dict)  # a set that keeps the order
    for person, forename, surname, label in said.order_by("as_at", "id").values_list(
        "record__link__person", "forename", "surname", "label"
    ):
        whole = " ".join(filter(None, (forename, surname)))
        found[person] |= dict.fromkeys(filter(None, (whole, forename, surname, label)))
    return {person: tuple(names) for person, names in found.items()}


def beside(persons: Iterable[UUID], *, surname: str, postcode: str | None) -> dict[UUID, tuple[bool, bool]]:
    """Of each person: whether they bear this surname, and whether they are on record at this postcode.

    Asked only of looks that a guardian is to ask about. It never says where anybody lives: of somebody whose address is
    protected the second is always False.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, surname, postcode FROM people_beside(%s, %s, %s)",
            [list(persons), standard.name_words(surname), postcode],
        )
        return {person: (bool(same), bool(near)) for person, same, near in cursor.fetchall()}


def household(persons: Iterable[UUID], on: dt.date | None) -> dict[UUID, tuple[Member, ...]]:
    """Of each child: parents, carers, siblings, parents' partners and others at home, as it stood on that day.

    `on` None: all who ever were, on whatever day.
    """
    rows = HouseholdRow.objects.filter(child__in=set(persons))
    if on is not None:
        rows = rows.filter(Q(from_on__isnull=True) | Q(from_on__lte=on), Q(to_on__isnull=True) | Q(to_on__gte=on))
    nearest: dict[tuple[UUID, UUID], HouseholdRow] = {}
    for row in rows.order_by("nearness", "from_on", "to_on"):
        nearest.setdefault((row.child_id, row.person_id), row)
    called = names({person for _, person in nearest})
    homes: dict[UUID, list[Member]] = defaultdict(list)
    for row in nearest.values():
        homes[row.child_id].append(Member(row.person_id, called.get(row.person_id), row.role, row.from_on, row.to_on))
    return {child: tuple(homes[child]) for child in persons}


def linked_counts() -> Counts:
    """How the records stand: `linked` and `left` are records and add up to all of them; `asked` are pairs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE records > 1), count(*) FILTER (WHERE records = 1)"
            " FROM (SELECT count(*) OVER (PARTITION BY person_id) AS records FROM people_open_link) AS shared"
        )
        linked, alone = cursor.fetchone()
    unlinked = Record.objects.exclude(id__in=Link.objects.filter(ended_at=None).values("record")).count()
    return Counts(linked, Question.objects.filter(answered_at=None).count(), alone + unlinked)


def _persons_with(said: Q) -> set[UUID]:
    """The persons of whom some file ever said this."""
    records = Description.objects.filter(said).values("record")
    return set(Link.objects.filter(ended_at=None, record__in=records).values_list("person_id", flat=True))


def _named_like(name: str) -> set[UUID]:
    fits = Q()
    for word in standard.name_words(name).split():
        begins = Q()
        for column in ("forename_words", "surname_words", "label"):
            begins |= Q(**{f"{column}__istartswith": word}) | Q(**{f"{column}__icontains": f" {word}"})
        fits &= begins
    return _persons_with(fits) if fits else set()


def _fitting(name: str, born_on: dt.date | None, nhs_number: str | None) -> set[UUID]:
    found = []
    if name:
        found.append(_named_like(name))
    if born_on:
        found.append(_persons_with(Q(born_from__lte=born_on, born_to__gte=born_on)))
    if nhs_number:
        found.append(_with_number(nhs_number))
    return set.intersection(*found)


def _with_number(written: str) -> set[UUID]:
    number = standard.nhs_number(written)
    return _persons_with(Q(nhs_number=number)) if number else set()


def _elsewhere(sight: Sight, persons: set[UUID]) -> tuple[Elsewhere, ...]:
    """Whom to ask about children out of sight: nobody, for a role that works with no child.

    A child who is restricted or sealed, whose address is protected or who is family is answered as unknown.
    """
    if ROLES[sight.role].reach is Reach.NONE:
        return ()
    with seeing(the_machine()):
        levelled = now({*sight.restricted, *sight.sealed}) | family(sight.conflicts)
        known = _known(children_among(persons - levelled))
    open_ones = [records for records in known.values() if not any(record.address_protected for record in records)]
    codes = {record.record.agency_id for records in open_ones for record in records}
    agencies = Agency.objects.filter(code__in=codes).order_by("name")
    return tuple(Elsewhere(agency.code, agency.name) for agency in agencies)


def _known(persons: set[UUID]) -> dict[UUID, list[KnownRecord]]:
    """What is known of each person's records, what was said last first."""
    person_of = dict(Link.objects.filter(person__in=persons, ended_at=None).values_list("record_id", "person_id"))
    known: dict[UUID, list[KnownRecord]] = defaultdict(list)
    for said in KnownRecord.objects.filter(record__in=list(person_of)).select_related("record"):
        known[person_of[said.record_id]].append(said)
    for records in known.values():
        records.sort(key=lambda one: (-one.as_at.toordinal(), one.record.agency_id, one.record.key))
    return known


def _mothers(found: Mapping[UUID, Sequence[KnownRecord]]) -> dict[UUID, str]:
    """What the mother of each child not yet born is called, where there is one whom the reader may see."""
    unborn = [person for person, known in found.items() if is_unborn(known)]
    if not unborn:
        return {}
    parents = HouseholdRow.objects.filter(child__in=unborn, role="parent").values_list("child_id", "person_id")
    known = _known({parent for _, parent in parents})
    called: dict[UUID, str] = {}
    for child, parent in sorted(parents, key=lambda pair: (not _said_female(known.get(pair[1], ())), str(pair[1]))):
        if (name := name_of(known.get(parent, ()))) and not any(one.sex == "male" for one in known[parent]):
            called.setdefault(child, name)
    return called


def _said_female(known: Sequence[KnownRecord]) -> bool:
    return any(one.sex == "female" for one in known)


def _shown(persons: set[UUID]) -> list[ChildShown]:
    found = _known(persons)
    mothers = _mothers(found)
    shown = [child_shown(person, known, mothers.get(person)) for person, known in found.items()]
    return sorted(shown, key=lambda one: (one.surname or one.name, one.forename or "", str(one.id)))
