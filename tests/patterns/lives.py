"""Lives of invented children, drawn at random: histories of every kind that patterns read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.coverage import Delivered
from keepsight.patterns.sheets import Sheet
from keepsight.patterns.terms import Term
from tests.patterns.asked_together import FAMILIES
from tests.patterns.histories import FIRST_DAY, Entry, History

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
        kinds = _kinds_of(random.choice(sheets)) if sheets else random.choice(FAMILIES)
        pace = random.choice([3, 25, 120])
        start = random.choice(_MONTH_ENDS)
        threads = [None, _id(random), _id(random)]
        life = [_entry(random, child, kinds, start, pace, threads) for _ in range(random.randint(0, most))]
        life = [_about_another(random, entry, life) if random.random() < 0.06 else entry for entry in life]
        entries += life + [_again(random, entry) for entry in life if random.random() < 0.08]
        delivered += _coverage(random, child, as_of)
    return History(entries, delivered, as_of, births_of(entries))


def random_life(random: Random, entries: int, as_of: date) -> History:
    """One child's life of so many entries of every kind that patterns read, strewn over the four years before a day."""
    child, threads = _id(random), [None, _id(random), _id(random)]
    kinds = tuple(sorted({kind for family in FAMILIES for kind in family}))
    life = [_entry(random, child, kinds, as_of - timedelta(days=4 * 366), 365, threads) for _ in range(entries)]
    return History(life, _coverage(random, child, as_of), as_of, births_of(life))


def births_of(entries: list[Entry]) -> dict[UUID, Birth]:
    """Of every third child when it was born, was expected, or both: always the same for one child and its entries."""
    births, days_of = {}, defaultdict[UUID, list[date]](list)
    for entry in entries:
        days_of[entry.child] += [entry.day_from] if entry.day_from else []
    for child, days in sorted(days_of.items()):
        dice = Random(child.int)  # its own, so that lives are drawn as they were before anybody was born
        if days and dice.random() < 1 / 3:
            expected = min(days) + timedelta(days=dice.randint(-20, 300))
            born = dice.choice([None, None, expected, expected - timedelta(days=30)])
            births[child] = Birth(born, dice.choice([expected, expected, None]))
    return births


SEED_OF_LIVES = 3
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
    return History(entries, told, as_of, births_of(entries))


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
        states=tuple(random.sample(_STATED, random.randint(0, 2))) if kind in _STATING else (),
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


_STATED = ("concern", "substance_use.recorded", "no_factor_found", "domestic_abuse", "adult_substance_use")
_STATING = ("assessment.completed", "decision.weighed")

_PARTS = ("police_part", "health_part", "school_part")
_TOOK_PART = ["took_part", "took_part", "neither", "not_asked", "sent_report", "unknown"]

