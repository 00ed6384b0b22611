"""Which sheet of each pattern is asked now: the library's, or the version that this partnership has put in force; or none.

    sheets()["re-referral"].asks.at_least
    in_force().sheet_of("re-referral", 1001)      the sheet that asked for a prompt, by the version that it carries

What was put in force last decides, and is looked up once for each asking: the sheets themselves are worked out once for each
change. A pattern that is not asked is said wherever coverage is: that nothing asks is no safety.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from keepsight.patterns.kept import own_number, sheet_from
from keepsight.patterns.scanning.asked import write_asked
from keepsight.patterns.sheets import Sheet
from keepsight.prompts import sheets as shelf
from keepsight.prompts.models import PatternInForce, PatternSwitch, PatternVersion
from keepsight.store.asked_once import once


@dataclass(frozen=True, slots=True, eq=False)
class InForce:
    """`asked` are the sheets that are asked. `known` has beside them those that are not asked any more, as they last were.

    `own` are all versions of this partnership's that ever were in force, by pattern and version. `switches` are the changes in
    force, by the pattern: a pattern without one is asked as the library has it.
    """

    asked: Mapping[str, Sheet]
    known: Mapping[str, Sheet]
    own: Mapping[tuple[str, int], Sheet]
    switches: Mapping[str, UUID]

    def sheet_of(self, pattern: str, version: int) -> Sheet | None:
        """The sheet that asked in a version. None for a version of no shelf."""
        return self.own.get((pattern, version)) if own_number(version) else shelf.sheets().get(pattern)


@once
def in_force() -> InForce:
    """What is in force in this store, as this transaction sees it."""
    last = PatternInForce.objects.order_by("-place").values_list("switch_id", flat=True).first()
    return _since(last)


def sheets() -> Mapping[str, Sheet]:
    """Every sheet that is asked now, by its name."""
    return in_force().asked


def known() -> Mapping[str, Sheet]:
    """Every sheet that is asked now, and as it last was each that is not asked any more: to read what it once found."""
    return in_force().known


def not_asked() -> list[PatternSwitch]:
    """The patterns of the library that this partnership does not ask, with who said so and why."""
    now = in_force()
    off = [switch for name, switch in now.switches.items() if name not in now.asked and name in shelf.sheets()]
    return list(PatternSwitch.objects.filter(id__in=off).select_related("by__agency", "agreed_by").order_by("pattern"))


def write_beside(folder: Path) -> None:
    """Write what is in force beside a folder of columns, for a scan of it."""
    now = in_force()
    versions = PatternVersion.objects.filter(switches__in=list(now.switches.values())).order_by("pattern")
    own = [(one.pattern, one.number, one.says) for one in versions if one.pattern in now.asked]
    write_asked(folder, own, shelf.sheets().keys() - now.asked.keys())


@lru_cache(maxsize=8)
def _since(last: UUID | None) -> InForce:
    """Worked out once for each change: a switch, once it is in force, is never changed, nor are those before it."""
    library = shelf.sheets()
    if last is None:
        return InForce(library, library, {}, {})
    asked, known, own, switches = dict(library), dict(library), {}, {}
    for one in PatternSwitch.objects.filter(in_force__isnull=False).select_related("version").order_by("in_force"):
        switches[one.pattern] = one.id
        sheet = _read(one.version) if one.version else None if one.off else library.get(one.pattern)
        if sheet:
            asked[one.pattern] = known[one.pattern] = own[one.pattern, sheet.version] = sheet
        else:
            asked.pop(one.pattern, None)
    return InForce(dict(sorted(asked.items())), dict(sorted(known.items())), own, switches)


def _read(version: PatternVersion) -> Sheet:
    return sheet_from(version.pattern, version.says, version.number)
