"""What an agency's agreements let its feed bring. A row outside is set aside with its reason, and whoever it alone names."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from keepsight.access.models import Agreement
from keepsight.access.queries import agreements, no_agreement
from keepsight.intake.drafts import DraftEntry, DraftPerson, DraftRow, DraftTie, Refusal, When

NONE_IN_FORCE = "No agreement with this agency is in force"
NOT_THIS_KIND = "No agreement with this agency covers what happened in this row"
TOO_OLD = "The agreement with this agency covers only younger children"


@dataclass(slots=True)
class Agreed:
    """The agreements of one feed on one day. `standing` None: nobody has made any agreement, and everything is taken in."""

    standing: Sequence[Agreement] | None
    _born: dict[str, When | None] = field(default_factory=dict)
    _outside: set[str] = field(default_factory=set)
    _held: list[DraftPerson] = field(default_factory=list)

    def meet(self, person: DraftPerson) -> None:
        """Note when somebody was born of whom rows may tell."""
        self._born[person.ref] = person.born

    def only_whom_rows_name(self, people: Sequence[DraftPerson]) -> None:
        """Hold these people back until a row names them: the store knows them already, by the entries of the other rows."""
        self._outside |= {one.ref for one in people}

    def rule(self, row: DraftRow) -> DraftRow:
        """The row, or the same row refused: one part of it outside keeps all of it out."""
        if self.standing is None or row.refused or row.blank:
            return row
        reason = next((why for entry in row.entries if (why := self._why_not(entry))), None)
        if reason is None:
            return row
        self._outside |= {ref for entry in row.entries for ref, _ in entry.people}
        return replace(row, entries=(), refused=Refusal(None, reason))

    def people(self, people: Sequence[DraftPerson], rows: Sequence[DraftRow]) -> list[DraftPerson]:
        """Whom to keep of these and of those held back before: nobody whom only refused rows name."""
        named = {ref for row in rows for entry in row.entries for ref, _ in entry.people}
        everybody = [*self._held, *people]
        self._held = [one for one in everybody if one.ref in self._outside and one.ref not in named]
        self._outside -= named
        held = {one.ref for one in self._held}
        return [one for one in everybody if one.ref in named or one.ref not in held]

    def ties(self, ties: Sequence[DraftTie]) -> list[DraftTie]:
        """The ties between people of whom both are kept."""
        held = {one.ref for one in self._held}
        return [tie for tie in ties if tie.a_ref not in held and tie.b_ref not in held]

    def _why_not(self, entry: DraftEntry) -> str | None:
        if not self.standing:
            return NONE_IN_FORCE
        of_kind = [one for one in self.standing if one.covers(entry.kind)]
        if not of_kind:
            return NOT_THIS_KIND
        return None if any(self._young_enough(entry, one.ages_under) for one in of_kind) else TOO_OLD

    def _young_enough(self, entry: DraftEntry, ages_under: int | None) -> bool:
        """False only where a child of the row was surely too old: an age that is not known keeps nothing out."""
        children = [self._born.get(ref) for ref, role in entry.people if role == "child"]
        return ages_under is None or not any(_surely_over(born, entry.when, ages_under) for born in children)


def agreed(agency: str, on: dt.date) -> Agreed:
    """What the agreements with `agency` that are in force on a day let in."""
    return Agreed(None if no_agreement() else list(agreements(on).filter(agency=agency)))


def _surely_over(born: When | None, when: When, years: int) -> bool:
    if born is None or born.last is None or when.first is None:
        return False
    comes_of_age = dt.date(born.last.year + years, born.last.month, min(born.last.day, 28))
    return comes_of_age <= when.first
