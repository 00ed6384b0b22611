"""The patterns asked of some children, on PostgreSQL, in whatever transaction the caller is in. Keeps nothing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from keepsight.intake.queries import coverage
from keepsight.patterns.answers import Answer, gather, in_order
from keepsight.patterns.coverage import Delivered, Lacking, by_child, lacking, told_rows
from keepsight.patterns.engines import postgres
from keepsight.patterns.sheets import Sheet
from keepsight.people.queries import births, persons_of
from keepsight.prompts.in_force import InForce, in_force
from keepsight.store.prepared import FOR_ANY_VALUES, ask_prepared
from keepsight.vocabulary import stated_words

# One statement for so many children: enough to share its cost, few enough that what is looked through once for each hit stays
# short. A child of 100 entries took 50 ms of ten at once, 70 of twenty, 130 of fifty (bench/logs, load, 2026-11-27).
CHILDREN_AT_ONCE = 10


def entries_from(columns: str) -> str:
    """The relation `entry` (columns.md) of some children out of a function of the log that tells the columns."""
    return f"""
    SELECT child, entry, kind, day_from, day_to, "at", recorded_on, agency, service, sector, thread, scope, role, age,
           basis, {postgres.details_from_json()}
    FROM {columns}(%(children)s::uuid[])
"""  # noqa: S608  (the details' names are the vocabulary's own)


# What an assessment states that it considered: its factors and their topics, by the names our vocabulary gives the code of a
# return. A code or a word that is none of ours is a statement too, "no factors found" among them.
_FACTOR = ", ".join(f"('{code}', '{word}')" for code, word in stated_words())


def stated_from(columns: str) -> str:
    """The relation `stated` of some children out of the same."""
    return f"""
    SELECT told.entry, COALESCE(factor.word, said.code) AS word
    FROM {columns}(%(children)s::uuid[]) AS told
    CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE WHEN jsonb_typeof(told.details -> 'factors') = 'array' THEN told.details -> 'factors' END
    ) AS said (code)
    LEFT JOIN (VALUES {_FACTOR}) AS factor (code, word) ON factor.code = upper(btrim(said.code))
"""  # noqa: S608  (the codes and names are the vocabulary's own)


ENTRY, STATED = entries_from("chronology_columns"), stated_from("chronology_columns")
CLOCK = "SELECT clock_window, day, gone_on FROM prompts_clock"


@dataclass(frozen=True, slots=True)
class CannotTell:
    """A pattern that could not be asked of some children. `needs`: what no feed delivered, who could, and up to when they did."""

    pattern: str
    needs: tuple[Lacking, ...]
    children: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """An entry that plays a part in a pattern's question about a child, and the days between which it happened."""

    child: UUID
    entry: UUID
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Asked:
    """What the library answered as of a day."""

    as_of: dt.date
    prompts: tuple[Answer, ...]
    cannot_tell: tuple[CannotTell, ...]

    def as_json(self) -> dict[str, Any]:
        """As `keepsight ask --json` prints it."""
        return {
            "as_of": self.as_of,
            "prompts": [
                {
                    "pattern": one.pattern,
                    "child": one.child,
                    "began_on": one.began_on,
                    "ended_on": one.ended_on,
                    "visible_on": one.visible_on,
                    "measure": one.measure,
                    "entries": [entry for entry, _ in one.entries],
                }
                for one in self.prompts
            ],
            "cannot_tell": [
                {"pattern": one.pattern, "needs": list(map(str, one.needs)), "children": list(one.children)}
                for one in self.cannot_tell
            ],
        }


def ask(children: Collection[UUID], as_of: dt.date) -> Asked:
    """Ask every sheet in force of `children`, in the order of their ids, a few hundred at a time."""
    delivered, now = what_feeds_delivered(), in_force()
    answers: list[Answer] = []
    for some in in_turns(sorted(children)):
        answers += _ask(now, some, as_of, delivered)
    return _asked(now.asked.values(), children, as_of, delivered, answers)


def ask_one(sheet: Sheet, children: Collection[UUID], as_of: dt.date) -> Asked:
    """The same of one sheet alone, in force or not."""
    return _asked([sheet], children, as_of, what_feeds_delivered(), answers_of(sheet, children, as_of))


def answers_of(sheet: Sheet, children: Collection[UUID], as_of: dt.date) -> list[Answer]:
    """Every interval of one pattern as of a day: ended ones too, and those of which it cannot tell."""
    return [answer for rows in _in_parts(_statement_of(sheet), sheet, children, as_of) for answer in gather(rows)]


def matched(sheet: Sheet, part: str, children: Collection[UUID], as_of: dt.date) -> list[Matched]:
    """The entries that by a day could play one part in a pattern's question."""
    return [
        Matched(child, entry, first, last)
        for rows in _in_parts(_matched_text_of(sheet), sheet, children, as_of)
        for _, name, child, entry, first, last in rows
        if name == part
    ]


def awaiting(sheet: Sheet, children: Collection[UUID], as_of: dt.date) -> list[Matched]:
    """The entries that by a day set the clock of a pattern that awaits something: of some only while something stood open."""
    return [
        Matched(child, entry, first, last)
        for rows in _in_parts(_awaiting_text_of(sheet), sheet, children, as_of)
        for _, child, entry, first, last in rows
    ]


