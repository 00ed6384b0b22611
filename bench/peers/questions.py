"""The three questions, as plain data: what each peer is told, and the sheet that we ask.

Each is the weaker question that ACES can be asked: days and not months, one kind, no agencies, no evidence. An answer is a child,
and the first day on which it was so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gathers:
    """So many entries of a kind, the first no more than so many days before the last."""

    kind: str
    at_least: int
    days: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An entry of one kind, and none of another on its day or in so many days after it: it is so from the day after those."""

    kind: str
    reply: str
    days: int


QUESTIONS: dict[str, Gathers | Unanswered] = {
    "referrals-gather": Gathers("referral.received", 3, 365),
    "not-brought-again": Gathers("appointment.not_brought", 3, 183),
    "missing-not-asked": Unanswered("missing.found", "return_interview.held", 3),
}

SHEETS = {
    "referrals-gather": 'shape = "count"\nof = "referral.received"\nat_least = 3\nwithin = "365 days"\nneeds = []',
    "not-brought-again": 'shape = "count"\nof = "appointment.not_brought"\nat_least = 3\nwithin = "183 days"\nneeds = []',
    "missing-not-asked": (
        'shape = "awaited"\nafter = "missing.found"\nexpects = "return_interview.held"\nwithin = "3 days"\n'
        'tie = "child"\nneeds = [{ kinds = ["return_interview.held"], sectors = ["social_care"] }]'
    ),
}
