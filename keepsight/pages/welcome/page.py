"""What Keepsight is, for whoever comes by: a child who was made up, as five agencies told of her, drawn as the product draws.

It asks nothing of the store: nobody has signed in, and nobody who is real is on it.
"""

import datetime as dt
from typing import Any

from keepsight.pages import words
from keepsight.pages.overview.drawing import drawing as lanes_drawn
from keepsight.pages.overview.lanes import Lane, Lanes, Mark
from keepsight.pages.overview.marks import key
from keepsight.pages.page import EVERYONE, Asking, Page, Shown
from keepsight.pages.replay.drawing import drawing as replay_drawn
from keepsight.pages.replay.telling import Told, line_of, looked_for, says_of, told_of
from keepsight.pages.welcome.story import AGENCIES, CALLED, ENTRIES, REPLAYED, TODAY, Entry, entry_id
from keepsight.patterns.replaying.replay import Replayed
from keepsight.prompts.replaying import CAME_NEXT
from keepsight.vocabulary import KINDS

PAGE = Page(address="welcome/", title="What Keepsight is", who=EVERYONE, public=True)
SHAPES = (
    ("referral", "referral"),
    ("decision", "decision"),
    ("not_brought", "was not brought"),
    ("missing", "missing"),
)


def fetch(asking: Asking) -> tuple[Entry, ...]:
    """The story."""
    return ENTRIES


def present(asking: Asking, fetched: tuple[Entry, ...]) -> Shown:
    """The lanes and the list of it, and its replay."""
    told = [_told(number, one) for number, one in enumerate(REPLAYED, 1)]
    context: dict[str, Any] = {
        "title": PAGE.title,
        "called": CALLED,
        "today": words.long_day(TODAY),
        "lanes": lanes_drawn(_lanes(), lambda agency, first, last: "#entries"),
        "key": [(key(shape), means) for shape, means in (*SHAPES, ("other", "anything else"))],
        "entries": [_row(number, one) for number, one in enumerate(fetched, 1)],
        "told": told,
        "says": says_of(REPLAYED, TODAY),
        "drawing": replay_drawn([line_of(*each) for each in zip(told, REPLAYED, strict=True)], TODAY),
        "looked_for": looked_for(),
    }
    return Shown(context)


def _lanes() -> Lanes:
    """A lane for each agency, all of whose days are covered."""
    first = ENTRIES[0].on.replace(day=1)
    return Lanes(
        lanes=tuple(
            Lane(
                name=name,
                note=f"received up to {words.day(TODAY)}",
                marks=tuple(_mark(number, one) for number, one in enumerate(ENTRIES, 1) if one.agency == code),
                covered_from=first,
                covered_to=TODAY,
            )
            for code, name in AGENCIES.items()
        ),
        absent=(),
        first=first,
        last=TODAY,
        undated=0,
    )


def _mark(number: int, one: Entry) -> Mark:
    return Mark(
        on=one.on,
        shape=KINDS[one.kind].mark,
        name=f"{words.long_day(one.on)}, {one.title}",
        href=f"#entry-{number}",
        hollow=one.detail == ("outcome", "no_further_action"),
        household=one.of == "parent",
        cited_by=_cited_by(number),
    )


def _cited_by(number: int) -> tuple[int, ...]:
    """The prompts that rest on an entry, by their numbers."""
    return tuple(place for place, one in enumerate(REPLAYED, 1) if entry_id(number) in one.entries)


def _row(number: int, one: Entry) -> dict[str, Any]:
    return {
        "number": number,
        "on": words.long_day(one.on),
        "agency": AGENCIES[one.agency],
        "title": one.title,
        "says": one.says,
        "cited_by": _cited_by(number),
    }


def _told(number: int, one: Replayed) -> Told:
    shown_by = [(entry.int, f"#entry-{entry.int}") for entry in one.entries]
    return told_of(number, one, AGENCIES, came_next=_next(one.on), shown_by=shown_by)


def _next(day: dt.date) -> tuple[str, str] | None:
    """What came next after a day, with how long after, and where it stands."""
    for number, one in enumerate(ENTRIES, 1):
        if one.on > day and one.kind in CAME_NEXT and one.of == "child":
            return f"{one.title}, {words.counted((one.on - day).days, 'day')} later", f"#entry-{number}"
    return None
