"""How each pattern was answered in a quarter, counted so that no small figure tells of a child. Part of `queries`.

A pattern that is often wrong goes back to people, by a dated notice: they keep it, change its numbers or switch it off, by name.
No machine switches it off. No order here is a score.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from keepsight.chronology.acts import acts_on
from keepsight.practice.local_rules import LOCAL_RULES, LocalRule
from keepsight.practice.queries import taken
from keepsight.practice.threads.table import ANSWER
from keepsight.prompts.counting import Counted
from keepsight.store.suppression import RULE, Rule, suppress
from keepsight.themes.intervals import Interval, of_share

GOES_BACK = LOCAL_RULES["goes_back"]
COLUMNS = {
    "right": "Right",
    "already_known": "Known already",
    "wrong": "Wrong",
    "not_known": "Not enough known",
    "disagree": "Disagreed with",
}
"""How an answer is counted, in the order of a table."""
WRONG = list(COLUMNS).index("wrong")
UNANSWERED = "unanswered"
MONTHS_IN_A_QUARTER = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of the calendar, by its first day and its last."""

    first: dt.date
    last: dt.date

    @property
    def before(self) -> "Quarter":
        """The quarter before it."""
        return quarter_of(self.first - dt.timedelta(days=1))


def quarter_of(day: dt.date) -> Quarter:
    """The quarter that a day lies in."""
    month = (day.month - 1) // MONTHS_IN_A_QUARTER * MONTHS_IN_A_QUARTER + 1
    first = dt.date(day.year, month, 1)
    after = dt.date(day.year + month // 10, (month + 2) % 12 + 1, 1)
    return Quarter(first, after - dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Answered:
    """A prompt and how it counts in a quarter: a word of COLUMNS, or UNANSWERED."""

    prompt: UUID
    pattern: str
    child: UUID
    column: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How many prompts of a pattern were answered in a quarter, by COLUMNS and then in all; how many were not. None: hidden.

    `wrong`: between which shares the wrong ones lie, were as many answered again; None: too few to say. `goes_back`: more of the
    answers than the rule lets pass said that it is wrong; None: too few to say.
    """

    pattern: str
    counts: tuple[int | None, ...]
    unanswered: int | None
    wrong: Interval | None
    goes_back: bool | None

    @property
    def told_wrong(self) -> int | None:
        """How many answers said that it is wrong; None: hidden."""
        return self.counts[WRONG]

    @property
    def told_answers(self) -> int | None:
        """How many answers there were; None: hidden."""
        return self.counts[-1]


def answered(quarter: Quarter, prompts: Sequence[Counted]) -> list[Answered]:
    """Each of these prompts that counts in a quarter: by its last answer in it; else, if found in it and waited, as unanswered.

    What is sealed counts in no figure: that there is such an answer at all is for those alone whom it names.
    """
    by_id = {one.id: one for one in prompts}
    last: dict[UUID, str] = {}
    ever: set[UUID] = set()
    for prompt, acts in acts_on(list(by_id)).items():
        if hidden := [act for act in acts if act.level == "sealed"]:
            ever.add(prompt)
        for one in taken(ANSWER, [act for act in acts if act not in hidden]):
            if one.on <= quarter.last:
                ever.add(prompt)
            if quarter.first <= one.on <= quarter.last:
                last[prompt] = one.step
    waiting = [
        one.id for one in prompts if one.waited and quarter.first <= one.found_on <= quarter.last and one.id not in ever
    ]
    how = dict.fromkeys(waiting, UNANSWERED) | {prompt: step for prompt, step in last.items() if step in COLUMNS}
    return [Answered(prompt, by_id[prompt].pattern, by_id[prompt].child, column) for prompt, column in how.items()]


def rates(answers: Sequence[Answered], *, by: LocalRule = GOES_BACK, rule: Rule = RULE) -> list[Rate]:
    """The rows of these answers as they may be printed, one for each pattern. No sums of several: they would give one away."""
    counts = Counter((one.pattern, one.column) for one in answers)
    return [_rate(name, counts, by, rule) for name in sorted({one.pattern for one in answers})]


def _rate(name: str, counts: Counter[tuple[str, str]], by: LocalRule, rule: Rule) -> Rate:
    told = suppress([[counts[name, column] for column in COLUMNS]], rule=rule).printed()[0]
    unanswered = counts[name, UNANSWERED]
    wrong, whole = told[WRONG], told[-1]
    sure = wrong is not None and whole is not None and not rule.hides_share(wrong, whole)
    share = of_share(wrong, whole) if sure and wrong is not None and whole is not None else None
    return Rate(name, told, None if rule.hides(unanswered) else unanswered, share, goes_back(wrong, whole, by=by))


def goes_back(wrong: int | None, whole: int | None, *, by: LocalRule = GOES_BACK) -> bool | None:
    """Whether more of the answers than the rule lets pass were wrong. None: hidden, or fewer answers than the rule asks for."""
    if wrong is None or whole is None or whole < by.times:
        return None
    return wrong * 100 > by.percent * whole
