"""Histories of invented children, as the columns that patterns read; and a way to make them at random."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from keepsight.patterns.coverage import Delivered
from keepsight.patterns.sheets import Sheet
from keepsight.patterns.terms import Term

FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2026, 12, 31)
"""The calendar the tests give their engines. Outside it nobody can tell."""


@dataclass(frozen=True)
class Entry:
    """One row of the relation `entry`, and of `stated` for each of the words it `states`. An unknown day is None at both ends."""

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
    age: str | None = None
    basis: str | None = None
    details: dict[str, str] = field(default_factory=dict, hash=False)
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """What is on record about some children, what feeds delivered, and the day on which it is asked.

    `born`: the first day on which each may have been born, where that is known.
    """

    entries: list[Entry]
    delivered: list[Delivered]
    as_of: date
    born: Mapping[UUID, date] = field(default_factory=dict)

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
    "child.seen",
    "assessment.completed",
    "assessment.extended",
    "involvement.stepped_down",
    "plan.ended",
    "history.considered",
    "neglect.indicator",
    "neglect.assessed",
    "home.observed",
    "school.absence",
    "emergency.attended",
    "strategy_discussion.held",
    "section47.started",
    "concern.answered",
    "paediatric_opinion.given",
    "disclosure.made",
    "marac.referred",
    "marac.considered",
    "adult_mental_health.episode",
    "substance_use.recorded",
    "missing.reported",
    "disagreement.opened",
    "disagreement.moved_up",
    "disagreement.settled",
    "step_down.accepted",
    "plan.line_claimed",
    "plan.line_seen",
    "plan.got_in_the_way",
    "plan.bottom_line_breached",
    "plan.breach_followed",
    "concern.raised",
    "concern.decided",
    "referrer.told",
    "referral.considered",
    "onward_referral.made",
    "onward_referral.accepted",
    "onward_referral.declined",
    "onward_referral.first_contact",
    "emergency_protection.started",
    "child.distress",
    "child.answered",
    "partner_abuse.told",
    "safety.assessed",
    "conference.view_differs",
    "conference.view_answered",
)

_FAMILIES = (
    ("referral.received", "referral.decided", "referral.decided", "referral.decided", "assessment.started"),
    ("concern.recorded", "injury.recorded", "domestic_abuse.incident", "involvement.opened", "involvement.closed"),
    ("concern.recorded", "early_help.started", "early_help.ended", "plan.started"),
    ("appointment.offered", "appointment.attended", "appointment.not_brought", "appointment.not_brought"),
    ("missing.found", "missing.found", "return_interview.held", "return_interview.offered"),
    ("involvement.opened", "involvement.closed", "child.voice"),
    ("disagreement.opened", "disagreement.moved_up", "disagreement.settled"),
    ("plan.line_seen",),
    ("plan.line_seen", "plan.line_seen", "plan.line_seen", "plan.line_seen", "plan.got_in_the_way"),
    ("involvement.opened", "involvement.closed"),
    ("missing.found", "missing.found", "missing.reported", "return_interview.held"),
    ("plan.line_claimed", "plan.line_claimed", "plan.line_claimed", "plan.line_seen"),
    ("plan.bottom_line_breached", "plan.bottom_line_breached", "plan.breach_followed"),
    ("involvement.stepped_down", "involvement.stepped_down", "step_down.accepted"),
    ("concern.raised", "concern.decided", "referrer.told", "disclosure.made", "referral.considered"),
    ("onward_referral.made", "onward_referral.accepted", "onward_referral.declined", "onward_referral.first_contact"),
    ("child.distress", "child.distress", "child.distress", "child.answered"),
    ("conference.view_differs", "conference.view_differs", "conference.view_answered"),
    ("referral.received", "assessment.started", "assessment.started", "assessment.completed", "assessment.extended"),
    (
        "involvement.closed",
        "involvement.stepped_down",
        "referral.received",
        "involvement.opened",
        "domestic_abuse.incident",
    ),
    ("plan.started", "plan.started", "plan.started", "plan.ended", "child.seen", "child.seen", "child.voice"),
    (
        "neglect.indicator",
        "neglect.indicator",
        "neglect.indicator",
        "home.observed",
        "school.absence",
        "neglect.indicator",
    ),
    ("emergency.attended", "emergency.attended", "emergency.attended", "emergency.attended", "history.considered"),
    (
        "domestic_abuse.incident",
        "domestic_abuse.incident",
        "domestic_abuse.incident",
        "marac.referred",
        "marac.considered",
        "partner_abuse.told",
        "partner_abuse.told",
        "safety.assessed",
    ),
    (
        "domestic_abuse.incident",
        "adult_mental_health.episode",
        "substance_use.recorded",
        "neglect.indicator",
        "injury.recorded",
    ),
    ("injury.recorded", "injury.recorded", "paediatric_opinion.given", "referral.received", "concern.answered"),
    ("assessment.completed", "assessment.completed", "child.seen", "concern.recorded", "substance_use.recorded"),
    ("neglect.indicator", "neglect.indicator", "neglect.assessed", "school.absence", "appointment.not_brought"),
    ("disclosure.made", "injury.recorded", "concern.answered", "strategy_discussion.held", "section47.started"),
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


def random_history(random: Random, children: int, most: int = 14, sheets: Sequence[Sheet] = ()) -> History:
    """Some children's lives: month ends, ties, inexact and unknown days, duplicates, late entries, holes in coverage.

    With `sheets`, each life is drawn from the kinds that one of them reads: it then nearly always has something to ask.
    """
    as_of = random.choice([date(2024, 12, 31), date(2025, 2, 28), date(2025, 6, 30), date(2026, 1, 1)])
    entries: list[Entry] = []
    delivered: list[Delivered] = []
    for _ in range(children):
        child = _id(random)
        kinds = _kinds_of(random.choice(sheets)) if sheets else random.choice(_FAMILIES)
        pace = random.choice([3, 25, 120])
        start = random.choice(_MONTH_ENDS)
        threads = [None, _id(random), _id(random)]
        life = [_entry(random, child, kinds, start, pace, threads) for _ in range(random.randint(0, most))]
        entries += life + [_again(random, entry) for entry in life if random.random() < 0.08]
        delivered += _coverage(random, child, as_of)
    return History(entries, delivered, as_of)


SEED_OF_LIVES = 2
"""One with which every pattern holds in some life."""


def lives_of(sheets: list[Sheet]) -> list[History]:
    """Many lives, each drawn from the kinds that one of these sheets reads: always the same ones.

    But for the first history each entry is as a sheet asks for it, and comes in turn with others of one matter, as rounds do:
    what is strewn seldom comes round twice.
    """
    random = Random(SEED_OF_LIVES)
    strewn = random_history(random, 160, most=18, sheets=sheets)
    return [strewn, *(_lives_in_turn(random, sheets * 2, strewn.as_of) for _ in range(5))]


def _lives_in_turn(random: Random, sheets: list[Sheet], as_of: date) -> History:
    entries = [entry for sheet in sheets for entry in _in_turn(random, sheet)]
    told = [row for child in sorted({entry.child for entry in entries}) for row in _coverage(random, child, as_of)]
    return History(entries, told, as_of)


def _in_turn(random: Random, sheet: Sheet) -> list[Entry]:
    """One child's life, each entry as some term of the sheet asks for it, and the terms one after the other."""
    child, start, pace, thread = _id(random), random.choice(_MONTH_ENDS), random.choice([3, 8, 25]), _id(random)
    terms = [term for part in sheet.asks.parts() for term in part.terms]
    some = random.sample(terms, random.randint(1, len(terms)))
    asked = [(some[place % len(some)], start + timedelta(days=place * pace)) for place in range(16)]
    return [_as_asked(random, term, child, day, thread) for term, day in asked]


