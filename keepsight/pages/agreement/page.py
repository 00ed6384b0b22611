"""Two readers of one document: of each code, how far they agree on passages both read, and the passages where they do not.

There is no one figure for the two, nor for the team.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.pages.page import WITH_CODING, Asking, Page, Shown
from keepsight.reviews.models import ReviewDocument
from keepsight.reviews.queries import PassageShown, document, passages
from keepsight.themes.agreement import RARE_BELOW_PASSAGES, Agreement
from keepsight.themes.codebook import CodeNow, codebook
from keepsight.themes.intervals import Interval
from keepsight.themes.queries import Pair, is_blind, is_finished, pairs

PAGE = Page(address="coding/<uuid:document_id>/agreement/", title="Agreement", who=WITH_CODING, group="Learning")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The document, its pairs of readers, its passages, and the codebook. `withheld`: a blind reader has not finished."""

    document: ReviewDocument
    pairs: list[Pair]
    passages: list[PassageShown]
    book: dict[str, CodeNow]
    withheld: bool


def fetch(asking: Asking) -> Fetched | None:
    """None where this person may not read the document."""
    assert asking.user
    found = document(asking.sight, asking.address["document_id"])
    if found is None:
        return None
    withheld = is_blind(found.id, asking.user) and not is_finished(found.id, asking.user)
    return Fetched(found, [] if withheld else pairs(found), passages(found.id), codebook(), withheld)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """A table for each two readers, with the passages where they part."""
    number = {one.id: one for one in fetched.passages}
    desk = reverse("coding_desk", kwargs={"document_id": fetched.document.id})
    context: dict[str, Any] = {
        "title": f"Agreement: {fetched.document.title}",
        "document": fetched.document,
        "desk": desk,
        "withheld": fetched.withheld,
        "rare_below": RARE_BELOW_PASSAGES,
        "pairs": [
            {
                "a": pair.a.name,
                "b": pair.b.name,
                "read": len(pair.read),
                "rows": [
                    {
                        "title": fetched.book[code].title,
                        "told": told,
                        "alike": (_figure(told.positive), _within(told.positive, told.positive_within)),
                        "kappa": _figure(told.kappa),
                        "alpha": (_figure(told.alpha), _within(told.alpha, told.alpha_within)),
                        "apart": [
                            (number[one], f"{desk}?passage={number[one].number}")
                            for one in pair.apart[code]
                            if one in number
                        ],
                    }
                    for code, told in sorted(pair.by_code.items(), key=_least_alike)
                ],
            }
            for pair in fetched.pairs
        ],
    }
    return Shown(context)


def _standing(number: dict[UUID, PassageShown], apart: tuple[UUID, ...]) -> list[PassageShown]:
    """The passages that still stand in the document."""
    return [number[one] for one in apart if one in number]


def _least_alike(one: tuple[str, Agreement]) -> tuple[int, str]:
    return -(one[1].only_a + one[1].only_b), one[0]


def _within(value: float | None, between: Interval | None) -> str:
    """Between which values a figure lies, in words; nothing beside a figure that cannot be told."""
    if value is None:
        return ""
    return f"{between[0]:.2f} to {between[1]:.2f}" if between else "too few to say how sure"


def _figure(value: float | None) -> str:
    return "cannot tell" if value is None else f"{value:.2f}"
