"""What a thread is: the states it may stand in, the steps that lead from one to another, and the words a table of steps uses.

A thread stands in a state; a step leads from one to another. What a clock does when nobody acts is said by the state; whose turn
it then is, by the thread's ladder (ladders.toml). The threads there are stand in one table (table.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keepsight.practice.threads.ladders import LADDERS, Ladder

NOT_BEGUN = "not_begun"
"""Where a thread stands that only a person's step begins."""

WHO = {
    "anyone": "anyone who works with the child",
    "owner": "somebody of the agency whose prompt it is, whom the entries do not name",
    "turn": "whoever's turn it is on the ladder, or further up",
    "other_agency": "whoever's turn it is, of another agency than the one that offered",
    "front_door": "the front door: the hub coordinator, or somebody of children's social care",
    "either_end": "the front door, or somebody of the agency that raised it",
    "receiver": "somebody of another agency than the one that stepped the child down",
    "whoever_reads": "somebody of that agency",
    "manager": "a manager of the agency that asks, who did not ask for it themselves",
    "convener": "whoever's turn it is on the ladder, or somebody of the agency that leads",
}
"""Who may take a step, by the word the table uses."""

SAID = {
    "says": "why, in your own words",
    "by_when": "the day by when",
    "asked_of": "whom you ask",
    "wanted": "what you want instead",
    "about": "which decision, view or plan it is about",
    "thinks": "what worries you about it",
    "outcome": "what is decided",
    "adviser": "which professional you ask",
    "interviewer": "who asked the child",
    "quality": "what you make of the interview",
    "by_whom": "who does it",
    "seen_as": "how it was found",
    "followed": "what followed",
    "risk": "how the risk is managed meanwhile",
    "decision": "for which decision",
    "statement": "what the entries show, with their numbers",
    "to_whom": "to whom it goes",
    "received_by": "who received it",
    "unmet": "which need it is",
    "asked_on": "on which day the service was asked",
    "why_not": "why it is not met",
    "meanwhile": "what is done meanwhile",
    "reached": "whether somebody there reads it here",
    "differs": "whether you see it differently",
    "to_approve": "what is to be approved",
}
"""What must be said with a step, by the word the table uses."""

CLOCKS = {
    "ladder": "climbs its ladder while it stands",
    "promise": "climbs once the promised day has passed",
    "limit": "is late once the time of the guidance has passed",
    "rule": "is late once the time of the partnership's own rule has passed",
    "still": "has no clock",
}


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody may do: its words, its kind in the vocabulary, from which states into which, who may, what must be said.

    `into` None: the thread stays where it was. `climbs`: the next stage of the ladder begins with it. `at_top`: only at the
    last stage, and `below_top` only under it. `views_answered`: only once every view has its answer. `for_opener`: what is done
    is done on what somebody else brought, and its entry says that the matter came from their agency.
    """

    title: str
    kind: str
    start: tuple[str, ...]
    into: str | None
    who: str
    needs: tuple[str, ...] = ("says",)
    climbs: bool = False
    at_top: bool = False
    below_top: bool = False
    views_answered: bool = False
    for_opener: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A sort of thread. `states` gives the clock of each; it begins in `begins`.

    `told`: whoever began it hears of each step that somebody else takes.
    """

    name: str
    title: str
    begins: str
    states: Mapping[str, str]
    steps: Mapping[str, Step]
    told: bool = False

    @property
    def ladder(self) -> Ladder:
        return LADDERS[self.name]

    def followed(self, taken: Iterable[str]) -> str:
        """The state in which these steps leave a thread that has no ladder, in their order."""
        state = self.begins
        for name in taken:
            state = self.steps[name].into or state
        return state

    def step_of(self, kind: str, response: object) -> str | None:
        """The step that an entry of a kind is; None: it is none of this thread. Answers to a prompt are one kind."""
        found = [name for name, step in self.steps.items() if step.kind == kind]
        return next((name for name in found if len(found) == 1 or name == response), None)
