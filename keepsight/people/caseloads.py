"""Who of an agency's people works with which of its children, as the agency's lead says it: one by one, or as a whole file.

It opens what involvement opens and no more. A lead speaks of their own people, and of children whom their agency has a record of
and whom they see themselves: a sealed child, and a lead's own family, are answered as if nobody bore that number, and what is said
of them stays as it is. What a guardian named is the guardian's to end.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.db import transaction

from keepsight.access.actions import INVOLVEMENT_DAYS, end_involvement, involve
from keepsight.access.guarding import NAMED
from keepsight.access.models import Involvement, User
from keepsight.access.roles import READS_CHILDREN
from keepsight.access.sight import Sight
from keepsight.errors import RefusedFile, WrongUse
from keepsight.intake.drafts import DraftRow
from keepsight.intake.reading import LIMITS, read_table
from keepsight.intake.reading.dates import read_date
from keepsight.intake.reading.limits import MEGABYTE, Limits
from keepsight.people.in_sight import current, within
from keepsight.people.models import Link, Record
from keepsight.people.standard import local_id
from keepsight.store import audit, clock

COLUMNS = ("staff", "child", "from", "to")
"""The headings of the file: sign-in, the child's number at the agency, first and last day (empty: until it is said otherwise)."""
SOURCE = "said by the agency’s lead"
LIFE = dt.timedelta(days=INVOLVEMENT_DAYS)
RENEWED_WITHIN = dt.timedelta(days=30)  # of its last day: a file handed in each night writes nothing on most of them
MANY = 5  # as many ended at once are nobody's mistake; more than that, and more than half of all, may be half a file
ONE_DAY = dt.timedelta(days=1)
FILE_LIMITS = Limits(**{**LIMITS.plain(), "file_bytes": 10 * MEGABYTE})  # a row is under 100 letters


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was written: its number, and its words by column. `broken`: why its cells could not be told apart."""

    number: int
    staff: str = ""
    child: str = ""
    first: str = ""
    last: str = ""
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken: which, in which column (None: the whole), and why. Never what stood there."""

    row: int
    column: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Spell:
    """That somebody works with a child from a day, until a day or (None) until it is said otherwise."""

    from_on: dt.date
    to_on: dt.date | None


Became = Literal["began", "changed", "stay", "ended"]
"""What becomes of a pair of person and child: it begins, now lasts longer or shorter, is as it was, ends."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a file: how many pairs of person and child became what, and the lines refused."""

    pairs: Counter[Became] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)


Pair = tuple[int, UUID]


def read_caseload(path: Path) -> list[Line]:
    """The lines of a caseload file. Raises RefusedFile for one that is no table, or lacks a column."""
    rows = read_table(path, limits=FILE_LIMITS)
    names = {one.strip().casefold(): one for one in rows[0].raw} if rows else {}
    if missing := [one for one in COLUMNS if one not in names]:
        raise RefusedFile(
            f"The file lacks columns with these headings: {', '.join(missing)}",
            next_step=f"Give its first row the headings {', '.join(COLUMNS)}.",
        )
    return [_line(row, names) for row in rows[1:] if row.refused or any(words.strip() for words in row.raw.values())]


@transaction.atomic
def set_caseload(lines: Sequence[Line], *, sure: bool, sight: Sight, by: User) -> Settled:
    """Let the agency's people work with exactly whom these lines say. Handed in again, the same lines change nothing.

    A line that is refused changes nothing, and where it names a person and a child these stay as they are. Raises WrongUse for
    whoever is no lead, where no line could be taken, and where more than half of all would end and nobody is `sure`.
    """
    _only_a_lead(by)
    told = _Told(by, sight, lines)
    settled, wanted, left = Settled(), {}, set[Pair]()
    seen: dict[Pair, int] = {}
    for line in lines:
        pair, spell, refused = told.of(line, seen)
        settled.refused.extend([refused] if refused else [])
        if pair and refused:
            left.add(pair)
        elif pair and spell and (spell.to_on is None or spell.to_on >= clock.today()):
            wanted[pair] = spell
    if len(settled.refused) == len(lines):
        raise WrongUse("No line of the file could be taken", next_step=_first_words(settled.refused))
    held = _held(by, sight)
    gone = [pair for pair in held if pair not in wanted and pair not in left]
    if len(gone) > max(MANY, len(held) / 2) and not sure:
        raise WrongUse(
            f"{len(gone)} of {len(held)} would end, as the file does not name them",
            next_step="If the file is whole, hand it in again and say that you are sure.",
        )
    for pair in gone:
        _end(held[pair], by)
    settled.pairs["ended"] = len(gone)
    settled.pairs.update(
        _settle(told.users[user], child, spell, held.get((user, child), ()), by)
        for (user, child), spell in wanted.items()
    )
    changes = settled.pairs.total() - settled.pairs["stay"]
    audit.note("people.set_caseload", by=by, about=f"agency {by.agency_id}", count=changes)
    return settled