def _as_asked(random: Random, term: Term, child: UUID, day: date, thread: UUID) -> Entry:
    entry = _entry(random, child, term.kinds, day, 0, [thread])
    said = {column: random.choice(words) for column, words in term.asks if column != "kind"}
    own = {column: word for column, word in said.items() if hasattr(entry, column)}
    return replace(entry, details=entry.details | {name: word for name, word in said.items() if name not in own}, **own)


def _kinds_of(sheet: Sheet) -> tuple[str, ...]:
    """The kinds that a sheet reads, one for each part that it plays."""
    return tuple(kind for part in sheet.asks.parts() for kind in sorted({k for t in part.terms for k in t.kinds}))


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
        recorded_on=(day_to or start) + timedelta(days=random.choice([0, 0, 0, 4, 200, -3])),
        agency=random.choice(["school", "police", "health", None]),
        service=random.choice(["dentist", "hearing", None]),
        sector=random.choice(["social_care", "social_care", "social_care", "camhs", "school"]),
        thread=random.choice(threads),
        scope=random.choice(["child", "child", "child", "household"]),
        role=random.choice(["child", "child", "parent", "carer", "sibling"]),
        age=random.choice([None, "under_6_months", "6_months_to_4", "5_to_11"]),
        basis=random.choice([None, "observed", "carer"]),
        details=_details(random, kind),
        states=tuple(random.sample(_STATED, random.randint(0, 2))) if kind == "assessment.completed" else (),
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


