"""A replayed prompt in words: who could have seen it, when, and what of it no claim rests on. With names or without."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keepsight.pages import words
from keepsight.pages.replay.drawing import Line
from keepsight.patterns.replaying.replay import MOST_NEEDED, Replayed
from keepsight.prompts.in_force import known
from keepsight.prompts.replaying import CAME_NEXT
from keepsight.vocabulary import KINDS

A_YEAR = 365  # days
AT_THE_EARLIEST = " at the earliest, for nobody wrote down on which day it was told"
NO_CLAIM = "Nothing can be claimed in figures of how much earlier all together could have seen it."
Named = Mapping[str, str]
"""What each agency is called, by its code."""


@dataclass(frozen=True, slots=True)
class Told:
    """One prompt of a replay in words. `shown_by` are the entries that showed it: their numbers, and where they stand.

    `told` says whom the files say were told of these entries; `next` what came next, and where that stands, if it may be opened.
    """

    number: int
    title: str
    question: str
    on: str
    alone: Sequence[str]
    told: Sequence[str]
    earlier: str
    needed: str
    next: tuple[str, str | None] | None
    shown_by: Sequence[tuple[int, str]]
    apart: str


def told_of(
    number: int,
    one: Replayed,
    named: Named,
    *,
    told: Sequence[str] = (),
    came_next: tuple[str, str | None] | None = None,
    shown_by: Sequence[tuple[int, str]] = (),
) -> Told:
    """A prompt told, with what the story adds to it."""
    sheet = known()[one.pattern]
    return Told(
        number=number,
        title=sheet.title,
        question=sheet.question,
        on=words.long_day(one.on),
        alone=_alone(named, one),
        told=told,
        earlier=_earlier(one),
        needed=_needed(named, one),
        next=came_next,
        shown_by=shown_by,
        apart=_apart(one),
    )


def line_of(told: Told, one: Replayed) -> Line:
    """The prompt's line in the drawing."""
    return Line(told.number, told.title, one.on, one.first_alone)


def looked_for() -> str:
    """What is looked for after a prompt could be seen."""
    titles = (KINDS[kind].title for kind in CAME_NEXT)
    return words.listed(sorted(title[0].lower() + title[1:] for title in titles), "or")


def says_of(replayed: Sequence[Replayed], today: dt.date) -> list[str]:
    """What may be claimed of it in figures, and what is left out of the claim."""
    apart = [one for one in replayed if one.by_definition]
    assumed = [one for one in replayed if one.assumed and not one.by_definition]
    claimed = [one for one in replayed if not one.by_definition and not one.assumed]
    said = [_claim(claimed, today) if claimed else NO_CLAIM]
    if apart:
        said.append(
            f"Left out of this: {words.counted(len(apart), 'prompt')} of which the pattern itself asks for several agencies."
        )
    if assumed:
        said.append(f"Left out of this: {words.counted(len(assumed), 'prompt')} whose day of writing is only assumed.")
    return said


def _called(named: Named, agency: str) -> str:
    """The agency's name. One that sent something and is no agency here has none."""
    return named.get(agency, "Another agency, of which nothing else is known here")


def _alone(named: Named, one: Replayed) -> list[str]:
    """Each agency that could see it by itself, with its first day, the earliest first; and how many never could."""
    could = sorted((day, _called(named, agency), agency) for agency, day in one.alone.items() if day)
    never = len(one.alone) - len(could)
    said = [
        f"{name}: from {words.long_day(day)}{AT_THE_EARLIEST if agency in one.told_assumed else ''}"
        for day, name, agency in could
    ]
    if never and not could:
        return [f"None of {never}, to this day" if never > 1 else "Not the one that knew anything, to this day"]
    return [*said, f"{words.counted(never, 'other')} never, to this day"] if never else said


def _earlier(one: Replayed) -> str:
    if one.days_earlier is None:
        return "No agency alone ever could"
    if one.days_earlier <= 0:
        return "Not earlier"
    return f"{words.counted(one.days_earlier, 'day')} earlier than the first agency alone"


def _needed(named: Named, one: Replayed) -> str:
    if not one.fewest:
        return f"Entries of more than {MOST_NEEDED} agencies"
    sets = [words.listed(sorted(_called(named, agency) for agency in some)) for some in one.fewest]
    return "; or ".join(sets)


def _apart(one: Replayed) -> str:
    if one.by_definition:
        return "It asks for several agencies."
    if one.assumed:
        return "A day of writing is assumed."
    return ""


def _claim(claimed: Sequence[Replayed], today: dt.date) -> str:
    never = sum(one.first_alone is None for one in claimed)
    year = sum(_lead(one, today) >= A_YEAR for one in claimed)
    return (
        f"Of {words.counted(len(claimed), 'prompt')} that one agency might have seen by itself, {never} could be seen only by "
        f"several together, and {year} by all together at least a year before any agency alone."
    )


def _lead(one: Replayed, today: dt.date) -> int:
    """By how many days together came before anybody alone: where nobody alone ever could, up to today."""
    return ((one.first_alone or today) - one.on).days
