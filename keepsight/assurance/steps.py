"""The allowed steps: of a recommendation, of an action, of a request. Done is one thing, changed is another.

The agency that owns a thing says what it does; the learning team says whether that is enough. Nobody judges their own work.
It refuses a step that does not follow, one that must say why and does not, and one that is another's to take.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from keepsight.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Allowed:
    """A step: what people read, what follows it, whose it is to take, and what must be said with it (None: nothing)."""

    title: str
    then: tuple[str, ...]
    whose: str
    must_say: str | None = None


Table = Mapping[str, Allowed]
BEGINNING = "made"
OWNER, JUDGE = "agency_lead", "learning_team"  # the owning agency's lead; the learning team of the partnership

OF_RECOMMENDATIONS: Table = {
    "made": Allowed("Made", ("accepted", "accepted_in_part", "declined"), OWNER),
    "accepted": Allowed("Accepted", ("done",), OWNER),
    "accepted_in_part": Allowed("Accepted in part", ("done",), OWNER, "which part, and why not the rest"),
    "declined": Allowed("Declined", ("accepted", "accepted_in_part"), OWNER, "why it was declined"),
    "done": Allowed("Done", ("changed", "not_changed"), OWNER, "what shows that it was done"),
    "changed": Allowed("Practice changed", ("came_back",), JUDGE, "what shows that practice changed"),
    "not_changed": Allowed("Done, and practice did not change", ("done",), JUDGE, "what the measure shows"),
    "came_back": Allowed("Practice slipped back", ("done",), JUDGE, "what shows that it slipped back"),
}

OF_ACTIONS: Table = {
    "made": Allowed("Under way", ("done", "dropped"), OWNER),
    "done": Allowed("Done", ("made",), OWNER, "what shows that it was done"),
    "dropped": Allowed("Dropped", ("made",), OWNER, "why it was dropped"),
}

OF_REQUESTS: Table = {
    "made": Allowed("Asked", ("answered",), OWNER),
    "answered": Allowed("Answered", ("assured", "partly_assured", "not_assured"), OWNER, "the agency's answer"),
    "assured": Allowed("Assured", ("made",), JUDGE, "what makes us sure"),
    "partly_assured": Allowed("Partly assured", ("made",), JUDGE, "what is still open"),
    "not_assured": Allowed("Not assured", ("made",), JUDGE, "what is missing"),
}


def takes(role: str, agency: str, owner: str, step: Allowed) -> bool:
    """Whether somebody in a role at an agency may take a step of what `owner`, an agency, owns."""
    return role == step.whose and (step.whose == JUDGE or agency == owner)


def check(table: Table, before: str, step: str, says: str) -> None:
    """Raises WrongUse where `step` does not follow `before`, or lacks what must be said with it."""
    if step not in table or step not in table[before].then:
        follows = ", ".join(table[one].title.lower() for one in table[before].then)
        raise WrongUse(f"That cannot follow '{table[before].title.lower()}'", next_step=f"What can follow: {follows}.")
    if (needed := table[step].must_say) and not says.strip():
        raise WrongUse(f"Nobody can read later {needed}", next_step=f"Say {needed}.")