_STATED = ("concern", "substance_use.recorded", "no_factor_found")

_DETAILS = {
    "referral.decided": {"outcome": ["no_further_action", "no_further_action", "signposted", "accepted", "unknown"]},
    "return_interview.offered": {"answer": ["declined", "accepted"], "tried_again": ["yes", "no", "unknown"]},
    "assessment.completed": {"child_seen": ["no", "no", "yes", "unknown"]},
    "plan.started": {"plan": ["child_in_need", "child_protection", "child_protection", "unknown"]},
    "plan.ended": {"plan": ["child_in_need", "child_protection", "unknown"]},
    "injury.recorded": {"mobile": ["yes", "no", "unknown"]},
    "emergency.attended": {"presented_with": ["injury", "injury", "ingestion", "illness", "unknown"]},
    "plan.line_seen": {"seen_as": ["done", "done", "undone", "undone", "not_done", "unknown"]},
    "home.observed": {"condition": ["poor", "poor", "good", "unknown"]},
    "neglect.indicator": {"indicator": ["dental", "hygiene", "weight", "home", "attendance", "hunger", "unknown"]},
}


def _details(random: Random, kind: str) -> dict[str, str]:
    return {name: random.choice(words) for name, words in _DETAILS.get(kind, {}).items()}


def _again(random: Random, entry: Entry) -> Entry:
    """The same thing told once more, under another id."""
    return Entry(**{**entry.__dict__, "entry": _id(random), "agency": random.choice([entry.agency, "police"])})


_TOLD = (
    "missing.found",
    "return_interview.held",
    "return_interview.offered",
    "child.voice",
    "child.seen",
    "concern.recorded",
    "concern.answered",
    "referral.received",
    "referral.decided",
    "assessment.started",
    "assessment.completed",
    "paediatric_opinion.given",
)


def _coverage(random: Random, child: UUID, as_of: date) -> list[Delivered]:
    """Stretches for which the feeds delivered, with holes: for many children all of it, for some nothing."""
    if random.random() < 0.4:
        return [Delivered(child, "social_care", kind, FIRST_DAY, as_of) for kind in _TOLD]
    first = date(2023, 6, 1)
    rows = []
    for _ in range(random.randint(0, 3)):
        start = first + timedelta(days=random.randint(0, 300))
        end = start + timedelta(days=random.randint(0, 400))
        first = end + timedelta(days=random.choice([1, 2, 40]))
        rows += [Delivered(child, "social_care", kind, start, end) for kind in _TOLD]
    return rows


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128))
