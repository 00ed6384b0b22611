"""What papers count, claim by claim, and where a paper says two things that cannot both be right."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages.page import WITH_REVIEWS, Asking, Elsewhere, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.reviews.actions import Counted, state
from keepsight.reviews.contradictions import contradictions
from keepsight.reviews.models import Statement

PAGE = Page(
    address="reviews/statements/",
    title="What papers count",
    who=WITH_REVIEWS,
    methods=frozenset({"GET", "POST"}),
    group="Learning",
)
LISTED = Listed(
    "numbers that papers state",
    lambda page: [(paper["title"], *row) for paper in page["papers"] for row in paper["rows"]],
    {
        "Paper": lambda row: row[0],
        "What is counted": lambda row: row[1].claim,
        "Of whom": lambda row: row[1].population,
        "Figure": lambda row: row[2],
        "Where": lambda row: row[1].place,
    },
)
FIELDS = {
    "paper": "The paper",
    "place": "Where in it",
    "claim": "What is counted",
    "population": "Of whom",
    "count": "How many",
    "out_of": "Out of how many",
    "percent": "Share in per cent",
}
WHOLE = 100.0  # per cent
MEANS_WORDS = {
    "exactly": "",
    "at_least": "at least ",
    "about": "about ",
    "all": "all: ",
    "most": "most: ",
    "some": "some: ",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """Every statement; what was typed of a new one and could not be kept, with the reason."""

    statements: Sequence[Statement]
    error: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


def fetch(asking: Asking) -> Fetched:
    """Counted claims of papers are no secret: nothing in them is about a child by name."""
    return Fetched(_every())


def act(asking: Asking) -> Fetched | Elsewhere:
    """Enter a statement as a paper makes it."""
    typed = {name: asking.posted(name) for name in FIELDS}
    try:
        if asking.sight.role != "learning_team":
            raise WrongUse("Only the learning team enters statements", next_step="Ask them.")
        state(_counted(typed), by=asking.user)
    except WrongUse as error:
        return Fetched(_every(), str(error), typed)
    return Elsewhere(reverse("statements"))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Paper by paper: first what cannot be right, then every statement."""
    papers: dict[str, list[Statement]] = defaultdict(list)
    for one in fetched.statements:
        papers[one.paper].append(one)
    context: dict[str, Any] = {
        "title": "Error: what papers count" if fetched.error else "What papers count",
        "enters": asking.sight.role == "learning_team",
        "fields": FIELDS,
        "error": fetched.error,
        "typed": fetched.typed,
        "papers": [
            {
                "title": paper,
                "warnings": [(one.says, [stated.place for stated in one.statements]) for one in contradictions(said)],
                "rows": [(one, _figure(one)) for one in said],
            }
            for paper, said in papers.items()
        ],
    }
    return Shown(context)


def _every() -> list[Statement]:
    return list(Statement.objects.order_by("paper", "population", "place", "claim"))


def _counted(typed: Mapping[str, str]) -> Counted:
    for name in ("paper", "place", "claim", "population"):
        if not typed[name]:
            raise WrongUse(f"{FIELDS[name]} is empty", next_step="Enter it as the paper has it.")
    whole = {name: int(typed[name]) for name in ("count", "out_of") if typed[name].isdigit()}
    percent = typed["percent"].rstrip("% ")
    try:
        share = float(percent) if percent else None
    except ValueError:
        raise WrongUse("The share is no number", next_step="Enter a number such as 47.") from None
    if share is not None and not 0 <= share <= WHOLE:
        raise WrongUse("A share lies between 0 and 100", next_step="Enter it as the paper has it.")
    words = {name: typed[name] for name in ("paper", "place", "claim", "population")}
    return Counted(**words, count=whole.get("count"), out_of=whole.get("out_of") or None, percent=share)


def _figure(one: Statement) -> str:
    parts = []
    if one.count is not None:
        parts.append(f"{one.count} of {one.out_of}" if one.out_of else str(one.count))
    elif one.out_of is not None:
        parts.append(f"out of {one.out_of}")
    if one.percent is not None:
        parts.append(f"{one.percent:g}%")
    return MEANS_WORDS[one.means] + ", ".join(parts)
