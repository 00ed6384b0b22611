"""What a parent or carer says of an injury, an absence or a worry, and whether somebody checked it. Part of `actions`.

Both stand on a thread of their own that bears the id of the entry they are about: so it is one matter, whichever file that came in.
"""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.acts import behind
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.practice.putting import draft_of, put

GIVEN, TESTED = ACTS = ("explanation.given", "explanation.tested")
FOUND = {"fits": "It fits", "does_not_fit": "It does not fit", "not_clear": "Nobody can say yet"}
"""What may come of checking what a carer says."""

TO_EXPLAIN = (
    "injury.recorded",
    "emergency.attended",
    "concern.recorded",
    "neglect.indicator",
    "school.absence",
    "appointment.not_brought",
)
"""The kinds of entries of which a carer may say how they came about."""


@transaction.atomic
@seeing(THE_MACHINE)
def explain(child: UUID, one: EntryShown, *, told_by: str, says: str, by: User) -> UUID:
    """Put on record what a parent or carer says of an entry that somebody was shown. The new entry's id.

    Raises WrongUse where it is not said what, or by whom, and of an entry that is a carer's account itself.
    """
    _refuse_missing(one, {"who says so": told_by, "what they say": says})
    if one.basis == "carer":
        raise WrongUse(
            "That entry is what a carer says already", next_step="Say how it was checked, or choose another entry."
        )
    return _put(child, one, GIVEN, says, {"told_by": told_by.strip()}, by)


@transaction.atomic
@seeing(THE_MACHINE)
def check_explanation(child: UUID, one: EntryShown, *, asked_of: str, says: str, seen_as: str, by: User) -> UUID:
    """Put on record how what a carer says of an entry was checked, with whom, and what came of it. The new entry's id.

    Raises WrongUse where any of that is not said.
    """
    found = seen_as if seen_as in FOUND else ""
    _refuse_missing(one, {"whom you asked": asked_of, "what you were told or saw": says, "whether it fits": found})
    return _put(child, one, TESTED, says, {"asked_of": asked_of.strip(), "seen_as": found}, by)


def _refuse_missing(one: EntryShown, said: dict[str, str]) -> None:
    if one.kind not in TO_EXPLAIN or one.scope != "child":
        raise WrongUse(
            "There is nothing to explain", next_step="Choose an injury, an absence or a worry of this child."
        )
    missing = [what for what, word in said.items() if not word.strip()]
    if missing:
        raise WrongUse("Something is missing", next_step=f"Say {' and '.join(missing)}.")


def _put(child: UUID, one: EntryShown, kind: str, says: str, details: dict[str, str], by: User) -> UUID:
    draft = draft_of(kind, says, {"about": str(one.id), **details}, behind([one.id])[one.id].level, by)
    return put(replace(draft, basis="carer" if kind == GIVEN else "observed"), child, one.id, by)
