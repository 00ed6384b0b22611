"""One paragraph of a paper: our words, and a person's own in place of them. A figure is named, never typed."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.briefings.actions import edit
from keepsight.briefings.models import Paper
from keepsight.briefings.paper import Paragraph
from keepsight.briefings.queries import paper, written_now
from keepsight.errors import WrongUse
from keepsight.pages.page import Asking, Elsewhere, Page, Shown

PAGE = Page(
    address="briefings/<uuid:paper_id>/words/<str:key>/",
    title="Words of a paper",
    who=frozenset({"learning_team"}),
    methods=frozenset({"GET", "POST"}),
    group="Learning",
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The paper, the paragraph, what was typed into it, and what is wrong with that."""

    kept: Paper
    paragraph: Paragraph
    typed: str
    error: str | None = None


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such paper, or it has no such paragraph now."""
    kept = paper(asking.address["paper_id"])
    found = (one for one in written_now(kept).paragraphs() if one.key == asking.address["key"]) if kept else iter(())
    paragraph = next(found, None)
    return Fetched(kept, paragraph, paragraph.said) if kept and paragraph else None


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep the words, or take them back so that ours stand again."""
    fetched = fetch(asking)
    if fetched is None:
        return None
    assert asking.user
    words = None if asking.posted("take_back") else asking.posted("words")
    try:
        edit(paper=fetched.kept, paragraph=fetched.paragraph, words=words, by=asking.user)
    except WrongUse as wrong:
        return Fetched(fetched.kept, fetched.paragraph, words or "", str(wrong))
    return Elsewhere(reverse("briefing", kwargs={"paper_id": fetched.kept.id}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Our words, the figures that may be named, and the form."""
    paragraph = fetched.paragraph
    context: dict[str, Any] = {
        "title": f"{'Error: w' if fetched.error else 'W'}ords of {fetched.kept.title}",
        "ours": paragraph.words,
        "typed": fetched.typed,
        "figures": [("{" + one.key + "}", one.words) for one in paragraph.figures],
        "stale": paragraph.stale(),
        "edited": paragraph.edit,
        "error": fetched.error,
        "back": reverse("briefing", kwargs={"paper_id": fetched.kept.id}),
        "here": reverse("briefing_words", kwargs={"paper_id": fetched.kept.id, "key": paragraph.key}),
    }
    return Shown(context)
