"""Of whom prompts come, and of whom they are answered wrong: by ethnicity, disability and care experience as recorded. Part of
`queries`.

A difference says that something should be looked at: who was written about more, who was asked less. It is no finding about any
family, no value is put before another, and what nobody recorded is a value of its own. Children are counted, not prompts, so that
one child with many does not weigh as many. Children who are restricted or sealed are in no figure.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from keepsight.chronology.ever import with_kinds_ever
from keepsight.people.characteristics import Recorded, recorded
from keepsight.practice.figures.answer_rates import UNANSWERED, Answered, Quarter
from keepsight.prompts.counting import Counted
from keepsight.store.suppression import RULE, Rule, suppress
from keepsight.themes.intervals import Interval, of_share

IN_CARE = (
    "looked_after.started",
    "placement.started",
    "care_review.held",
    "care_leaver.contact",
    "pathway_plan.reviewed",
)
"""What shows that a child is or was looked after by a council."""

ETHNICITIES = {
    "white": ("White", ("white", "wbri", "wiri", "wirt", "woth", "wrom")),
    "mixed": ("Mixed or several", ("mixed", "mwbc", "mwba", "mwas", "moth")),
    "asian": ("Asian", ("asian", "aind", "apkn", "aban", "aoth", "chne", "chinese")),
    "black": ("Black, Caribbean or African", ("black", "bcrb", "bafr", "both")),
    "other": ("Another group", ("other", "ooth", "arab", "any other")),
}
"""The five groups of the census of England and Wales 2021: how each is called, and how the codes and words in files begin."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "ethnicity": {name: title for name, (title, _) in ETHNICITIES.items()}
    | {
        "differs": "Recorded differently by agencies",
        "words": "In words that belong to no group here",
        "unknown": "Not recorded, refused or not obtained",
    },
    "disability": {"yes": "A disability is recorded", "unknown": "None recorded: there is none, or nobody asked"},
    "care": {
        "yes": "Is or was looked after, as recorded",
        "unknown": "Nothing of it recorded: never looked after, or nobody told",
    },
}
"""By characteristic, its values in the order in which they stand everywhere. No order is a score."""
TITLES = {"ethnicity": "Ethnicity", "disability": "Disability", "care": "Care experience"}
TABLES = {
    "prompted": ("A prompt was found", "No prompt was found"),
    "wrong": ("A prompt was answered as wrong", "Prompts were answered, none of them as wrong"),
}
"""By table, what its two columns count. Of the second only children of whom some prompt was answered."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The children of one table: by characteristic and value, those who count in its first column, and in its second."""

    table: str
    of: Mapping[tuple[str, str], tuple[frozenset[UUID], frozenset[UUID]]]


@dataclass(frozen=True, slots=True)
class Line:
    """A value as it may be printed: how many children count in each column and in all (None: hidden), and between which shares the
    first lies, were as many children looked at again (None: too few to say)."""

    value: str
    counts: tuple[int | None, ...]
    share: Interval | None


def fairness(
    children: Collection[UUID],
    prompts: Sequence[Counted],
    answers: Sequence[Answered],
    quarter: Quarter,
    pattern: str = "",
) -> list[Counts]:
    """Both tables of a quarter, of these children, their prompts and how those were answered; of one pattern, or ("") of all."""
    found = [one for one in prompts if quarter.first <= one.found_on <= quarter.last]
    prompted = {one.child for one in found if pattern in ("", one.pattern)}
    told = [one for one in answers if one.column != UNANSWERED and pattern in ("", one.pattern)]
    wrong, any_answer = {one.child for one in told if one.column == "wrong"}, {one.child for one in told}
    values = values_of(children)
    return [
        _counts("prompted", values, set(children), prompted),
        _counts("wrong", values, set(children) & any_answer, wrong),
    ]


def values_of(children: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """By child, its value of each characteristic."""
    known, in_care = recorded(children), with_kinds_ever(children, IN_CARE)
    return {
        child: {
            "ethnicity": ethnicity_of(known[child]),
            "disability": "yes" if known[child].disability else "unknown",
            "care": "yes" if child in in_care else "unknown",
        }
        for child in children
    }


def ethnicity_of(said: Recorded) -> str:
    """The group that all agencies' words for a child belong to; what they do not agree on is said to differ."""
    groups = {_group(one) for one in said.ethnicities}
    if len(groups) > 1:
        return "differs"
    return next(iter(groups), "unknown")


def lines(counts: Counts, *, rule: Rule = RULE) -> dict[str, list[Line]]:
    """The table of each characteristic as it may be printed: small counts, and what would give them away, hidden.

    All three tables count the same children: where one would hide a sum that another prints, all of them are hidden.
    """
    printed = {
        name: suppress([[len(side) for side in counts.of[name, value]] for value in values], rule=rule).printed()
        for name, values in VALUES.items()
    }
    all_hidden = any(None in table[-1] for table in printed.values())
    return {
        name: [
            _line(value, (None,) * len(told) if all_hidden and any(told) else told, rule)
            for value, told in zip([*VALUES[name], ""], table, strict=True)
        ]
        for name, table in printed.items()
    }


def _counts(table: str, values: Mapping[UUID, Mapping[str, str]], of: set[UUID], first: set[UUID]) -> Counts:
    sides: dict[tuple[str, str], tuple[set[UUID], set[UUID]]] = defaultdict(lambda: (set(), set()))
    for child in of:
        for name, value in values[child].items():
            sides[name, value][child not in first].add(child)
    every = [(name, value) for name, known in VALUES.items() for value in known]
    return Counts(table, {place: (frozenset(sides[place][0]), frozenset(sides[place][1])) for place in every})


def _line(value: str, told: tuple[int | None, ...], rule: Rule) -> Line:
    part, whole = told[0], told[-1]
    if part is None or whole is None or rule.hides_share(part, whole):
        return Line(value, told, None)
    return Line(value, told, of_share(part, whole))


def _group(said: str) -> str:
    words = said.casefold()
    # Some lists write a letter before the words, as in "b) White Irish".
    words = words.partition(") ")[2] or words
    return next((name for name, (_, starts) in ETHNICITIES.items() if words.startswith(starts)), "words")
