"""The one table of threads: which steps each allows, from where to where, who may take them, and what must be said with them.

The table prints as diagrams, and docs/practice.md holds them.
"""

from collections.abc import Iterator

from keepsight.practice.threads.thread import CLOCKS, NOT_BEGUN, WHO, Step, Thread

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
            "Decision",
            "concern.decided",
            ("raised", "decided", "told"),
            "decided",
            "front_door",
            ("says", "outcome"),
            for_opener=True,
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

_UNMET = ("noted", "taken_up", "not_met")

NEED = Thread(
    name="need",
    title="A need that could not be met",
    begins=NOT_BEGUN,
    states={"noted": "ladder", "taken_up": "promise", "not_met": "ladder", "met": "still", "withdrawn": "still"},
    steps={
        "note": Step(
            "Note a need that could not be met",
            "need.not_met",
            (NOT_BEGUN,),
            "noted",
            "anyone",
            ("says", "unmet", "asked_of", "asked_on", "why_not", "meanwhile", "to_whom"),
        ),
        "take_up": Step(
            "Those who commission answer", "need.taken_up", _UNMET, "taken_up", "turn", ("says", "by_when")
        ),
        "stay": Step("Still not met", "need.still_not_met", ("taken_up",), "not_met", "anyone"),
        "meet": Step("Met", "need.met", _UNMET, "met", "anyone"),
        "withdraw": Step("Not needed after all", "need.withdrawn", _UNMET, "withdrawn", "either_end"),
    },
    told=True,
)

APPROVAL = Thread(
    name="approval",
    title="What a manager is asked to approve",
    begins=NOT_BEGUN,
    states={"approval_asked": "ladder", "sent_back": "promise", "approved": "still", "let_go": "still"},
    steps={
        "ask": Step(
            "Ask a manager", "approval.asked", (NOT_BEGUN,), "approval_asked", "anyone", ("says", "to_approve")
        ),
        "approve": Step("Approved", "approval.given", ("approval_asked",), "approved", "manager"),
        "send_back": Step(
            "Sent back", "approval.sent_back", ("approval_asked",), "sent_back", "manager", ("says", "by_when")
        ),
        "ask_again": Step(
            "Put right, and asked again", "approval.asked_again", ("sent_back",), "approval_asked", "either_end"
        ),
        "let_go": Step("No longer asked", "approval.let_go", ("approval_asked", "sent_back"), "let_go", "either_end"),
    },
    told=True,
)
"""A step of ours beside the case system. Nobody approves what they ask for themselves."""

_AT_MARAC = ("sent", "received")

MARAC = Thread(
    name="marac",
    title="A referral to MARAC",
    begins=NOT_BEGUN,
    states={
        "sent": "ladder",
        "received": "promise",
        "turned_away": "ladder",
        "heard": "still",
        "not_referred": "still",
    },
    steps={
        "refer": Step(
            "Refer to MARAC", "marac.referred", (NOT_BEGUN, "turned_away"), "sent", "anyone", ("says", "to_whom")
        ),
        "consider": Step(
            "Not referred, and why", "marac.considered", (NOT_BEGUN, "turned_away"), "not_referred", "anyone"
        ),
        "receive": Step(
            "Received, for a meeting on a day", "marac.received", _AT_MARAC, "received", "anyone", ("by_when",)
        ),
        "send_back": Step("Sent back, and why", "marac.sent_back", _AT_MARAC, "turned_away", "anyone"),
        "hear": Step("MARAC talked about it", "marac.discussed", _AT_MARAC, "heard", "anyone", ("says", "by_whom")),
    },
)
"""The conference's own list may say that it talked about it: then nobody has to say so twice."""

EVIDENCE_PACK = Thread(
    name="pack",
    title="An evidence pack",
    begins=NOT_BEGUN,
    states={"made": "still"},
    steps={
        "make": Step(
            "Make an edition",
            "evidence_pack.made",
            (NOT_BEGUN, "made"),
            "made",
            "anyone",
            ("says", "decision", "to_whom", "statement"),
        ),
        "receive": Step(
            "Somebody received it", "evidence_pack.received", ("made",), "made", "anyone", ("about", "received_by")
        ),
    },
)
"""An edition is never changed: a later one takes its place, and the earlier one stays readable."""

OUTCOME = Thread(
    name="outcome",
    title="The outcome of an assessment, for each agency around the child",
    begins="untold",
    states={"untold": "rule", "told": "rule", "read": "still"},
    steps={
        "tell": Step(
            "Pass it on", "assessment.passed_on", ("untold", "told"), "told", "front_door", ("to_whom", "reached")
        ),
        "read": Step(
            "We have read it", "assessment.acknowledged", ("untold", "told"), "read", "whoever_reads", ("differs",)
        ),
    },
)
"""A file begins it. Whoever reads an outcome without having been told of it may say so all the same."""

VIEWS = ("raise", "view")
"""The steps of a disagreement that say how somebody sees it, each at equal size: whoever began it has a view like the others."""

THREADS = {
    one.name: one
    for one in (
        *(ANSWER, DISAGREEMENT, CONCERN, ADVICE, ONWARD),
        *(PLAN_LINE, STEP_DOWN, CONFERENCE, CONFERENCE_VIEW, NEED, APPROVAL, MARAC),
    )
}
"""The threads that climb a ladder."""

WITHOUT_LADDER = {one.name: one for one in (RETURN, EVIDENCE_PACK, OUTCOME)}
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
