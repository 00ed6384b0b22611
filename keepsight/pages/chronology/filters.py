"""What of the chronology to show: by agency, by what happened, by day, by whose words. No filter names a person."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages import words

# What happened, in heaps. A kind belongs to the heap that names it, else to the one that names its first word, else to the last.
HEAPS: dict[str, tuple[str, frozenset[str]]] = {
    name: (title, frozenset(kinds.split()))
    for name, title, kinds in (
        (
            "help",
            "Contacts, referrals, early help",
            "contact referral referrer involvement step_down early_help advice onward_referral",
        ),
        (
            "plans",
            "Assessments, plans and court",
            "assessment strategy_discussion section47 conference plan core_group emergency_protection legal_advice "
            "preproceedings court guardianship",
        ),
        (
            "care",
            "In care and leaving care",
            "looked_after legal_status placement away care_review reviewing_officer pathway_plan care_leaver adoption",
        ),
        (
            "harm",
            "Concerns and harm",
            "concern injury explanation paediatric_opinion disclosure sexual_harm police domestic_abuse partner_abuse control "
            "substance_use adult adult_mental_health marac",
        ),
        ("neglect", "Neglect, home and growth", "neglect home housing growth feeding"),
        (
            "seen",
            "Seen, heard and visits",
            "child.seen child.not_seen child.voice child.support child.distress child.answered visit",
        ),
        (
            "health",
            "Appointments, hospital and school",
            "appointment emergency immunisation health_assessment dental_check school",
        ),
        ("missing", "Missing and exploitation", "missing return_interview exploitation"),
        ("other", "Everything else", ""),
    )
}
SIGNIFICANT, ALL = "significant", "all"
# How a day may be written, and which parts are its year, month and day.
DAY_SHAPES = (
    (re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), (1, 2, 3)),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for, as it was written, and the days it was understood to mean. None: not asked."""

    agency: str = ""
    heap: str = ""
    since: str = ""
    until: str = ""
    about: str = ""
    said: bool = False
    sources: bool = False
    show: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.agency or self.heap or self.first or self.last or self.about or self.said)


def asked_for(query: Mapping[str, str]) -> Filters:
    """The filters in an address. A day that cannot be read filters nothing and is answered with a sentence."""
    since, until = query.get("since", "").strip(), query.get("until", "").strip()
    first, last = day_of(since), day_of(until)
    errors = [
        (field, f"‘{label}’ must be a day, such as 3/11/2025")
        for field, label, text, day in (("since", "From", since, first), ("until", "To", until, last))
        if text and day is None
    ]
    if first and last and first > last:
        errors.append(("until", "‘To’ must be the same day as ‘From’ or later"))
    return Filters(
        query.get("agency", ""),
        query.get("what", ""),
        since,
        until,
        query.get("about", ""),
        query.get("said") == "yes",
        query.get("sources") == "yes",
        query.get("show", ""),
        first,
        last,
        tuple(errors),
    )


def only_significant(filters: Filters, entries: Sequence[EntryShown]) -> bool:
    """Whether to show only entries of which somebody has said why they matter: if asked, or if nothing was asked and
    there are any. A filter asks for whatever it finds."""
    if filters.show == SIGNIFICANT:
        return True
    asked = filters.show == ALL or filters.narrow or filters.errors
    return not asked and any(entry.significance for entry in entries)


def keeps(filters: Filters, entry: EntryShown) -> bool:
    """Whether an entry is among those asked for. Of a stretch, any day will do; without a day it is in no stretch."""
    return (
        (not filters.agency or filters.agency in (entry.agency_name, words.sent_by(entry)))
        and (not filters.heap or heap_of(entry.kind) == filters.heap)
        and (filters.about != "child" or entry.scope == "child")
        and (not filters.said or bool(entry.child_words))
        and _in_days(filters, entry)
    )


def heap_of(kind: str) -> str:
    """The heap that a kind belongs to."""
    named = {kind, kind.split(".")[0]}
    return next((name for name, (_, kinds) in HEAPS.items() if named & kinds), "other")


def agencies_of(entries: Sequence[EntryShown]) -> list[str]:
    """The agencies to choose from: those that hold an entry, and those that one came from."""
    return sorted({name for entry in entries for name in (entry.agency_name, words.sent_by(entry))})


def day_of(text: str) -> dt.date | None:
    """ "3/11/2025" or "2025-11-03" as a day, or None."""
    for shape, (year, month, day) in DAY_SHAPES:
        if found := shape.fullmatch(text):
            try:
                return dt.date(int(found[year]), int(found[month]), int(found[day]))
            except ValueError:
                return None
    return None


def real_day(text: str) -> dt.date:
    """A day as somebody typed it into a form. Raises WrongUse where it is none."""
    on = day_of(text)
    if on is None:
        raise WrongUse("The day must be a real one", next_step="Write it like 27/3/2026.")
    return on


def _in_days(filters: Filters, entry: EntryShown) -> bool:
    if filters.first is None and filters.last is None:
        return True
    if entry.occurred_from is None:
        return False
    ends = entry.occurred_to or entry.occurred_from
    begins_in_time = filters.last is None or entry.occurred_from <= filters.last
    return begins_in_time and (filters.first is None or ends >= filters.first)
