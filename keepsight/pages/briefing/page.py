"""A paper as it is written today: each figure live, each paragraph open to a person's own words, each claim with its note.

Words beside a figure that has changed since they were written are flagged, and so are numbers that somebody typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.briefings.actions import make_edition
from keepsight.briefings.models import Edition, Paper
from keepsight.briefings.paper import Paper as Written
from keepsight.briefings.paper import Paragraph, typed_numbers
from keepsight.briefings.printing import printed
from keepsight.briefings.queries import editions_of, paper, written_now
from keepsight.pages.page import Asking, Elsewhere, Page, Shown

PAGE = Page(
    address="briefings/<uuid:paper_id>/",
    title="Briefing paper",
    who=frozenset({"learning_team"}),
    methods=frozenset({"GET", "POST"}),
    group="Learning",
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The paper as it is kept, as it is written now, and its editions."""

    kept: Paper
    written: Written
    editions: Sequence[Edition]


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such paper."""
    kept = paper(asking.address["paper_id"])
    return Fetched(kept, written_now(kept), editions_of(kept)) if kept else None


def act(asking: Asking) -> Elsewhere | None:
    """Make an edition of the paper as it is written now, and go to it."""
    fetched = fetch(asking)
    if fetched is None:
        return None
    assert asking.user
    edition = make_edition(
        paper=fetched.kept, written=fetched.written, for_public=asking.posted("for") == "public", by=asking.user
    )
    return Elsewhere(reverse("edition", kwargs={"edition_id": edition.id}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The paper, with what stands beside each paragraph for whoever works on it."""
    written = fetched.written
    context: dict[str, Any] = {
        "title": fetched.kept.title,
        "paper": printed(written),
        "margin": {one.key: beside(one, fetched.kept) for one in written.paragraphs()},
        "stale": [one for one in written.paragraphs() if one.stale()],
        "homeless": written.homeless,
        "reviews": len(written.reviews),
        "editions": [(one, reverse("edition", kwargs={"edition_id": one.id})) for one in fetched.editions],
        "here": reverse("briefing", kwargs={"paper_id": fetched.kept.id}),
    }
    return Shown(context)


def beside(paragraph: Paragraph, kept: Paper) -> dict[str, Any]:
    """What whoever works on a paragraph needs to know of it."""
    edit = paragraph.edit
    return {
        "href": reverse("briefing_words", kwargs={"paper_id": kept.id, "key": paragraph.key}),
        "edited": edit,
        "stale": paragraph.stale(),
        "typed": typed_numbers(edit.words) if edit else [],
    }
