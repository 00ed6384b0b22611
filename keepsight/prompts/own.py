"""A partnership's own versions of what is asked: written, let go, and asked for to be put in force. Part of `actions`.

    written -> tried on the store's own past (`trials`) -> switched on by a named person -> in force (`switching`)

Nothing is put in force untried. One person alone may add a question; changing one that is asked, or asking it no more, takes two
of two agencies, for what is not asked any more is found by nobody. Everybody who does so is named, with the reason.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from keepsight.access.models import User
from keepsight.errors import Overtaken, WrongUse
from keepsight.patterns.kept import as_data, sheet_from
from keepsight.patterns.numbers import with_numbers
from keepsight.patterns.sheets import LIBRARY, Sheet, said_in, windows_asked
from keepsight.prompts import calendar
from keepsight.prompts.in_force import in_force
from keepsight.prompts.models import PatternSwitch, PatternTrial, PatternVersion
from keepsight.prompts.sheets import sheets as library
from keepsight.store import audit, clock

MAY_WRITE = frozenset({"agency_lead", "hub_coordinator"})
"""Roles that write versions, try them, and switch them on or off: whoever answers for what their agency does for children."""
MANY_IN_A_HUNDRED = 10
"""Children in a hundred for whom a pattern held: above it, whoever switches it on says why so many are asked about."""
WORDS = ("title", "question", "sentence", "unit")
"""The words of a sheet that may be said otherwise with its numbers, for some of them say the numbers."""


def table_of(pattern: str) -> dict[str, Any]:
    """The table of the newest sheet of a pattern, in force or not: this partnership's last version, else the library's.

    Raises WrongUse for a pattern of which there is none.
    """
    newest = PatternVersion.objects.filter(pattern=pattern).order_by("-number").first()
    if newest:
        return dict(newest.says)
    if pattern not in library():
        raise WrongUse("There is no such pattern", next_step="See the list of patterns.")
    return as_data(said_in(LIBRARY / pattern))


@transaction.atomic
def change_numbers(pattern: str, numbers: Mapping[str, str], words: Mapping[str, str], *, by: User) -> PatternVersion:
    """Write a version of a pattern with other numbers, by their path, and with other WORDS where those say them.

    It asks nothing yet. Raises WrongUse where it is not theirs to write, where nothing differs, and where it cannot be asked.
    """
    before = table_of(pattern)
    says = with_numbers(before, numbers) | {name: words[name].strip() for name in WORDS if words.get(name, "").strip()}
    if says == before:
        raise WrongUse("Nothing differs from the version before", next_step="Change a number.")
    return write(pattern, says, by=by)


@transaction.atomic
def write(pattern: str, says: Mapping[str, Any], *, by: User) -> PatternVersion:
    """Keep a version of a pattern, of the library or wholly this partnership's own. It asks nothing yet.

    Raises as `change_numbers` does.
    """
    _refuse_another_role(by)
    number = 1 + (PatternVersion.objects.filter(pattern=pattern).aggregate(last=Max("number"))["last"] or 0)
    sheet = sheet_from(pattern, says, number)
    _refuse_what_is_not_its_own(sheet)
    try:
        with transaction.atomic():
            made = PatternVersion.objects.create(pattern=pattern, number=number, says=dict(says), by=by, at=clock.now())
    except IntegrityError as wrong:
        raise Overtaken("Somebody else has just written a version", next_step="Open the pattern again.") from wrong
    calendar.add(windows_asked([sheet]))
    audit.note("prompts.write_pattern", by=by, about=f"pattern_version {made.id}")
    return made


def name_for(title: str) -> str:
    """The name of a new pattern, out of its title. Raises WrongUse where it has none, or a pattern is called so already."""
    name = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-")
    if not name:
        raise WrongUse("The question needs a title", next_step="Give it one.")
    if name in library() or PatternVersion.objects.filter(pattern=name).exists():
        raise WrongUse("There is a pattern with this title already", next_step="Give it another title.")
    return name


@transaction.atomic
def try_out(version: PatternVersion, *, by: User) -> PatternTrial:
    """Ask for a version to be tried on the store's own past by the worker.

    Raises WrongUse where it is not theirs, Overtaken where it is being tried already.
    """
    _refuse_another_role(by)
    try:
        with transaction.atomic():
            trial = PatternTrial.objects.create(version=version, as_of=clock.today(), by=by, at=clock.now())
    except IntegrityError as wrong:
        raise Overtaken("It is being tried already", next_step="Open the pattern again.") from wrong
    audit.note("prompts.try_pattern", by=by, about=f"pattern_version {version.id}")
    return trial


@transaction.atomic
def switch_on(version: PatternVersion, *, because: str, by: User) -> PatternSwitch:
    """Ask for a version to be put in force.

    Raises WrongUse where it is not theirs, without a reason, where it was never tried, and where it is in force; Overtaken where
    another change of the pattern is on its way.
    """
    if not version.trials.filter(ended_at__isnull=False, refused_because="").exists():
        raise WrongUse("It was never tried on the past", next_step="Try it first.")
    asked = in_force().asked.get(version.pattern)
    if asked and asked == sheet_from(version.pattern, version.says, version.number):
        raise WrongUse("This version is in force already", next_step="See the pattern.")
    return _switch(version.pattern, because=because, by=by, second=asked is not None, version=version)


@transaction.atomic
def switch_off(pattern: str, *, because: str, by: User) -> PatternSwitch:
    """Ask for a pattern not to be asked any more. Raises as `switch_on`, and where it is not asked."""
    if pattern not in in_force().asked:
        raise WrongUse("It is not asked now", next_step="See the list of patterns.")
    return _switch(pattern, because=because, by=by, second=True, off=True)


@transaction.atomic
def back_to_library(pattern: str, *, because: str, by: User) -> PatternSwitch:
    """Ask for a pattern to be asked as the library has it. Raises as `switch_on`, and where the library has no other sheet."""
    asked, theirs = in_force().asked.get(pattern), library().get(pattern)
    if theirs is None or asked == theirs:
        raise WrongUse("The library has no other sheet for it than the one in force", next_step="See the pattern.")
    return _switch(pattern, because=because, by=by, second=asked is not None)


@transaction.atomic
def agree(switch: PatternSwitch, *, by: User) -> None:
    """Say the second yes to a change: only then the worker puts it in force.

    Raises WrongUse for whoever asked for it, anybody of their agency, and another role; Overtaken where it needs no yes any more.
    """
    _refuse_another_role(by)
    if by.agency_id == switch.by.agency_id:
        raise WrongUse("The second yes is another agency's to say", next_step="Ask a colleague of another agency.")
    waits = PatternSwitch.objects.filter(id=switch.id, ended_at=None, needs_second=True, agreed_by=None)
    if not waits.update(agreed_by=by, agreed_at=clock.now()):
        raise Overtaken("This change waits for no yes", next_step="Open the pattern again.")
    audit.note("prompts.agree_to_switch", by=by, about=f"pattern_switch {switch.id}")


@transaction.atomic
def let_go(switch: PatternSwitch, *, by: User) -> None:
    """Let a change go that is not in force yet. Raises WrongUse for another role, Overtaken where it has ended its way."""
    _refuse_another_role(by)
    if not PatternSwitch.objects.filter(id=switch.id, ended_at=None).update(ended_at=clock.now()):
        raise Overtaken("This change is not on its way any more", next_step="Open the pattern again.")
    audit.note("prompts.let_switch_go", by=by, about=f"pattern_switch {switch.id}")


def _switch(
    pattern: str, *, because: str, by: User, second: bool, version: PatternVersion | None = None, off: bool = False
) -> PatternSwitch:
    _refuse_another_role(by)
    if not because.strip():
        raise WrongUse("A change needs its reason", next_step="Say why.")
    try:
        with transaction.atomic():
            made = PatternSwitch.objects.create(
                pattern=pattern, version=version, off=off, because=because.strip(), by=by, at=clock.now(), needs_second=second
            )  # fmt: skip
    except IntegrityError as wrong:
        raise Overtaken(
            "Another change of this pattern is on its way", next_step="Wait for it, or let it go first."
        ) from wrong
    audit.note("prompts.switch_pattern", by=by, about=f"pattern_switch {made.id}")
    return made


def _refuse_another_role(by: User) -> None:
    if by.role not in MAY_WRITE:
        raise WrongUse("What is asked is not yours to change", next_step="Ask an agency lead or a hub coordinator.")


def _refuse_what_is_not_its_own(sheet: Sheet) -> None:
    """A restricted question stays restricted, and a clock of this partnership's own is called local: never passed off as law."""
    theirs = library().get(sheet.name)
    if theirs is None and sheet.clock.in_force_from is not None:
        raise WrongUse("A clock of your own is local practice", next_step="Leave the law out of it.")
    if theirs and (theirs.restricted, theirs.clock, theirs.shape) != (sheet.restricted, sheet.clock, sheet.shape):
        raise WrongUse(
            "Only the numbers and words of a pattern of the library can be changed", next_step="Write one of your own."
        )