@transaction.atomic
def say_works_with(line: Line, *, sight: Sight, by: User) -> None:
    """Let one of the agency's people work with one of its children. Raises WrongUse with the column that must be put right."""
    _only_a_lead(by)
    told = _Told(by, sight, [line])
    pair, spell, refused = told.of(line, {})
    if refused is None and spell and spell.to_on and spell.to_on < clock.today():
        refused = Refused(line.number, "to", "That day has gone by")
    if refused or pair is None or spell is None:
        raise WrongColumn(refused or Refused(line.number, None, "Nothing is said"))
    _settle(told.users[pair[0]], pair[1], spell, _held(by, sight).get(pair, ()), by)
    audit.note("people.say_works_with", by=by, child=pair[1], about=f"user {pair[0]}")


@transaction.atomic
def take_from(user: int, child: UUID, *, sight: Sight, by: User) -> None:
    """Let one of the agency's people work with a child no longer, from their next request on. Raises WrongUse where they do not."""
    _only_a_lead(by)
    rows = _held(by, sight).get((user, child))
    if not rows:
        raise WrongUse("They do not work with that child", next_step="Open this page again.")
    _end(rows, by)
    audit.note("people.take_from", by=by, child=child, about=f"user {user}")


class WrongColumn(WrongUse):
    """What was said of one pair cannot be taken; `refused` says in which column, and why."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.reason)
        self.refused = refused


def caseloads(sight: Sight, by: User) -> dict[User, list[tuple[UUID, Spell]]]:
    """Each of the lead's own people who may work with children, by name, with the children they do and since when until when."""
    held, staff = _held(by, sight), _staff(by)
    of: dict[int, list[tuple[UUID, Spell]]] = defaultdict(list)
    for (user, child), rows in held.items():
        last = max(one.to_on or dt.date.max for one in rows)
        of[user].append((child, Spell(min(one.from_on for one in rows), last)))
    return {user: of.get(user.pk, []) for user in staff}


class _Told:
    """What lines name, looked up for all of them at once: the agency's people by sign-in, its children by number."""

    def __init__(self, by: User, sight: Sight, lines: Iterable[Line]) -> None:
        lines = list(lines)
        self.by = by
        self.users = {one.pk: one for one in User.objects.filter(agency=by.agency_id, is_active=True)}
        self._staff = {one.username.casefold(): one for one in self.users.values()}
        self._children = _children_numbered({local_id(one.child) for one in lines if one.child}, by.agency_id, sight)

    def of(self, line: Line, seen: dict[Pair, int]) -> tuple[Pair | None, Spell | None, Refused | None]:
        """The pair a line names, where it names one; its days, where they are right; and why it is refused, where it is."""
        user, child = self._staff.get(line.staff.casefold()), self._children.get(local_id(line.child) or "")
        pair = (user.pk, child) if user and child else None
        says = self._why_not(line, user, child) or self._again(line, pair, seen)
        first, last = _day(line.first), _day(line.last)
        if says is None and first is None:
            says = "from", "That is not one day: write it as 2026-03-31"
        if says is None and line.last and last is None:
            says = "to", "That is not one day: write it as 2026-03-31, or leave it empty"
        if says is None and first and last and last < first:
            says = "to", "It would end before it begins"
        return pair, Spell(first, last) if first else None, Refused(line.number, *says) if says else None

    def _why_not(self, line: Line, user: User | None, child: UUID | None) -> tuple[str | None, str] | None:
        if line.broken:
            return None, line.broken
        if user is None:
            return "staff", "Nobody of your agency signs in so"
        if user == self.by:
            return "staff", "Nobody says of themselves whom they work with: another lead does, or a guardian"
        if user.role not in READS_CHILDREN:
            return "staff", "The role of this person works with no child"
        return ("child", "No child of your agency has this number") if child is None else None

    def _again(self, line: Line, pair: Pair | None, seen: dict[Pair, int]) -> tuple[str | None, str] | None:
        before = seen.setdefault(pair, line.number) if pair else line.number
        return None if before == line.number else (None, f"Row {before} names the same person and child")


