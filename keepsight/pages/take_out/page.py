"""A child's chronology taken out as a file that can come back: in which format, with names or without, for what, and why.

With names the file says by which id each entry is known, and comes back as what it was. Without names it is a story of nobody, and
comes back as nothing. What it is for and why is kept, and a guardian reads it; that it was taken stands in the record of looks.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from keepsight.access.taking import Taking, note_taken_out
from keepsight.chronology.taking_out import TakenOut, leaves, taken_out, written
from keepsight.errors import WrongUse
from keepsight.pages.child_bar import badges
from keepsight.pages.page import WITH_CHILDREN, Asking, Download, Page, Shown
from keepsight.pages.pseudonyms import Cast, hidden_child, texts_of
from keepsight.pages.story import Story, cast, hidden, told
from keepsight.pages.words import long_day
from keepsight.practice.packs.editions import is_within

PAGE = Page(
    address="children/<uuid:child_id>/chronology/take-out/",
    title="Take the chronology out",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
FORMATS = {
    "xlsx": ("A workbook (.xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (
        "A Word document (.docx)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "csv": ("A text table (.csv)", "text/csv; charset=utf-8"),
    "jsonl": ("Keepsight’s own format (.jsonl)", "application/x-ndjson"),
}
NAMES = {
    "with": "With names, for whoever may know who they are",
    "without": "Without names: people and agencies by their part",
}
FIELDS = ("format", "names", "purpose", "because")
DAYS = ("since", "until")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story with its names, who is who in it, what was typed, and what must be put right; or the file."""

    story: Story
    cast: Cast
    said: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    file: Download | None = None


def fetch(asking: Asking) -> Fetched:
    """An empty form."""
    story = told(asking)
    return Fetched(story, cast(asking, story))


def act(asking: Asking) -> Fetched:
    """The file; or what must be put right first."""
    fetched = replace(fetch(asking), said=_said(asking))
    assert asking.user is not None  # the door has made sure
    try:
        return replace(fetched, file=_file(asking, fetched))
    except WrongUse as wrong:
        return replace(fetched, error=str(wrong))


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """The file; or the questions that come before it."""
    if fetched.file:
        return fetched.file
    nameless = hidden(fetched.story, fetched.cast)
    shown = nameless.entries if asking.names_hidden else fetched.story.entries
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: take the chronology out",
        "badges": badges(shown),
        "formats": [(name, says) for name, (says, _) in FORMATS.items()],
        "names": [(name, says) for name, says in NAMES.items() if name == "without" or not asking.names_hidden],
        "entries": sum(map(leaves, shown)),
        "stay": sum(not leaves(one) for one in shown),
        "left": len(fetched.cast.left(texts_of(nameless.entries))),
        "said": fetched.said,
        "error": fetched.error,
    }
    return Shown(context, entries=0)


def _said(asking: Asking) -> dict[str, str]:
    parts = [f"{name}-{part}" for name in DAYS for part in ("day", "month", "year")]
    return {name: asking.posted(name) for name in (*FIELDS, *parts)}


def _file(asking: Asking, fetched: Fetched) -> Download:
    """The file, noted. Raises WrongUse for what must be put right."""
    name, names = asking.posted("format"), asking.posted("names")
    if name not in FORMATS:
        raise WrongUse("Choose a format")
    if names not in NAMES or (asking.names_hidden and names == "with"):
        raise WrongUse("Choose whether with names or without")
    since, until = (asking.posted_day(one) for one in DAYS)
    taken = _taken(asking, fetched, since, until, without=names == "without")
    taking = Taking(name, names == "with", since, until, asking.posted("purpose"), asking.posted("because"))
    content = written(name, taken, _about(asking, fetched, taking))
    assert asking.user is not None
    note_taken_out(asking.address["child_id"], taking, entries=[one.id for one in taken.entries], by=asking.user)
    file_name = f"chronology{'' if taking.with_names else '-without-names'}.{name}"
    return Download(file_name, FORMATS[name][1], content, entries=len(taken.entries))


def _taken(
    asking: Asking, fetched: Fetched, since: dt.date | None, until: dt.date | None, *, without: bool
) -> TakenOut:
    story = hidden(fetched.story, fetched.cast) if without else fetched.story
    kept = [one for one in story.entries if leaves(one) and is_within(one, since, until)]
    taken = taken_out(asking.sight, asking.address["child_id"], kept, asking.today)
    assert taken is not None  # the door has made sure
    return replace(taken, child=hidden_child(taken.child), home=(), hidden=True) if without else taken


def _about(asking: Asking, fetched: Fetched, taking: Taking) -> dict[str, str]:
    """What the file says of itself. Without names, what it was taken out for is said without them too."""
    assert asking.user is not None
    days = (
        long_day(taking.since) if taking.since else "the beginning",
        long_day(taking.until) if taking.until else "the end",
    )
    about = {"Taken out on": f"{asking.today:%d/%m/%Y}", "Days": f"From {days[0]} to {days[1]}"}
    if not taking.with_names:
        return about | {"Taken out for": fetched.cast.text(taking.purpose)}
    return about | {"Taken out by": asking.user.name, "Taken out for": taking.purpose}
