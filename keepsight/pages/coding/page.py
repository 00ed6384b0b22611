"""Where coding begins: each review one may read, its documents, how far they have been read, and the way to send them on."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.pages.page import WITH_CODING, Asking, Download, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.reviews.queries import ReviewShown, reviews
from keepsight.themes.exchange import write_codebook, write_project
from keepsight.themes.queries import Progress, progress
from keepsight.themes.sending import project_of

PAGE = Page(address="coding/", title="Coding", who=WITH_CODING, menu=7, group="Learning")
LISTED = Listed(
    "documents to code",
    lambda page: [(review["title"], one) for review in page["reviews"] for one in review["documents"]],
    {
        "Review": lambda row: row[0],
        "Document": lambda row: row[1]["title"],
        "Sections you read in full": lambda row: row[1]["read"],
        "Passages you saved": lambda row: row[1]["passages"],
    },
)
FILES = {"codebook": "keepsight-codebook.qdc", "project": "keepsight-coding.qdpx"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The reviews with how far each document has been read; or a file to send on."""

    reviews: list[tuple[ReviewShown, list[Progress]]]
    file: tuple[str, bytes] | None = None


def fetch(asking: Asking) -> Fetched | None:
    """The reviews this person may read. `?download=` makes a file: None where there is no such one."""
    assert asking.user
    mine = reviews(asking.sight)
    if wanted := asking.query.get("download"):
        if wanted not in FILES:
            return None
        project = project_of(asking.sight)
        return Fetched([], (FILES[wanted], (write_codebook if wanted == "codebook" else write_project)(project)))
    return Fetched([(one, [progress(document, asking.user) for document in one.documents]) for one in mine])


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """A table of documents under each review; or the file."""
    if fetched.file:
        return Download(fetched.file[0], "application/octet-stream", fetched.file[1])
    context: dict[str, Any] = {
        "reviews": [
            {
                "title": one.facts.title,
                "codes": reverse("review_codes", kwargs={"review_id": one.id}),
                "documents": [_row(document) for document in documents],
            }
            for one, documents in fetched.reviews
        ]
    }
    return Shown(context)


def _row(one: Progress) -> dict[str, Any]:
    address = {"document_id": one.document.id}
    return {
        "title": one.document.title,
        "desk": reverse("coding_desk", kwargs=address),
        "agreement": reverse("agreement", kwargs=address),
        "read": f"{one.sections_read} of {one.sections}",
        "passages": f"{one.passages_read} of {one.passages}",
        "blind": one.blind,
    }
