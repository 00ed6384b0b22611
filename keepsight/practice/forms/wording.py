"""What a form of the partnership's own says: its title, what it is for, who reads it, and its fields in their order.

Each field ends in words. There is no number, no weight and nothing that is worked out from other fields: nothing can be added up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keepsight.errors import WrongUse
from keepsight.intake.drafts import Level
from keepsight.vocabulary import UNKNOWN

SORTS = {
    "line": "A line",
    "lines": "Some lines",
    "day": "A day",
    "one": "One of these words",
    "several": "Several of these words",
    "yes_no": "Yes or no",
}
"""What may be answered in a field, by the word that is kept of it."""
YES_OR_NO = ("Yes", "No")
LEVELS: Mapping[Level, str] = {
    "standard": "Whoever works with the child",
    "restricted": "People of the agency that fills it in, and whoever is named for the child",
}
"""Who reads what is filled in, by the level at which it is kept."""

# Local judgement, all four: what people can still fill in beside a child, and what a page can still show.
MOST_FIELDS = 40  # two sides of paper
MOST_CHOICES = 20  # of one field: more words are no choice but a list, and a line does better
MOST_CHARACTERS = 200  # of a title, of what a field asks, of a word to choose: one sentence
MOST_EXPLAINED = 600  # characters of what a form is for, and of a hint: a paragraph
BETWEEN = "; "
"""What stands between several words of one answer: no word to choose may hold it."""


@dataclass(frozen=True, slots=True)
class Field:
    """What is asked at one place of a form. `choices` where the sort is `one` or `several`, empty elsewhere."""

    label: str
    sort: str
    hint: str = ""
    must: bool = False
    choices: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that an answer may be of; empty: any."""
        return YES_OR_NO if self.sort == "yes_no" else self.choices


@dataclass(frozen=True, slots=True)
class Wording:
    """What an edition says: what the form is called, what it is for, at which level it is kept, and its fields in their order."""

    title: str = ""
    purpose: str = ""
    level: Level = "standard"
    fields: tuple[Field, ...] = ()


def checked(wording: Wording) -> Wording:
    """The wording as it is kept. Raises WrongUse for the first thing of it that cannot be."""
    title, purpose = " ".join(wording.title.split()), wording.purpose.strip()
    _refuse_unsaid(title, "What the form is called", MOST_CHARACTERS)
    _refuse_unsaid(purpose, "What it is for", MOST_EXPLAINED)
    if wording.level not in LEVELS:
        raise WrongUse("Nobody has said who reads what is filled in", next_step="Choose one of the two.")
    fields = tuple(_checked_field(number, one) for number, one in enumerate(wording.fields, start=1))
    if not 1 <= len(fields) <= MOST_FIELDS:
        raise WrongUse(f"A form has 1 to {MOST_FIELDS} fields", next_step="Add what it asks, or make it shorter.")
    if len({one.label.casefold() for one in fields}) < len(fields):
        raise WrongUse("Two fields ask the same", next_step="Say of each what it alone asks.")
    return Wording(title, purpose, wording.level, fields)


def _checked_field(number: int, one: Field) -> Field:
    label, hint = " ".join(one.label.split()), one.hint.strip()
    _refuse_unsaid(label, f"What field {number} asks", MOST_CHARACTERS)
    if len(hint) > MOST_EXPLAINED:
        raise WrongUse(f"The hint of field {number} is too long", next_step=f"Keep to {MOST_EXPLAINED} characters.")
    if one.sort not in SORTS:
        raise WrongUse(f"Nobody has said how field {number} is answered", next_step="Choose one of the list.")
    chosen = one.sort in ("one", "several")
    choices = tuple(" ".join(word.split()) for word in one.choices if word.strip()) if chosen else ()
    if chosen:
        _refuse_choices(number, choices)
    return Field(label, one.sort, hint, one.must, choices)


def _refuse_choices(number: int, choices: Sequence[str]) -> None:
    if not 2 <= len(choices) <= MOST_CHOICES:  # of one word nothing is chosen
        raise WrongUse(
            f"Field {number} needs 2 to {MOST_CHOICES} words to choose from", next_step="Write one on each line."
        )
    if any(len(one) > MOST_CHARACTERS or BETWEEN.strip() in one for one in choices):
        raise WrongUse(
            f"A word to choose in field {number} is too long, or holds a semicolon",
            next_step=f"Keep to {MOST_CHARACTERS} characters, and no semicolon.",
        )
    if len({one.casefold() for one in choices}) < len(choices):
        raise WrongUse(f"Nobody can tell two words of field {number} apart", next_step="Write each once.")
    if {one.casefold() for one in choices} & {UNKNOWN, "not known", "not asked"}:
        raise WrongUse(
            f"“Not known” stands in every field, and blank is not asked: field {number} needs no word for them",
            next_step="Leave that word out.",
        )


def _refuse_unsaid(said: str, what: str, most: int) -> None:
    if not said:
        raise WrongUse(f"{what} is not said", next_step="Write it.")
    if len(said) > most:
        raise WrongUse(f"{what} is too long", next_step=f"Keep to {most} characters.")
