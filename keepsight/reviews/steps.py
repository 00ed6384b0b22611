"""The life of a review, as a table of allowed steps: from the harm becoming known to the paper being published, or not.

    notified -> criteria_met / criteria_not_met -> rapid_review_held -> commissioned / not_commissioned -> received -> published

A partnership or internal review begins by being commissioned. It refuses a step that does not follow.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from keepsight.errors import WrongUse

BEGINNING = "begun"


@dataclass(frozen=True, slots=True)
class Allowed:
    """A step: what people read, what may follow it, and what must be said with it (None: nothing need be)."""

    title: str
    then: tuple[str, ...]
    must_say: str | None = None


STEPS: Mapping[str, Allowed] = {
    "begun": Allowed("Entered in the register", ("notified", "commissioned", "received", "published")),
    "notified": Allowed("Serious incident notified", ("criteria_met", "criteria_not_met")),
    "criteria_met": Allowed("Criteria met", ("rapid_review_held",), "why the criteria are met"),
    "criteria_not_met": Allowed("Criteria not met", ("commissioned", "closed"), "why the criteria are not met"),
    "rapid_review_held": Allowed("Rapid review held", ("commissioned", "not_commissioned")),
    "commissioned": Allowed("Review commissioned", ("received", "closed")),
    "not_commissioned": Allowed("No further review", ("closed",), "why no further review was commissioned"),
    "received": Allowed("Report received", ("published", "not_published")),
    "published": Allowed("Published", ("withdrawn",)),
    "not_published": Allowed("Not to be published", ("published",), "why it is not published"),
    "withdrawn": Allowed("Withdrawn from publication", ("published",), "why it was withdrawn"),
    "closed": Allowed("Closed", (), "what was learnt all the same"),
}


def check(before: str, step: str, says: str) -> None:
    """Raises WrongUse where `step` does not follow `before`, or lacks what must be said with it."""
    if step not in STEPS or step not in STEPS[before].then:
        follows = ", ".join(STEPS[one].title.lower() for one in STEPS[before].then) or "nothing"
        raise WrongUse(f"That cannot follow '{STEPS[before].title.lower()}'", next_step=f"What can follow: {follows}.")
    if (needed := STEPS[step].must_say) and not says.strip():
        raise WrongUse(f"Nobody can read later {needed}", next_step=f"Say {needed}.")
