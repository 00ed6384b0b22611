"""One review: what it was about, its children and clocks, its documents, where it stands, and what can follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from keepsight.access.models import User
from keepsight.assurance.queries import RecommendationShown, recommendations
from keepsight.errors import KeepsightError, WrongUse
from keepsight.pages import words
from keepsight.pages.page import WITH_ASSURANCE, WITH_REVIEWS, Asking, Elsewhere, Page, Shown
from keepsight.pages.reviews.page import KIND_WORDS
from keepsight.pages.sent import on_disk
from keepsight.reviews.actions import give, take_step
from keepsight.reviews.clocks import clocks
from keepsight.reviews.documents import add_document
from keepsight.reviews.models import Given, Review, ReviewChild
from keepsight.reviews.queries import ReviewShown, given, passages, review, reviewers
from keepsight.reviews.steps import STEPS

PAGE = Page(
    address="reviews/<uuid:review_id>/",
    title="Review",
    who=WITH_REVIEWS,
    methods=frozenset({"GET", "POST"}),
    group="Learning",
)
HARM_WORDS = {
    "death": "died",
    "physical_health": "serious harm to physical health",
    "mental_health_or_development": "serious or lasting harm to mental health or development",
    "unknown": "harm not said",
}
ABUSE_WORDS = {
    "physical": "physical abuse",
    "emotional": "emotional abuse",
    "sexual": "sexual abuse",
    "neglect": "neglect",
    "exploitation": "exploitation",
    "domestic_abuse": "domestic abuse",
}
MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE  # a published review is one to three; a larger file is a scan


@dataclass(frozen=True, slots=True)
class Fetched:
    """The review and the recommendations it made; what could not be done, with the reason."""

    shown: ReviewShown
    recommended: Sequence[RecommendationShown]
    given: Sequence[Given] = ()
    reviewers: Sequence[User] = ()
    error: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """The review, or None: it is not there, or not for this person."""
    return _fetched(asking)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Take a step, or keep a document."""
    fetched = _fetched(asking)
    if fetched is None:
        return None
    try:
        _act(asking, fetched)
    except KeepsightError as error:
        return _fetched(asking, str(error))
    return Elsewhere(reverse("review", kwargs=dict(asking.address)))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """What is said of it, in the order in which it happened."""
    one = fetched.shown
    reads = asking.sight.role in WITH_ASSURANCE
    done = {step.step: step.on for step in one.steps}
    context: dict[str, Any] = {
        "title": f"Error: {one.facts.title}" if fetched.error else one.facts.title,
        "facts": one.facts,
        "kind": KIND_WORDS[one.facts.kind],
        "children_of_it": [_child(child) for child in one.children],
        "clocks": [(due, due.late(asking.today)) for due in clocks(one.facts.aware_on, done)],
        "stands": STEPS[one.at].title,
        "steps": [(step, STEPS[step.step].title) for step in one.steps],
        "documents": [_document(document.id, document.title) for document in one.documents],
        "recommended": [
            (
                made.made.says,
                made.standing.title,
                reverse("recommendation", kwargs={"recommendation_id": made.made.id}) if reads else None,
            )
            for made in fetched.recommended
        ],
        "given": [(one.user.name, one.until_on) for one in fetched.given],
        "reviewers": [(one.username, one.name) for one in fetched.reviewers],
        "facts_href": reverse("review_facts", kwargs={"review_id": one.id}),
        "form": {"after": len(one.steps), "choices": one.follows} if _keeps(asking) else None,
        "error": fetched.error,
    }
    return Shown(context)


def _fetched(asking: Asking, error: str = "") -> Fetched | None:
    shown = review(asking.sight, asking.address["review_id"])
    if shown is None:
        return None
    made = [one for one in recommendations(asking.today) if one.made.review_id == shown.id]
    if not _keeps(asking):
        return Fetched(shown, made, error=error)
    return Fetched(shown, made, given(shown.id), reviewers(), error)


def _act(asking: Asking, fetched: Fetched) -> None:
    if not _keeps(asking):
        raise WrongUse("Only the learning team keeps the register", next_step="Ask them.")
    kept = Review.objects.get(id=fetched.shown.id)
    match asking.posted("form"):
        case "document":
            _add(asking, kept)
        case "give":
            _give(asking, fetched, kept)
        case _:
            _step(asking, kept)


def _step(asking: Asking, kept: Review) -> None:
    after = asking.posted("after")
    take_step(
        kept,
        asking.posted("step"),
        says=asking.posted("says"),
        after=int(after) if after.isdigit() else -1,
        by=asking.user,
    )


def _give(asking: Asking, fetched: Fetched, kept: Review) -> None:
    chosen = next((one for one in fetched.reviewers if one.username == asking.posted("reviewer")), None)
    until_on = asking.posted_day("until")
    if chosen is None or until_on is None:
        raise WrongUse("A review is given to somebody, until a day", next_step="Choose a reviewer, and enter the day.")
    give(kept, chosen, until_on=until_on, by=asking.user)


def _add(asking: Asking, kept: Review) -> None:
    """Add the file as it was sent. Raises WrongUse for none, and for one that is too large."""
    sent = asking.request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.name:
        raise WrongUse("No file was chosen", next_step="Choose a .docx, .pdf or .txt file.")
    if (sent.size or 0) > MOST_BYTES:
        raise WrongUse(f"The file is larger than {MOST_BYTES // MEGABYTE} MB", next_step="Send one without pictures.")
    with on_disk(sent, Path(sent.name).name) as path:
        add_document(path, review=kept, title=asking.posted("title"), by=asking.user)


def _keeps(asking: Asking) -> bool:
    return asking.sight.role == "learning_team"


def _child(child: ReviewChild) -> dict[str, str]:
    age = "age not said" if child.age_years is None else words.counted(child.age_years, "year")
    abuse = ", ".join(ABUSE_WORDS.get(one, one) for one in child.abuse)
    return {"name": child.name_used, "age": age, "harm": HARM_WORDS[child.harm], "abuse": abuse}


def _document(key: Any, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "href": reverse("review_document", kwargs={"document_id": key}),
        "passages": len(passages(key)),
    }
