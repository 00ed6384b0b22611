"""How much earlier all agencies together could see each pattern than any alone, over all children or all reviewed.

It is the case for sharing in figures, and so what is no case for it stands apart. Each number opens what it counts: children by the
number they have here, and by name for whoever sees them anyway. No order here is a score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.pages.working import AGAIN_AFTER, silent
from keepsight.people.queries import children
from keepsight.prompts.earlier import APART, COLUMNS, First, Row, firsts, rows
from keepsight.prompts.in_force import known
from keepsight.prompts.models import Replaying
from keepsight.prompts.replaying_all import (
    as_replayed,
    ask_to_replay,
    last_asked,
    latest,
    replayed_children,
    under_review,
    wake_worker,
)
from keepsight.store.suppression import LEAST_COUNT, LEAST_DENOMINATOR, RULE

PAGE = Page(
    address="assurance/earlier/",
    title="Together earlier than alone",
    who=frozenset({"learning_team", "analyst", "hub_coordinator"}),
    methods=frozenset({"GET", "POST"}),
)
OF = {"all": "All children", "reviewed": "Children whom a review is about"}
HEADINGS = {
    "claimed": ("What sharing is about", "Patterns that one agency might have seen by itself."),
    "by_definition": (
        "Apart: true by definition",
        "These patterns ask for several agencies by their own words. An agency alone is asked them without those words, so that "
        "together is earlier, or is not, says nothing about sharing.",
    ),
    "assumed": (
        "Apart: on an assumed day",
        "Of some of their entries nobody knows when they were written. The day on which they happened is taken, and no claim rests "
        "on it.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The last replaying that ended, if there is one, what was last asked for, and what counts.

    `numbers` are what each child is called, `names` the children in sight, `pictured` those of whom a picture without names opens.
    """

    of: str
    latest: Replaying | None
    asked: Replaying | None
    counted: Sequence[First]
    numbers: Mapping[UUID, int]
    names: Mapping[UUID, str]
    pictured: frozenset[UUID]
    error: str = ""


def fetch(asking: Asking) -> Fetched:
    """All that is kept of it, for this person."""
    of = asking.query.get("of", "all")
    of = of if of in OF else "all"
    made = latest(of)
    found = replayed_children(asking.sight, made) if made else {}
    counted = firsts({child: map(as_replayed, said) for child, said in found.values()})
    pictured = under_review() if asking.sight.role == "learning_team" else frozenset[UUID]()
    return Fetched(
        of,
        made,
        last_asked(of),
        counted,
        {child: number for number, (child, _) in found.items()},
        {one.id: one.name for one in children(asking.sight)},
        pictured,
    )


def act(asking: Asking) -> Fetched | Elsewhere:
    """Ask for it to be worked out, up to today."""
    fetched = fetch(asking)
    try:
        wake_worker(ask_to_replay(fetched.of, asking.today, by=asking.user))
    except WrongUse as wrong:
        return replace(fetched, error=str(wrong))
    return Elsewhere(f"{reverse('earlier')}?of={fetched.of}")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The three tables, and what one number of them counts, if that was asked for."""
    asked, made = fetched.asked, fetched.latest
    going_on = asked is not None and asked.ended_at is None
    still = asking.query.get("still") == "yes"
    here = f"{reverse('earlier')}?of={fetched.of}"
    tables = [_table(fetched, here, apart) for apart in APART]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{PAGE.title}",
        "error": fetched.error,
        "here": here,
        "of": fetched.of,
        "ways": [(name, title, f"{reverse('earlier')}?of={name}") for name, title in OF.items()],
        "made": made,
        "many": _many(len(fetched.numbers)),
        "asked": asked,
        "going_on": going_on,
        "still": still,
        "silent": asked is not None and going_on and silent(asked),
        "columns": [*COLUMNS.values(), "All"],
        "tables": [table for table in tables if table["rows"]],
        "opened": _opened(asking, fetched),
        "pictures": [_called(fetched, child) for child in fetched.numbers if child in fetched.pictured],
        "least": LEAST_COUNT,
        "least_days": LEAST_DENOMINATOR,
    }
    return Shown(context, again_after=AGAIN_AFTER if going_on and not still else None)


def _many(number: int) -> str:
    return f"fewer than {LEAST_COUNT} children" if RULE.hides(number) else words.counted(number, "child", "children")


def _table(fetched: Fetched, here: str, apart: str) -> dict[str, Any]:
    found = rows([one for one in fetched.counted if one.apart == apart])
    heading, says = HEADINGS[apart]
    return {
        "apart": apart,
        "heading": heading,
        "says": says,
        "rows": [(_title(one.pattern), one, _cells(one, here, apart)) for one in found],
    }


def _title(pattern: str) -> str:
    sheet = known().get(pattern)
    return "All" if not pattern else sheet.title if sheet else pattern


def _cells(one: Row, here: str, apart: str) -> list[tuple[int | None, str]]:
    """Each count with where it opens: nowhere, where it is hidden, none at all, or a sum of several."""
    asked = [
        f"{here}&{urlencode({'apart': apart, 'pattern': one.pattern, 'is': name})}#opened"
        if count and one.pattern
        else ""
        for name, count in zip(COLUMNS, one.counts, strict=False)
    ]
    return list(zip(one.counts, [*asked, ""], strict=True))


def _opened(asking: Asking, fetched: Fetched) -> dict[str, Any] | None:
    """What one number counts. A number that is hidden opens nothing."""
    apart, pattern, column = (asking.query.get(name, "") for name in ("apart", "pattern", "is"))
    if column not in COLUMNS:
        return None
    printed = rows([one for one in fetched.counted if one.apart == apart])
    counts = next((one.counts for one in printed if one.pattern == pattern and pattern), None)
    if counts is None or not counts[list(COLUMNS).index(column)]:
        return None
    chosen = [one for one in fetched.counted if (one.apart, one.pattern, one.column) == (apart, pattern, column)]
    chosen.sort(key=lambda one: fetched.numbers[one.child])
    return {
        "title": f"{_title(pattern)}: {COLUMNS[column][0].lower()}{COLUMNS[column][1:]}",
        "children": [(*_called(fetched, one.child), _days(one)) for one in chosen],
    }


def _called(fetched: Fetched, child: UUID) -> tuple[str, str]:
    """What a child is called for this person, and where what was replayed of it stands, if it may be opened."""
    number = fetched.numbers[child]
    if child in fetched.names:
        return fetched.names[child], reverse("replay", kwargs={"child_id": child})
    assert fetched.latest is not None  # there would be no numbers
    where = {"replaying_id": fetched.latest.id, "number": number}
    return f"Child {number}", reverse("earlier_child", kwargs=where) if child in fetched.pictured else ""


def _days(one: First) -> str:
    if one.days is None:
        return "No agency alone, to the day of the replay"
    return f"{words.counted(one.days, 'day')} earlier together" if one.days > 0 else "Not earlier together"
