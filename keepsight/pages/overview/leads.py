"""Where a child's page leads on to, by what brings somebody there: one page a line, none twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lead:
    """A page about the child, the words of the link to it, and words after the link."""

    page: str
    text: str
    more: str = ""


LEADS: Mapping[str, Sequence[Lead]] = {
    "When you are worried": (
        Lead("concern", "Raise a concern", ", or read what became of one"),
        Lead("decide", "The front door’s view"),
        Lead("advice", "Ask advice before a referral"),
        Lead("onward", "Referrals to other services"),
        Lead("disagreements", "Disagree with a decision", ", or read what is disputed"),
    ),
    "What is known, and who checked": (
        Lead("fill_in", "Forms of your partnership’s own", ", to fill in and to read"),
        Lead("adults", "Adults in the child’s life"),
        Lead("explanations", "What carers say of injuries, absences and worries, and who checked"),
        Lead("missing", "Missing, and asked what happened"),
        Lead("exploitation", "Exploitation, and harm outside the home"),
        Lead("marac", "Domestic abuse at home: the risk checklist, and MARAC"),
        Lead("records", "Records that make up this child", ", and whether one is somebody else’s"),
        Lead("replay", "Who could have seen what, and when: all together, and each agency alone"),
    ),
    "Whether it gets better": (
        Lead("tools", "What your partnership’s own tools gave over time: neglect, capacity to change, risk"),
        Lead("needs", "Needs that no service could meet"),
        Lead("supervision", "Thought about in supervision"),
    ),
    "Before people decide together": (
        Lead("conference", "Conference: prepare it, or read what each agency brings"),
        Lead("packs", "Evidence packs for a decision"),
        Lead("approvals", "What a manager was asked to approve: an assessment, a plan, or that work ends"),
    ),
}
