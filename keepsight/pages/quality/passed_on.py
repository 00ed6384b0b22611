"""Who of the agencies around the child knows what came of an assessment, in words, and what somebody does about it here."""

from collections.abc import Mapping
from typing import Any

from keepsight.chronology.shown import EntryShown
from keepsight.pages import words
from keepsight.pages.page import MAY_SHARE, Asking
from keepsight.pages.story import Story
from keepsight.practice.assessments.passing_on import PASSED_ON, Partner, acknowledge, partners, pass_on
from keepsight.practice.queries import at_front_door
from keepsight.practice.threads.table import OUTCOME

FIELDS = ("agency", "says", "differs")
STANDS = {
    "untold": "Not told yet, as far as is known here",
    "told": "Told, and not acknowledged",
    "read": "Has read it",
}


def passing_on(asking: Asking, story: Story, assessment: EntryShown) -> dict[str, Any]:
    """Each agency with where it stands; then whom this person may tell, and whether they may acknowledge for their own."""
    assert asking.user
    found = partners(story.entries, assessment)
    tells = at_front_door(asking.user)
    own = next((one for one in found if one.code == asking.user.agency_id), None)
    return {
        "partners": [_partner(one) for one in found],
        "tell": [(one.code, one.name) for one in found if tells and one is not own and one.state != "read"],
        "may_read": _may(own, assessment, asking),
        "may_share": asking.sight.role in MAY_SHARE and tells,
    }


def keep_step(asking: Asking, story: Story, assessment: EntryShown, form: Mapping[str, str]) -> None:
    """Tell an agency, or acknowledge for one's own. Raises WrongUse where it is not theirs, or lacks something."""
    assert asking.user
    if form["act"] == "tell":
        pass_on(story.child_id, story.entries, assessment, form["agency"], form["says"], by=asking.user)
    else:
        differs = form["differs"] == "yes"
        acknowledge(story.child_id, story.entries, assessment, differs, form["says"], by=asking.user)


def _may(own: Partner | None, assessment: EntryShown, asking: Asking) -> bool:
    """Whether this person may say that their agency has read it: also of an agency that had told nothing of the child."""
    assert asking.user
    return asking.user.agency_id != assessment.agency and (own is None or "read" in _steps(own))


def _steps(one: Partner) -> list[str]:
    return [name for name, step in OUTCOME.steps.items() if one.state in step.start]


def _partner(one: Partner) -> dict[str, Any]:
    return {
        "name": one.name,
        "stands": STANDS[one.state],
        "due": one.due,
        "filed_on": one.filed_on,
        "done": [_done(each) for each in one.done],
    }


def _done(one: EntryShown) -> dict[str, Any]:
    if one.kind == PASSED_ON:
        how = "" if one.details.get("reached") == "yes" else ". Nobody there reads it in Keepsight"
        title = f"Told{how}"
    else:
        title = "Read, and seen differently" if one.details.get("differs") == "yes" else "Read"
    return {"title": title, "by": one.source.by, "when": words.when(one), "says": one.narrative}
