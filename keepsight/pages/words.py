"""Dates, counts and people in plain words. What is not known is said to be not known."""

import datetime as dt
import re
from collections.abc import Iterable
from contextlib import suppress
from zoneinfo import ZoneInfo

from keepsight.chronology.shown import EntryShown
from keepsight.clocks.pregnancy import weeks_on
from keepsight.intake.drafts import When
from keepsight.people.shown import ChildShown
from keepsight.store.suppression import HIDDEN, TOO_FEW
from keepsight.vocabulary import FACTORS, FACTORS_NONE_CODE, KINDS, UNKNOWN

LONDON = ZoneInfo("Europe/London")
NOT_KNOWN = "date not known"
# English months whatever the server speaks; and a page of thousands of dates has no time for strftime.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # how details keep a day
# Below this age people say months.
MONTHS_BELOW_YEARS = 2

DETAIL_WORDS = {
    "no_further_action": "no further action",
    "early_help": "early help",
    "child_in_need": "child in need plan",
    "child_protection": "child protection plan",
    "no_conference": "no conference",
}
CODES = {
    "need": {
        "N0": "not stated",
        "N1": "abuse or neglect",
        "N2": "the child's disability or illness",
        "N3": "a parent's disability or illness",
        "N4": "family in acute stress",
        "N5": "family dysfunction",
        "N6": "socially unacceptable behaviour",
        "N7": "low income",
        "N8": "absent parenting",
        "N9": "not a child in need",
    },
    "category": {
        "NEG": "neglect",
        "PHY": "physical abuse",
        "SAB": "sexual abuse",
        "EMO": "emotional abuse",
        "MUL": "more than one of these",
    },
    "factors": {code: factor.title for factor in FACTORS.values() for code in factor.codes}
    | {FACTORS_NONE_CODE: "no factor found"},
}
"""The codes of the children in need census (the guide to each year's collection), in words, by the detail that holds them."""
BASIS_WORDS = {
    "observed": "seen by the person who wrote it",
    "child": "the child's words",
    "carer": "a carer's account",
    "other_account": "another person's account",
    "document": "from a document",
    "opinion": "a professional's opinion",
}


def day(on: dt.date | None) -> str:
    """ "3 Mar 2026". None is said, not hidden."""
    return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}" if on else NOT_KNOWN


def long_day(on: dt.date | None) -> str:
    """ "3 March 2026"."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}" if on else NOT_KNOWN


def day_as_typed(on: dt.date) -> str:
    """ "3/4/2026", as people type it and `chronology.filters.day_of` reads it."""
    return f"{on.day}/{on.month}/{on.year}"


def month(on: dt.date) -> str:
    """ "Mar 2026"."""
    return f"{MONTHS[on.month - 1][:3]} {on.year}"


def moment(at: dt.datetime | None) -> str:
    """ "3 Mar 2026, 14:05" in London's time."""
    if at is None:
        return NOT_KNOWN
    local = at.astimezone(LONDON)
    return f"{day(local.date())}, {local.hour:02}:{local.minute:02}"


def when(entry: EntryShown) -> str:
    """The day, the month or the stretch on which an entry happened, no more exact than it was told."""
    return _told(entry.occurred_from, entry.occurred_to, entry.occurred_at, entry.precision)


def told(when: When) -> str:
    """The same of a time that a file gives, before anything is an entry."""
    return _told(when.first, when.last, when.at, when.precision)


def _told(first: dt.date | None, last: dt.date | None, at: dt.datetime | None, precision: str) -> str:
    if first is None:
        return NOT_KNOWN
    match precision:
        case "minute" if at:
            return moment(at)
        case "month":
            return month(first)
        case "year":
            return str(first.year)
        case "range" if last and last != first:
            return f"{day(first)} to {day(last)}"
        case "uncertain":
            return f"{day(first)}, not certain"
        case _:
            return day(first)


def inexact(entry: EntryShown) -> str | None:
    """The words in the file, where the date is less exact than a day; None where it is exact or blank."""
    return entry.raw_when if entry.precision not in ("day", "minute") and entry.raw_when else None


