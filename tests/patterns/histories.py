"""Histories of invented children, as the columns that patterns read; and a way to make them at random."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from keepsight.patterns.coverage import Delivered

FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2026, 12, 31)
"""The calendar the tests give their engines. Outside it nobody can tell."""


@dataclass(frozen=True)
class Entry:
    """One row of the relation `entry`. An unknown day is None at both ends."""

    child: UUID
    entry: UUID
    kind: str
    day_from: date | None
    day_to: date | None
    at: datetime | None = None
    recorded_on: date = FIRST_DAY
    agency: str | None = None
    service: str | None = None
    sector: str = "social_care"
    thread: UUID | None = None
    scope: str = "child"
    role: str = "child"
    basis: str | None = None
    details: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class History:
    """What is on record about some children, what feeds delivered, and the day on which it is asked."""

    entries: list[Entry]
    delivered: list[Delivered]
    as_of: date

    @property
    def children(self) -> list[UUID]:
        """Everyone anything is said of."""
        told = (row.child for row in self.delivered if row.child)
        return sorted({entry.child for entry in self.entries} | set(told))


KINDS = (
    "referral.received",
    "referral.decided",
    "assessment.started",
    "plan.started",
    "concern.recorded",
    "injury.recorded",
    "domestic_abuse.incident",
    "involvement.opened",
    "involvement.closed",
    "early_help.started",
    "early_help.ended",
    "appointment.offered",
    "appointment.attended",
    "appointment.not_brought",
    "missing.found",
    "return_interview.held",
    "return_interview.offered",
    "child.voice",
)

_FAMILIES = (
    ("referral.received", "referral.decided", "referral.decided", "referral.decided", "assessment.started"),
    ("concern.recorded", "injury.recorded", "domestic_abuse.incident", "involvement.opened", "involvement.closed"),
    ("concern.recorded", "early_help.started", "early_help.ended", "plan.started"),
    ("appointment.offered", "appointment.attended", "appointment.not_brought", "appointment.not_brought"),
    ("missing.found", "missing.found", "return_interview.held", "return_interview.offered"),
    ("involvement.opened", "involvement.closed", "child.voice"),
    KINDS,
)
"""Kinds that are asked of together: a history draws mostly from one family, or nothing would ever meet anything."""

_MONTH_ENDS = tuple(
    date(year, month, day)
    for year, month, day in (
        (2023, 12, 31),
        (2024, 1, 30),
        (2024, 1, 31),
        (2024, 2, 28),
        (2024, 2, 29),
        (2024, 3, 30),
        (2024, 3, 31),
        (2024, 8, 30),
        (2024, 8, 31),
        (2025, 1, 31),
        (2025, 2, 28),
        (2025, 3, 1),
    )
)


def random_history(random: Random, children: int, most: int = 14) -> History:
    """Some children's lives: month ends, ties, inexact and unknown days, duplicates, late entries, holes in coverage."""
    as_of = random.choice([date(2024, 12, 31), date(2025, 2, 28), date(2025, 6, 30), date(2026, 1, 1)])
    entries: list[Entry] = []
    delivered: list[Delivered] = []
    for _ in range(children):
        child = _id(random)
        kinds, pace = random.choice(_FAMILIES), random.choice([3, 25, 120])
        start = random.choice(_MONTH_ENDS)
        threads = [None, _id(random), _id(random)]
        life = [_entry(random, child, kinds, start, pace, threads) for _ in range(random.randint(0, most))]
        entries += life + [_again(random, entry) for entry in life if random.random() < 0.08]
        delivered += _coverage(random, child, as_of)
    return History(entries, delivered, as_of)


def _entry(
    random: Random, child: UUID, kinds: tuple[str, ...], start: date, pace: int, threads: list[UUID | None]
) -> Entry:
    kind = random.choice(kinds)
    day_from, day_to = _days(random, start + timedelta(days=random.randint(0, pace * 4)))
    at = None
    if day_from and day_from == day_to and random.random() < 0.4:
        at = datetime(day_from.year, day_from.month, day_from.day, random.choice([0, 9, 22]), tzinfo=UTC)
    return Entry(
        child=child,
        entry=_id(random),
        kind=kind,
        day_from=day_from,
        day_to=day_to,
        at=at,
        recorded_on=(day_to or start) + timedelta(days=random.choice([0, 0, 0, 4, 200])),
        agency=random.choice(["school", "police", "health", None]),
        service=random.choice(["dentist", "hearing", None]),
        sector=random.choice(["social_care", "social_care", "social_care", "camhs", "school"]),
        thread=random.choice(threads),
        scope=random.choice(["child", "child", "child", "household"]),
        basis=random.choice([None, "observed", "carer"]),
        details=_details(random, kind),
    )


def _days(random: Random, day: date) -> tuple[date | None, date | None]:
    """Mostly one known day; at times a month end, a range, a month, a day outside the calendar, or unknown."""
    chance = random.random()
    if chance < 0.62:
        return day, day
    if chance < 0.78:
        end = random.choice(_MONTH_ENDS)
        return end, end
    if chance < 0.95:
        return day, day + timedelta(days=random.choice([1, 2, 6, 30, 90]))
    return (None, None) if chance < 0.98 else (date(1850, 5, 5), date(1850, 5, 5))


def _details(random: Random, kind: str) -> dict[str, str]:
    if kind == "referral.decided":
        return {
            "outcome": random.choice(["no_further_action", "no_further_action", "signposted", "accepted", "unknown"])
        }
    if kind == "return_interview.offered":
        return {
            "answer": random.choice(["declined", "accepted"]),
            "tried_again": random.choice(["yes", "no", "unknown"]),
        }
    return {}


def _again(random: Random, entry: Entry) -> Entry:
    """The same thing told once more, under another id."""
    return Entry(**{**entry.__dict__, "entry": _id(random), "agency": random.choice([entry.agency, "police"])})


def _coverage(random: Random, child: UUID, as_of: date) -> list[Delivered]:
    """Stretches for which the feeds delivered, with holes: for many children all of it, for some nothing."""
    kinds = ("missing.found", "return_interview.held", "return_interview.offered", "child.voice", "concern.recorded")
    if random.random() < 0.4:
        return [Delivered(child, "social_care", kind, FIRST_DAY, as_of) for kind in kinds]
    first = date(2023, 6, 1)
    rows = []
    for _ in range(random.randint(0, 3)):
        start = first + timedelta(days=random.randint(0, 300))
        end = start + timedelta(days=random.randint(0, 400))
        first = end + timedelta(days=random.choice([1, 2, 40]))
        rows += [Delivered(child, "social_care", kind, start, end) for kind in kinds]
    return rows


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128))
