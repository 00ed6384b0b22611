"""Briefing papers: the public editions that anybody may read; for the learning team, the papers behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.briefings.actions import begin_paper
from keepsight.briefings.models import Edition, Paper
from keepsight.briefings.queries import cleared, papers
from keepsight.errors import WrongUse
from keepsight.pages.page import EVERYONE, Asking, Elsewhere, Page, Shown

PAGE = Page(
    address="briefings/",
    title="Briefing papers",
    who=EVERYONE,
    methods=frozenset({"GET", "POST"}),
    menu=2,
    group="Learning",
)
WRITE = "learning_team"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What may be read, what may be worked on, and what kept a new paper from being begun."""

    cleared: Sequence[Edition]
    papers: Sequence[Paper]
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """Papers only for those who write them."""
    return Fetched(cleared(), papers() if asking.sight.role == WRITE else [])


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Begin a paper. None for whoever does not write them."""
    if asking.sight.role != WRITE:
        return None
    assert asking.user
    try:
        paper = begin_paper(title=asking.posted("title"), by=asking.user)
    except WrongUse as wrong:
        return Fetched(cleared(), papers(), str(wrong))
    return Elsewhere(reverse("briefing", kwargs={"paper_id": paper.id}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Both lists, and the form for those who write."""
    context: dict[str, Any] = {
        "title": "Error: briefing papers" if fetched.error else "Briefing papers",
        "cleared": [(one, reverse("edition_reading", kwargs={"edition_id": one.id})) for one in fetched.cleared],
        "papers": [(one, reverse("briefing", kwargs={"paper_id": one.id})) for one in fetched.papers],
        "writes": asking.sight.role == WRITE,
        "error": fetched.error,
    }
    return Shown(context)
