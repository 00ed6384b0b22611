"""One file that is handed in: how far it is, what its columns are where no format knows them, what would become of its rows, the
yes or the no, and what became of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.errors import KeepsightError, Overtaken
from keepsight.intake.drafts import DraftPerson, DraftRow, from_json
from keepsight.intake.formats import formats
from keepsight.intake.formats.layout import Kept
from keepsight.intake.layouts import confirm, laid_out_as, layout_versions
from keepsight.intake.models import LayoutVersion, Upload
from keepsight.intake.senders import MAY_HAND_IN
from keepsight.intake.uploads import FOR_THE_WORKER, lay_out_again, let_go, upload
from keepsight.pages import laying_out, words
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.pages.working import AGAIN_AFTER, silent
from keepsight.prompts.handing_in import wake_worker
from keepsight.vocabulary import KINDS

PAGE = Page(
    address="sources/hand-in/<uuid:upload_id>/",
    title="A file on its way",
    who=MAY_HAND_IN,
    methods=frozenset({"GET", "POST"}),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The file, and what must be put right in the form."""

    upload: Upload
    error: str = ""
    question: dict[str, Any] | None = None  # of its columns, where no format knows it, for whoever handed it in
    said: Kept | None = None  # what somebody has said of them
    versions: Sequence[LayoutVersion] = ()  # of the layout of that name, as they are kept, the newest first


@dataclass(frozen=True, slots=True)
class RowShown:
    """One of the first rows as one of the entries that it would become."""

    place: str
    when: str
    kind: str
    about: str
    narrative: str


def fetch(asking: Asking) -> Fetched | None:
    """None where the person's own agency hands in no such file."""
    found = upload(asking.sight, asking.address["upload_id"])
    return _fetched(asking, found) if found else None


def _fetched(asking: Asking, one: Upload, error: str = "", question: str = "kind") -> Fetched:
    """The file, and the question that it waits for: only whoever handed it in is asked, who has the file and knows its words."""
    asked = one.state == "to_lay_out" and one.by == asking.user
    put = question if question in laying_out.QUESTIONS else "kind"
    said = laid_out_as(one)
    versions = layout_versions(one.agency_id, said.name) if said else ()
    return Fetched(one, error, laying_out.shown(asking, one, put) if asked else None, said, versions)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Say yes to it, say which column of it is what, or let it go."""
    fetched = fetch(asking)
    if fetched is None:
        return None
    assert asking.user is not None  # the door has made sure
    one, asks = fetched.upload, asking.posted("question")
    try:
        match asking.posted("act"):
            case "confirm":
                confirm(one, because=asking.posted("because"), by=asking.user)
                wake_worker(one)
            case "lay_out" if fetched.question:
                if further := laying_out.answer(asking, one):
                    return _fetched(asking, one, question=further)
                wake_worker(one)
            case "lay_out_again":
                lay_out_again(one, by=asking.user)
            case "let_go":
                let_go(one, by=asking.user)
            case _:
                raise Overtaken("This file has been moved on meanwhile", next_step="Look where it stands now.")
    except KeepsightError as wrong:
        again = fetch(asking)
        return again and _fetched(asking, again.upload, str(wrong), asks)
    return Elsewhere(reverse("handed_in", kwargs=dict(asking.address)))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """What stands to be said of it now. While the worker is at it, the page asks again by itself, unless told to stand still."""
    one = fetched.upload
    going_on = one.state in FOR_THE_WORKER
    still = asking.query.get("still") == "yes"
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{one.file_name}: handed in",
        "upload": one,
        "going_on": going_on,
        "still": still,
        "silent": going_on and silent(one),
        "here": reverse("handed_in", kwargs=dict(asking.address)),
        "receipt_href": one.receipt_id and reverse("receipt", kwargs={"receipt_id": one.receipt_id}),
        "error": fetched.error,
        "said": fetched.said,
        "versions": fetched.versions,
        **(fetched.question or {}),
    }
    if one.state == "checked" and one.found is not None:
        context |= found(one.found, own=asking.user == one.by)
    return Shown(context, again_after=AGAIN_AFTER if going_on and not still else None)


def found(said: Mapping[str, Any], *, own: bool) -> dict[str, Any]:
    """What reading it through found, in words. Its first rows only for whoever handed it in: they have the file."""
    known = formats().get(said["format"])
    read = said["rows"] - said["refused_rows"] - said["duplicates"] - said["blank"]
    return {
        "found": said,
        "format_title": known.title if known else said["format"],
        "as_at": dt.date.fromisoformat(said["as_at"]),
        "told": [
            ("Would be read into the chronology", read),
            ("Refused, each with its reason", said["refused_rows"]),
            ("Already here, so left out", said["duplicates"]),
            ("Blank", said["blank"]),
        ],
        "kinds": [(KINDS[kind].title, count) for kind, count in said["kinds"].items()],
        "unknown": unknown(said),
        "first": first_rows(said["first"], said["people"]) if own else None,
    }


def unknown(said: Mapping[str, Any]) -> list[str]:
    """What the file leaves open, in sentences."""
    sentences = []
    if undated := said["undated"]:
        sentences.append(f"{words.counted(undated, 'entry', 'entries')} would stand without a date")
    if guessed := said["guessed"]:
        sentences.append(f"Of {words.counted(guessed, 'entry', 'entries')} the kind was guessed from their words")
    return sentences


def first_rows(rows: Sequence[str], people: Sequence[str]) -> list[RowShown]:
    """The first rows, an entry a line, as the reader made them out."""
    named = {one.ref: _name(one) for one in map(from_json, people) if isinstance(one, DraftPerson)}
    return [
        RowShown(
            f"{row.sheet}, row {row.row}" if row.sheet else f"row {row.row}",
            words.told(entry.when),
            KINDS[entry.kind].title,
            ", ".join(f"{named.get(ref, 'somebody')} ({role.replace('_', ' ')})" for ref, role in entry.people),
            entry.narrative,
        )
        for row in map(from_json, rows)
        if isinstance(row, DraftRow)
        for entry in row.entries
    ]


def _name(person: DraftPerson) -> str:
    return " ".join(filter(None, (person.forename, person.surname))) or person.label or person.local_id or "no name"