_DETAILS = {
    "referral.decided": {"outcome": ["no_further_action", "no_further_action", "signposted", "accepted", "unknown"]},
    "concern.decided": {"outcome": ["no_further_action", "no_further_action", "signposted", "early_help", "unknown"]},
    "return_interview.offered": {"answer": ["declined", "accepted"], "tried_again": ["yes", "no", "unknown"]},
    "assessment.completed": {
        "child_seen": ["no", "no", "yes", "unknown"],
        "outcome": ["services", "services", "no_services", "unknown"],
    },
    "assessment.followed_up": {"carried_out": ["yes", "partly", "no", "no", "unknown"]},
    "section47.decided": {"outcome": ["no_conference", "conference", "unknown"]},
    "conference.held": {"stage": ["initial", "review", "unknown"]} | dict.fromkeys(_PARTS, _TOOK_PART),
    "strategy_discussion.held": dict.fromkeys(_PARTS[:2], _TOOK_PART),
    "plan.started": {"plan": ["child_in_need", "child_protection", "child_protection", "unknown"]},
    "plan.ended": {"plan": ["child_in_need", "child_protection", "unknown"]},
    "injury.recorded": {"mobile": ["yes", "no", "unknown"]},
    "emergency.attended": {"presented_with": ["injury", "injury", "ingestion", "illness", "unknown"]},
    "plan.line_seen": {"seen_as": ["done", "done", "undone", "undone", "not_done", "unknown"]},
    "decision.weighed": {"bearing": ["considered", "did_not_bear", "not_known", "unknown"]},
    "adult_mental_health.episode": {"bears_on_child": ["yes", "yes", "no", "unknown"]},
    "information.shared": {"shared_with": ["social_care", "social_care", "health_visiting", "unknown"]},
    "child.seen": {"alone": ["yes", "no", "no", "unknown"]},
    "home.observed": {"condition": ["poor", "poor", "good", "unknown"]},
    "school_quality.noted": {
        "report_grade": ["inadequate", "requires_improvement", "needs_attention", "good", "unknown"]
    },
    "school.attendance": {"attended": ["under_half", "under_nine_tenths", "nine_tenths_or_more", "unknown"]},
    "control.sign": {"control": ["isolation", "watching", "money", "threats", "unknown"]},
    "neglect.indicator": {"indicator": ["dental", "hygiene", "weight", "home", "attendance", "hunger", "unknown"]},
}


def _details(random: Random, kind: str) -> dict[str, str]:
    return {name: random.choice(words) for name, words in _DETAILS.get(kind, {}).items()}


def _about_another(random: Random, entry: Entry, life: list[Entry]) -> Entry:
    """The same entry as one about another entry alone: on a thread that bears that entry's id."""
    return replace(entry, thread=random.choice(life).entry)


def _again(random: Random, entry: Entry) -> Entry:
    """The same thing told once more, under another id."""
    return Entry(**{**entry.__dict__, "entry": _id(random), "agency": random.choice([entry.agency, "police"])})


_TOLD = {
    "missing.found": "social_care",
    "return_interview.held": "social_care",
    "return_interview.offered": "social_care",
    "child.voice": "social_care",
    "child.seen": "social_care",
    "concern.recorded": "social_care",
    "concern.answered": "social_care",
    "referral.received": "social_care",
    "referral.decided": "social_care",
    "assessment.started": "social_care",
    "assessment.completed": "social_care",
    "paediatric_opinion.given": "social_care",
    "feeding.assessed": "health_visiting",
    "growth.reviewed": "health_visiting",
    "records.received": "social_care",
    "exploitation.assessed": "social_care",
    "care_review.held": "social_care",
    "reviewing_officer.contact": "social_care",
    "appointment.attended": "gp",
    "information.shared": "adult_mental_health",
    "sharing.considered": "adult_mental_health",
    "school_quality.considered": "social_care",
    "conference.held": "social_care",
    "core_group.held": "social_care",
    "guardianship.support_reviewed": "social_care",
    "guardianship.support_ended": "social_care",
    "legal_advice.given": "social_care",
    "preproceedings.started": "social_care",
    "court.application_made": "social_care",
    "section47.decided": "social_care",
    "plan.started": "social_care",
    "plan.ended": "social_care",
    "history.considered": "social_care",
}
"""What feeds of which sector deliver, where they do."""


def _coverage(random: Random, child: UUID, as_of: date) -> list[Delivered]:
    """Stretches for which the feeds delivered, with holes: for many children all of it, for some nothing."""
    if random.random() < 0.4:
        return [Delivered(child, sector, kind, FIRST_DAY, as_of) for kind, sector in _TOLD.items()]
    first = date(2023, 6, 1)
    rows = []
    for _ in range(random.randint(0, 3)):
        start = first + timedelta(days=random.randint(0, 300))
        end = start + timedelta(days=random.randint(0, 400))
        first = end + timedelta(days=random.choice([1, 2, 40]))
        rows += [Delivered(child, sector, kind, start, end) for kind, sector in _TOLD.items()]
    return rows


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128))
