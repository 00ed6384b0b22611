"""The one table of threads: which steps each allows, from where to where, who may take them, and what must be said with them.

A thread stands in a state; a step leads from one to another. What a clock does when nobody acts is said by the state; whose turn
it then is, by the thread's ladder (ladders.toml). The table prints as a diagram, and docs/practice.md holds that diagram.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from keepsight.practice.ladders import LADDERS, Ladder

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
}
"""What must be said with a step, by the word the table uses."""

CLOCKS = {
    "ladder": "climbs its ladder while it stands",
    "promise": "climbs once the promised day has passed",
    "limit": "is late once the time of the guidance has passed",
    "still": "has no clock",
}


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody may do: its words, its kind in the vocabulary, from which states into which, who may, what must be said.

    `into` None: the thread stays where it was. `climbs`: the next stage of the ladder begins with it. `at_top`: only at the
    last stage, and `below_top` only under it. `views_answered`: only once every view has its answer.
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


@dataclass(frozen=True, slots=True)
class Thread:
    """A sort of thread. `states` gives the clock of each; it begins in `begins`."""

    name: str
    title: str
    begins: str
    states: Mapping[str, str]
    steps: Mapping[str, Step]

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


ANSWERED = "prompt.answered"
_OPEN = ("waits", "promised", "asking", "dismissed", "disputed")
_STANDING = ("open", "offered")

ANSWER = Thread(
    name="answer",
    title="Answering a prompt",
    begins="waits",
    states={"waits": "ladder", "promised": "promise", "asking": "promise", "dismissed": "still", "disputed": "ladder"},
    steps={
        "right": Step("It is right", ANSWERED, _OPEN, "promised", "anyone", ("says", "by_when")),
        "already_known": Step("It is known already", ANSWERED, _OPEN, "dismissed", "owner"),
        "wrong": Step("It is wrong", ANSWERED, _OPEN, "dismissed", "owner"),
        "not_known": Step("Not enough is known", ANSWERED, _OPEN, "asking", "anyone", ("says", "asked_of", "by_when")),
        "disagree": Step("I disagree", ANSWERED, _OPEN, "disputed", "anyone", climbs=True),
    },
)

DISAGREEMENT = Thread(
    name="disagreement",
    title="A disagreement",
    begins=NOT_BEGUN,
    states={"open": "ladder", "offered": "ladder", "settled": "still", "dissent": "still"},
    steps={
        "raise": Step(
            "Raise a disagreement", "disagreement.opened", (NOT_BEGUN,), "open", "anyone", ("says", "wanted", "about")
        ),
        "view": Step("Give a view", "disagreement.view_given", _STANDING, None, "anyone"),
        "answer_view": Step(
            "Answer a view", "disagreement.view_answered", _STANDING, None, "anyone", ("says", "about")
        ),
        "move_up": Step(
            "Move it up", "disagreement.moved_up", _STANDING, "open", "anyone", climbs=True, below_top=True
        ),
        "offer": Step("Offer an agreement", "disagreement.agreement_offered", ("open",), "offered", "turn"),
        "settle": Step(
            "Sign the agreement", "disagreement.settled", ("offered",), "settled", "other_agency", views_answered=True
        ),
        "dissent": Step(
            "Record the dissent",
            "disagreement.dissent_recorded",
            _STANDING,
            "dissent",
            "turn",
            at_top=True,
            views_answered=True,
        ),
    },
)

CONCERN = Thread(
    name="concern",
    title="A concern, and what the front door decides",
    begins=NOT_BEGUN,
    states={"raised": "ladder", "decided": "ladder", "told": "still", "not_raised": "still"},
    steps={
        "raise": Step("Raise a concern", "concern.raised", (NOT_BEGUN,), "raised", "anyone", ("says", "thinks")),
        "not_raise": Step("Decide not to raise it", "referral.considered", (NOT_BEGUN,), "not_raised", "anyone"),
        "decide": Step(
            "Decision", "concern.decided", ("raised", "decided", "told"), "decided", "front_door", ("says", "outcome")
        ),
        "tell": Step("Whoever raised it knows", "referrer.told", ("decided",), "told", "either_end", ()),
    },
)

ADVICE = Thread(
    name="advice",
    title="Advice before a referral",
    begins=NOT_BEGUN,
    states={"advice_asked": "ladder", "advised": "still"},
    steps={
        "ask": Step(
            "Ask for advice", "advice.asked", (NOT_BEGUN,), "advice_asked", "anyone", ("says", "asked_of", "adviser")
        ),
        "advise": Step("Advice given", "advice.given", ("advice_asked", "advised"), "advised", "anyone"),
    },
)

ONWARD = Thread(
    name="onward",
    title="A referral to another service",
    begins=NOT_BEGUN,
    states={"sent": "ladder", "taken_on": "promise", "turned_down": "still", "first_seen": "still"},
    steps={
        "refer": Step(
            "Refer to another service", "onward_referral.made", (NOT_BEGUN,), "sent", "anyone", ("says", "asked_of")
        ),
        "take_on": Step(
            "Accepted", "onward_referral.accepted", ("sent", "turned_down"), "taken_on", "anyone", ("by_when",)
        ),
        "turn_down": Step("Declined", "onward_referral.declined", ("sent", "taken_on"), "turned_down", "anyone"),
        "see": Step(
            "The child was first seen there", "onward_referral.first_contact", ("taken_on",), "first_seen", "anyone", ()
        ),
    },
)

STEP_DOWN = Thread(
    name="step_down",
    title="Stepped down to another service",
    begins="handed_over",
    states={"handed_over": "ladder", "refused": "ladder", "accepted": "still"},
    steps={
        "accept": Step(
            "We take the child on", "step_down.accepted", ("handed_over", "refused"), "accepted", "receiver"
        ),
        "refuse": Step(
            "We do not take the child on",
            "step_down.declined",
            ("handed_over",),
            "refused",
            "receiver",
            ("says", "risk"),
        ),
    },
)
"""A file begins it. Nobody steps a child down to themselves: it is for another agency to say that the child is taken on."""

_OFFER = "return_interview.offered"
_NOT_HELD = ("back", "offered", "agreed", "declined", "declined_again")

RETURN = Thread(
    name="return",
    title="Back from missing",
    begins="back",
    states={
        "back": "limit",
        "offered": "limit",
        "agreed": "limit",
        "declined": "limit",
        "declined_again": "still",
        "held": "still",
        "used": "still",
    },
    steps={
        "offer": Step("Offered, no answer yet", _OFFER, _NOT_HELD, "offered", "anyone", ()),
        "agree": Step("Offered, and the child agrees", _OFFER, _NOT_HELD, "agreed", "anyone", ()),
        "decline": Step("Offered, and the child declines", _OFFER, ("back", "offered", "agreed"), "declined", "anyone"),
        "decline_again": Step(
            "Offered again, and the child declines", _OFFER, ("declined", "declined_again"), "declined_again", "anyone"
        ),
        "hold": Step("Interview held", "return_interview.held", _NOT_HELD, "held", "anyone", ("interviewer",)),
        "use": Step("Into the plan", "return_interview.used", ("held", "used"), "used", "anyone", ("says", "quality")),
    },
)
"""The steps after a child is back from missing. A first no is asked once more: only then has the child declined."""

_OF_A_LINE = ("agreed", "breached")

PLAN_LINE = Thread(
    name="plan_line",
    title="A line of a plan",
    begins=NOT_BEGUN,
    states={"agreed": "still", "breached": "ladder"},
    steps={
        "note": Step(
            "Note a line", "plan.line_noted", (NOT_BEGUN,), "agreed", "anyone", ("says", "by_whom", "by_when", "about")
        ),
        "claim": Step("A carer says that it is done", "plan.line_claimed", _OF_A_LINE, None, "anyone"),
        "see": Step("Somebody else saw how it is", "plan.line_seen", _OF_A_LINE, None, "anyone", ("says", "seen_as")),
        "live": Step("What the child says or shows of it", "child.voice", _OF_A_LINE, None, "anyone", ()),
        "ask": Step("Somebody asked what got in the way", "plan.got_in_the_way", _OF_A_LINE, None, "anyone"),
        "breach": Step("The bottom line was crossed", "plan.bottom_line_breached", ("agreed",), "breached", "anyone"),
        "follow": Step(
            "What followed", "plan.breach_followed", ("breached",), "agreed", "anyone", ("says", "followed")
        ),
    },
)

CONFERENCE = Thread(
    name="conference",
    title="A conference",
    begins=NOT_BEGUN,
    states={"called": "promise", "concluded": "still"},
    steps={
        "call": Step("Call a conference", "conference.called", (NOT_BEGUN,), "called", "convener", ("says", "by_when")),
        "postpone": Step(
            "Give it another day", "conference.postponed", ("called",), "called", "convener", ("says", "by_when")
        ),
        "conclude": Step("Conclude it", "conference.concluded", ("called",), "concluded", "turn"),
    },
)

CONFERENCE_VIEW = Thread(
    name="conference_view",
    title="One agency's view in a conference",
    begins=NOT_BEGUN,
    states={"given": "still", "answered": "still", "differs": "ladder"},
    steps={
        "give": Step("Give a view", "conference.view_given", (NOT_BEGUN, "given", "answered"), "given", "anyone"),
        "answer": Step(
            "Answer a view", "conference.view_answered", ("given", "differs"), "answered", "turn", ("says", "about")
        ),
        "differ": Step("See it differently", "conference.view_differs", (NOT_BEGUN, "answered"), "differs", "anyone"),
    },
)

VIEWS = ("raise", "view")
"""The steps of a disagreement that say how somebody sees it, each at equal size: whoever began it has a view like the others."""

THREADS = {
    one.name: one
    for one in (ANSWER, DISAGREEMENT, CONCERN, ADVICE, ONWARD, PLAN_LINE, STEP_DOWN, CONFERENCE, CONFERENCE_VIEW)
}
"""The threads that climb a ladder."""

WITHOUT_LADDER = {one.name: one for one in (RETURN,)}
"""The threads that stand where they were left: their clock, where they have one, is the guidance's."""

EVERY = (*THREADS.values(), *WITHOUT_LADDER.values())

TAKEN_BACK = "act.taken_back"
"""The kind of the account that takes the place of a step whose author took it back: the thread stands as if it had not been."""


def kinds() -> frozenset[str]:
    """Every kind of entry that a step of any thread makes."""
    return frozenset(step.kind for thread in EVERY for step in thread.steps.values()) | {TAKEN_BACK}


def diagram(thread: Thread) -> str:
    """The thread as a mermaid state diagram: its states with their clocks, its steps as arrows with who may take them."""
    lines = ["stateDiagram-v2", f"    [*] --> {thread.begins}"]
    lines += [f"    {state}: {state} ({CLOCKS[clock]})" for state, clock in thread.states.items()]
    return "\n".join([*lines, *_arrows(thread)]) + "\n"


def _arrows(thread: Thread) -> Iterator[str]:
    for step in thread.steps.values():
        for start in step.start:
            yield f"    {start} --> {step.into or start}: {step.title}, by {WHO[step.who]}"
    if thread is ANSWER:
        yield "    dismissed --> waits: New evidence comes"