def _line(row: DraftRow, names: Mapping[str, str]) -> Line:
    staff, child, first, last = (row.raw.get(names[one], "").strip() for one in COLUMNS)
    return Line(row.row, staff, child, first, last, row.refused.reason if row.refused else None)


def _only_a_lead(by: User) -> None:
    if by.role != "agency_lead" or not by.is_active:
        raise WrongUse("Only an agency’s lead may do this", next_step="Ask the lead of your agency.")


def _staff(by: User) -> list[User]:
    """The people of whom a lead may say whom they work with: their agency's, not themselves."""
    own = User.objects.filter(agency=by.agency_id, is_active=True, role__in=READS_CHILDREN).exclude(pk=by.pk)
    return list(own.order_by("name", "pk"))


def _children_numbered(numbers: set[str], agency: str, sight: Sight) -> dict[str, UUID]:
    """The children in sight who bear these numbers at an agency, by the number."""
    keys = Record.objects.filter(agency=agency, key__in=[f"id:{one}" for one in numbers if one])
    records = dict(keys.values_list("pk", "key"))
    links = Link.objects.filter(record__in=list(records), ended_at=None).values_list("record_id", "person_id")
    persons = {records[record].removeprefix("id:"): person for record, person in links}
    there = within(sight, persons.values())
    return {number: person for number, person in persons.items() if person in there}


def _held(by: User, sight: Sight) -> dict[Pair, list[Involvement]]:
    """The involvements that are the lead's to change, today's and those to come, by the person and the child as it is now."""
    rows = list(
        Involvement.objects.filter(user__in=_staff(by), up_to="standard", to_on__gte=clock.today())
        .exclude(source=NAMED)
        .order_by("from_on", "id")
    )
    who = current({one.child for one in rows})
    theirs = within(sight, frozenset[UUID]().union(*who.values()))
    theirs &= set(
        Link.objects.filter(person__in=theirs, ended_at=None, record__agency=by.agency_id).values_list(
            "person_id", flat=True
        )
    )
    held: dict[Pair, list[Involvement]] = defaultdict(list)
    for one in rows:
        for child in who[one.child] & theirs:
            held[one.user_id, child].append(one)
    return dict(held)


def _settle(user: User, child: UUID, spell: Spell, held: Sequence[Involvement], by: User) -> Became:
    """Make what is held of a pair what the spell says, from today on; what became of it."""
    today = clock.today()
    early = [one for one in held if spell.from_on > today and one.from_on < spell.from_on]
    late = [one for one in held if spell.to_on and one.to_on and one.to_on > spell.to_on and one not in early]
    for one in early:
        end_involvement(one, by=by)
    for one in late:
        end_involvement(one, last_on=spell.to_on, by=by)
    stands = [one for one in held if one not in early and one.to_on and one.to_on >= max(today, one.from_on)]
    added = list(_lacking(spell, stands, today))
    for first, last in added:
        involve(user, child, from_on=first, to_on=last, source=SOURCE, by=by)
    if not held:
        return "began"
    return "changed" if early or late or added else "stay"


def _lacking(spell: Spell, stands: Sequence[Involvement], today: dt.date) -> Iterable[tuple[dt.date, dt.date]]:
    """The stretches that must be added to what stands, each as its first and last day."""
    begins = max(spell.from_on, today)
    until = spell.to_on or begins + LIFE
    if not stands:
        yield spell.from_on, until
        return
    first, last = min(one.from_on for one in stands), max(one.to_on or until for one in stands)
    if first > begins:
        yield spell.from_on, first - ONE_DAY
    enough = spell.to_on or begins + RENEWED_WITHIN
    if last < enough:
        yield last + ONE_DAY, until


def _end(rows: Iterable[Involvement], by: User) -> None:
    for one in rows:
        end_involvement(one, by=by)


def _day(written: str) -> dt.date | None:
    """The one day that is written, as any file may write it; None for a month, a span, a doubt, and for what is none."""
    when = read_date(written).when
    return when.first if when.precision in ("day", "minute") else None


def _first_words(refused: Sequence[Refused]) -> str:
    if not refused:
        return "Give it a line for each person and child."
    one = refused[0]
    return f"Row {one.row}, {one.column or 'the whole row'}: {one.reason}."
