"""A pattern that was often answered wrong goes back to people: a dated notice, and what a named person did. Part of `actions`.

    went_back -> kept as it is, with a reason | another version or none, by a switch that was asked for since (`own`)

No machine changes what is asked: until somebody does, it goes on asking.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from keepsight.access.models import User
from keepsight.errors import Overtaken, WrongUse
from keepsight.prompts.models import PatternKept, PatternReturn, PatternSwitch
from keepsight.prompts.own import MAY_WRITE
from keepsight.store import audit, clock


@dataclass(frozen=True, slots=True)
class WentBack:
    """A notice that a pattern went back. `kept` or `switch` is what somebody did about it; neither: it still waits."""

    notice: PatternReturn
    kept: PatternKept | None
    switch: PatternSwitch | None

    @property
    def waits(self) -> bool:
        """Whether nobody has done anything about it yet."""
        return self.kept is None and self.switch is None


@transaction.atomic
def go_back(pattern: str, quarter_on: dt.date, *, wrong: int, answered: int) -> PatternReturn | None:
    """Keep that a pattern went back for a quarter. None where it did already: asking twice changes nothing."""
    made, new = PatternReturn.objects.get_or_create(
        pattern=pattern, quarter_on=quarter_on, defaults={"wrong": wrong, "answered": answered, "at": clock.now()}
    )
    if new:
        audit.note("prompts.pattern_goes_back", by=None, about=f"pattern_return {made.id}")
    return made if new else None


@transaction.atomic
def keep(notice: PatternReturn, *, because: str, by: User) -> None:
    """Keep a pattern as it is although it went back.

    Raises WrongUse where it is not theirs and without a reason, Overtaken where somebody has done something about it already.
    """
    if by.role not in MAY_WRITE:
        raise WrongUse("What is asked is not yours to change", next_step="Ask an agency lead or a hub coordinator.")
    if not because.strip():
        raise WrongUse("To keep it needs a reason", next_step="Say why.")
    if not _one(notice).waits:
        raise Overtaken("Somebody has done something about it already", next_step="Open the pattern again.")
    try:
        with transaction.atomic():
            PatternKept.objects.create(returned=notice, because=because.strip(), by=by, at=clock.now())
    except IntegrityError as wrong:
        raise Overtaken("Somebody has kept it already", next_step="Open the pattern again.") from wrong
    audit.note("prompts.keep_pattern", by=by, about=f"pattern_return {notice.id}")


def went_back(pattern: str | None = None) -> list[WentBack]:
    """Every notice, or those of one pattern, the newest first."""
    found = PatternReturn.objects.select_related("kept__by__agency").order_by("-quarter_on", "pattern")
    return [_one(notice) for notice in (found if pattern is None else found.filter(pattern=pattern))]


def _one(notice: PatternReturn) -> WentBack:
    """A change that was let go, or refused, is none."""
    since = PatternSwitch.objects.filter(pattern=notice.pattern, at__gte=notice.at).select_related(
        "by__agency", "in_force"
    )
    stands = [one for one in since.order_by("at", "id") if one.ended_at is None or hasattr(one, "in_force")]
    return WentBack(notice, getattr(notice, "kept", None), next(iter(stands), None))
