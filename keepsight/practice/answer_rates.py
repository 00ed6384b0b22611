"""How each pattern was answered lately, counted so that no small figure tells of a child. Part of `queries`.

A pattern that is often wrong goes back to whoever checked it: it is marked, and people decide. No machine switches it off.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from keepsight.chronology.acts import acts_on
from keepsight.practice.local_rules import LOCAL_RULES, LocalRule
from keepsight.practice.queries import taken
from keepsight.practice.threads import ANSWER
from keepsight.prompts.queries import pattern_of_each
from keepsight.store.suppression import RULE, Rule, suppress

GOES_BACK = LOCAL_RULES["goes_back"]
COLUMNS = {
    "right": "Right",
    "already_known": "Known already",
    "wrong": "Wrong",
    "else": "Not enough known, or disagreed with",
}
"""How an answer is counted, in the order of a table."""
WRONG = list(COLUMNS).index("wrong")


@dataclass(frozen=True, slots=True)
class Rate:
    """How many prompts of a pattern were answered, by COLUMNS and then in all. None: hidden, being too few.

    `goes_back`: more of them than the rule lets pass were answered wrong; None: too few to say.
    """

    pattern: str
    counts: tuple[int | None, ...]
    goes_back: bool | None


def answered(today: dt.date) -> list[tuple[str, str]]:
    """The last answer to each prompt within the rule's days: its pattern, and how it is counted.

    What is sealed counts in no figure: that there is such an answer at all is for those alone whom it names.
    """
    patterns, first = pattern_of_each(), today - dt.timedelta(days=GOES_BACK.within.count)
    found = []
    for prompt, acts in acts_on(list(patterns)).items():
        told = [act for act in acts if act.level != "sealed"]
        given = [one for one in taken(ANSWER, told) if first < one.on <= today]
        if given:
            found.append((patterns[prompt], given[-1].step if given[-1].step in COLUMNS else "else"))
    return found


def rates(answers: Sequence[tuple[str, str]], *, by: LocalRule = GOES_BACK, rule: Rule = RULE) -> list[Rate]:
    """The table of these answers as it may be printed, a row for each pattern that was answered, and one for all."""
    if not answers:
        return []
    names, counted = sorted({pattern for pattern, _ in answers}), Counter(answers)
    edition = suppress([[counted[name, column] for column in COLUMNS] for name in names], rule=rule)
    return [
        Rate(name, counts, _goes_back(counts, by, rule))
        for name, counts in zip([*names, ""], edition.printed(), strict=True)
    ]


def _goes_back(counts: Sequence[int | None], by: LocalRule, rule: Rule) -> bool | None:
    wrong, whole = counts[WRONG], counts[-1]
    if wrong is None or whole is None or rule.hides_share(wrong, whole):
        return None
    return wrong * 100 > by.percent * whole