def missing(sheets: Iterable[Sheet], child: UUID, as_of: dt.date) -> tuple[CannotTell, ...]:
    """What each sheet needs of a child and no feed delivered, up to a day. A sheet that has all it needs is left out."""
    own = by_child(what_feeds_delivered())
    found = [(one.name, lacking(one, child, own[None] + own[child], as_of)) for one in sheets]
    return tuple(CannotTell(name, tuple(lack), (child,)) for name, lack in found if lack)


def next_days(children: Collection[UUID], as_of: dt.date) -> dict[UUID, dt.date]:
    """The next day, for each child, on which a clock runs out that is running now. A child with none is left out."""
    delivered, now = what_feeds_delivered(), in_force()
    soonest: dict[UUID, dt.date] = {}
    for some in in_turns(sorted(children)):
        told = told_rows(now.asked.values(), some, delivered, births(some))
        for _, child, day in ask_prepared(_next_days_text(now), postgres.parameters(some, as_of, told)):
            soonest[child] = min(day, soonest.get(child, day))
    return soonest


def as_at(sheet: Sheet, child: UUID, as_of: dt.date, delivered: Sequence[Delivered]) -> dt.date:
    """The last day for which a sheet can be asked of a child: `as_of`, or the last day its needs were delivered."""
    told = [row.to_day for row in told_rows([sheet], [child], delivered)]
    return min(as_of, max(told, default=as_of)) if sheet.needs else as_of


def _ask(now: InForce, children: Sequence[UUID], as_of: dt.date, delivered: Sequence[Delivered]) -> list[Answer]:
    told = told_rows(now.asked.values(), children, delivered, births(children))
    return gather(ask_prepared(_statement(now), postgres.parameters(children, as_of, told)))


def _asked(
    sheets: Collection[Sheet],
    children: Collection[UUID],
    as_of: dt.date,
    delivered: Sequence[Delivered],
    answers: Sequence[Answer],
) -> Asked:
    holding = tuple(sorted((answer for answer in answers if answer.holds), key=in_order))
    return Asked(as_of, holding, _cannot_tell(sheets, children, as_of, delivered, answers))


def _run(statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(FOR_ANY_VALUES)
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _in_parts(
    statement: str, sheet: Sheet, children: Collection[UUID], as_of: dt.date
) -> Iterable[list[tuple[Any, ...]]]:
    delivered = what_feeds_delivered()
    for some in in_turns(sorted(children)):
        told = told_rows([sheet], some, delivered, births(some))
        yield _run(statement, postgres.parameters(some, as_of, told))


@lru_cache(maxsize=256)
def _statement_of(sheet: Sheet) -> str:
    return postgres.statement([sheet], entry=ENTRY, clock=CLOCK, stated=STATED)


@lru_cache(maxsize=256)
def _matched_text_of(sheet: Sheet) -> str:
    return postgres.matched_statement([sheet], entry=ENTRY, clock=CLOCK)


@lru_cache(maxsize=256)
def _awaiting_text_of(sheet: Sheet) -> str:
    return postgres.awaiting_statement([sheet], entry=ENTRY, clock=CLOCK)


@lru_cache(maxsize=8)
def _statement(now: InForce) -> str:
    return postgres.statement(now.asked.values(), entry=ENTRY, clock=CLOCK, stated=STATED)


@lru_cache(maxsize=8)
def _next_days_text(now: InForce) -> str:
    return postgres.next_days_statement(now.asked.values(), entry=ENTRY, clock=CLOCK)


def what_feeds_delivered() -> list[Delivered]:
    """What feeds delivered, with each record's coverage on the person it is linked to."""
    covered = coverage()
    persons = persons_of({row.record for row in covered if row.record})
    return [
        Delivered(persons[row.record] if row.record else None, row.sector, row.kind, row.from_on, row.to_on)
        for row in covered
        if row.record is None or row.record in persons
    ]


def _cannot_tell(
    sheets: Iterable[Sheet],
    children: Collection[UUID],
    as_of: dt.date,
    delivered: Sequence[Delivered],
    answers: Iterable[Answer],
) -> tuple[CannotTell, ...]:
    """For each pattern, the children of whom it cannot tell: nothing ever came, or not when a clock ran out."""
    waiting: dict[tuple[str, tuple[Lacking, ...]], set[UUID]] = defaultdict(set)
    ran_out = {(answer.pattern, answer.child) for answer in answers if not answer.holds}
    own = by_child(delivered)
    for sheet in sheets:
        for child in children if sheet.needs else ():
            missing = lacking(sheet, child, own[None] + own[child], as_of)
            never = any(one.told_until is None for one in missing)
            if missing and (never or (sheet.name, child) in ran_out):
                waiting[sheet.name, tuple(missing)].add(child)
    return tuple(CannotTell(pattern, needs, tuple(sorted(some))) for (pattern, needs), some in waiting.items())


def in_turns(children: Iterable[UUID]) -> Iterator[list[UUID]]:
    """So many children at a time as one statement is asked of."""
    left = iter(children)
    while some := list(islice(left, CHILDREN_AT_ONCE)):
        yield some
