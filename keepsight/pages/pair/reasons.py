"""What the machine makes of two records, in words that sum to its weight: shown to a judge who has answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from keepsight.people.opinions import Answer

PLACES = 2
"""Decimal places of a weight as it is shown."""
LETTERS_OF_A_NAME = 12
"""Of a model's name, which is a hash: enough to tell two apart."""
MOST_BITS = 60
"""From here on odds are a number that tells nobody anything."""

# How nearly a thing agrees, in the words of a sentence: by the model's word for it. Others are said as the model says them.
AGREES = {
    "different": "different {thing}",
    "missing": "{thing} not recorded on both sides",
    "swapped": "forename and surname the other way round",
    "longer": "one {thing} with more names than the other",
    "form": "two forms of one {thing}",
    "alike": "{thing} spelt almost alike",
    "sound": "{thing} that sounds alike",
    "part": "a part of the {thing} in common",
    "turned round": "{thing} with day and month turned round",
    "one digit": "{thing} with one digit different",
    "first of january": "{thing} in the same year, one on the first of January",
    "near": "{thing} less than a month apart, or one digit different",
    "street": "{thing} in the same street",
    "district": "{thing} in the same district",
}


@dataclass(frozen=True, slots=True)
class Reasons:
    """A line for each thing with its weight as it is shown; they sum to `total`. `odds` and `guard` are sentences, or None.

    `model`: the beginning of the name of the model that weighed, as `keepsight people` prints it.
    """

    lines: tuple[tuple[str, str], ...]
    total: str
    odds: str
    guard: str | None
    model: str


def reasons(answer: Answer) -> Reasons | None:
    """The reasons as they stood when this was answered. None where the model laid nothing side by side."""
    found = answer.weighed
    if found is None:
        return None
    parts = {name: round(weight, PLACES) for name, weight in found.parts.items()}
    total = round(found.weight, PLACES)
    first = next(
        iter(parts)
    )  # "to begin with": what rounding loses is laid there, so that the lines sum as they are read
    parts[first] = round(total - sum(weight for name, weight in parts.items() if name != first), PLACES)
    lines = tuple((_said(name, found.agree), _signed(weight)) for name, weight in parts.items())
    guard = f"{found.rule[0].upper()}{found.rule[1:]}: {found.words}." if found.guard else None
    return Reasons(lines, _signed(total), _odds(found.weight), guard, answer.model[:LETTERS_OF_A_NAME])


def _said(name: str, agree: Mapping[str, str]) -> str:
    word = agree.get(name)
    if word is None:
        return "To begin with: two records of all there are"
    says = AGREES.get(word, f"{word} {{thing}}").format(thing=name)
    return says[0].upper() + says[1:]


def _signed(weight: float) -> str:
    return f"{weight:+.{PLACES}f}".replace("-", "−")


def _odds(weight: float) -> str:
    """A weight is a binary logarithm of odds."""
    odds = 2 ** min(abs(weight), MOST_BITS)
    said = f"{odds:,.0f} to 1" if odds >= 10 else f"{odds:.1f} to 1"
    return f"By these alone, {said} that they are {'one person' if weight >= 0 else 'two people'}."
