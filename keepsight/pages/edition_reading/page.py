"""A public edition, for anybody to read and take away. One that nobody has cleared is not there."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.briefings.models import Edition
from keepsight.briefings.printers import PRINTERS
from keepsight.briefings.queries import as_it_stands, edition, print_edition
from keepsight.pages.page import EVERYONE, Asking, Download, Page, Shown

PAGE = Page(
    address="briefings/editions/<uuid:edition_id>/read/", title="Briefing paper", who=EVERYONE, group="Learning"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The edition."""

    edition: Edition


def fetch(asking: Asking) -> Fetched | None:
    """None for an internal edition, and for a public one before it is cleared."""
    found = edition(asking.address["edition_id"])
    return Fetched(found) if found and found.cleared_at else None


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """The paper on the page, or one of its files."""
    found = fetched.edition
    wanted = asking.query.get("download", "")
    if wanted in PRINTERS:
        return Download(f"briefing.{wanted}", PRINTERS[wanted][0], print_edition(found, wanted))
    paper = as_it_stands(found)
    context: dict[str, Any] = {
        "title": f"{paper['title']}, public edition",
        "paper": paper,
        "suffixes": list(PRINTERS),
        "here": reverse("edition_reading", kwargs={"edition_id": found.id}),
    }
    return Shown(context)
