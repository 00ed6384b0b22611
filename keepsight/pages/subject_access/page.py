"""Somebody asks for what is kept of a child: noted, every entry looked at, and, once a guardian has released it, printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.rows import row
from keepsight.pages.export.page import XLSX
from keepsight.pages.page import Asking, Download, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.subject_access.workbook import workbook
from keepsight.practice.models import SubjectAccess
from keepsight.practice.rights.bundles import OUT, Decided, exemptions, finds_somebody
from keepsight.practice.rights.subject_access import (
    ASKS,
    MAY_REVIEW,
    WISH,
    decide,
    end,
    given,
    mark_of,
    note_request,
    request_of,
    sign_review,
    undecided,
)

PAGE = Page(
    address="children/<uuid:child_id>/record-asked-for/",
    title="Record asked for",
    who=MAY_REVIEW,
    methods=frozenset({"GET", "POST"}),
)
AT_ONCE = 50  # entries on one screen of the form
NOTED = ("asks", "wish", "proved_by")
GIVES = {"whole": "Give it with its words", "bare": "Give that it happened, and no word of it", "out": "Withhold it"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the request if there is one, what was typed, and what must be put right."""

    story: Story
    request: SubjectAccess | None
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking, form: Mapping[str, str] | None = None, error: str | None = None) -> Fetched:
    """The request about this child that was noted last, with what this person reads of the child."""
    return Fetched(story_of(asking), request_of(asking.of_child.id), form or {}, error)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Note a request, keep decisions, sign the review or end it. None without names."""
    if asking.names_hidden or asking.user is None:
        return None
    try:
        _done(asking)
    except WrongUse as wrong:
        typed = {name: asking.posted(name) for name in NOTED} if asking.posted("do") == "note" else {}
        return fetch(asking, typed, str(wrong))
    return Elsewhere(reverse("subject_access", kwargs=dict(asking.address)))


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """The form to note it; the entries to decide on; or what is given."""
    request, story = fetched.request, fetched.story
    title = f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: record asked for"
    if asking.names_hidden:
        return Shown({"title": "Record asked for", "asked_for": None, "hidden": True, "error": None})
    made = given(request, story.entries) if request else None
    if request and made and request.released_at and asking.query.get("download") == "workbook":
        return Download("record.xlsx", XLSX, workbook(made, asking.of_child.name, request), entries=len(made.lines))
    to_decide = _to_decide(request, story.entries) if request and not request.released_at else []
    context: dict[str, Any] = {
        "title": title,
        "hidden": False,
        "badges": badges(story.entries),
        "asked_for": request,
        "bundle": made,
        "asks": ASKS,
        "wish": WISH,
        "gives": GIVES,
        "exemptions": exemptions().values(),
        "rows": to_decide[:AT_ONCE],
        "more": max(0, len(to_decide) - AT_ONCE),
        "to_sign": request is not None and not request.reviewed_at and not to_decide,
        "mark": mark_of(request, story.entries) if request else "",
        "noting": request is None or (bool(request.released_at) and ("again" in asking.query or bool(fetched.form))),
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("subject_access", kwargs=dict(asking.address)),
    }
    shown = made.lines if made and request and request.released_at else to_decide[:AT_ONCE]
    return Shown(context, entries=len(shown))


def _done(asking: Asking) -> None:
    assert asking.user is not None
    child, by, request = asking.of_child.id, asking.user, request_of(asking.of_child.id)
    if asking.posted("do") == "note":
        said = {name: asking.posted(name) for name in NOTED}
        note_request(child, **said, asked_on=asking.posted_day("asked_on"), by=by)
        return
    if request is None:
        raise WrongUse("Nobody has asked yet", next_step="Note the request first.")
    match asking.posted("do"):
        case "decide":
            decide(request.id, _decided(asking), by=by)
        case "sign":
            sign_review(request.id, seen=asking.posted("mark"), by=by)
        case "end":
            end(request.id, because=asking.posted("because"), by=by)
        case _:
            raise WrongUse("Choose what to do")


def _decided(asking: Asking) -> dict[UUID, Decided]:
    assert asking.form is not None
    found = {}
    for name in asking.form:
        if name.startswith("gives-") and (gives := asking.posted(name)):
            entry = name.removeprefix("gives-")
            because = asking.posted(f"because-{entry}") if gives == OUT else ""
            try:
                found[UUID(entry)] = Decided(gives, because)
            except ValueError:
                raise WrongUse("One of these entries is not yours to give", next_step="Open this page again.") from None
    if not found:
        raise WrongUse("Choose what is given of at least one entry")
    return found


def _to_decide(request: SubjectAccess, entries: Sequence[EntryShown]) -> list[tuple[Any, bool]]:
    """The entries that wait for a decision, each with whether its words may be given."""
    waiting = {one.id for one in undecided(request, entries)}
    numbered = [(number, one) for number, one in enumerate(entries, start=1) if one.id in waiting]
    return [(row(one, number, ()), not finds_somebody(one)) for number, one in numbered]
