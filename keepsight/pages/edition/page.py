"""An edition of a paper: what has to be decided before a public one is printed, its files, and whom it reached."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.briefings.actions import READ, clear, decide, note_reading
from keepsight.briefings.clearing import Waiting
from keepsight.briefings.models import Edition, Reading
from keepsight.briefings.printers import PRINTERS
from keepsight.briefings.queries import as_it_stands, edition, print_edition, readings_of, waiting_in
from keepsight.errors import WrongUse
from keepsight.pages.page import Asking, Download, Elsewhere, Page, Shown

PAGE = Page(
    address="briefings/editions/<uuid:edition_id>/",
    title="Edition of a paper",
    who=frozenset({"learning_team"}),
    methods=frozenset({"GET", "POST"}),
    group="Learning",
)
AT_A_TIME = 40  # words on a screen; the rest come when these are decided


@dataclass(frozen=True, slots=True)
class Fetched:
    """The edition, what waits in it, whom it reached, and what is wrong with what was posted."""

    edition: Edition
    waiting: Sequence[Waiting]
    readings: Sequence[Reading]
    error: str | None = None


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such edition."""
    found = edition(asking.address["edition_id"])
    return Fetched(found, waiting_in(found), readings_of(found)) if found else None


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Decide on the words that were shown, clear the edition, or note whom it reached."""
    fetched = fetch(asking)
    if fetched is None:
        return None
    try:
        _do(asking, fetched)
    except WrongUse as wrong:
        return Fetched(fetched.edition, fetched.waiting, fetched.readings, str(wrong))
    return Elsewhere(reverse("edition", kwargs={"edition_id": fetched.edition.id}))


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """The page; or one of the edition's files, if that is what was asked for."""
    found = fetched.edition
    wanted = asking.query.get("download", "")
    printable = not found.public or found.cleared_at
    if wanted in PRINTERS and printable:
        return Download(f"briefing.{wanted}", PRINTERS[wanted][0], print_edition(found, wanted))
    context: dict[str, Any] = {
        "title": f"{'Error: e' if fetched.error else 'E'}dition of {found.paper.title}",
        "edition": found,
        "paper": as_it_stands(found),
        "waiting": fetched.waiting[:AT_A_TIME],
        "left": len(fetched.waiting),
        "readings": fetched.readings,
        "read": READ,
        "suffixes": list(PRINTERS) if printable else [],
        "error": fetched.error,
        "here": reverse("edition", kwargs={"edition_id": found.id}),
        "back": reverse("briefing", kwargs={"paper_id": found.paper_id}),
    }
    return Shown(context)


def decisions(asking: Asking, waiting: Sequence[Waiting]) -> dict[str, str | None]:
    """What was said of each word that was shown: another word for it, or that it may stay. Nothing said, nothing decided."""
    said: dict[str, str | None] = {}
    for place, one in enumerate(waiting[:AT_A_TIME]):
        # The words stand in the form beside their places, so that a list that has changed meanwhile decides nothing.
        if asking.posted(f"word-{place}", strip=False) != one.word:
            continue
        if instead := asking.posted(f"stands-{place}"):
            said[one.word] = instead
        elif asking.posted(f"stays-{place}"):
            said[one.word] = None
    return said


def _do(asking: Asking, fetched: Fetched) -> None:
    assert asking.user
    match asking.posted("do"):
        case "decide":
            decide(edition=fetched.edition, stands=decisions(asking, fetched.waiting), by=asking.user)
        case "clear":
            clear(edition=fetched.edition, read_whole=asking.posted("read_whole") == "yes", by=asking.user)
        case "reading":
            note_reading(
                edition=fetched.edition,
                who=asking.posted("who"),
                did=asking.posted("did"),
                on=_day(asking),
                by=asking.user,
            )
        case _:
            raise WrongUse("Nothing was asked for", next_step="Use one of the buttons.")


def _day(asking: Asking) -> dt.date:
    on = asking.posted_day("on")
    if on is None:
        raise WrongUse("It is not said on which day", next_step="Enter one such as 27 3 2026.")
    return on
