"""A review's document, passage by passage: each numbered, so that anybody can cite it and nobody's citation ever moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.pages.page import WITH_REVIEWS, Asking, Page, Shown
from keepsight.reviews.models import Passage, ReviewDocument
from keepsight.reviews.queries import PassageShown, document, gone, passages

PAGE = Page(address="reviews/documents/<uuid:document_id>/", title="Document", who=WITH_REVIEWS, group="Learning")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The document, its passages in order, and those of earlier versions that no longer stand."""

    document: ReviewDocument
    passages: Sequence[PassageShown]
    gone: Sequence[Passage]


def fetch(asking: Asking) -> Fetched | None:
    """The document, or None: it is not there, or not for this person."""
    found = document(asking.sight, asking.address["document_id"])
    return Fetched(found, passages(found.id), gone(found.id)) if found else None


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The text as it stands."""
    of = fetched.document
    version = of.versions.latest("version")
    context: dict[str, Any] = {
        "title": of.title,
        "review": of.review.title,
        "back": reverse("review", kwargs={"review_id": of.review_id}),
        "version": version,
        "passages": fetched.passages,
        "gone": fetched.gone,
    }
    return Shown(context)