def counted(count: int, one: str, many: str | None = None) -> str:
    """ "1 entry", "3 entries"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def closed(said: str) -> str:
    """What people wrote, as a sentence: with a full stop, where they left it without an end."""
    return said if said.endswith((".", "?", "!", "…")) else f"{said}."


def listed(words: list[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def in_a_row(titles: list[str]) -> str:
    """Titles as the words of one line: only the first begins with a capital, and what begins with several ("CAMHS visit")."""
    return listed([*titles[:1], *(one if one[1:2].isupper() else one[:1].lower() + one[1:] for one in titles[1:])])


def without(told: Iterable[tuple[str, object]]) -> str:
    """The titles that nothing stands beside, as the words of one line; empty where something stands beside each."""
    return in_a_row([title for title, some in told if not some])


def age(child: ChildShown, today: dt.date) -> str:
    """ "9 years", "about 9 years", "7 months", "not yet born", or that it is not known. Who died has no age today."""
    if child.died_on:
        return f"died {day(child.died_on)}"
    if child.born_on is None:
        return "not yet born" if child.expected_on else "age not known"
    months = (today.year - child.born_on.year) * 12 + today.month - child.born_on.month
    months -= today.day < child.born_on.day
    about = "" if child.born_precision == "day" else "about "
    if months < MONTHS_BELOW_YEARS * 12:
        return about + counted(max(months, 0), "month")
    return about + counted(months // 12, "year")


def born(child: ChildShown) -> str:
    """ "born 4 Feb 2017"; what the file says where that is less exact; or that it is not known. Beside it the day expected."""
    told = _told(child.expected_on, child.expected_to, None, child.expected_precision)
    expected = f"expected {told}" if child.expected_on else ""
    if child.born_on is None:
        return expected or "birth date not known"
    exact = child.born_precision == "day"
    born = f"born {day(child.born_on)}" if exact else f"born ‘{child.born_raw or child.born_on.year}’"
    return f"{born} ({expected})" if expected else born


def before_birth(child: ChildShown, first: dt.date | None, last: dt.date | None) -> str | None:
    """ "before birth, at about 24 weeks", of something that happened between two days; None where it was not before birth.

    The weeks are those of the pregnancy, where one day was ever said on which the birth is expected, and the day is known.
    """
    birth = child.born_on or child.expected_on
    if birth is None or first is None or last is None or last >= birth:
        return None
    exact = child.expected_precision == "day" and first == last
    weeks = weeks_on(child.expected_on, first) if child.expected_on and exact else None
    return "before birth" if weeks is None else f"before birth, at about {counted(weeks, 'week')}"


def their(child: ChildShown) -> str:
    """ "her", "his" or "their"."""
    return {"female": "her", "male": "his"}.get(child.sex or "", "their")


def they(child: ChildShown) -> str:
    """ "she", "he" or "they"."""
    return {"female": "she", "male": "he"}.get(child.sex or "", "they")


def detail(word: object) -> str:
    """A detail's word as people say it."""
    if isinstance(word, (list, tuple)):
        return ", ".join(str(one) for one in word)
    if isinstance(word, dt.date):
        return day(word)
    if ISO_DAY.fullmatch(str(word)):
        with suppress(ValueError):  # what a file said may look like a day and be none
            return day(dt.date.fromisoformat(str(word)))
    return DETAIL_WORDS.get(str(word), str(word).replace("_", " "))


def told_detail(name: str, word: object) -> str:
    """The detail of that name as people say it: a code of the census in words, beside the code, which is what was sent."""
    titles = CODES.get(name, {})
    said = [detail(one) for one in (word if isinstance(word, (list, tuple)) else [word])]
    return "; ".join(f"{titles[one.upper()]} ({one})" if one.upper() in titles else one for one in said)


def known(entry: EntryShown, name: str) -> str | None:
    """One detail of an entry, or None where it was not recorded. "unknown" is not recorded."""
    word = entry.details.get(name)
    return None if word in (None, "", UNKNOWN) else str(word)


def sent_by(entry: EntryShown) -> str:
    """The agency the matter came from, which is the holder unless the record says another.

    What the holder decided on a matter is the holder's own, whoever the matter came from.
    """
    return entry.agency_name if entry.mark == "decision" else entry.from_agency_name or entry.agency_name


def titles(kinds: tuple[str, ...]) -> list[str]:
    """The titles of kinds, in the order of the vocabulary."""
    return [KINDS[name].title for name in KINDS if name in kinds]


def printed(count: int | None) -> str:
    """A count as it may be printed. None: it is hidden, for it would say too much of too few."""
    return HIDDEN if count is None else str(count)


def share_between(share: tuple[float, float] | None) -> str:
    """A share as the two between which it would lie, both as fractions; None: of too few."""
    return f"between {round(100 * share[0])}% and {round(100 * share[1])}%" if share else TOO_FEW
