"""What this partnership asks: each pattern with the version in force, who changed it, and what that changed. Part of `queries`.

It names no child but to whoever may see the child's prompts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keepsight.access.sight import Sight
from keepsight.patterns.kept import as_data, sheet_from
from keepsight.patterns.numbers import Number, numbers
from keepsight.patterns.sheets import LIBRARY, Sheet, said_in
from keepsight.people import in_sight
from keepsight.prompts.in_force import in_force
from keepsight.prompts.models import PatternSwitch, PatternTrial, PatternVersion, Prompt
from keepsight.prompts.queries import may_read, spoken_of
from keepsight.prompts.sheets import sheets as library


@dataclass(frozen=True, slots=True)
class AskedHere:
    """A pattern as this partnership has it. `sheet` is the one in force; where none is, the newest there is.

    `switch` put it in force, or ended its being asked; None: it is asked as the library has it, or was never put in force.
    `coming` is a change on its way.
    """

    name: str
    sheet: Sheet
    asked: bool
    of_library: bool
    switch: PatternSwitch | None
    coming: PatternSwitch | None

    @property
    def own_number(self) -> int | None:
        """Which version of this partnership's is in force. None: the library's, or none."""
        return self.switch.version.number if self.asked and self.switch and self.switch.version else None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change of a pattern did to the prompts that one person may read: which began with it, and which went."""

    began: Sequence[Prompt]
    went: Sequence[Prompt]


def asked_here() -> list[AskedHere]:
    """Every pattern of the library and of this partnership, by title."""
    now = in_force()
    written = {one.pattern: one for one in PatternVersion.objects.order_by("number")}
    switches = {one.id: one for one in _switches().filter(id__in=now.switches.values())}
    coming = {one.pattern: one for one in _switches().filter(ended_at=None)}
    found = [
        AskedHere(
            name,
            now.known[name] if name in now.known else sheet_of(written[name]),
            name in now.asked,
            name in library(),
            switches.get(now.switches[name]) if name in now.switches else None,
            coming.get(name),
        )
        for name in {*now.known, *written}
    ]
    return sorted(found, key=lambda one: (one.sheet.title, one.name))


def one_asked_here(pattern: str) -> AskedHere | None:
    """One of them, or None."""
    return next((one for one in asked_here() if one.name == pattern), None)


def versions(pattern: str) -> list[PatternVersion]:
    """This partnership's versions of a pattern, the newest first, with their trials."""
    found = PatternVersion.objects.filter(pattern=pattern).select_related("by__agency")
    return list(found.prefetch_related("trials__by__agency", "switches").order_by("-number"))


def changes(pattern: str) -> list[PatternSwitch]:
    """Everything that was asked for of a pattern: put in force, let go or on its way, the newest first."""
    return list(_switches().filter(pattern=pattern).order_by("-at", "id"))


def trial(key: UUID) -> PatternTrial | None:
    """One trial, or None."""
    return PatternTrial.objects.filter(id=key).select_related("version", "by__agency").first()


def version(key: UUID) -> PatternVersion | None:
    """One version, or None."""
    return PatternVersion.objects.filter(id=key).first()


def sheet_of(version: PatternVersion) -> Sheet:
    """The sheet that a version makes, in force or not."""
    return sheet_from(version.pattern, version.says, version.number)


def numbers_of(pattern: str, version: PatternVersion | None) -> list[Number]:
    """The numbers of a pattern in a version, or (None) as the library has it."""
    return numbers(version.says if version else _of_library(pattern))


def difference(reader: Sight, switch: PatternSwitch) -> Difference:
    """What began and what went because of a change, as far as this person may read it."""
    sheet = in_force().known.get(switch.pattern)
    if sheet is None or not may_read(reader, sheet):
        return Difference((), ())
    changed = Prompt.objects.filter(child__in=in_sight.within(reader, None)).prefetch_related("evidence")
    began, went = (
        spoken_of(reader, changed.filter(**{how: switch}).order_by("began_on", "id"))
        for how in ("begun_by", "withdrawn_by")
    )
    return Difference(began, went)


def gone_of(reader: Sight, child: UUID) -> list[Prompt]:
    """The prompts of a child that went because the question was changed, as far as this person may read them, the last first.

    Each with its switch. Empty out of sight.
    """
    if child not in in_sight.within(reader, [child]):
        return []
    known = in_force().known
    gone = Prompt.objects.filter(child=child, withdrawn_by__isnull=False).prefetch_related("evidence")
    told = gone.select_related("withdrawn_by__by__agency", "withdrawn_by__version").order_by("-withdrawn_at", "id")
    return [one for one in spoken_of(reader, told) if one.pattern in known and may_read(reader, known[one.pattern])]


def _switches() -> Any:
    return PatternSwitch.objects.select_related("version", "by__agency", "agreed_by__agency", "in_force")


def _of_library(pattern: str) -> dict[str, Any]:
    return as_data(said_in(LIBRARY / pattern)) if pattern in library() else {}
