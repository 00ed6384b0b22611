"""The chronology to take away: the entries that the page showed, with or without names, as a workbook.

It goes through the same door as a page and leaves the same line in the log of looks. Its name, and what a spreadsheet keeps
about itself, tell nothing of a child.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import asked_for, only_significant
from keepsight.pages.chronology.page import fact_of, kept_of
from keepsight.pages.chronology.rows import rows
from keepsight.pages.coverage import others_reach, silent
from keepsight.pages.export.workbook import About, workbook
from keepsight.pages.page import WITH_CHILDREN, Asking, Download, Page, Shown
from keepsight.pages.pseudonyms import Cast, texts_of
from keepsight.pages.story import Story, cast, hidden, told
from keepsight.pages.words import long_day, moment
from keepsight.store import clock

PAGE = Page(address="children/<uuid:child_id>/chronology/export/", title="Chronology to take away", who=WITH_CHILDREN)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE = "chronology{}.xlsx"
CURATED = "those of which somebody has said why they matter"
ASKED_FOR = "those that were asked for"
EVERY = "all"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story as it is to be told, and who is who in it."""

    story: Story
    cast: Cast


def fetch(asking: Asking) -> Fetched:
    """The story, without names where they are hidden."""
    story = told(asking)
    who = cast(asking, story)
    return Fetched(hidden(story, who) if asking.names_hidden else story, who)


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """What would be taken away; or, once that has been read, the file."""
    story, filters = fetched.story, asked_for(asking.query)
    fact = fact_of(asking, story)
    curated = fact is None and only_significant(filters, story.entries)
    kept = kept_of(story, filters, fact, curated)
    which = CURATED if curated else ASKED_FOR if filters.narrow or fact else EVERY
    about = _about(asking, fetched, kept, which)
    if asking.query.get("download") == "workbook":
        name = FILE.format("-without-names" if asking.names_hidden else "")
        return Download(name, XLSX, workbook(rows(story.entries, story.cited, kept), about), entries=len(kept))
    context: dict[str, Any] = {
        "title": f"{asking.of_child.name}: take the chronology away",
        "badges": badges(story.entries),
        "about": about,
        "chronology": story.chronology,
        "query": asking.query.urlencode(),
    }
    return Shown(context)


def _about(asking: Asking, fetched: Fetched, kept: Collection[UUID], which: str) -> About:
    story, who, hide = fetched.story, fetched.cast, asking.names_hidden
    shown = [entry for entry in story.entries if entry.id in kept]
    return About(
        of=asking.of_child.name,
        by=asking.user.name if asking.user and not hide else "",
        at=moment(clock.now()),
        entries=f"{len(kept):,} of {len(story.entries):,}",
        which=which,
        reach=long_day(others_reach(story.feeds, asking.today)),
        silent=silent(story.feeds, asking.today),
        hidden=hide,
        glossary=[(one.stands, "" if hide else ", ".join(one.on_record_as)) for one in who.named],
        left=who.left(texts_of(shown)) if hide else [],
    )
