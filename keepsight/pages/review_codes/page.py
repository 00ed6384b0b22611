"""What one review says of each code: present, looked for and absent, not mentioned, not applicable. A judgement of its own.

Present rests on passages; absent needs every section read in full. Passages with the code are shown, and decide nothing.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages.page import WITH_CODING, Asking, Elsewhere, Page, Shown
from keepsight.reviews.models import Passage, Review
from keepsight.reviews.queries import ReviewShown, review
from keepsight.themes.actions import judge_review
from keepsight.themes.codebook import CodeNow, codebook
from keepsight.themes.models import Coding, ReviewCode
from keepsight.themes.queries import coded_in, evidence_of, is_read_through, states
from keepsight.vocabulary import CODE_GROUPS

PAGE = Page(
    address="coding/review/<uuid:review_id>/",
    title="Codes of a review",
    who=WITH_CODING,
    methods=frozenset({"GET", "POST"}),
    group="Learning",
)
STATE_WORDS = {
    "present": "Present",
    "absent": "Looked for and absent",
    "not_mentioned": "Not mentioned",
    "not_applicable": "Not applicable",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The review, its judgements, its codings by code, the code that is being judged, and what it rested on last."""

    review: ReviewShown
    book: dict[str, CodeNow]
    judged: dict[str, ReviewCode]
    codings: dict[str, list[Coding]]
    read_through: bool
    code: CodeNow | None
    rested_on: frozenset[UUID]
    error: str | None = None


def fetch(asking: Asking) -> Fetched | None:
    """None where this person may not read the review. `?code=` is the code to judge."""
    shown = review(asking.sight, asking.address["review_id"])
    if shown is None:
        return None
    kept = Review.objects.get(pk=shown.id)
    book = codebook()
    codings: dict[str, list[Coding]] = defaultdict(list)
    for one in coded_in(shown.id):
        codings[one.code].append(one)
    code = book.get(asking.query.get("code", ""))
    rested_on = frozenset(one.id for one in evidence_of(code.name, shown.id)) if code else frozenset()
    judged = {name: rows[shown.id] for name, rows in states().items() if shown.id in rows}
    return Fetched(shown, book, judged, dict(codings), is_read_through(kept), code, rested_on)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep the judgement."""
    fetched = fetch(asking)
    if fetched is None or fetched.code is None:
        return None
    assert asking.user
    assert asking.form is not None
    coded = {str(one.passage_id) for one in fetched.codings.get(fetched.code.name, [])}
    chosen = [one for one in asking.form.getlist("passages") if one in coded]
    try:
        judge_review(
            review=Review.objects.get(pk=fetched.review.id),
            code=fetched.code.name,
            state=asking.posted("state") or "not_mentioned",
            because=asking.posted("because"),
            passages=Passage.objects.filter(pk__in=chosen).select_related("document"),
            by=asking.user,
        )
    except WrongUse as wrong:
        said = {name: getattr(fetched, name) for name in Fetched.__slots__}
        return Fetched(**said | {"error": str(wrong)})
    return Elsewhere(reverse("review_codes", kwargs={"review_id": fetched.review.id}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Every code with its state; the form of one above them."""
    address = reverse("review_codes", kwargs={"review_id": fetched.review.id})
    title = f"Codes of a review: {fetched.review.facts.title}"
    context: dict[str, Any] = {
        "title": f"Error: {title}" if fetched.error else title,
        "fetched": fetched,
        "address": address,
        "states": STATE_WORDS,
        "bearing": _passages(fetched.codings.get(fetched.code.name, [])) if fetched.code else [],
        "was": fetched.judged.get(fetched.code.name) if fetched.code else None,
        "groups": [
            (words, [_row(fetched, one) for one in fetched.book.values() if one.group == name and one.given])
            for name, words in CODE_GROUPS.items()
        ],
    }
    return Shown(context)


def _passages(codings: list[Coding]) -> list[Passage]:
    return list({one.passage_id: one.passage for one in codings}.values())


def _row(fetched: Fetched, code: CodeNow) -> dict[str, Any]:
    judged = fetched.judged.get(code.name)
    return {
        "code": code,
        "state": STATE_WORDS[judged.state] if judged else "Not judged yet",
        "judged": judged,
        "passages": len(_passages(fetched.codings.get(code.name, []))),
    }
